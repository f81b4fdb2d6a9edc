"""What a source gives: counted cells, and the rows that a code list has for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Cel(NamedTuple):
    """One counted cell. `code` is empty when there is none yet; `status` where statuses play no part."""

    jaar: int
    code: str
    status: str
    aantal: int


@dataclass(frozen=True)
class Categorie:
    """A row of a table: a code of a code list with its validity (both ends inclusive, None is open)."""

    code: str
    label: str
    geldig_van: date | None = None
    geldig_tot: date | None = None
    label_en: str = ""
    """For a screen in English; empty: the label."""
    label_was: str = ""
    label_sinds: date | None = None
    """What the code was called before that day; figures of a year that was then over were printed with it."""

    def bestond_in(self, jaar: int) -> bool:
        """Whether the code was valid on at least one day of `jaar`."""
        begonnen = self.geldig_van is None or self.geldig_van.year <= jaar
        return begonnen and (self.geldig_tot is None or self.geldig_tot.year >= jaar)
