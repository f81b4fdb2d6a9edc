"""The shape of a counting rule and of a series break: data that a reader of the figures can check."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_noop as _

from rapportages.models import Register


class Telling(StrEnum):
    """A question to the source. Each gives cells per year, code and status."""

    HOOFDCATEGORIE = "hoofdcategorie"
    MELDKANAAL = "meldkanaal"
    UITKOMST = "uitkomst"
    KLACHTEN_VERLOOP = "klachten_verloop"
    KLACHTEN_AFGEDAAN = "klachten_afgedaan"
    KLACHTEN_TERMIJN = "klachten_termijn"
    MISSTANDEN = "misstanden"
    SIGNALEN = "signalen"
    CASUSSEN = "casussen"


@dataclass(frozen=True)
class Eenheid:
    """What is counted, in one word."""

    enkelvoud: str
    meervoud: str

    def bij(self, aantal: int) -> str:
        """The form that follows `aantal`: 1 melding, 0 or 2 meldingen."""
        return self.enkelvoud if aantal == 1 else self.meervoud


@dataclass(frozen=True)
class VasteRij:
    """A row that stands in no code list. Its code is stable for ever."""

    code: str
    label: str


@dataclass(frozen=True)
class Memo:
    """A line below the table: what has this status left the table, and stands here."""

    status: str
    label: str
    ook_nul: bool = False
    """Print the line when there is nothing in it, too."""


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

    The texts are published with the figures, so files and the paragraph print them as they stand here, in Dutch. They
    are marked for the catalogue (`gettext_noop`); the screens translate them (`weergave`).
    """

    id: str
    nummer: int
    """Number of the table in the series of yearly tables; parts of one table share it."""
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
    telling: Telling
    codelijst: str | None
    """Code list of the rows; None for a table without one."""
    terug: int
    """How many earlier years stand beside the year itself."""
    rijkop: str = _("Categorie")
    """What the rows are, above them."""
    eerste_rijen: tuple[VasteRij, ...] = ()
    """Rows beside those of the code list, above them."""
    vaste_rijen: tuple[VasteRij, ...] = ()
    """The same, below them."""
    alleen_gevuld: frozenset[str] = field(default_factory=frozenset)
    """Codes that are a row only when something was counted in them."""
    zonder_code: str = ""
    """Label of the row without a code, where that is an answer; empty: it is a fault that a check names."""
    aftrek: frozenset[str] = field(default_factory=frozenset)
    """Rows that are taken off instead of added, in a table that runs from one day to another."""
    totaalcode: str | None = None
    """Code of the cells that hold the total, where it is counted by itself and not over the rows."""
    totaallabel: str = _("Totaal")
    totaallabel_lopend: str = ""
    """The same while the year lasts; empty: no other."""
    zelfde_totaal: str | None = None
    """Tables with the same word here print one total for one year."""
    op_vaste_momenten: bool = False
    """Counted now and then: a year of which the source gives no cell was not counted, and is unknown instead of 0."""
    op_stand: bool = False
    """The rows say how something stood: each year as at its own end, and the table says on which days."""
    vergelijken: bool = True
    """Published totals stand beside this table; False where another table of the register has them."""
    vergelijkrij: str | None = None
    """The row that a published total is held against; None: the total."""
    zonder_status: frozenset[str] = field(default_factory=frozenset)
    """Statuses that are not counted at all."""
    memo: tuple[Memo, ...] = ()
    """Lines below the table."""

    @property
    def alleen_totaal(self) -> bool:
        return self.codelijst is None and not (self.eerste_rijen or self.vaste_rijen)

    def jaren(self, jaar: int) -> tuple[int, ...]:
        """The columns, oldest first."""
        return tuple(range(jaar - self.terug, jaar + 1))
