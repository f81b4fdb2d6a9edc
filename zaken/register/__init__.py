"""What a register tells the kernel about itself, so that lists, pages and services are written once (ADR 0011).

A register app (`meldingen`, `klachten`, …) declares one `Register` in its `register.py`. The kernel never imports
an app: an address hands its register to the view, and `register_van` finds the register of a zaak.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from zaken.models import Zaak
    from zaken.overgangen import Overgangen

Woord: TypeAlias = "str | _StrPromise"
"""A text for the screen; translated late where it stands in code that runs once."""


@dataclass(frozen=True)
class Namen:
    """How a zaak of the register is called in a sentence, translated late; `meervoud` is a heading."""

    enkelvoud: Woord
    meervoud: Woord
    met_lidwoord: Woord
    """ "de melding", "het onderzoek"."""
    aanwijzend: Woord
    """ "deze melding", "dit onderzoek"."""


@dataclass(frozen=True)
class Register:
    """One register: its zaak, its statuses, its words; and per screen what is its own."""

    soort: Zaak.Soort
    model: type[Zaak]
    namen: Namen
    adressen: str
    """Namespace of its addresses: `meldingen`."""
    status: type[models.TextChoices]
    overgangen: Overgangen

    def url(self, naam: str, *delen: object) -> str:
        """The address of a page of this register: `url("detail", zaak.pk)`."""
        return reverse(f"{self.adressen}:{naam}", args=delen)


_registers: dict[str, Register] = {}


def meld_aan(register: Register) -> Register:
    """Make a register known to the kernel; called once per app, where the register is declared."""
    if register.soort in _registers:
        raise ValueError(f"{register.soort} is al aangemeld")
    _registers[register.soort] = register
    return register


def register_van(soort: str) -> Register:
    """The register of a kind of zaak; `KeyError` for one that has no app."""
    return _registers[soort]


def registers() -> list[Register]:
    """Every register that has an app, in the order of `Zaak.Soort`."""
    from zaken.models import Zaak

    return [_registers[soort] for soort in Zaak.Soort.values if soort in _registers]
