"""Quarters: the finest grain of time that a casus knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils.translation import gettext as _

PATROON = r"^20[0-9]{2}-K[1-4]$"
EERSTE_JAAR = 2000
"""The oldest year of which a casus can be kept, as `PATROON` says."""
DAGEN_ZONDER_GESPREK = 90
"""After this many days without a conversation the application proposes to close the casus."""


@dataclass(frozen=True, order=True)
class Kwartaal:
    """A calendar quarter; `str()` is the stored form, such as `2024-K3`, which sorts as the quarters do."""

    jaar: int
    nummer: int

    def __post_init__(self) -> None:
        if not re.fullmatch(PATROON, str(self)):
            raise ValueError(f"{self} is no quarter")

    @classmethod
    def van(cls, dag: date) -> Self:
        """The quarter that holds `dag`."""
        return cls(dag.year, (dag.month + 2) // 3)

    @classmethod
    def lees(cls, tekst: str) -> Self:
        """The quarter that `str()` wrote; `ValueError` for anything else."""
        if not re.fullmatch(PATROON, tekst):
            raise ValueError(f"{tekst!r} is no quarter")
        return cls(int(tekst[:4]), int(tekst[-1]))

    @property
    def eerste_dag(self) -> date:
        """The first day of the quarter."""
        return date(self.jaar, self.nummer * 3 - 2, 1)

    @property
    def laatste_dag(self) -> date:
        """The last day of the quarter (included)."""
        return self.volgende().eerste_dag - timedelta(days=1)

    def vorige(self) -> Self:
        """The quarter before this one."""
        return type(self).van(self.eerste_dag - timedelta(days=1))

    def volgende(self) -> Self:
        """The quarter after this one."""
        begin = self.eerste_dag
        return type(self)(begin.year + begin.month // 10, self.nummer % 4 + 1)

    @property
    def maanden(self) -> str:
        """The months in words, in the active language."""
        return {
            1: _("januari tot en met maart"),
            2: _("april tot en met juni"),
            3: _("juli tot en met september"),
            4: _("oktober tot en met december"),
        }[self.nummer]

    @property
    def label(self) -> str:
        """How the quarter is written on a screen: "juli tot en met september 2024"."""
        return f"{self.maanden} {self.jaar}"

    @property
    def kort(self) -> str:
        """How the quarter is written in a list: "3e kwartaal 2024"."""
        return _("%(nummer)se kwartaal %(jaar)s") % {"nummer": self.nummer, "jaar": self.jaar}

    def __str__(self) -> str:
        return f"{self.jaar:04d}-K{self.nummer}"


def laatste_kwartalen(*, tot_en_met: Kwartaal, aantal: int) -> list[Kwartaal]:
    """`aantal` quarters up to and including `tot_en_met`, the newest first."""
    reeks = [tot_en_met]
    while len(reeks) < aantal:
        reeks.append(reeks[-1].vorige())
    return reeks


def alle_kwartalen(*, tot_en_met: Kwartaal) -> list[Kwartaal]:
    """Every quarter in which a first conversation can have been, the newest first."""
    aantal = (tot_en_met.jaar - EERSTE_JAAR) * 4 + tot_en_met.nummer
    return laatste_kwartalen(tot_en_met=tot_en_met, aantal=aantal)


def zonder_gesprek_sinds(vandaag: date) -> Kwartaal:
    """The newest quarter that ended at least 90 days before `vandaag`.

    A casus knows no day of a conversation. When its last conversation was in this quarter or before, there
    was certainly none in the last 90 days; the proposal may come up to a quarter late, never too early.
    """
    return Kwartaal.van(vandaag - timedelta(days=DAGEN_ZONDER_GESPREK - 1)).vorige()
