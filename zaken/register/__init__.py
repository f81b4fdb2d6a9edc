"""What a register tells the kernel about itself, so that lists, pages and services are written once (ADR 0011).

A register app (`meldingen`, `klachten`, …) declares one `Register` in its `register.py`. The kernel never imports
an app: an address hands its register to the view, and `register_van` finds the register of a zaak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from zaken.invoer.kolommen import Invoeropgave
    from zaken.models import Persoon, Zaak
    from zaken.overgangen import Overgangen
    from zaken.schermen.onderdelen import OnderdeelForm

    from .detail import Detailopgave
    from .doorgeleiding import Doorgeleidopgave
    from .intake import Intakeopgave
    from .lijst import Lijstopgave
    from .regels import Regelopgave
    from .rijen import Rijopgave
    from .stappen import Stapopgave
    from .werk import Werkopgave

Woord: TypeAlias = "str | _StrPromise"
"""A text for the screen; translated late where it stands in code that runs once."""

_GEEN = UUID(int=0)


@dataclass(frozen=True)
class Namen:
    """How a zaak of the register is called in a sentence, translated late; `meervoud` is a heading."""

    enkelvoud: Woord
    meervoud: Woord
    met_lidwoord: Woord
    """ "de melding", "het onderzoek"."""
    aanwijzend: Woord
    """ "deze melding", "dit onderzoek"."""
    nieuw: Woord
    """The button that begins one: "Nieuwe melding"."""

    @property
    def meer(self) -> str:
        """`meervoud` inside a sentence: "meldingen"."""
        meervoud = str(self.meervoud)
        return meervoud[:1].lower() + meervoud[1:]


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
    tonen: Mapping[str, str]
    """Badge tone per status: info, warn, ok, paars, danger; a status that is not named is neutral."""
    lijst: Lijstopgave
    werk: Werkopgave
    indiener: Persoon.Rol | None
    """The role of who hands the zaak in: melder, klager; None when nobody does."""
    intake: Intakeopgave
    onderdelen: Mapping[str, type[OnderdeelForm]]
    """The parts that can be changed, by their name in the address; that name never changes."""
    beginstatus: str
    persoonrollen: tuple[Persoon.Rol, ...]
    """The roles that somebody can have in a zaak of this register."""
    regels: Regelopgave
    stappen: Stapopgave
    detail: Detailopgave
    doorgeleiding: Doorgeleidopgave | None = None
    """How its zaken go to another register; None: they never do."""
    invoer: Invoeropgave | None = None
    """What it takes in from a file of another system; None: nothing."""
    rijen: tuple[Rijopgave, ...] = ()
    """Kinds of rows of its own under a zaak, in the order of the page."""

    def status_van(self, zaak: Zaak) -> models.TextChoices:
        """The status of a zaak of this register; it stands on the child."""
        return self.status(attrgetter("status")(zaak))

    def onderdeel_met(self, veld: str) -> str:
        """The part whose form asks for this field; `LookupError` when none does."""
        for naam, form in self.onderdelen.items():
            if veld in form.base_fields:
                return naam
        raise LookupError(veld)

    def rijopgave(self, code: str) -> Rijopgave | None:
        """The kind of row with this code, if the register has it."""
        return next((opgave for opgave in self.rijen if opgave.code == code), None)

    def url(self, naam: str, *delen: object) -> str:
        """The address of a page of this register: `url("detail", zaak.pk)`."""
        return reverse(f"{self.adressen}:{naam}", args=delen)

    def urls(self, naam: str, zaken: list[UUID]) -> list[str]:
        """`url(naam, pk)` of many zaken at the price of one look-up."""
        mal = self.url(naam, _GEEN)
        return [mal.replace(str(_GEEN), str(pk)) for pk in zaken]


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
