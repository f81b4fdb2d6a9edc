"""Reading the own messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from .models import Bericht, Voorkeur
from .soorten import Soort

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

HOOGSTENS = 100
"""Messages on the page, and the highest count in the menu; older ones are cleared away after a while."""


@dataclass(frozen=True)
class Regel:
    """A message for the screen; the number comes from the zaak itself, as long as that is seen."""

    pk: UUID
    soort: Soort
    zaaknummer: str
    op: datetime
    is_gelezen: bool
    is_afgehandeld: bool


def eigen(gebruiker: Gebruiker) -> list[Regel]:
    """The newest messages, at most `HOOGSTENS`; one query."""
    velden = ("pk", "soort", "zaak__zaaknummer", "op", "gelezen_op", "afgehandeld_op")
    rijen = Bericht.objects.filter(aan=gebruiker).order_by("-op", "pk").values_list(*velden)[:HOOGSTENS]
    return [
        Regel(pk, Soort(soort), zaaknummer or "", op, gelezen_op is not None, afgehandeld_op is not None)
        for pk, soort, zaaknummer, op, gelezen_op, afgehandeld_op in rijen
    ]


def aantal_ongelezen(gebruiker: Gebruiker) -> int:
    """Unread messages, counted up to `HOOGSTENS`."""
    return Bericht.objects.filter(aan=gebruiker, gelezen_op__isnull=True)[:HOOGSTENS].count()


def mailvoorkeur(gebruiker: Gebruiker) -> Voorkeur.Mail:
    """What somebody chose, or the default."""
    keuze = Voorkeur.objects.filter(gebruiker=gebruiker).values_list("mail", flat=True).first()
    return Voorkeur.Mail(keuze or Voorkeur.Mail.DAGELIJKS)
