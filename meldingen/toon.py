"""How a melding reads in a list: tone of the badge, words of the term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zaken.termijnen import in_woorden

from .models import Melding
from .status import Status

SPOED = timedelta(days=5)

TONEN = {
    Status.NIEUW: "paars",
    Status.IN_BEOORDELING: "paars",
    Status.IN_BEHANDELING: "info",
    Status.IN_ONDERZOEK: "info",
    Status.OPGESCHORT: "warn",
    Status.WACHT_OP_BESLUIT: "warn",
    Status.HEROPEND: "warn",
    Status.AFGEHANDELD: "ok",
    Status.NAZORG: "ok",
    Status.GESLOTEN: "ok",
}
"""Badge tones; the rest is neutral. Never the only carrier of meaning: the label says it too."""


@dataclass(frozen=True)
class Termijnregel:
    """A date in words: `wanneer`, with `staat` late, soon or empty."""

    wanneer: str
    datum: date
    staat: str


def toon(melding: Melding) -> str:
    return "danger" if melding.is_geannuleerd else TONEN.get(Status(melding.status), "")


def termijnregel(datum: date | None, *, vandaag: date) -> Termijnregel | None:
    """None when there is no date to work towards."""
    if datum is None:
        return None
    staat = "late" if datum < vandaag else "soon" if datum <= vandaag + SPOED else ""
    wanneer = in_woorden(datum, vandaag).partition(",")[0]
    return Termijnregel(wanneer, datum, staat)
