"""Who read a zaak, from the log, for its behandelaar. The log itself stays closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from gebruikers.namen import Namen
from logboek import events as logboek
from logboek.models import Leeswijze, Soort
from logboek.queries import Sleutel
from zaken.toegang import mag_lezers_zien

if TYPE_CHECKING:
    from zaken.models import Zaak

PER_BLADZIJDE = 50


@dataclass(frozen=True)
class Lezing:
    """One time that somebody read it."""

    op: datetime
    wie: str
    wat: str


@transaction.atomic
def lezingen(
    *, zaak: Zaak, door: Gebruiker, na: Sleutel | None = None
) -> tuple[list[Lezing], Sleutel | None]:
    """A page, newest first, and where the next one begins. Raises `PermissionDenied`; looking is an event itself."""
    if not mag_lezers_zien(door, zaak):
        raise PermissionDenied("lezers")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM app.lezers_van_zaak(%s, %s, %s, %s)",
            [zaak.pk, na.tijdstip if na else None, na.id if na else None, PER_BLADZIJDE + 1],
        )
        rijen: list[tuple[UUID, datetime, str, int | None, str]] = cursor.fetchall()
    bladzijde = rijen[:PER_BLADZIJDE]
    namen = Namen.lees(rij[3] for rij in bladzijde if rij[3])
    logboek.lezers_getoond(zaak_id=zaak.pk, door=door, aantal=len(bladzijde))
    gevonden = [
        Lezing(op, namen.op(op).get(wie or 0, _("De toepassing")), _wat(soort, wijze))
        for _id, op, soort, wie, wijze in bladzijde
    ]
    return gevonden, Sleutel(bladzijde[-1][1], bladzijde[-1][0]) if len(rijen) > PER_BLADZIJDE else None


def _wat(soort: str, wijze: str) -> str:
    if soort != Soort.INGEZIEN:
        return str(Soort(soort).label)
    return str(Leeswijze(wijze or Leeswijze.PAGINA).label)
