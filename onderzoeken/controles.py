"""What the dates and choices of an onderzoek must agree on when some of them change. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from zaken.register.controles import ZAAKVOLGORDE, samenhangfouten

if TYPE_CHECKING:
    from codelijsten.models import Code

    from .models import Onderzoek

GEDAAN = ("coid_advies_op", "besluit_bg_op", "ingesteld_op", "wederhoor_op", "rapport_op", "besluit_op")
"""Dates of what has happened, in the order in which it happens."""

VOLGORDE = (
    *ZAAKVOLGORDE,
    *(("ontvangen_defensie", veld) for veld in GEDAAN),
    ("coid_advies_op", "besluit_bg_op"),
    ("besluit_bg_op", "ingesteld_op"),
    ("ingesteld_op", "wederhoor_op"),
    ("ingesteld_op", "rapport_op"),
    ("ingesteld_op", "besluit_op"),
    ("wederhoor_op", "rapport_op"),
    ("rapport_op", "besluit_op"),
)
"""The first never lies after the second."""

HOORT_BIJ = {
    "coid_advies_op": "coid_advies",
    "wederhoor_op": "ingesteld_op",
    "rapport_op": "ingesteld_op",
}
"""What means nothing without the other."""


def fouten(
    onderzoek: Onderzoek, gegevens: Mapping[str, Any], gekozen: Mapping[str, Collection[Code]]
) -> dict[str, str]:
    """Dutch messages per changed field for `gegevens` laid over `onderzoek`; empty when they agree."""
    return samenhangfouten(onderzoek, gegevens, HOORT_BIJ)
