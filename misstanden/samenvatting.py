"""The fields of a misstand as definition lists, one per part that can be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaken.register.detail import Aandacht, Blok, Detailopgave, Regel, ingevuld, regel
from zaken.schermen.voorval import voorvalregels
from zaken.services.toegang import leest
from zaken.toegang import Recht

from .models import Misstand
from .status import MET_TERMIJNEN

if TYPE_CHECKING:
    from zaken.schermen.zaakblad import Zaakblad


def blokken(blad: Zaakblad) -> list[Blok]:
    """Gebeurtenis, gegevens; of the rest only what is filled in."""
    misstand: Misstand = blad.zaak
    return [
        Blok("gebeurtenis", _("De gebeurtenis"), voorvalregels(misstand)),
        Blok("gegevens", _("Ontvangst"), _gegevens(misstand, blad.herkomst)),
        Blok("beoordeling", _("Bevestiging en beoordeling"), ingevuld(_beoordeling(misstand))),
        Blok("afronding", _("Standpunt en afronding"), ingevuld(_afronding(misstand))),
    ]


def aandacht(blad: Zaakblad) -> list[Aandacht]:
    """Who follows it up must be able to read it: naming somebody gives no access, so it is asked for."""
    misstand: Misstand = blad.zaak
    wie = misstand.opvolger
    kijkt_alleen = misstand.status not in MET_TERMIJNEN or not blad.mag(Recht.NOTEREN)
    if wie is None or kijkt_alleen or _leest(blad, wie.pk):
        return []
    if blad.toegang.uitgeslotene(wie.pk):
        tekst = _("%(naam)s volgt dit vermoeden op, maar mag het nooit zien. Kies een ander.")
        url, label = blad.invuladres("opvolger"), _("Opvolger wijzigen")
    else:
        tekst = _("%(naam)s volgt dit vermoeden op, maar kan het nog niet zien.")
        mag = blad.mag(Recht.DELEN)
        url = f"{blad.register.url('delen', misstand.pk)}?aan={wie.pk}" if mag else ""
        label = _("Geef toegang")
    return [Aandacht(tekst % {"naam": wie}, url, label)]


def _leest(blad: Zaakblad, gebruiker_id: int) -> bool:
    if any(lezer.gebruiker_id == gebruiker_id for lezer in blad.toegang.lezers):
        return True
    return blad.zaak.team_id is not None and leest(blad.zaak, gebruiker_id)


DETAIL = Detailopgave(
    blokken=blokken,
    aandacht=aandacht,
    omschrijving_kop=gettext_lazy("Wat is er aan de hand?"),
    omschrijving_onderdeel="gebeurtenis",
    relaties=("melder_status", "extern_gemeld_bij", "doorgezonden_aan", "ontvanger", "opvolger"),
)


def _gegevens(misstand: Misstand, herkomst: str) -> list[Regel]:
    regels = [
        regel(_("Ontvangen door Defensie"), misstand.ontvangen_defensie),
        regel(_("Bij ons binnen"), misstand.ontvangen_register),
        regel(_("Binnengekomen bij"), misstand.meldkanaal),
        regel(_("Identiteit van de melder"), misstand.get_anonimiteit_display()),
        regel(_("Melder is"), misstand.melder_status),
        regel(_("Ook gemeld bij"), misstand.extern_gemeld_bij),
        regel(_("Aantal betrokkenen"), misstand.aantal_betrokkenen),
        regel(_("Rubricering"), misstand.get_rubricering_display()),
    ]
    return [*regels, regel(_("Herkomst"), herkomst)] if herkomst else regels


def _beoordeling(misstand: Misstand) -> list[Regel]:
    return [
        regel(_("Ontvangst bevestigd op"), misstand.bevestigd_op),
        regel(_("Waarom geen bevestiging"), misstand.geen_bevestiging_reden, meerregelig=True),
        regel(_("Melder akkoord met het verslag op"), misstand.verslag_akkoord_op),
        regel(_("Ontvanger"), misstand.ontvanger),
        regel(_("Volgt het vermoeden op"), misstand.opvolger),
        regel(_("Maatschappelijk belang in het geding"), misstand.get_maatschappelijk_belang_toets_display()),
        regel(_("Inbreuk op het Unierecht"), misstand.get_inbreuk_unierecht_display()),
        regel(_("Uitleg bij de beoordeling"), misstand.toets_toelichting, meerregelig=True),
    ]


def _afronding(misstand: Misstand) -> list[Regel]:
    return [
        regel(_("Bevindingen klaar op"), misstand.bevindingen_op),
        regel(_("Standpunt"), misstand.standpunt, meerregelig=True),
        regel(_("Uitkomst"), misstand.get_uitkomst_display()),
        regel(_("Doorgezonden aan"), misstand.doorgezonden_aan),
        regel(_("Melder bericht gestuurd op"), misstand.terugkoppeling_op),
        regel(_("Waarom geen bericht"), misstand.geen_terugkoppeling_reden, meerregelig=True),
        regel(_("Navraag benadeling op"), misstand.navraag_benadeling_op),
        regel(_("Laatste nazorg op"), misstand.nazorg_gedaan_op),
        regel(_("Waarom geen nazorg"), misstand.geen_nazorg_reden, meerregelig=True),
        regel(_("Afgehandeld op"), misstand.datum_afgehandeld),
        regel(_("Gesloten op"), misstand.datum_gesloten),
    ]
