"""What an app declares about a piece of long work; this app runs it, shows how far it is and hands over the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

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


class Stap(Protocol):
    """Says how far the work is; raises when the owner stopped it or another worker took over."""

    def __call__(self, *, gedaan: int, totaal: int) -> None: ...


@dataclass(frozen=True)
class Handeling:
    """One kind of long work that changes something: all of it or nothing, and once.

    `doe` runs in one transaction, as the worker role in the context of the owner; that it is done is written in the
    same one. A worker that dies before the commit changed nothing, and another begins anew. `stap` stores progress at
    once, beside that transaction.
    """

    code: str
    naam: str | _StrPromise
    rollen: frozenset[str]
    """Who may ask for it; asked again when it begins."""
    doe: Callable[[Invoer, Gebruiker, Stap], None]
    bij_afbreken: Callable[[Invoer, Gebruiker, Taakfout | None], None]
    """In the transaction that notes that nothing was done, and why; without a reason its owner stopped it."""
    adres: Callable[[Invoer], str]
    """The page that shows what came of it."""
    fouten: Mapping[str, str | _StrPromise]
    """What a `Taakfout` means, in words."""


Soort: TypeAlias = Taaksoort | Handeling
S = TypeVar("S", Taaksoort, Handeling)
_soorten: dict[str, Soort] = {}


def meld_aan(soort: S) -> S:
    """Make a kind known; called once, from `AppConfig.ready` of the app that declares it."""
    if soort.code in _soorten:
        raise ValueError(f"{soort.code} is al aangemeld")
    _soorten[soort.code] = soort
    return soort


def soort_van(code: str) -> Soort:
    """The kind with this code; `KeyError` when no app declares it."""
    return _soorten[code]
