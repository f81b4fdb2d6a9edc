"""How a zaak reads in a list and at the head of its page: tone of the badge, words of the term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from zaken.termijnen import in_woorden

if TYPE_CHECKING:
    from . import Register

SPOED = timedelta(days=5)


@dataclass(frozen=True)
class Termijnregel:
    """A date in words: `wanneer`, with `staat` late, soon or empty."""

    wanneer: str
    datum: date
    staat: str


def toon(register: Register, zaak: Any) -> str:
    """Badge tone of a zaak of this register; empty is neutral. Never the only carrier: the label says it too."""
    return "danger" if zaak.is_geannuleerd else register.tonen.get(zaak.status, "")


def termijnregel(datum: date | None, *, vandaag: date) -> Termijnregel | None:
    """None when there is no date to work towards."""
    if datum is None:
        return None
    staat = "late" if datum < vandaag else "soon" if datum <= vandaag + SPOED else ""
    wanneer = in_woorden(datum, vandaag).partition(",")[0]
    return Termijnregel(wanneer, datum, staat)
