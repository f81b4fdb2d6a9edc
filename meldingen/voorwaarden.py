"""What must be filled in before a step. Pure: looks at the melding and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import BEHANDELAAR, DELEN, NAZORG, Gebrek, Stand, gebreken

from .afronden import past_bij
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
STAP_MET_TOELICHTING = frozenset({(Status.SAMENGEVOEGD, Status.IN_BEOORDELING)})
"""And of those to the same status only this one: undoing."""


def ontbreekt(melding: Melding, naar: str, stand: Stand) -> list[Gebrek]:
    """What must be filled in first; empty when the step may be taken."""
    is_nodig = naar in TOELICHTING_VERPLICHT or (melding.status, naar) in STAP_MET_TOELICHTING
    lijst = gebreken((_("toelichting"), stand.toelichting.strip() or not is_nodig, ""))
    match naar:
        case Status.IN_BEHANDELING:
            lijst += _behandeling(melding, stand)
        case Status.WACHT_OP_BESLUIT:
            lijst += gebreken(
                (_("advies van COID"), melding.coid_advies_id, "coid_advies"),
                (_("functie van het bevoegd gezag"), melding.bevoegd_gezag, "bevoegd_gezag"),
            )
        case Status.AFGEHANDELD:
            lijst += _afgehandeld(melding, stand)
        case Status.OPGESCHORT:
            later = melding.herbeoordelen_op is not None and melding.herbeoordelen_op > stand.vandaag
            lijst += gebreken((_("een datum in de toekomst om opnieuw te kijken"), later, ""))
        case Status.SAMENGEVOEGD:
            lijst += gebreken((_("met welke melding u samenvoegt"), melding.samengevoegd_met_id, ""))
        case Status.GESLOTEN:
            nazorg = _("nazorg, of waarom er geen nazorg is")
            antwoord = stand.eigen.get("nazorg") or melding.heeft_nazorg
            lijst += gebreken((nazorg, antwoord, NAZORG))
    return lijst


def _behandeling(melding: Melding, stand: Stand) -> list[Gebrek]:
    zelf = melding.status == Status.HEROPEND and stand.laatst_door.get(Status.HEROPEND) == stand.door
    return gebreken(
        (_("behandelaar"), melding.behandelaar_id, BEHANDELAAR),
        (
            _(
                "akkoord van een tweede persoon. Deel de melding met een collega: die neemt haar weer in behandeling"
            ),
            not zelf,
            DELEN,
        ),
    )


def _afgehandeld(melding: Melding, stand: Stand) -> list[Gebrek]:
    reden = melding.afwijking_reden or not wijkt_af(melding)
    past = melding.uitkomst is None or past_bij(Status.AFGEHANDELD, melding.uitkomst.code)
    return gebreken(
        (_("besluit van het bevoegd gezag"), melding.besluit_bg_id, "besluit_bg"),
        (_("uitkomst"), melding.uitkomst_id, "uitkomst"),
        (_("een andere uitkomst: deze hoort bij een eigen stap"), past, "uitkomst"),
        (_("afdoening"), stand.aantallen["afdoeningen"], "afdoeningen"),
        (_("bericht aan de melder"), melding.heeft_terugkoppeling, "teruggekoppeld_op"),
        (_("reden waarom het besluit afwijkt van het advies"), reden, "afwijking_reden"),
    )


def wijkt_af(melding: Melding) -> bool:
    """Whether the decision of the bevoegd gezag differs from the advice of COID; the lists share their codes."""
    if melding.coid_advies is None or melding.besluit_bg is None:
        return False
    return melding.coid_advies.code != melding.besluit_bg.code
