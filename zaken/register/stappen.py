"""What a register declares about its steps from status to status."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django import forms

    from . import Woord


BEHANDELAAR, PERSONEN, NAZORG, DELEN = "behandelaar", "personen", "nazorg", "delen"
"""Places of a `Gebrek` that are no field of a form."""


class Gebrek(str):
    """Something that must be filled in first, in Dutch.

    `plek`: where that is done: a field of the zaak, a kind of row (`Rijopgave.code`), `BEHANDELAAR`, `PERSONEN`,
    `DELEN` or `NAZORG`; empty when the step asks for it itself.
    """

    plek: str

    def __new__(cls, wat: str, plek: str = "") -> Gebrek:
        zelf = super().__new__(cls, wat)
        zelf.plek = plek
        return zelf


def gebreken(*nodig: tuple[str, object, str]) -> list[Gebrek]:
    """What is needed and empty, of triples: its name in Dutch, its value, its `plek`."""
    return [Gebrek(wat, plek) for wat, waarde, plek in nodig if not waarde]


@dataclass(frozen=True)
class Stand:
    """What a guard looks at beside the zaak's own fields."""

    toelichting: str
    aantallen: Mapping[str, int]
    """Per field with several answers: how many there are."""
    laatst_door: Mapping[str, int | None]
    """Per status that was ever reached: who took the last step to it."""
    door: int
    """Who takes the step."""
    vandaag: date
    eigen: Mapping[str, Any] = field(default_factory=dict)
    """What `Stapopgave.verzamel` fetched."""


def _niets(zaak: Any) -> dict[str, Any]:
    return {}


def _geen_data(naar: str, vandaag: date) -> dict[str, date | None]:
    return {}


@dataclass(frozen=True)
class Stapopgave:
    """How the steps are called, what each asks first, and what it sets. Keys are values of the register's statuses."""

    namen: Mapping[tuple[str, str], Woord]
    """What the button of a step says; one per row of the transition table."""
    ontbreekt: Callable[[Any, str, Stand], Sequence[Gebrek]]
    """What must be filled in before the step to a status, and where; empty when it may be taken. Pure."""
    toelichting_verplicht: frozenset[str] = frozenset()
    """Statuses that are never reached without a reason."""
    stap_met_toelichting: frozenset[tuple[str, str]] = frozenset()
    """Steps that ask for one though others to the same status do not."""
    velden: Mapping[str, tuple[str, Callable[[], forms.Field]]] = field(default_factory=dict)
    """The one field of the zaak that a step asks for itself, and how it is asked."""
    data: Callable[[str, date], Mapping[str, date | None]] = _geen_data
    """Dates of the zaak that a step sets: status and today, to values per field."""
    blijft_nodig: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per status: the steps whose conditions may not be emptied afterwards."""
    verzamel: Callable[[Any], Mapping[str, Any]] = _niets
    """What the guards need that stands in tables of the register; asked on the page and before each change."""
    uitleg: Mapping[str, Woord] = field(default_factory=dict)
    """Per status: a sentence above the question."""
    bijzaak: frozenset[str] = frozenset()
    """Steps beside the way from begin to end: withdrawing, going elsewhere. They come last, and not in colour."""
    gesloten: frozenset[str] = frozenset()
    """Statuses after which nothing changes but by reopening, or with a reason; `app.is_gesloten` says the same."""
    andere_eindes: frozenset[str] = frozenset()
    """The same for the other ends: no step leads on from there but one that undoes it. Nothing is still to do there."""
    eigen_weg: frozenset[tuple[str, str]] = frozenset()
    """Steps that go with another zaak: only doorgeleiden and its undoing take them."""
    samenvoegen: str = ""
    """The status of a zaak that another one stands for: the step asks `samengevoegd_met`. Empty: never."""

    def is_einde(self, status: str) -> bool:
        """Whether a change at this status asks a reason."""
        return status in self.gesloten or status in self.andere_eindes

    def blijvend_nodig(self, zaak: Any, status: str, stand: Stand) -> list[str]:
        """What `status` needs and is empty, in Dutch."""
        return [
            wat for stap in self.blijft_nodig.get(status, ()) for wat in self.ontbreekt(zaak, stap, stand)
        ]
