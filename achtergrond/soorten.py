"""What an app declares about a piece of long work; this app runs it, shows how far it is and hands over the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from gebruikers.models import Gebruiker

Invoer: TypeAlias = "Mapping[str, Any]"
"""What the work is about; anything that JSON can hold."""


class Taakfout(Exception):
    """The work cannot be done; `code` is a key of `Taaksoort.fouten`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Voortgang:
    """How far the work is; set by the work before each part that it gives."""

    gedaan: int = 0
    totaal: int | None = None


@dataclass(frozen=True)
class Taaksoort:
    """One kind of long work whose result is a text file.

    `maak` gives the file in parts. Each part is made in a transaction of its own, as the worker role in the context of
    the owner, so no cursor or queryset may live on between two parts; progress is stored after each. When a worker dies
    another begins anew, so `maak` changes nothing: what must happen once stands in `bij_ophalen`, in the transaction
    of the download.
    """

    code: str
    naam: str | _StrPromise
    rollen: frozenset[str]
    """Who may ask for it; asked again when it begins and when the file is fetched."""
    maak: Callable[[Invoer, Voortgang], Iterator[str]]
    bestandsnaam: Callable[[date], str]
    inhoudstype: str
    bij_ophalen: Callable[[Invoer, int, Gebruiker], None]
    """Called with the input, how much there was, and who fetches."""
    fouten: Mapping[str, str | _StrPromise]
    """What a `Taakfout` means, in words."""


_soorten: dict[str, Taaksoort] = {}


def meld_aan(soort: Taaksoort) -> Taaksoort:
    """Make a kind known; called once, from `AppConfig.ready` of the app that declares it."""
    if soort.code in _soorten:
        raise ValueError(f"{soort.code} is al aangemeld")
    _soorten[soort.code] = soort
    return soort


def soort_van(code: str) -> Taaksoort:
    """The kind with this code; `KeyError` when no app declares it."""
    return _soorten[code]
