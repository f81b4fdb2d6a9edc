"""The fields of a klacht as definition lists, one per part that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Blok, Detailopgave, Regel, ingevuld, regel
from zaken.schermen.voorval import voorvalregels

from .models import Klacht
from .oordelen import tegenspraak_van
from .termijnen import naar_ombudsman_tot

if TYPE_CHECKING:
    from zaken.schermen.zaakblad import Zaakblad


def blokken(blad: Zaakblad) -> list[Blok]:
    """Gebeurtenis, gegevens; of the rest only what is filled in."""
    klacht: Klacht = blad.zaak
    let_op = tegenspraak_van(klacht, blad.stand.eigen["onderdelen"])
    return [
        Blok("gebeurtenis", _("De gebeurtenis"), voorvalregels(klacht)),
        Blok("gegevens", _("Ontvangst"), _gegevens(klacht, blad.herkomst)),
        Blok("behandeling", _("Behandeling"), ingevuld(_behandeling(klacht))),
        Blok("uitstel", _("Uitstel"), ingevuld(_uitstel(klacht))),
        Blok(
            "afronding",
            _("Afronding"),
            ingevuld(_afronding(klacht, let_op)),
        ),
    ]


DETAIL = Detailopgave(
    blokken=blokken,
    omschrijving_kop=gettext_lazy("Wat is er gebeurd?"),
    omschrijving_onderdeel="gebeurtenis",
    relaties=("klachtsoort", "afzien_horen_grond", "oordeel", "niet_in_behandeling_grond"),
)


def _gegevens(klacht: Klacht, herkomst: str) -> list[Regel]:
    regels = [
        regel(_("Soort klacht"), klacht.klachtsoort),
        regel(_("Ontvangen door Defensie"), klacht.ontvangen_defensie),
        regel(_("Bij ons binnen"), klacht.ontvangen_register),
        regel(_("Binnengekomen bij"), klacht.meldkanaal),
        regel(_("Vorm"), klacht.get_vorm_display()),
        regel(_("Ondertekend"), _ja_nee(klacht.ondertekend)),
        regel(_("Gaat over gedrag tegenover de klager"), _ja_nee(klacht.jegens_klager)),
        regel(_("Wie klaagt?"), klacht.get_anonimiteit_display()),
        regel(_("Aantal aangeklaagden"), klacht.aantal_betrokkenen),
        regel(_("Rubricering"), klacht.get_rubricering_display()),
    ]
    return [*regels, regel(_("Herkomst"), herkomst)] if herkomst else regels


def _behandeling(klacht: Klacht) -> list[Regel]:
    return [
        regel(_("Ontvangst bevestigd op"), klacht.bevestigd_op),
        regel(_("Aanvulling gevraagd op"), klacht.aanvulling_gevraagd_op),
        regel(_("Behandelaar niet betrokken"), _("Verklaard") if klacht.behandelaar_niet_betrokken else ""),
        regel(_("Kopie aan de aangeklaagde op"), klacht.afschrift_aangeklaagde_op),
        regel(_("Gehoord op"), klacht.hoorzitting_op),
        regel(_("Niet gehoord"), klacht.afzien_horen_grond),
        regel(_("Commissie adviseert"), _("Ja") if klacht.via_commissie else ""),
        regel(_("Advies uitgebracht op"), klacht.advies_op),
        regel(_("Advies"), klacht.advies, meerregelig=True),
    ]


def _uitstel(klacht: Klacht) -> list[Regel]:
    return [
        regel(_("Verdaagd op"), klacht.verdaagd_op),
        regel(_("Aantal weken"), klacht.verdaagd_weken),
        regel(_("Reden"), klacht.verdaagd_reden, meerregelig=True),
        regel(_("Klager bericht gestuurd op"), klacht.verdaagd_klager_op),
        regel(_("Aangeklaagde bericht gestuurd op"), klacht.verdaagd_aangeklaagde_op),
        regel(_("Klager stemde in op"), klacht.instemming_uitstel_op),
        regel(_("Uitstel tot en met"), klacht.instemming_uitstel_tot),
    ]


def _afronding(klacht: Klacht, let_op: str) -> list[Regel]:
    return [
        regel(_("Oordeel"), klacht.oordeel),
        regel(_("Let op"), let_op),
        regel(_("Oordeel gegeven op"), klacht.oordeel_op),
        regel(_("Waarom anders dan het advies"), klacht.afwijking_advies_reden, meerregelig=True),
        regel(_("Conclusies"), klacht.conclusies, meerregelig=True),
        regel(_("Wat ermee gebeurt"), klacht.opvolging, meerregelig=True),
        regel(_("Klager bericht gestuurd op"), klacht.kennisgeving_op),
        regel(_("Ombudsman genoemd"), _("Ja") if klacht.ombudsman_vermeld else ""),
        regel(_("Klager kan naar de ombudsman tot en met"), naar_ombudsman_tot(klacht)),
        regel(_("Bericht van de ombudsman op"), klacht.ombudsman_oordeel_op),
        regel(_("Wat de ombudsman vond"), klacht.ombudsman_oordeel, meerregelig=True),
        regel(_("Geëindigd"), klacht.get_afsluitgrond_display()),
        regel(_("Waarom niet in behandeling"), klacht.niet_in_behandeling_grond),
        regel(_("Bericht: niet in behandeling, op"), klacht.niet_in_behandeling_bericht_op),
        regel(_("Doorgezonden naar"), klacht.doorgezonden_naar),
        regel(_("Afgehandeld op"), klacht.datum_afgehandeld),
        regel(_("Gesloten op"), klacht.datum_gesloten),
    ]


def _ja_nee(waarde: bool) -> str:
    return _("Ja") if waarde else _("Nee")
