"""The list of meldingen: tabs, filters, sorting and paging by key, all from the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q, TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zaken import zoeken
from zaken.models import Zaak
from zaken.querysets import ZaakQuerySet

from .forms.filter import Filterform, Termijnfilter
from .models import Melding

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

PER_BLADZIJDE = 50
TELLEN_TOT = 1_000
"""Counts above this show as "1.000+": an exact one over half a million rows takes 0.6 s."""
BINNENKORT = timedelta(days=5)
_NUMMER = re.compile(r"^(?:m-?)?(\d{4})(?:-(\d{0,5}))?$", re.IGNORECASE)


class Tab(TextChoices):
    MIJN = "mijn", _("Mijn meldingen")
    TEAM = "team", _("Mijn team")
    NIET_TOEGEWEZEN = "niet-toegewezen", _("Niet toegewezen")
    ALLE = "alle", _("Alle die u ziet")


class Volgorde(TextChoices):
    NIEUWSTE = "-ontvangen", _("nieuwste eerst")
    OUDSTE = "ontvangen", _("oudste eerst")
    TERMIJN = "termijn", _("eerste termijn eerst")
    TERMIJN_LAATSTE = "-termijn", _("laatste termijn eerst")


_VELD = {
    Volgorde.NIEUWSTE: ("ontvangen_defensie", True),
    Volgorde.OUDSTE: ("ontvangen_defensie", False),
    Volgorde.TERMIJN: ("eerste_termijn", False),
    Volgorde.TERMIJN_LAATSTE: ("eerste_termijn", True),
}


@dataclass(frozen=True)
class Sleutel:
    """Where a page begins: the sorting date and the id of the row beside it."""

    dag: date
    id: UUID

    @classmethod
    def lees(cls, tekst: str) -> Sleutel | None:
        """From the address; None for what this application never wrote."""
        dag, _scheiding, pk = tekst.partition("_")
        try:
            return cls(date.fromisoformat(dag), UUID(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.dag.isoformat()}_{self.id}"


@dataclass(frozen=True)
class Bladzijde:
    """Rows of one page and the keys of its neighbours."""

    rijen: list[Melding]
    vorige: Sleutel | None
    volgende: Sleutel | None


def tab_van(zaken: ZaakQuerySet, tab: Tab, gebruiker: Gebruiker) -> ZaakQuerySet:
    """The rows of one tab, of an opened queryset of `Zaak` or `Melding`."""
    match tab:
        case Tab.MIJN:
            return zaken.filter(behandelaar_id=gebruiker.pk)
        case Tab.TEAM:
            return zaken.filter(team_id__in=gebruiker.teams)
        case Tab.NIET_TOEGEWEZEN:
            return zaken.filter(behandelaar_id=None)
        case Tab.ALLE:
            return zaken


def filter_op(meldingen: ZaakQuerySet, gekozen: dict[str, Any], *, vandaag: date) -> ZaakQuerySet:
    """Narrow by the clean data of `Filterform`."""
    voorwaarden = Q(soort=Zaak.Soort.MELDING)
    if not gekozen.get("geannuleerd"):
        voorwaarden &= Q(geannuleerd_op=None)
    if gekozen.get("status"):
        voorwaarden &= Q(status__in=gekozen["status"])
    if jaar := gekozen.get("jaar"):
        voorwaarden &= Q(ontvangen_defensie__gte=date(jaar, 1, 1), ontvangen_defensie__lte=date(jaar, 12, 31))
    if gekozen.get("categorie"):
        voorwaarden &= Q(hoofdcategorie=gekozen["categorie"])
    if gekozen.get("onderdeel"):
        voorwaarden &= Q(defensieonderdeel=gekozen["onderdeel"])
    match gekozen.get("termijn"):
        case Termijnfilter.TE_LAAT:
            voorwaarden &= Q(eerste_termijn__lt=vandaag)
        case Termijnfilter.BINNENKORT:
            voorwaarden &= Q(eerste_termijn__gte=vandaag, eerste_termijn__lte=vandaag + BINNENKORT)
    return zoek(meldingen.filter(voorwaarden), gekozen.get("q", ""))


def zoek(meldingen: ZaakQuerySet, tekst: str) -> ZaakQuerySet:
    """By (the beginning of) a number, or by words of the onderwerp."""
    tekst = tekst.strip()
    if not tekst:
        return meldingen
    if nummer := _NUMMER.match(tekst):
        jaar, volg = nummer.groups()
        if volg is not None and len(volg) == len("00001"):
            return meldingen.filter(zaaknummer=f"M-{jaar}-{volg}")
        return meldingen.filter(zaaknummer__startswith=f"M-{jaar}-{volg or ''}")
    return zoeken.op_woorden(meldingen, soort=Zaak.Soort.MELDING, tekst=tekst)


def zoekt_op_woorden(tekst: str) -> bool:
    """Whether this is a search in the onderwerp, which looks at the newest hits only (`zoeken.HOOGSTENS`)."""
    return bool(tekst.strip()) and not _NUMMER.match(tekst.strip())


def bladzijde(
    meldingen: ZaakQuerySet, volgorde: Volgorde, *, na: Sleutel | None, voor: Sleutel | None
) -> Bladzijde:
    """One page by key: after `na`, else before `voor`, else the first."""
    veld, aflopend = _VELD[volgorde]
    terug = voor is not None and na is None
    grens = voor if terug else na
    omlaag = aflopend != terug
    meldingen = meldingen.filter(**{f"{veld}__isnull": False}) if veld == "eerste_termijn" else meldingen
    if grens:
        meldingen = meldingen.filter(_voorbij(veld, grens, omlaag=omlaag))
    teken = "-" if omlaag else ""
    rijen = list(
        meldingen.select_related("sleutel", "hoofdcategorie", "defensieonderdeel", "behandelaar").order_by(
            f"{teken}{veld}", f"{teken}id"
        )[: PER_BLADZIJDE + 1]
    )
    er_is_meer = len(rijen) > PER_BLADZIJDE
    rijen = rijen[:PER_BLADZIJDE]
    if terug:
        rijen.reverse()
    if not rijen:
        return Bladzijde([], None, None)
    begin = Sleutel(getattr(rijen[0], veld), rijen[0].pk)
    eind = Sleutel(getattr(rijen[-1], veld), rijen[-1].pk)
    heeft_vorige = er_is_meer if terug else na is not None
    heeft_volgende = True if terug else er_is_meer
    return Bladzijde(rijen, begin if heeft_vorige else None, eind if heeft_volgende else None)


def _voorbij(veld: str, grens: Sleutel, *, omlaag: bool) -> Q:
    """Rows past `grens`; the first condition bounds the index range, the second orders within one day."""
    kleiner = "lt" if omlaag else "gt"
    return Q(**{f"{veld}__{kleiner}e": grens.dag}) & (
        Q(**{f"{veld}__{kleiner}": grens.dag}) | Q(**{f"id__{kleiner}": grens.id})
    )


def tel(zaken: ZaakQuerySet) -> int:
    """Rows, counted to just above `TELLEN_TOT`."""
    return zaken.order_by().values("pk")[: TELLEN_TOT + 1].count()


def zichtbare_zaken(gebruiker: Gebruiker) -> ZaakQuerySet:
    """Meldingen on the parent table, for counting."""
    return Zaak.objects.zichtbaar_voor(gebruiker).filter(soort=Zaak.Soort.MELDING, geannuleerd_op=None)


def zichtbare_meldingen(gebruiker: Gebruiker) -> ZaakQuerySet:
    return Melding.objects.zichtbaar_voor(gebruiker)


def adres(vraag: QueryDict, **anders: str | None) -> str:
    """The query string with some parts changed (None: left out); paging keys never survive another change."""
    nieuw = vraag.copy()
    for sleutel in ("na", "voor"):
        nieuw.pop(sleutel, None)
    for sleutel, waarde in anders.items():
        nieuw.pop(sleutel, None)
        if waarde is not None:
            nieuw[sleutel] = waarde
    return f"?{nieuw.urlencode()}"


def chips(form: Filterform, vraag: QueryDict) -> list[dict[str, str]]:
    """One chip per active filter, with the address without it."""
    gekozen = []
    for naam, veld in form.fields.items():
        for waarde in [w for w in vraag.getlist(naam) if w]:
            rest = vraag.copy()
            rest.setlist(naam, [w for w in vraag.getlist(naam) if w != waarde])
            for sleutel in ("na", "voor"):
                rest.pop(sleutel, None)
            gekozen.append(
                {
                    "label": f"{veld.label}: {_woorden(veld, waarde)}" if waarde != "on" else str(veld.label),
                    "url": f"?{rest.urlencode()}",
                }
            )
    return gekozen


def _woorden(veld: Any, waarde: str) -> str:
    """How a chosen value reads on the screen."""
    keuzes = dict(getattr(veld, "choices", ()) or ())
    return str(next((label for code, label in keuzes.items() if str(code) == waarde), waarde))
