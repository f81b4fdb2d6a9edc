"""Reading the log, newest first, by key: a page never shifts while new events arrive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import Gebeurtenis

PER_PAGINA = 50
RUIMSTE_AFWIJKING = timedelta(hours=14)
"""No time zone is further from UTC, and PostgreSQL reads no more than 16 hours."""


@dataclass(frozen=True)
class Sleutel:
    """Where a page ends: the last event on it."""

    tijdstip: datetime
    id: UUID

    @classmethod
    def lees(cls, tekst: str) -> Sleutel | None:
        """The inverse of `str()`; None for anything else."""
        moment, _streep, id_ = tekst.partition("_")
        try:
            sleutel = cls(datetime.fromisoformat(moment), UUID(id_))
            wijkt_af = sleutel.tijdstip.utcoffset()
        except ValueError:
            return None
        return sleutel if wijkt_af is not None and abs(wijkt_af) <= RUIMSTE_AFWIJKING else None

    def __str__(self) -> str:
        return f"{self.tijdstip.isoformat()}_{self.id}"


def gebeurtenissen(
    *,
    soort: str = "",
    door: int | None = None,
    zaak: UUID | None = None,
    van: date | None = None,
    tot: date | None = None,
) -> QuerySet[Gebeurtenis]:
    """Events that fit, newest first; row security shows them to an auditor alone."""
    gevonden = Gebeurtenis.objects.order_by("-tijdstip", "-id")
    if soort:
        gevonden = gevonden.filter(soort=soort)
    if door is not None:
        gevonden = gevonden.filter(door_id=door)
    if zaak is not None:
        gevonden = gevonden.filter(zaak_id=zaak)
    if van:
        gevonden = gevonden.filter(tijdstip__gte=_begin(van))
    if tot:
        gevonden = gevonden.filter(tijdstip__lt=_begin(tot + timedelta(days=1)))
    return gevonden


def pagina(
    gevonden: QuerySet[Gebeurtenis], *, na: Sleutel | None
) -> tuple[list[Gebeurtenis], Sleutel | None]:
    """Up to `PER_PAGINA` events after `na`, and where the next page begins, if there is one."""
    if na:
        gevonden = gevonden.filter(Q(tijdstip__lt=na.tijdstip) | Q(tijdstip=na.tijdstip, id__lt=na.id))
    rijen = list(gevonden[: PER_PAGINA + 1])
    if len(rijen) <= PER_PAGINA:
        return rijen, None
    laatste = rijen[PER_PAGINA - 1]
    return rijen[:PER_PAGINA], Sleutel(laatste.tijdstip, laatste.id)


def zaak_van_nummer(nummer: str) -> UUID | None:
    """The zaak with this number, for an auditor; also when it was destroyed. None for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.zaak_van_nummer(%s)", [nummer])
        (zaak,) = cursor.fetchone()
    return zaak if isinstance(zaak, UUID) else None


def zaaknummers(zaken: Iterable[UUID]) -> dict[UUID, str]:
    """Numbers of these zaken, for an auditor; nothing for anybody else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT zaak, nummer FROM app.zaaknummers(%s)", [list(zaken)])
        return dict(cursor.fetchall())


def _begin(dag: date) -> datetime:
    return timezone.make_aware(datetime.combine(dag, time.min))
