"""What must be filled in before a step (domain §3, guards). Pure: looks at the onderzoek and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from zaken.register.stappen import Stand

from .status import Status

if TYPE_CHECKING:
    from .models import Onderzoek

TOELICHTING_VERPLICHT = frozenset({Status.NIET_INSTELLEN, Status.OPGESCHORT, Status.GESTAAKT})
"""Steps that ask for a reason."""


def ontbreekt(onderzoek: Onderzoek, naar: str, stand: Stand) -> list[str]:
    """What must be filled in first, in Dutch; empty when the step may be taken."""
    lijst = [_("toelichting")] if naar in TOELICHTING_VERPLICHT and not stand.toelichting.strip() else []
    return lijst + [naam for naam, waarde in _nodig(onderzoek, naar, stand).items() if not waarde]


def _nodig(onderzoek: Onderzoek, naar: str, stand: Stand) -> dict[str, object]:
    match naar:
        case Status.ADVIES_COID:
            return {_("advies van COID met datum"): onderzoek.coid_advies_id and onderzoek.coid_advies_op}
        case Status.NIET_INSTELLEN:
            return {_("besluit van het bevoegd gezag op"): onderzoek.besluit_bg_op}
        case Status.INGESTELD:
            return _ingesteld(onderzoek)
        case Status.LOPEND:
            return _lopend(onderzoek, stand)
        case Status.WEDERHOOR:
            return {_("wederhoor op"): onderzoek.wederhoor_op}
        case Status.RAPPORT_VASTGESTELD:
            return {
                _("wederhoor op"): onderzoek.wederhoor_op,
                _("rapport vastgesteld op"): onderzoek.rapport_op,
                _("ten minste een conclusie"): stand.eigen["conclusies"],
            }
        case Status.BESLUIT_GENOMEN:
            return {_("besluit na het rapport op"): onderzoek.besluit_op}
        case _:
            return {}


def _ingesteld(onderzoek: Onderzoek) -> dict[str, object]:
    return {
        _("besluit van het bevoegd gezag op"): onderzoek.besluit_bg_op,
        _("soort onderzoek"): onderzoek.onderzoeksoort_id,
        _("uitvoerder"): onderzoek.uitvoerder,
        _("instellingsbeschikking"): onderzoek.instellingsbeschikking,
        _("opdracht"): onderzoek.opdracht,
        _("ingesteld op"): onderzoek.ingesteld_op,
    }


def _lopend(onderzoek: Onderzoek, stand: Stand) -> dict[str, object]:
    """Who investigates is known and independent; the KMar answers for its own people."""
    nodig: dict[str, object] = {_("behandelaar"): onderzoek.behandelaar_id}
    if onderzoek.uitvoerder == onderzoek.Uitvoerder.KMAR:
        return nodig
    return nodig | {
        _("ten minste een onderzoeker"): stand.eigen["onderzoekers"],
        _("verklaring van onafhankelijkheid van elke onderzoeker"): not stand.eigen["zonder_verklaring"],
    }
