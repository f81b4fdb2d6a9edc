"""Reminders before a term ends: when, set by a beheerder; and making them, by the worker, once per term and day."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek import events as logboek
from zaken.models import Herinnering
from zaken.models.herinneringen import Termijnsoort


@transaction.atomic
def zet_herinnering(
    *, code: Termijnsoort, dagen: int, geldig_van: date, vandaag: date, door: Gebruiker
) -> None:
    """From `geldig_van` on, remind `dagen` before the end; 0 is never. Raises `ValidationError` for a day gone by."""
    if not door.heeft_rol(Rol.BEHEERDER):
        raise PermissionDenied
    if geldig_van < vandaag:
        raise ValidationError({"geldig_van": _("Kies vandaag of een latere dag.")})
    Herinnering.objects.update_or_create(code=code, geldig_van=geldig_van, defaults={"dagen": dagen})
    logboek.termijnregel_gewijzigd(regel=f"herinnering_{code}"[:40], dag=geldig_van, door=door)


def geldende(*, op: date) -> dict[Termijnsoort, int]:
    """Days before the end per kind of term, as they hold on `op`; one query."""
    rijen = Herinnering.objects.filter(geldig_van__lte=op).order_by("geldig_van").values_list("code", "dagen")
    return {Termijnsoort(code): dagen for code, dagen in rijen if code in Termijnsoort.values}


@transaction.atomic
def herinner(*, vandaag: date) -> int:
    """Tell who handles a zaak, or the leaders of its team, that a term ends soon; returns how many messages.

    Twice on one day, or after days without a worker, gives no second message: one per person, term and last day.
    """
    dagen = {code.value: aantal for code, aantal in geldende(op=vandaag).items() if aantal}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app.herinner(%s, %s::text[], %s::int[])", [vandaag, list(dagen), list(dagen.values())]
        )
        return int(cursor.fetchone()[0])
