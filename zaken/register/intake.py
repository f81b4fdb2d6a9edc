"""What a register declares about its intake: the topics, and some words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zaken.schermen.intake.onderwerpen import OnderwerpForm


@dataclass(frozen=True)
class Onderwerp:
    """One topic: one page of an intake. `code` stands in the address and in the draft, so it never changes."""

    code: str
    titel: Any
    form: type[OnderwerpForm]
    uitleg: Any = ""
    """Below the title."""
    hulp: Any = ""
    """Beside the questions."""
    mag_leeg: bool = False
    """May be passed by: complete as long as nothing in it is wrong or asked for."""


def _niets(zaak: Any, vandaag: date) -> str:
    return ""


@dataclass(frozen=True)
class Intakeopgave:
    """The intake of a register. One topic asks `ontvangen_defensie`, one asks `onderwerp`."""

    onderwerpen: tuple[Onderwerp, ...]
    begin: Any
    """ "Begin een nieuwe melding": the button that makes a draft."""
    na_opslaan: Callable[[Any, date], str] = _niets
    """What the registrar must do next and before when, in a sentence; from the zaak and today."""

    def onderwerp(self, code: str) -> Onderwerp | None:
        """The topic with this code."""
        return next((onderwerp for onderwerp in self.onderwerpen if onderwerp.code == code), None)
