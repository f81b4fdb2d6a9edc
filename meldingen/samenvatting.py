"""The fields of a melding as definition lists, one per part that can be changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Blok, Detailopgave, Regel, datum, ingevuld, regel
from zaken.schermen.voorval import voorvalregels

from .models import Melding

if TYPE_CHECKING:
    from zaken.schermen.zaakblad import Zaakblad


def blokken(blad: Zaakblad) -> list[Blok]:
    """Gebeurtenis, gegevens, behandeling; of the behandeling only what is filled in."""
    return [
        Blok("gebeurtenis", _("De gebeurtenis"), _gebeurtenis(blad)),
        Blok("gegevens", _("Ontvangst"), _gegevens(blad)),
        Blok("behandeling", _("Behandeling"), ingevuld(_behandeling(blad))),
    ]


DETAIL = Detailopgave(
    blokken=blokken,
    omschrijving_kop=gettext_lazy("Wat is er gebeurd?"),
    omschrijving_onderdeel="gebeurtenis",
    relaties=("hoofdcategorie", "bron", "coid_advies", "besluit_bg", "uitkomst"),
)


def _gebeurtenis(blad: Zaakblad) -> list[Regel]:
    melding: Melding = blad.zaak
    return [
        regel(_("Waar gaat het over?"), melding.hoofdcategorie),
        regel(_("Precies"), ", ".join(blad.codes["subcategorieen"])),
        *voorvalregels(melding),
    ]


def _gegevens(blad: Zaakblad) -> list[Regel]:
    melding: Melding = blad.zaak
    regels = [
        regel(_("Ontvangen door Defensie"), melding.ontvangen_defensie),
        regel(_("Bij ons binnen"), melding.ontvangen_register),
        regel(_("Binnengekomen bij"), melding.meldkanaal),
        regel(_("Bron"), melding.bron),
        regel(_("Wie meldt dit?"), melding.get_anonimiteit_display()),
        regel(_("Aantal betrokkenen"), melding.aantal_betrokkenen),
        regel(_("Rubricering"), melding.get_rubricering_display()),
    ]
    return [*regels, regel(_("Herkomst"), blad.herkomst)] if blad.herkomst else regels


def _behandeling(blad: Zaakblad) -> list[Regel]:
    melding: Melding = blad.zaak
    bekend = melding.aangifte != melding.Aangifte.ONBEKEND
    return [
        regel(_("Wat de melder wil bereiken"), melding.wens_melder, meerregelig=True),
        regel(_("Ontvangst bevestigd op"), melding.bevestigd_op),
        regel(_("Aangifte"), melding.get_aangifte_display() if bekend else ""),
        regel(_("Afgestemd met het OM"), _("Ja") if melding.afstemming_om else ""),
        regel(_("Ordemaatregel"), melding.ordemaatregel, meerregelig=True),
        regel(_("Functie van het bevoegd gezag"), melding.bevoegd_gezag),
        regel(_("Advies van COID"), _met_dag(melding.coid_advies, melding.coid_advies_op)),
        regel(_("Herinneren op"), melding.herinneren_op),
        regel(_("Besluit van het bevoegd gezag"), _met_dag(melding.besluit_bg, melding.besluit_bg_op)),
        regel(_("Reden van afwijken"), melding.afwijking_reden, meerregelig=True),
        regel(_("Opnieuw bekijken op"), melding.herbeoordelen_op),
        regel(_("Doorgeleid naar"), melding.get_doorgeleid_naar_display()),
        regel(_("Samengevoegd met"), melding.samengevoegd_met),
        regel(_("Afdoening"), ", ".join(blad.codes["afdoeningen"])),
        regel(_("Uitkomst"), melding.uitkomst),
        regel(_("Melder bericht gestuurd op"), melding.teruggekoppeld_op),
        regel(_("Waarom geen bericht"), melding.geen_terugkoppeling_reden, meerregelig=True),
        regel(_("Afgehandeld op"), melding.datum_afgehandeld),
        regel(_("Laatste nazorg op"), melding.nazorg_gedaan_op),
        regel(_("Waarom geen nazorg"), melding.geen_nazorg_reden, meerregelig=True),
        regel(_("Gesloten op"), melding.datum_gesloten),
    ]


def _met_dag(keuze: object, dag: date | None) -> str:
    if not keuze:
        return ""
    return _("%(keuze)s, %(dag)s") % {"keuze": keuze, "dag": datum(dag)} if dag else str(keuze)
