"""What must be filled in before a step (domain §3, guards). Pure: looks at the klacht and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import Stand

from .status import Status

if TYPE_CHECKING:
    from .models import Klacht, Klachtonderdeel

TOELICHTING_VERPLICHT = frozenset({Status.NIET_IN_BEHANDELING, Status.INGETROKKEN, Status.DOORGELEID})
"""Steps that ask for a reason."""


def ontbreekt(klacht: Klacht, naar: str, stand: Stand) -> list[str]:
    """What must be filled in first, in Dutch; empty when the step may be taken."""
    lijst = [_("toelichting")] if naar in TOELICHTING_VERPLICHT and not stand.toelichting.strip() else []
    return lijst + (_bij_de_balie(klacht, naar, stand) or _bij_de_behandelaar(klacht, naar, stand))


def wijkt_af(onderdelen: list[Klachtonderdeel]) -> bool:
    """Whether an oordeel differs from the advice about the same part (Awb 9:16)."""
    return any(
        deel.advies_id and deel.oordeel_id and deel.advies_id != deel.oordeel_id for deel in onderdelen
    )


def _bij_de_balie(klacht: Klacht, naar: str, stand: Stand) -> list[str]:
    match naar:
        case Status.WACHT_OP_AANVULLING:
            return _leeg({_("de dag waarop u de aanvulling vroeg"): klacht.aanvulling_gevraagd_op})
        case Status.BEOORDELEN:
            return _beoordelen(stand)
        case Status.NIET_IN_BEHANDELING:
            return _leeg(
                {_("waarom de klacht niet in behandeling komt"): klacht.niet_in_behandeling_grond_id}
            )
        case Status.GESLOTEN if klacht.status == Status.NIET_IN_BEHANDELING:
            return _leeg({_("bericht aan de klager"): klacht.niet_in_behandeling_bericht_op})
        case _:
            return []


def _bij_de_behandelaar(klacht: Klacht, naar: str, stand: Stand) -> list[str]:
    match naar:
        case Status.IN_BEHANDELING:
            return _behandeling(klacht)
        case Status.HOREN:
            return _leeg({_("kopie aan de aangeklaagde"): klacht.afschrift_aangeklaagde_op})
        case Status.ADVIES_UITGEBRACHT:
            return _advies(klacht, stand)
        case Status.OORDEEL:
            return _oordeel(klacht, stand)
        case Status.AFGEHANDELD:
            return _afgehandeld(klacht)
        case _:
            return []


def _beoordelen(stand: Stand) -> list[str]:
    """Awb 9:4: who complains, and about what."""
    return _leeg(
        {
            _("naam van de klager"): stand.eigen["heeft_klager"],
            _("ten minste een klachtonderdeel"): stand.eigen["onderdelen"],
        }
    )


def _behandeling(klacht: Klacht) -> list[str]:
    """Awb 9:6 and 9:7."""
    return _leeg(
        {
            _("ontvangstbevestiging"): klacht.bevestigd_op,
            _("behandelaar"): klacht.behandelaar_id,
            _("verklaring dat de behandelaar niet betrokken was"): klacht.behandelaar_niet_betrokken,
        }
    )


def _advies(klacht: Klacht, stand: Stand) -> list[str]:
    onderdelen = stand.eigen["onderdelen"]
    return _leeg(
        {
            _("dat een commissie adviseert"): klacht.via_commissie,
            _("gehoord op, of waarom niet gehoord"): klacht.is_gehoord,
            _("advies van de commissie"): klacht.advies and klacht.advies_op,
            _("advies per klachtonderdeel"): all(deel.advies_id for deel in onderdelen),
        }
    )


def _oordeel(klacht: Klacht, stand: Stand) -> list[str]:
    onderdelen = stand.eigen["onderdelen"]
    lijst = _leeg(
        {
            _("gehoord op, of waarom niet gehoord"): klacht.is_gehoord,
            _("advies van de commissie"): klacht.advies_op or not klacht.via_commissie,
            _("oordeel met datum"): klacht.oordeel_id and klacht.oordeel_op,
            _("oordeel per klachtonderdeel"): all(deel.oordeel_id for deel in onderdelen),
        }
    )
    if wijkt_af(onderdelen) and not klacht.afwijking_advies_reden:
        lijst.append(_("waarom het oordeel afwijkt van het advies"))
    return lijst


def _afgehandeld(klacht: Klacht) -> list[str]:
    """How a klacht ends from where it stands: with an oordeel, to satisfaction, or sent on."""
    match klacht.status:
        case Status.BEOORDELEN:
            doorgezonden = klacht.afsluitgrond == klacht.Afsluitgrond.DOORGEZONDEN
            return _leeg(
                {
                    _("dat de klacht is doorgezonden"): doorgezonden,
                    _("waarnaar de klacht is doorgezonden"): klacht.doorgezonden_naar,
                }
            )
        case Status.INFORMELE_OPLOSSING:
            tevreden = klacht.afsluitgrond == klacht.Afsluitgrond.TEVREDEN
            return _leeg(
                {
                    _("dat de klacht naar tevredenheid is afgedaan"): tevreden,
                    _("bericht aan de klager"): klacht.kennisgeving_op,
                }
            )
        case _:
            return _leeg(
                {
                    _("conclusies"): klacht.conclusies,
                    _("bericht aan de klager"): klacht.kennisgeving_op,
                    _("dat het bericht de ombudsman noemt"): klacht.ombudsman_vermeld,
                }
            )


def _leeg(velden: dict[str, object]) -> list[str]:
    return [naam for naam, waarde in velden.items() if not waarde]
