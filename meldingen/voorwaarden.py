"""What must be filled in before a step (domain §3, guards). Pure: looks at the melding and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import Stand

from .status import Status

if TYPE_CHECKING:
    from .models import Melding

TOELICHTING_VERPLICHT = frozenset(
    {
        Status.NIET_IN_BEHANDELING,
        Status.DOORGELEID,
        Status.SAMENGEVOEGD,
        Status.OPGESCHORT,
        Status.INGETROKKEN,
        Status.HEROPEND,
    }
)
"""Steps that ask for a reason."""


def ontbreekt(melding: Melding, naar: str, stand: Stand) -> list[str]:
    """What must be filled in first, in Dutch; empty when the step may be taken."""
    lijst = [_("toelichting")] if naar in TOELICHTING_VERPLICHT and not stand.toelichting.strip() else []
    match naar:
        case Status.IN_BEOORDELING if melding.status == Status.SAMENGEVOEGD:
            lijst += _leeg({_("toelichting"): stand.toelichting.strip()})
        case Status.IN_BEHANDELING:
            lijst += _behandeling(melding, stand)
        case Status.WACHT_OP_BESLUIT:
            lijst += _leeg(
                {
                    _("advies van COID"): melding.coid_advies_id,
                    _("functie van het bevoegd gezag"): melding.bevoegd_gezag,
                }
            )
        case Status.AFGEHANDELD:
            lijst += _afgehandeld(melding, stand)
        case Status.OPGESCHORT:
            if melding.herbeoordelen_op is None or melding.herbeoordelen_op <= stand.vandaag:
                lijst.append(_("een datum in de toekomst om opnieuw te kijken"))
        case Status.SAMENGEVOEGD:
            lijst += _leeg({_("met welke melding u samenvoegt"): melding.samengevoegd_met_id})
        case Status.GESLOTEN:
            lijst += _leeg({_("nazorg, of waarom er geen nazorg is"): melding.heeft_nazorg})
    return lijst


def _behandeling(melding: Melding, stand: Stand) -> list[str]:
    lijst = _leeg({_("behandelaar"): melding.behandelaar_id})
    if melding.status == Status.HEROPEND and stand.laatst_door.get(Status.HEROPEND) == stand.door:
        lijst.append(_("akkoord van een tweede persoon: een ander dan wie de melding heropende"))
    return lijst


def _afgehandeld(melding: Melding, stand: Stand) -> list[str]:
    lijst = _leeg(
        {
            _("besluit van het bevoegd gezag"): melding.besluit_bg_id,
            _("uitkomst"): melding.uitkomst_id,
            _("afdoening"): stand.aantallen["afdoeningen"],
            _("bericht aan de melder"): melding.heeft_terugkoppeling,
        }
    )
    if wijkt_af(melding) and not melding.afwijking_reden:
        lijst.append(_("reden waarom het besluit afwijkt van het advies"))
    return lijst


def wijkt_af(melding: Melding) -> bool:
    """Whether the decision of the bevoegd gezag differs from the advice of COID; the lists share their codes."""
    if melding.coid_advies is None or melding.besluit_bg is None:
        return False
    return melding.coid_advies.code != melding.besluit_bg.code


def _leeg(velden: dict[str, object]) -> list[str]:
    return [naam for naam, waarde in velden.items() if not waarde]
