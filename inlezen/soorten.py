"""What an app declares about a kind of file: its columns, how rows are checked and shown, and how they are taken in.

A kind is added by declaration alone (`meld_aan` from `AppConfig.ready`), together with a policy on `inlezen_inlezing`
that says which role may bring such a file (`migrations/0002_toegang.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from .bestand import Bron
from .fouten import Fout, Foutenlijst, Zin

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gebruikers.models import Gebruiker


class Geweigerd(Exception):
    """It cannot be taken in now, whatever the rows say; `waarom` says why and what to do."""

    def __init__(self, waarom: Zin) -> None:
        super().__init__(waarom)
        self.waarom = waarom


class Ontvangt(Exception):
    """Who brings the file sees what comes of it; somebody else must bring it. Says why, in words."""


@dataclass(frozen=True)
class Doelkolom:
    """A column that the kind knows. A header is recognised by `naam`, `label` and `andere`."""

    naam: str
    label: str
    uitleg: str
    """What may stand in it."""
    verplicht: bool = False
    andere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rijbeeld:
    """What one row becomes, in words: what tells rows apart, everything, and what is wrong with it."""

    rij: int
    kern: tuple[str, ...]
    """One text per `Invoersoort.koppen`."""
    alles: tuple[tuple[str, str], ...]
    """Label and value of every cell that was filled in."""
    fouten: tuple[Fout, ...]


@dataclass(frozen=True)
class Invoersoort:
    """One kind of file that can be brought."""

    code: str
    naam: str | _StrPromise
    rollen: frozenset[str]
    """Who may bring it; asked of the database when a file is brought, and again by the worker."""
    kolommen: Callable[[], Sequence[Doelkolom]]
    koppen: Callable[[], Sequence[str]]
    """Headings of what tells rows apart in the preview."""
    keur: Callable[[Bron, date], Foutenlijst]
    """Every fault of the rows under a header of known columns; raises `Invoerfout` over the header."""
    beelden: Callable[[Bron, date], Iterator[Rijbeeld]]
    """What the rows of a part of the file become."""
    neem_in: Callable[[Bron, date, str, Gebruiker, Callable[[int], None]], str]
    """Take in all rows or none, as the worker, inside a transaction: source, today, destination, for whom, and who
    hears how many rows were read. Gives the name of the team that gets them, and nothing about what was there already:
    who brings a file may not know. Raises `Invoerfout`, `Geweigerd` or `Ontvangt`."""
    ontvanger: Callable[[], str]
    """The name of the team that gets them by itself; empty where a team is chosen, or there is none."""
    belet: Callable[[Gebruiker, str], str]
    """Why this user may not bring such a file, in words, asked of the database of now; empty: they may. With a
    destination: why not for that team."""
    bestemmingen: Callable[[Gebruiker], Sequence[tuple[str, str]]] | None = None
    """Who may get what this user brings, as value and label; None: they go where they belong by themselves."""


Soortenbron = Callable[[], Iterable[Invoersoort]]
_bronnen: list[Soortenbron] = []


def meld_aan(bron: Soortenbron) -> None:
    """Make kinds known; called from `AppConfig.ready`, asked when a page needs them."""
    _bronnen.append(bron)


def soorten() -> list[Invoersoort]:
    """Every kind that an app declares."""
    return [soort for bron in _bronnen for soort in bron()]


def soort_van(code: str) -> Invoersoort:
    """The kind with this code; `KeyError` when no app declares it."""
    return {soort.code: soort for soort in soorten()}[code]


def soorten_voor(gebruiker: Gebruiker) -> list[Invoersoort]:
    """What this user may bring."""
    return [soort for soort in soorten() if gebruiker.rollen & soort.rollen]
