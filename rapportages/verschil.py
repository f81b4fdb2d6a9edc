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


def procent_van(deel: int, geheel: int) -> Decimal:
    """Share in percent, one decimal, halves away from zero. `geheel` is not zero."""
    return (Decimal(100 * deel) / Decimal(geheel)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def getal(waarde: int) -> str:
    """1234 as "1.234" and -3 as "−3" (a real minus sign), whatever the language of the screen."""
    return f"{waarde:,}".replace(",", ".").replace("-", "−")


def procent(waarde: Decimal) -> str:
    """83.2 as "83,2%"."""
    return f"{waarde:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".") + "%"
