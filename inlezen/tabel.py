"""The rows of a file that was brought, under the names of known columns: what checks and imports read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .models import Inlezing, Inlezingdeel

PER_DEEL = 50
"""Rows of a part, and of a page of the preview."""


@dataclass(frozen=True)
class Tabel:
    """A `Bron`: only the columns that were chosen. `delen`: numbers of parts; None is all of them."""

    inlezing: Inlezing
    delen: tuple[int, ...] | None = None
    alleen: frozenset[int] | None = None
    """Only the rows with these numbers."""

    @property
    def sha256(self) -> str:
        return self.inlezing.feiten.sha256

    def rijen(self) -> Iterator[tuple[int, list[str]]]:
        """The header with names of known columns, then rows; decrypted part by part."""
        kolommen = self.inlezing.kolommen
        houd = [plek for plek, naam in enumerate(kolommen) if naam]
        yield 1, [kolommen[plek] for plek in houd]
        for nummer in self._delen():
            deel = Inlezingdeel.objects.get(inlezing=self.inlezing, nummer=nummer)
            for rij, cellen in deel.rijen:
                if self.alleen is None or rij in self.alleen:
                    yield rij, [cellen[plek] for plek in houd]

    def _delen(self) -> Iterable[int]:
        if self.delen is not None:
            return self.delen
        return range((self.inlezing.aantal_rijen + PER_DEEL - 1) // PER_DEEL)


def met_rijen(inlezing: Inlezing, rijen: Sequence[int]) -> Tabel:
    """The part of the table with these rows."""
    begin = list(inlezing.delen.order_by("nummer").values_list("eerste_rij", flat=True))
    delen = sorted({bisect_right(begin, rij) - 1 for rij in rijen})
    return Tabel(inlezing, tuple(deel for deel in delen if deel >= 0), frozenset(rijen))
