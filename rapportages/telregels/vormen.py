"""The shape of a counting rule and of a series break: data that a reader of the figures can check."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from rapportages.models import Register


@dataclass(frozen=True)
class Eenheid:
    """What is counted, in one word."""

    enkelvoud: str
    meervoud: str

    def bij(self, aantal: int) -> str:
        """The form that follows `aantal`: 1 melding, 0 or 2 meldingen."""
        return self.enkelvoud if aantal == 1 else self.meervoud


@dataclass(frozen=True)
class Trendbreuk:
    """A reason why years cannot be compared as they stand.

    `breuk_voor` is the first year after a break (the chart draws its mark before that column); None for a
    circumstance without a break. `jaren` are years the notice concerns by themselves.
    """

    id: str
    tekst: str
    tabellen: frozenset[str]
    breuk_voor: int | None = None
    jaren: frozenset[int] = frozenset()

    def raakt(self, tabel: str, jaren: Collection[int]) -> bool:
        """Whether a table that shows `jaren` needs this notice."""
        if tabel not in self.tabellen or not jaren:
            return False
        tussen_kolommen = self.breuk_voor is not None and min(jaren) < self.breuk_voor <= max(jaren)
        return tussen_kolommen or bool(self.jaren & set(jaren))


@dataclass(frozen=True)
class Telregel:
    """How one table is counted. Change the counting and the version rises: old figures name the old one.

    The Dutch texts are published with the figures, so they are not translated with the screens.
    """

    id: str
    nummer: int
    """Number of the table in the series of yearly tables."""
    titel: str
    definitie: str
    """Printed under the table."""
    eenheid: Eenheid
    populatie: str
    bereik: str
    optellend: bool
    """The rows add up to the total."""
    versie: int
    register: Register
    codelijst: str | None
    """Code list of the rows; None for a table with only a total."""
    terug: int
    """How many earlier years stand beside the year itself."""
    zonder_status: frozenset[str] = field(default_factory=frozenset)
    """Statuses that are not counted at all."""
    memo_status: frozenset[str] = field(default_factory=frozenset)
    """Statuses that leave the table and stand in a line below it."""

    def jaren(self, jaar: int) -> tuple[int, ...]:
        """The columns, oldest first."""
        return tuple(range(jaar - self.terug, jaar + 1))
