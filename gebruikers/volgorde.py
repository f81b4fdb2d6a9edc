"""How names stand in order and which are alike. The database cannot tell: it holds those of accounts encrypted."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

Rij = TypeVar("Rij")


def kaal(tekst: str) -> str:
    """Without capitals and accents, to sort and to search by."""
    delen = unicodedata.normalize("NFKD", tekst)
    return "".join(teken for teken in delen if not unicodedata.combining(teken)).casefold()


def plaats(naam: str) -> tuple[str, str]:
    """Where a name stands among others: capitals and accents play no part, unless all else is equal."""
    return kaal(naam), naam


def op_naam(rijen: Iterable[Rij], naam: Callable[[Rij], str] = str) -> list[Rij]:
    """In the order of their names; of two with the same name the one that came first stays first."""
    return sorted(rijen, key=lambda rij: plaats(naam(rij)))
