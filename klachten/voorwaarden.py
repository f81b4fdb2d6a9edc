"""What must be filled in before a step. Pure: looks at the klacht and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zaken.register.stappen import BEHANDELAAR, PERSONEN, Gebrek, Stand, gebreken

from .einde import VELDEN, dubbel
from .oordelen import tegenspraak_van
from .status import Status

if TYPE_CHECKING:
    from .models import Klacht, Klachtonderdeel

TOELICHTING_VERPLICHT = frozenset({Status.NIET_IN_BEHANDELING, Status.INGETROKKEN, Status.DOORGELEID})
"""Steps that ask for a reason."""
ONDERDEEL = "klachtonderdeel"
"""The rows with the parts of the klacht."""


def ontbreekt(klacht: Klacht, naar: str, stand: Stand) -> list[Gebrek]:
    """What must be filled in first; empty when the step may be taken."""
    toelichting = stand.toelichting.strip() or naar not in TOELICHTING_VERPLICHT
    lijst = gebreken((_("toelichting"), toelichting, ""))
    return lijst + (_bij_de_balie(klacht, naar, stand) or _bij_de_behandelaar(klacht, naar, stand))


def wijkt_af(onderdelen: list[Klachtonderdeel]) -> bool:
    """Whether an oordeel differs from the advice about the same part (Awb 9:16)."""
    return any(
        deel.advies_id and deel.oordeel_id and deel.advies_id != deel.oordeel_id for deel in onderdelen
    )


def _bij_de_balie(klacht: Klacht, naar: str, stand: Stand) -> list[Gebrek]:
    match naar:
        case Status.WACHT_OP_AANVULLING:
            gevraagd = klacht.aanvulling_gevraagd_op
            return gebreken((_("de dag waarop u de aanvulling vroeg"), gevraagd, "aanvulling_gevraagd_op"))
        case Status.BEOORDELEN:
            return _beoordelen(stand)
        case Status.NIET_IN_BEHANDELING:
            grond = klacht.niet_in_behandeling_grond_id
            return gebreken(
                (_("waarom de klacht niet in behandeling komt"), grond, "niet_in_behandeling_grond"),
                _een_einde(klacht, afsluitgrond=klacht.Afsluitgrond.NIET_IN_BEHANDELING),
            )
        case Status.GESLOTEN if klacht.status == Status.NIET_IN_BEHANDELING:
            bericht = klacht.niet_in_behandeling_bericht_op
            return gebreken((_("bericht aan de klager"), bericht, "niet_in_behandeling_bericht_op"))
        case _:
            return []


def _bij_de_behandelaar(klacht: Klacht, naar: str, stand: Stand) -> list[Gebrek]:
    match naar:
        case Status.IN_BEHANDELING:
            return _behandeling(klacht)
        case Status.HOREN:
            kopie = klacht.afschrift_aangeklaagde_op
            return gebreken((_("kopie aan de aangeklaagde"), kopie, "afschrift_aangeklaagde_op"))
        case Status.ADVIES_UITGEBRACHT:
            return _advies(klacht, stand)
        case Status.OORDEEL:
            return _oordeel(klacht, stand)
        case Status.AFGEHANDELD:
            return _afgehandeld(klacht, stand)
        case _:
            return []


def _beoordelen(stand: Stand) -> list[Gebrek]:
    """Awb 9:4: who complains, and about what."""
    return gebreken(
        (_("naam van de klager"), stand.eigen["heeft_klager"], PERSONEN),
        (_("ten minste een klachtonderdeel"), stand.eigen["onderdelen"], ONDERDEEL),
    )


def _behandeling(klacht: Klacht) -> list[Gebrek]:
    """Awb 9:6 and 9:7."""
    niet_betrokken = klacht.behandelaar_niet_betrokken
    return gebreken(
        (_("ontvangstbevestiging"), klacht.bevestigd_op, "bevestigd_op"),
        (_("behandelaar"), klacht.behandelaar_id, BEHANDELAAR),
        (
            _("verklaring dat de behandelaar niet betrokken was"),
            niet_betrokken,
            "behandelaar_niet_betrokken",
        ),
    )


def _advies(klacht: Klacht, stand: Stand) -> list[Gebrek]:
    per_deel = all(deel.advies_id for deel in stand.eigen["onderdelen"])
    advies = klacht.advies and klacht.advies_op
    return gebreken(
        (_("dat een commissie adviseert"), klacht.via_commissie, "via_commissie"),
        (_("gehoord op, of waarom niet gehoord"), klacht.is_gehoord, "hoorzitting_op"),
        (_("advies van de commissie"), advies, "advies_op" if klacht.advies else "advies"),
        (_("advies per klachtonderdeel"), per_deel, ONDERDEEL),
    )


def _oordeel(klacht: Klacht, stand: Stand) -> list[Gebrek]:
    onderdelen = stand.eigen["onderdelen"]
    per_deel = all(deel.oordeel_id for deel in onderdelen)
    oordeel = klacht.oordeel_id and klacht.oordeel_op
    reden = klacht.afwijking_advies_reden or not wijkt_af(onderdelen)
    return gebreken(
        (_("gehoord op, of waarom niet gehoord"), klacht.is_gehoord, "hoorzitting_op"),
        (_("advies van de commissie"), klacht.advies_op or not klacht.via_commissie, "advies_op"),
        (_("oordeel met datum"), oordeel, "oordeel_op" if klacht.oordeel_id else "oordeel"),
        (_("oordeel per klachtonderdeel"), per_deel, ONDERDEEL),
        (_("waarom het oordeel afwijkt van het advies"), reden, "afwijking_advies_reden"),
        _passend(klacht, stand),
        _een_einde(klacht),
    )


def _een_einde(klacht: Klacht, **straks: Any) -> tuple[str, object, str]:
    """An imported klacht may name more than one."""
    waarden = {veld: getattr(klacht, veld) for veld in VELDEN} | straks
    return (
        _("één manier waarop de klacht eindigt: maak leeg wat niet klopt"),
        not dubbel(waarden),
        "afsluitgrond",
    )


def _passend(klacht: Klacht, stand: Stand) -> tuple[str, object, str]:
    """A part may have changed since the whole was judged."""
    past = not tegenspraak_van(klacht, stand.eigen["onderdelen"])
    return _("een oordeel over de hele klacht dat past bij dat over de delen"), past, "oordeel"


def _afgehandeld(klacht: Klacht, stand: Stand) -> list[Gebrek]:
    """How a klacht ends from where it stands: with an oordeel, to satisfaction, or sent on."""
    match klacht.status:
        case Status.BEOORDELEN:
            doorgezonden = klacht.afsluitgrond == klacht.Afsluitgrond.DOORGEZONDEN
            return gebreken(
                (_("dat de klacht is doorgezonden"), doorgezonden, "afsluitgrond"),
                (_("waarnaar de klacht is doorgezonden"), klacht.doorgezonden_naar, "doorgezonden_naar"),
                _een_einde(klacht),
            )
        case Status.INFORMELE_OPLOSSING:
            tevreden = klacht.afsluitgrond == klacht.Afsluitgrond.TEVREDEN
            return gebreken(
                (_("dat de klacht naar tevredenheid is afgedaan"), tevreden, "afsluitgrond"),
                (_("bericht aan de klager"), klacht.kennisgeving_op, "kennisgeving_op"),
                _een_einde(klacht),
            )
        case _:
            return gebreken(
                (_("conclusies"), klacht.conclusies, "conclusies"),
                (_("bericht aan de klager"), klacht.kennisgeving_op, "kennisgeving_op"),
                (_("dat het bericht de ombudsman noemt"), klacht.ombudsman_vermeld, "ombudsman_vermeld"),
                _passend(klacht, stand),
                _een_einde(klacht),
            )
