"""What a register declares about the page of one zaak."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format

if TYPE_CHECKING:
    from zaken.schermen.zaakblad import Zaakblad

    from . import Woord

Regel = dict[str, Any]
"""A row of a definition list (`componenten/definitielijst.html`)."""


@dataclass(frozen=True)
class Blok:
    """A card of the summary. `onderdeel` names the part of the zaak in the address where it is changed."""

    onderdeel: str
    kop: str
    regels: list[Regel]


@dataclass(frozen=True)
class Moment:
    """One entry of the timeline (`componenten/tijdlijn.html`)."""

    op: datetime
    kop: str
    wie: str = ""
    tekst: str = ""
    icoon: str = ""
    toon: str = ""


def datum(dag: date) -> str:
    return str(date_format(dag, "DATE_FORMAT"))


def regel(label: str, waarde: object, *, meerregelig: bool = False) -> Regel:
    """A row: a date in words, nothing for None."""
    tekst = datum(waarde) if isinstance(waarde, date) else "" if waarde is None else str(waarde)
    return {"label": label, "waarde": tekst, "meerregelig": meerregelig}


def ingevuld(regels: Sequence[Regel]) -> list[Regel]:
    """The rows that say something."""
    return [regel for regel in regels if regel["waarde"]]


@dataclass(frozen=True)
class Aandacht:
    """Something above the page that cannot wait, and where it is solved; no `url` for who may not."""

    tekst: str
    url: str = ""
    url_label: str = ""


def _geen_aandacht(blad: Zaakblad) -> list[Aandacht]:
    return []


def _geen_momenten(blad: Zaakblad) -> list[Moment]:
    return []


@dataclass(frozen=True)
class Detailopgave:
    """The page of one zaak, where it differs per register."""

    blokken: Callable[[Zaakblad], list[Blok]]
    """The summary, in the order of the page."""
    omschrijving_kop: Woord
    """ "Wat is er gebeurd?"."""
    omschrijving_onderdeel: str
    """The part of the zaak where the omschrijving is changed."""
    relaties: tuple[str, ...] = ()
    """Relations of the register's own fields, fetched with the zaak (`select_related`)."""
    momenten: Callable[[Zaakblad], list[Moment]] = _geen_momenten
    """Entries of the timeline beside registration, steps, notes, grants, exclusions and annulling."""
    aandacht: Callable[[Zaakblad], list[Aandacht]] = _geen_aandacht
    """What must be said above everything else."""
    kaarten: tuple[str, ...] = field(default=())
    """Templates of cards of its own, below the summary; they get what `templates/zaken/register/detail.html` gets."""
