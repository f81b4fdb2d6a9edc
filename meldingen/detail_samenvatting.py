"""The fields of a melding as definition lists, one per part that can be changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zaken.schermen.voorval import uit_zaak
from zaken.toegang import Recht

from .detail import datum

if TYPE_CHECKING:
    from .detail import Dossier

Regel = dict[str, Any]


@dataclass(frozen=True)
class Blok:
    """A card: heading, rows of a definition list, and where they are changed (empty: not by this reader)."""

    sleutel: str
    kop: str
    regels: list[Regel]
    wijzig_url: str


def blokken(dossier: Dossier) -> list[Blok]:
    """Gebeurtenis, gegevens, behandeling; of the behandeling only what is filled in."""
    delen = [
        ("gebeurtenis", _("De gebeurtenis"), _gebeurtenis(dossier)),
        ("gegevens", _("Ontvangst"), _gegevens(dossier)),
        ("behandeling", _("Behandeling"), [r for r in _behandeling(dossier) if r["waarde"]]),
    ]
    mag_wijzigen = dossier.mag(Recht.WIJZIGEN)
    return [
        Blok(
            sleutel,
            kop,
            regels,
            reverse("meldingen:wijzig", args=[dossier.melding.pk, sleutel]) if mag_wijzigen else "",
        )
        for sleutel, kop, regels in delen
    ]


def _regel(label: str, waarde: object, *, meerregelig: bool = False) -> Regel:
    tekst = datum(waarde) if isinstance(waarde, date) else "" if waarde is None else str(waarde)
    return {"label": label, "waarde": tekst, "meerregelig": meerregelig}


def _gebeurtenis(dossier: Dossier) -> list[Regel]:
    melding = dossier.melding
    van, tot = uit_zaak(melding)
    wanneer = _("%(van)s tot en met %(tot)s") % {"van": van, "tot": tot} if tot else van
    return [
        _regel(_("Waar gaat het over?"), melding.hoofdcategorie),
        _regel(_("Precies"), ", ".join(dossier.codes["subcategorieen"])),
        _regel(_("Wanneer"), wanneer or _("Onbekend")),
        _regel(_("Waar"), melding.locatiecontext),
        _regel(_("Onderdeel"), melding.defensieonderdeel),
        _regel(_("Eenheid"), melding.eenheid),
    ]


def _gegevens(dossier: Dossier) -> list[Regel]:
    melding = dossier.melding
    regels = [
        _regel(_("Ontvangen door Defensie"), melding.ontvangen_defensie),
        _regel(_("Bij ons binnen"), melding.ontvangen_register),
        _regel(_("Binnengekomen bij"), melding.meldkanaal),
        _regel(_("Bron"), melding.bron),
        _regel(_("Wie meldt dit?"), melding.get_anonimiteit_display()),
        _regel(_("Aantal betrokkenen"), melding.aantal_betrokkenen),
        _regel(_("Rubricering"), melding.get_rubricering_display()),
    ]
    return [*regels, _regel(_("Herkomst"), dossier.herkomst)] if dossier.herkomst else regels


def _behandeling(dossier: Dossier) -> list[Regel]:
    melding = dossier.melding
    bekend = melding.aangifte != melding.Aangifte.ONBEKEND
    return [
        _regel(_("Wat de melder wil bereiken"), melding.wens_melder, meerregelig=True),
        _regel(_("Ontvangst bevestigd op"), melding.bevestigd_op),
        _regel(_("Aangifte"), melding.get_aangifte_display() if bekend else ""),
        _regel(_("Afgestemd met het OM"), _("Ja") if melding.afstemming_om else ""),
        _regel(_("Ordemaatregel"), melding.ordemaatregel, meerregelig=True),
        _regel(_("Functie van het bevoegd gezag"), melding.bevoegd_gezag),
        _regel(_("Advies van COID"), _met_dag(melding.coid_advies, melding.coid_advies_op)),
        _regel(_("Herinneren op"), melding.herinneren_op),
        _regel(_("Besluit van het bevoegd gezag"), _met_dag(melding.besluit_bg, melding.besluit_bg_op)),
        _regel(_("Reden van afwijken"), melding.afwijking_reden, meerregelig=True),
        _regel(_("Opnieuw bekijken op"), melding.herbeoordelen_op),
        _regel(_("Doorgeleid naar"), melding.get_doorgeleid_naar_display()),
        _regel(_("Samengevoegd met"), melding.samengevoegd_met),
        _regel(_("Afdoening"), ", ".join(dossier.codes["afdoeningen"])),
        _regel(_("Uitkomst"), melding.uitkomst),
        _regel(_("Melder bericht gestuurd op"), melding.teruggekoppeld_op),
        _regel(_("Waarom geen bericht"), melding.geen_terugkoppeling_reden, meerregelig=True),
        _regel(_("Afgehandeld op"), melding.datum_afgehandeld),
        _regel(_("Nazorg gedaan op"), melding.nazorg_gedaan_op),
        _regel(_("Waarom geen nazorg"), melding.geen_nazorg_reden, meerregelig=True),
        _regel(_("Gesloten op"), melding.datum_gesloten),
    ]


def _met_dag(keuze: object, dag: date | None) -> str:
    if not keuze:
        return ""
    return _("%(keuze)s, %(dag)s") % {"keuze": keuze, "dag": datum(dag)} if dag else str(keuze)
