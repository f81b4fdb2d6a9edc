"""A table that was read, in memory only."""

from __future__ import annotations

from dataclasses import dataclass, field

MEESTE_RIJEN = 500
"""Casussen in one file; who has more takes more files."""


@dataclass(frozen=True)
class Tabel:
    """A header and rows, each row with the number that a spreadsheet gives it. Shows nothing of itself in an error."""

    kop: tuple[str, ...] = field(repr=False)
    rijen: tuple[tuple[int, tuple[str, ...]], ...] = field(repr=False)
