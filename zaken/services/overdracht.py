"""Who leaves hands over, who is away has a substitute. The caller sees numbers, not one zaak.

Exclusions and seals win: what the successor may not have stays with who had it, for another successor. Casussen never
move; the successor of a vertrouwenspersoon starts a voortzetting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gebruikers.queries import Toewijsbaar, op_naam_toewijsbaar
from logboek import events as logboek
from zaken.models import Waarneming

from .databank import eis_huidige, rijen, roep

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


class Overdrachtsreden(models.TextChoices):
    """Why somebody hands over for good; `app.draag_over` knows the same codes."""

    VERTREK = "vertrek", _("Vertrek")
    ANDERE_FUNCTIE = "andere_functie", _("Andere functie")
    LANGDURIG_AFWEZIG = "langdurig_afwezig", _("Lang afwezig")
    ANDERS = "anders", _("Anders")


@dataclass(frozen=True)
class Stand:
    """How many zaken somebody handles, and of how many they are the last reader."""

    behandelt: int
    enige_lezer: int


def opvolgers(van: Gebruiker | None) -> list[Toewijsbaar]:
    """To whom the current user may hand over what `van` has; empty for who may not. None: what nobody has."""
    gevonden = rijen("SELECT gebruiker_id, naam, rollen FROM app.opvolgers(%s)", van.pk if van else 0)
    return op_naam_toewijsbaar(gevonden)


def stand(van: Gebruiker) -> Stand | None:
    """For a beheerder; None for anybody else."""
    gevonden = rijen("SELECT behandelt, enige_lezer FROM app.overdracht_stand(%s)", van.pk)
    return Stand(*gevonden[0]) if gevonden else None


@transaction.atomic
def draag_over(*, van: Gebruiker, aan: Gebruiker, reden: Overdrachtsreden, door: Gebruiker) -> int:
    """Everything `van` handles, and what nobody else could read, goes to `aan`; the other grants of `van` end.

    How many went; never how many did not, which would tell who is excluded. Each zaak gets its own event, and the
    database logs the choice with what stayed. Raises `PermissionDenied` and `NietMogelijk`.
    """
    eis_huidige(door)
    return int(roep("draag_over", van.pk, aan.pk, reden.value))


@transaction.atomic
def geef_lezer(*, aan: Gebruiker, door: Gebruiker) -> int:
    """What nobody holds and nobody can read, goes to `aan`, as far as `aan` may have it; how many went.

    The database logs the choice with what stayed, and each that went. Raises `PermissionDenied` and `NietMogelijk`.
    """
    eis_huidige(door)
    return int(roep("geef_lezer", aan.pk))


@transaction.atomic
def stel_waarneming_in(
    *, voor: Gebruiker, waarnemer: Gebruiker, reden: Waarneming.Reden, verloopt_op: datetime, door: Gebruiker
) -> int:
    """`waarnemer` works on what `voor` handles, and on what they get meanwhile, until `verloopt_op`.

    How many zaken the substitute got. A running substitution for `voor` ends. The database logs the choice.
    Raises `PermissionDenied`, and `NietMogelijk` for an end in the past or
    more than a year away.
    """
    eis_huidige(door)
    gegeven = roep("stel_waarneming_in", uuid4(), voor.pk, waarnemer.pk, reden.value, verloopt_op)
    logboek.waarneming_ingesteld(
        door=door, voor=voor.pk, waarnemer=waarnemer.pk, tot=timezone.localdate(verloopt_op)
    )
    return int(gegeven)


@transaction.atomic
def beeindig_waarneming(*, voor: Gebruiker, door: Gebruiker) -> None:
    """Who may set it, who is back, or the substitute: the access ends at once.

    Raises `PermissionDenied`, and `NietMogelijk` for who leads a team when it is for more than that team.
    """
    eis_huidige(door)
    waarnemer = roep("beeindig_waarneming", voor.pk)
    logboek.waarneming_beeindigd(door=door, voor=voor.pk, waarnemer=waarnemer)
