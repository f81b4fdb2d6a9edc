"""Granting, assigning, excluding: every change of who sees a zaak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from logboek import events as logboek
from zaken.models import Toekenning, Uitsluiting, Zaak
from zaken.toegang import Recht, eis

from .databank import NietMogelijk, cijfer, lees, roep, vraag

if TYPE_CHECKING:
    from gebruikers.models import Team


@dataclass(frozen=True)
class Lezer:
    """Somebody with a personal grant, for the screen."""

    toekenning: UUID
    gebruiker: Gebruiker
    reden: str
    verleend_door: Gebruiker | None
    verleend_op: datetime
    verloopt_op: datetime | None


@transaction.atomic
def wijs_toe(*, zaak: Zaak, behandelaar: Gebruiker, team: Team | None, reden: str, door: Gebruiker) -> None:
    """Make `behandelaar` the handler. The intake team's grant ends; `team`, one of theirs, may own the zaak."""
    eis(door, Recht.TOEWIJZEN, zaak)
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    roep("wijs_toe", zaak.pk, behandelaar.pk, team.pk if team else None, toekenning.pk, cijfer(toekenning, "reden", reden))
    logboek.toegewezen(zaak_id=zaak.pk, door=door, aan=behandelaar.pk)


@transaction.atomic
def verleen(*, zaak: Zaak, aan: Gebruiker, reden: str, verloopt_op: datetime | None, door: Gebruiker) -> None:
    """Share the zaak with one person: who, why, until when (None: until it is ended)."""
    eis(door, Recht.DELEN, zaak)
    if verloopt_op is not None and verloopt_op <= timezone.now():
        raise NietMogelijk(_("Kies een einddatum in de toekomst."))
    toekenning = Toekenning(id=uuid4(), content_object=zaak)
    roep("verleen", toekenning.pk, zaak.pk, aan.pk, cijfer(toekenning, "reden", reden), verloopt_op)
    logboek.toegang_verleend(zaak_id=zaak.pk, door=door, aan=aan.pk)


@transaction.atomic
def beeindig(*, zaak: Zaak, toekenning: UUID, door: Gebruiker) -> None:
    """End a grant; refused when nobody could read the zaak any more."""
    eis(door, Recht.DELEN, zaak)
    van = roep("beeindig", zaak.pk, toekenning)
    logboek.toegang_beeindigd(zaak_id=zaak.pk, door=door, van=van)


@transaction.atomic
def sluit_uit(*, zaak: Zaak, gebruiker: Gebruiker, grond: Uitsluiting.Grond, door: Gebruiker) -> None:
    """Somebody involved never sees the zaak again; a running grant ends with it."""
    eis(door, Recht.UITSLUITEN, zaak)
    roep("sluit_uit", uuid4(), zaak.pk, gebruiker.pk, grond.value)
    logboek.uitgesloten(zaak_id=zaak.pk, door=door, gebruiker=gebruiker.pk)


@transaction.atomic
def hef_uitsluiting_op(*, zaak: Zaak, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """Undo an exclusion that was a mistake; it gives no access back."""
    eis(door, Recht.UITSLUITEN, zaak)
    roep("hef_uitsluiting_op", zaak.pk, gebruiker.pk)
    logboek.uitsluiting_opgeheven(zaak_id=zaak.pk, door=door, gebruiker=gebruiker.pk)


@transaction.atomic
def verzegel(*, zaak: Zaak, door: Gebruiker) -> None:
    """No team grant counts any more: only named persons."""
    eis(door, Recht.UITSLUITEN, zaak)
    roep("verzegel", zaak.pk)
    logboek.verzegeld(zaak_id=zaak.pk, door=door)


def lezers(zaak: Zaak) -> list[Lezer]:
    """Running personal grants of a zaak that the current user sees; three queries whatever their number."""
    rijen = vraag("toekenningen_van_zaak", zaak.pk)
    namen = Gebruiker.objects.in_bulk({rij[1] for rij in rijen} | {rij[3] for rij in rijen if rij[3]})
    gevonden = []
    for pk, gebruiker, reden, gever, verleend_op, verloopt_op in rijen:
        toekenning = Toekenning(id=pk, content_object=zaak)
        tekst = lees(toekenning, "reden", reden)
        gevonden.append(Lezer(pk, namen[gebruiker], tekst, namen.get(gever), verleend_op, verloopt_op))
    return gevonden


def uitgeslotenen(zaak: Zaak) -> list[tuple[Gebruiker, str]]:
    """Excluded users of a zaak that the current user sees, with the ground."""
    rijen = vraag("uitsluitingen_van_zaak", zaak.pk)
    namen = Gebruiker.objects.in_bulk({rij[0] for rij in rijen})
    return [(namen[rij[0]], str(Uitsluiting.Grond(rij[1]).label)) for rij in rijen]
