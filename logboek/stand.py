"""What an auditor wants to know first: how far the log is sealed, and what happened today that asks for a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef

from .models import Gebeurtenis, Soort, Zegel, Zegelregel

GEDULD = timedelta(minutes=5)
"""How long an event may wait for its seal before somebody must look."""
_VENSTER = timedelta(hours=1)
_DAG = timedelta(days=1)
_MAAND = timedelta(days=30)


@dataclass(frozen=True)
class Stand:
    """How far sealing is, and the last check."""

    zegel: int | None
    verzegeld_op: datetime | None
    achter_sinds: datetime | None
    """The moment of the oldest event that waits longer than `GEDULD`."""
    gecontroleerd_op: datetime | None
    bevindingen: int


@dataclass(frozen=True)
class Telling:
    """Events of some kinds in the last day or month."""

    soort: Soort
    aantal: int


def stand(*, nu: datetime) -> Stand:
    """For an auditor; row security shows nobody else a row."""
    zegel = Zegel.objects.order_by("-nummer").first()
    los = Gebeurtenis.objects.exclude(
        soort=Soort.CASUS_DAG
    ).filter(  # that one carries the midnight before it
        ~Exists(Zegelregel.objects.filter(gebeurtenis_id=OuterRef("pk"))), tijdstip__lt=nu - GEDULD
    )
    if zegel:
        los = los.filter(tijdstip__gte=zegel.verzegeld_op - _VENSTER)
    controle = Gebeurtenis.objects.filter(soort=Soort.LOGBOEK_GECONTROLEERD).order_by("-tijdstip").first()
    return Stand(
        zegel=zegel.nummer if zegel else None,
        verzegeld_op=zegel.verzegeld_op if zegel else None,
        achter_sinds=los.aggregate(oudste=Min("tijdstip"))["oudste"],
        gecontroleerd_op=controle.tijdstip if controle else None,
        bevindingen=int(controle.bijzonderheden.get("bevindingen", 0)) if controle else 0,
    )


def tellingen(*, nu: datetime) -> list[Telling]:
    """Of the last day: refusals, failed sign-ins, exports. Of the last 30 days: noodtoegang."""
    per_dag = (Soort.GEWEIGERD, Soort.AANMELDEN_MISLUKT, Soort.GEEXPORTEERD)
    per_maand = (Soort.NOODTOEGANG_GEOPEND,)
    aantallen = {
        **_tel(per_dag, vanaf=nu - _DAG),
        **_tel(per_maand, vanaf=nu - _MAAND),
    }
    return [Telling(soort, aantallen.get(soort, 0)) for soort in (*per_dag, *per_maand)]


def _tel(soorten: tuple[Soort, ...], *, vanaf: datetime) -> dict[str, int]:
    gevonden = Gebeurtenis.objects.filter(soort__in=soorten, tijdstip__gte=vanaf)
    return dict(gevonden.values_list("soort").annotate(Count("pk")))
