"""What somebody searches for, and where a text holds it: words in every form, and phrases in quotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from .woordtokens import VLUCHTIG, stammen, token_van, tokens_van, woorden, zonder_accenten

RUIMTE = 50
"""Characters of a text that a fragment shows on each side of the first hit."""

_FRASE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_WOORD_IN_TEKST = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
"""A word as it was typed, combining accents included."""


class Deel(NamedTuple):
    """A piece of a text; `raak` when it is what was searched for. Text, never HTML: the template escapes it."""

    tekst: str
    raak: bool


@dataclass(frozen=True)
class Zoekvraag:
    """All stems must stand in the texts of a zaak, and each phrase, word for word, in one of them."""

    stammen: frozenset[str]
    frasen: tuple[tuple[str, ...], ...]
    _gezien: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Words of texts that were read for this question; gone with it, at the end of the request."""

    @classmethod
    def lees(cls, tekst: str) -> Zoekvraag:
        """From the search field. A phrase is what stands between two quotes; one quote alone means nothing."""
        frasen = (tuple(woorden(stuk)) for stuk in _FRASE.findall(tekst))
        return cls(frozenset(stammen(tekst)), tuple(frase for frase in frasen if len(frase) > 1))

    @cached_property
    def _gezocht(self) -> frozenset[int]:
        return frozenset(tokens_van(self.stammen, VLUCHTIG))

    def heeft_frasen(self, teksten: Iterable[str]) -> bool:
        """Whether each phrase stands in one of these texts."""
        return not frasen_buiten(teksten, self.frasen)

    def merk(self, tekst: str) -> list[Deel]:
        """The whole text, with the words that were searched for marked."""
        return list(_in_delen(tekst, self._treffers(tekst)))

    def fragment(self, teksten: Iterable[str]) -> list[Deel]:
        """The surroundings of the first hit, of a phrase if one is asked; empty when none of the texts has one."""
        eerste: list[Deel] = []
        for tekst in teksten:
            treffers = list(self._treffers(tekst))
            if not treffers:
                continue
            begin = self._begin_van_frase(tekst)
            if begin is not None or not self.frasen:
                return _knip(tekst, treffers, treffers[0][0] if begin is None else begin)
            eerste = eerste or _knip(tekst, treffers, treffers[0][0])
        return eerste

    def _treffers(self, tekst: str) -> Iterator[tuple[int, int]]:
        """Where words stand that were searched for."""
        gezien = self._gezien
        for plek in _WOORD_IN_TEKST.finditer(tekst):
            woord = plek[0]
            if (raak := gezien.get(woord)) is None:
                delen = (woord.lower(),) if woord.isascii() else woorden(woord)
                raak = gezien[woord] = any(token_van(deel, VLUCHTIG) in self._gezocht for deel in delen)
            if raak:
                yield plek.span()

    def _begin_van_frase(self, tekst: str) -> int | None:
        plekken = [
            (woord, plek.start()) for plek in _WOORD_IN_TEKST.finditer(tekst) for woord in woorden(plek[0])
        ]
        gewoon = [woord for woord, _begin in plekken]
        for frase in self.frasen:
            for nummer in range(len(gewoon) - len(frase) + 1):
                if tuple(gewoon[nummer : nummer + len(frase)]) == frase:
                    return plekken[nummer][1]
        return None


def frasen_buiten(teksten: Iterable[str], frasen: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """Those of `frasen` that stand in none of these texts; reads no more texts than it takes."""
    over = set(frasen)
    lezer = iter(teksten)
    while over and (tekst := next(lezer, None)) is not None:
        gewoon = zonder_accenten(tekst)
        mogelijk = {frase for frase in over if all(woord in gewoon for woord in frase)}  # most texts end here
        if mogelijk:
            reeks = _reeks(woorden(tekst))
            over -= {frase for frase in mogelijk if _reeks(frase) in reeks}
    return over


def _reeks(woorden_: Iterable[str]) -> str:
    """Words in order, each between spaces, so that one text lies in another by whole words only."""
    return f" {' '.join(woorden_)} "


def _knip(tekst: str, treffers: list[tuple[int, int]], begin: int) -> list[Deel]:
    """The text round `begin`, cut between words, with an ellipsis where something was left out."""
    van, tot = max(0, begin - RUIMTE), min(len(tekst), begin + RUIMTE)
    while van > 0 and not tekst[van - 1].isspace() and van < begin:
        van += 1
    tot = max([tot, *(eind for start, eind in treffers if start < tot)])
    while tot < len(tekst) and not tekst[tot].isspace() and tot - begin < 2 * RUIMTE:
        tot += 1
    binnen = [(start - van, eind - van) for start, eind in treffers if start >= van and eind <= tot]
    delen = list(_in_delen(" ".join(tekst[van:tot].split("\n")), binnen))
    voor = [Deel("… ", raak=False)] if van else []
    return [*voor, *delen, *([Deel(" …", raak=False)] if tot < len(tekst) else [])]


def _in_delen(tekst: str, treffers: Iterable[tuple[int, int]]) -> Iterator[Deel]:
    vorige = 0
    for start, eind in treffers:
        if start > vorige:
            yield Deel(tekst[vorige:start], raak=False)
        yield Deel(tekst[start:eind], raak=True)
        vorige = eind
    if vorige < len(tekst):
        yield Deel(tekst[vorige:], raak=False)
