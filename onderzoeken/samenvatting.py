"""The fields of an onderzoek as definition lists, one per part that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Blok, Detailopgave, Regel, ingevuld, regel
from zaken.schermen.voorval import voorvalregels

from .models import Onderzoek

if TYPE_CHECKING:
    from zaken.schermen.zaakblad import Zaakblad


def blokken(blad: Zaakblad) -> list[Blok]:
    """Gebeurtenis, gegevens; of the rest only what is filled in."""
    onderzoek: Onderzoek = blad.zaak
    return [
        Blok("gebeurtenis", _("De gebeurtenis"), voorvalregels(onderzoek)),
        Blok("gegevens", _("Het onderzoek"), _gegevens(onderzoek, blad.herkomst)),
        Blok("advies", _("Advies en besluit"), ingevuld(_advies(onderzoek))),
        Blok("instelling", _("Instelling"), ingevuld(_instelling(onderzoek))),
        Blok("uitkomst", _("Wederhoor en rapport"), ingevuld(_uitkomst(onderzoek))),
    ]


DETAIL = Detailopgave(
    blokken=blokken,
    omschrijving_kop=gettext_lazy("Wat moet er onderzocht worden?"),
    omschrijving_onderdeel="gebeurtenis",
    relaties=("onderzoeksoort", "coid_advies"),
)


def _gegevens(onderzoek: Onderzoek, herkomst: str) -> list[Regel]:
    regels = [
        regel(_("Soort onderzoek"), onderzoek.onderzoeksoort),
        regel(_("Uitvoerder"), onderzoek.get_uitvoerder_display()),
        regel(_("Advies gevraagd op"), onderzoek.ontvangen_defensie),
        regel(_("Bij ons binnen"), onderzoek.ontvangen_register),
        regel(_("Aantal betrokkenen"), onderzoek.aantal_betrokkenen),
        regel(_("Rubricering"), onderzoek.get_rubricering_display()),
    ]
    return [*regels, regel(_("Herkomst"), herkomst)] if herkomst else regels


def _advies(onderzoek: Onderzoek) -> list[Regel]:
    return [
        regel(_("Advies van COID"), onderzoek.coid_advies),
        regel(_("Advies gegeven op"), onderzoek.coid_advies_op),
        regel(_("Besluit van het bevoegd gezag op"), onderzoek.besluit_bg_op),
    ]


def _instelling(onderzoek: Onderzoek) -> list[Regel]:
    return [
        regel(_("Instellingsbeschikking"), onderzoek.instellingsbeschikking),
        regel(_("Opdracht"), onderzoek.opdracht, meerregelig=True),
        regel(_("Ingesteld op"), onderzoek.ingesteld_op),
    ]


def _uitkomst(onderzoek: Onderzoek) -> list[Regel]:
    return [
        regel(_("Wederhoor op"), onderzoek.wederhoor_op),
        regel(_("Rapport vastgesteld op"), onderzoek.rapport_op),
        regel(_("Besluit na het rapport op"), onderzoek.besluit_op),
        regel(_("Afgehandeld op"), onderzoek.datum_afgehandeld),
        regel(_("Gearchiveerd op"), onderzoek.datum_gesloten),
    ]
