"""The rows of a list, ready to be drawn."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict

from django.utils.translation import gettext as _

from schermen.templatetags.jid_ui import datum
from zaken import zoeken
from zaken.register.toon import termijnregel, toon
from zaken.toegang import mag_registreren

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register
    from zaken.zoeken import Zoekopdracht
    from zaken.zoeken.vraag import Deel


class _Termijn(TypedDict):
    wanneer: str
    """The first term in words, empty without one."""
    staat: str
    """late, soon or empty."""
    dag: str
    datum: str


class Rij(_Termijn):
    """One zaak of the list, ready to be drawn: a template reads a dictionary twice as fast as an object."""

    zaak: Any
    nummer: str
    onderwerp: str
    gemerkt: list[Deel]
    """The onderwerp with the words marked that were searched for; empty without a search."""
    fragment: list[Deel]
    """Where else in the zaak they stand."""
    url: str
    cellen: list[tuple[str, object]]
    """Columns of the register's own: the head, which stands before it on a narrow screen, and the text."""
    onderdeel: str
    afkorting: str
    status: str
    toon: str
    behandelaar: str
    toewijzen_url: str


def rijen(
    register: Register,
    zaken: list[Any],
    *,
    lezer: Gebruiker,
    vandaag: date,
    achter: str = "",
    zoek: Zoekopdracht | None = None,
) -> list[Rij]:
    """What the table shows of these zaken, fetched with `lijst.bladzijde`.

    `achter`: the end of each address; `zoek`: marks the words that were searched for.
    """
    fragmenten = zoeken.fragmenten(zoek.vraag, zaken) if zoek else {}
    pks = [zaak.pk for zaak in zaken]
    kan_toewijzen = mag_registreren(lezer, register.soort)
    koppen = [(str(kolom.kop), kolom.tekst) for kolom in register.lijst.kolommen]
    leeg = _("Niet ingevuld")
    statussen = {waarde: str(label) for waarde, label in register.status.choices}
    toewijzen = register.urls("toewijzen", pks) if kan_toewijzen else [""] * len(pks)

    def is_open(zaak: Any) -> bool:
        return zaak.status in register.werk.open and not zaak.is_geannuleerd

    return [
        Rij(
            zaak=zaak,
            nummer=zaak.zaaknummer,
            onderwerp=zaak.onderwerp,
            gemerkt=zoek.vraag.merk(zaak.onderwerp) if zoek else [],
            fragment=fragmenten.get(zaak.pk, []),
            url=f"{url}{achter}",
            cellen=[(kop, tekst(zaak) or leeg) for kop, tekst in koppen],
            onderdeel=zaak.defensieonderdeel.opschrift if zaak.defensieonderdeel else "",
            afkorting=zaak.defensieonderdeel.afkorting if zaak.defensieonderdeel else "",
            status=_("Geannuleerd") if zaak.is_geannuleerd else statussen[zaak.status],
            toon=toon(register, zaak),
            **_termijn(zaak.eerste_termijn, vandaag=vandaag),
            behandelaar=zaak.behandelaar.naam if zaak.behandelaar else "",
            toewijzen_url=toewijzen_url if is_open(zaak) else "",
        )
        for zaak, url, toewijzen_url in zip(zaken, register.urls("detail", pks), toewijzen, strict=True)
    ]


def _termijn(dag: date | None, *, vandaag: date) -> _Termijn:
    regel = termijnregel(dag, vandaag=vandaag)
    if regel is None:
        return {"wanneer": "", "staat": "", "dag": "", "datum": ""}
    return {
        "wanneer": regel.wanneer,
        "staat": regel.staat,
        "dag": regel.datum.isoformat(),
        "datum": datum(regel.datum),
    }
