"""What a register declares about rows of its own under a zaak: one `Rijopgave` per kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zaken.models import Zaakrij
    from zaken.schermen.rijform import RijForm

    from . import Woord
    from .detail import Regel


def _kloppend(zaak: Any, rij: Any, gegevens: Mapping[str, Any]) -> dict[str, str]:
    return {}


def _niets_te_zeggen(zaak: Any) -> str:
    return ""


@dataclass(frozen=True)
class Rijgegevens:
    """One row of an intake: which kind, and its fields by name."""

    code: str
    velden: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rijopgave:
    """One kind of row: its card on the page of the zaak and its pages to add, change and remove."""

    code: str
    """In the address, so it never changes: `klachtonderdeel`."""
    model: type[Zaakrij]
    form: type[RijForm]
    kop: Woord
    """Heading of the card: "Klachtonderdelen"."""
    naam: Woord
    """ "Klachtonderdeel", with a capital: it also heads a row, with its number."""
    regels: Callable[[Any], list[Regel]]
    """A row as a definition list; what is empty is left out."""
    leeg: Woord
    """What the card says when there are none."""
    relaties: tuple[str, ...] = ()
    """Relations that `regels` reads (`select_related`)."""
    fouten: Callable[[Any, Any, Mapping[str, Any]], dict[str, str]] = _kloppend
    """Dutch messages per field for changes laid over a row: zaak, row (None: a new one), changes."""
    gedaan: tuple[str, ...] = ()
    """Its dates of what has happened: never in the future."""
    volgorde: tuple[tuple[str, str], ...] = ()
    """Pairs of dates, of the row or of its zaak: the first never lies after the second. The database holds the same."""
    let_op: Callable[[Any], str] = _niets_te_zeggen
    """What the user must know of the zaak after a row was added, changed or removed; empty: nothing."""
    vast_bij: frozenset[str] = frozenset()
    """Statuses of the zaak in which these rows no longer change, not even with a reason. The database says the same."""
    betrokkene: str = ""
    """The field that holds the number of a betrokkene of the zaak; such a person stays as long as the row does."""
