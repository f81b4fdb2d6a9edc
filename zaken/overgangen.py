"""The transition engine: which status may follow which, and what that asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from .toegang import Recht

Overgangen: TypeAlias = Mapping[tuple[str, str], Recht]
"""(from, to) → the right that the step asks."""


class OngeldigeOvergang(Exception):
    """The transition table does not know this step."""


class OnvoldaanVoorwaarde(Exception):
    """The step exists, but something must be filled in first. `ontbreekt` names it in Dutch, for the screen."""

    def __init__(self, ontbreekt: Sequence[str]) -> None:
        self.ontbreekt = list(ontbreekt)
        super().__init__(", ".join(ontbreekt))


def vereist_recht(overgangen: Overgangen, *, van: str, naar: str) -> Recht:
    """The right for one step; raises `OngeldigeOvergang` when the table does not know it."""
    try:
        return overgangen[van, naar]
    except KeyError:
        raise OngeldigeOvergang(f"{van} → {naar}") from None


def volgende(overgangen: Overgangen, *, van: str) -> list[tuple[str, Recht]]:
    """The steps from `van`, in the order of the table."""
    return [(naar, recht) for (begin, naar), recht in overgangen.items() if begin == van]
