"""Reminders before a term ends: when, set by a beheerder; and making them, by the worker, once per term and day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek import events as logboek
from zaken.models import Herinnering, Herinnerronde
from zaken.models.herinneringen import Termijnsoort

BEWAAR = timedelta(days=90)
"""How long a round stays to be seen."""


class TussentijdsGewijzigd(Exception):
    """Another number of days was set after the form was opened."""


@transaction.atomic
def zet_herinnering(
    *, code: Termijnsoort, dagen: int, geldig_van: date, kenmerk: str, vandaag: date, door: Gebruiker
) -> None:
    """From `geldig_van` on, remind `dagen` before the end; 0 is never.

    Raises `ValidationError` for a day gone by, `TussentijdsGewijzigd` when `kenmerk_van` says something else by now.
    """
    if not door.heeft_rol(Rol.BEHEERDER):
        raise PermissionDenied
    if geldig_van < vandaag:
        raise ValidationError({"geldig_van": _("Kies vandaag of een latere dag.")})
    if kenmerk_van(code) != kenmerk:
        raise TussentijdsGewijzigd
    # not `update_or_create`: that writes the day as well, and the database lets the number change alone
    if not Herinnering.objects.filter(code=code, geldig_van=geldig_van).update(dagen=dagen):
        Herinnering(code=code, geldig_van=geldig_van, dagen=dagen).save(force_insert=True)
    logboek.termijnregel_gewijzigd(regel=f"herinnering_{code}"[:40], dag=geldig_van, door=door)


def kenmerk_van(code: Termijnsoort) -> str:
    """What is set for this kind of term, on one line: a form that carries another one saw something older."""
    rijen = Herinnering.objects.filter(code=code).order_by("-geldig_van").values_list("geldig_van", "dagen")
    return " ".join(f"{dag}:{dagen}" for dag, dagen in rijen[:20]) or "-"


def geldende(*, op: date) -> dict[Termijnsoort, int]:
    """Days before the end per kind of term, as they hold on `op`; one query."""
    rijen = Herinnering.objects.filter(geldig_van__lte=op).order_by("geldig_van").values_list("code", "dagen")
    return {Termijnsoort(code): dagen for code, dagen in rijen if code in Termijnsoort.values}


def maak_herinneringen(*, vandaag: date, nu: datetime) -> int:
    """Do the round of this day and keep when and how many; one that does not end stays to be seen as not done."""
    with transaction.atomic():
        Herinnerronde.objects.filter(dag__lt=vandaag - BEWAAR).delete()
        begin = {"begonnen_op": nu, "klaar_op": None}
        Herinnerronde.objects.update_or_create(dag=vandaag, defaults=begin)
    with transaction.atomic():
        aantal = herinner(vandaag=vandaag)
        Herinnerronde.objects.filter(dag=vandaag).update(klaar_op=timezone.now(), aantal=F("aantal") + aantal)
    return aantal


def laatste_ronde() -> Herinnerronde | None:
    """The newest round, done or not; only a beheerder sees one."""
    return Herinnerronde.objects.order_by("-dag").first()


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
