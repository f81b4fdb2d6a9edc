"""Arithmetic with terms: durations, days that do not count, and the Algemene termijnenwet (Atw).

A term counts from the day after the event (`begin` is the day of the event). Weeks, months and years end
on the day with the same name or number; a month that lacks that number ends on its last day.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from zaken.termijnen.feestdagen import (
    EEN_DAG,
    GELIJKGESTELDE_DAGEN,
    eerstvolgende_werkdag,
    is_werkdag,
)
from zaken.termijnen.taal import telwoord

MINSTENS_WERKDAGEN = 2


class Eenheid(StrEnum):
    """Unit of a duration."""

    DAGEN = "dagen"
    WEKEN = "weken"
    MAANDEN = "maanden"
    JAREN = "jaren"


_ENKELVOUD = {Eenheid.DAGEN: "dag", Eenheid.WEKEN: "week", Eenheid.MAANDEN: "maand", Eenheid.JAREN: "jaar"}
# Atw art. 4, under a: the law does not touch longer terms, nor terms in years.
_HOOGSTENS = {Eenheid.DAGEN: 90, Eenheid.WEKEN: 12, Eenheid.MAANDEN: 3, Eenheid.JAREN: 0}


@dataclass(frozen=True)
class Duur:
    """A positive whole number of days, weeks, months or years. Raises ValueError on anything else."""

    aantal: int
    eenheid: Eenheid

    def __post_init__(self) -> None:
        if self.aantal < 1:
            raise ValueError(f"Een termijn duurt ten minste een {_ENKELVOUD[self.eenheid]}.")

    def __str__(self) -> str:
        """`zes weken`, `een jaar`, `21 dagen`."""
        if self.aantal == 1 or self.eenheid is Eenheid.JAREN:
            return f"{telwoord(self.aantal)} {_ENKELVOUD[self.eenheid]}"
        return f"{telwoord(self.aantal)} {self.eenheid}"

    def na(self, dag: date) -> date:
        """The last day of a term of this duration whose event fell on `dag`; not rolled."""
        if self.eenheid is Eenheid.DAGEN:
            return dag + timedelta(days=self.aantal)
        if self.eenheid is Eenheid.WEKEN:
            return dag + timedelta(weeks=self.aantal)
        return plus_maanden(dag, self.aantal * (12 if self.eenheid is Eenheid.JAREN else 1))

    @property
    def valt_onder_termijnenwet(self) -> bool:
        """Whether a statutory term this long rolls: at most 90 days, 12 weeks, 3 months (Atw art. 4)."""
        return self.aantal <= _HOOGSTENS[self.eenheid]


def aantal_dagen(aantal: int) -> Duur:
    """A duration in days."""
    return Duur(aantal, Eenheid.DAGEN)


def aantal_weken(aantal: int) -> Duur:
    """A duration in weeks."""
    return Duur(aantal, Eenheid.WEKEN)


def aantal_maanden(aantal: int) -> Duur:
    """A duration in calendar months."""
    return Duur(aantal, Eenheid.MAANDEN)


def aantal_jaren(aantal: int) -> Duur:
    """A duration in years."""
    return Duur(aantal, Eenheid.JAREN)


def plus_maanden(dag: date, maanden: int) -> date:
    """The same day number `maanden` later, or the last day of that month (30-11 + 3: end of February)."""
    jaren, maand = divmod(dag.month - 1 + maanden, 12)
    jaar = dag.year + jaren
    return date(jaar, maand + 1, min(dag.day, monthrange(jaar, maand + 1)[1]))


@dataclass(frozen=True)
class Periode:
    """Days from `van` up to and including `tot`. Raises ValueError when `tot` lies before `van`.

    For a period that still runs the caller passes today as `tot`: the calculated date then moves on daily.
    """

    van: date
    tot: date

    def __post_init__(self) -> None:
        if self.tot < self.van:
            raise ValueError(f"De periode eindigt ({self.tot}) voor zij begint ({self.van}).")


def zonder_dagen(begin: date, kale_datum: date, perioden: Iterable[Periode]) -> date:
    """Push `kale_datum` on by every day after `begin` inside one of the periods; overlap counts once."""
    overgeslagen = {
        dag
        for periode in perioden
        for dag in (periode.van + timedelta(days=n) for n in range((periode.tot - periode.van).days + 1))
        if dag > begin
    }
    datum = kale_datum
    for dag in sorted(overgeslagen):
        if dag > datum:
            break
        datum += EEN_DAG
    return datum


def werkdagen_tussen(
    begin: date, eind: date, *, gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN
) -> int:
    """The number of working days after `begin` up to and including `eind`."""
    dagen = (begin + timedelta(days=n) for n in range(1, (eind - begin).days + 1))
    return sum(is_werkdag(dag, gelijkgestelde_dagen=gelijkgestelde_dagen) for dag in dagen)


def verlengd(
    begin: date,
    kaal: date,
    *,
    gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN,
) -> date:
    """The last day of a statutory term under the Algemene termijnenwet, articles 1 and 2.

    The end moves to the next working day; a term of at least three days then holds at least two working days.
    The caller decides whether the law applies (`Duur.valt_onder_termijnenwet`).
    """
    datum = eerstvolgende_werkdag(kaal, gelijkgestelde_dagen=gelijkgestelde_dagen)
    if (kaal - begin).days < 3:
        return datum
    while werkdagen_tussen(begin, datum, gelijkgestelde_dagen=gelijkgestelde_dagen) < MINSTENS_WERKDAGEN:
        datum = eerstvolgende_werkdag(datum + EEN_DAG, gelijkgestelde_dagen=gelijkgestelde_dagen)
    return datum
