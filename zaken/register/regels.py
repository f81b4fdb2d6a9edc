"""What a register declares about its contents: what must agree, which terms follow, what has several answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codelijsten.models import Code
    from zaken.models import Meerkeuze
    from zaken.termijnen import Berekening


@dataclass(frozen=True)
class Termijnstand:
    """The terms that the rules give a zaak now."""

    berekeningen: Iterable[Berekening]
    is_klaar: bool = False
    """The zaak asks nothing more: no open term is kept."""
    vervalt: Collection[str] = ()
    """Codes of which no open term is kept."""


def _kloppend(
    zaak: Any, gegevens: Mapping[str, Any], gekozen: Mapping[str, Collection[Code]]
) -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Regelopgave:
    """The law of a register on its own fields. Pure functions; the services ask them before anything is written."""

    termijnen: Callable[[Any], Termijnstand]
    fouten: Callable[[Any, Mapping[str, Any], Mapping[str, Collection[Code]]], dict[str, str]] = _kloppend
    """Dutch messages per field for changes laid over a zaak: zaak, changes, codes it will have."""
    voldaan: Mapping[str, str] = field(default_factory=dict)
    """Per code of a term: the field with the day on which it was met."""
    gedaan: tuple[str, ...] = ()
    """Its dates of what has happened: never in the future."""
    volgorde: tuple[tuple[str, str], ...] = ()
    """Pairs of dates, its own or of every zaak: the first never lies after the second. The database says the same."""
    meervoudig: Mapping[str, type[Meerkeuze]] = field(default_factory=dict)
    """Fields with several answers, each kept in a table of its own."""
    nazorgveld: str = ""
    """Its day of the last nazorg, when its terms include nazorg; `services.nazorg` answers each moment by itself."""
