"""The change between two years, and how numbers are written. No percentage on a small base or from zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

KLEINSTE_BASIS = 50
"""Below this base a percentage says more than the numbers can carry."""


@dataclass(frozen=True)
class Verschil:
    """From `vorig` to `nu`; None is unknown, and then there is no change to speak of."""

    vorig: int | None
    nu: int | None

    @property
    def aantal(self) -> int | None:
        if self.vorig is None or self.nu is None:
            return None
        return self.nu - self.vorig

    @property
    def procent(self) -> Decimal | None:
        """Change in percent with one decimal; None on a base under 50."""
        if self.aantal is None or self.vorig is None or self.vorig < KLEINSTE_BASIS:
            return None
        return procent_van(self.aantal, self.vorig)

    @property
    def in_aantal(self) -> str:
        """ "+72", "−5" or "gelijk"; empty when unknown."""
        if self.aantal is None:
            return ""
        return met_teken(self.aantal) if self.aantal else "gelijk"

    @property
    def in_verhouding(self) -> str:
        """ "+13,0%" or "was 0"; empty where neither can be said."""
        if not self.aantal:
            return ""
        if self.vorig == 0:
            return "was 0"
        return "" if self.procent is None else procent_met_teken(self.procent)

    @property
    def tekst(self) -> str:
        """As in a table cell: "+72 (+13,0%)", "+3", "+3 (was 0)", "gelijk"; empty when unknown."""
        return f"{self.in_aantal} ({self.in_verhouding})" if self.in_verhouding else self.in_aantal


def procent_van(deel: int, geheel: int) -> Decimal:
    """Share in percent, one decimal, halves away from zero. `geheel` is not zero."""
    return (Decimal(100 * deel) / Decimal(geheel)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def getal(waarde: int) -> str:
    """1234 as "1.234" and -3 as "−3" (a real minus sign), whatever the language of the screen."""
    return f"{waarde:,}".replace(",", ".").replace("-", "−")


def procent(waarde: Decimal) -> str:
    """83.2 as "83,2%"."""
    return f"{waarde:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".") + "%"


def met_teken(waarde: int) -> str:
    """+72, −5 (a real minus sign) or 0."""
    return f"{_teken(waarde)}{getal(abs(waarde))}"


def procent_met_teken(waarde: Decimal) -> str:
    return f"{_teken(waarde)}{procent(abs(waarde))}"


def _teken(waarde: int | Decimal) -> str:
    return "+" if waarde > 0 else "−" if waarde < 0 else ""
