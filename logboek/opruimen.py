"""Removing what the log has kept long enough, in whole seals from the first on; the seals stay (ADR 0019)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from . import events
from .anker import Anker, Opgeruimd
from .controle import na_jaren
from .models import Gebeurtenis, Soort
from .zegels import tekst

BEWAARJAREN = 10
"""Years that the log is kept: our own choice (ADR 0019)."""
_CONTROLE_GELDIG = timedelta(days=7)


@dataclass(frozen=True)
class Opruimplan:
    """What would go: the events in the seals up to and including `tot`."""

    tot: int
    jaren: int
    gebeurtenissen: int
    oudste: datetime | None
    nieuwste: datetime | None


def maak_plan(*, nu: datetime, jaren: int) -> Opruimplan:
    """Whole seals from the first on, each made `jaren` years ago or longer. Runs as the owner."""
    tot = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(zegel_id) FROM logboek_zegelregel")
        (eerste,) = cursor.fetchone()
        cursor.execute(
            "SELECT nummer, verzegeld_op FROM logboek_zegel WHERE nummer >= %s ORDER BY nummer", [eerste]
        )
        for nummer, op in cursor.fetchall():
            if na_jaren(tekst(op), jaren) > tekst(nu):
                break
            tot = nummer
        cursor.execute(
            "SELECT count(*), min(g.tijdstip), max(g.tijdstip) FROM logboek_zegelregel r"
            " JOIN logboek_gebeurtenis g ON g.id = r.gebeurtenis_id WHERE r.zegel_id <= %s",
            [tot],
        )
        aantal, oudste, nieuwste = cursor.fetchone()
    return Opruimplan(tot, jaren, aantal, oudste, nieuwste)


def is_nagekeken(*, nu: datetime) -> bool:
    """Whether the last check is recent and found nothing: what was rewritten is not thrown away with its proof."""
    laatste = Gebeurtenis.objects.filter(soort=Soort.LOGBOEK_GECONTROLEERD).order_by("-tijdstip").first()
    return (
        laatste is not None
        and laatste.tijdstip >= nu - _CONTROLE_GELDIG
        and laatste.bijzonderheden.get("bevindingen") == 0
    )


def ruim_op(plan: Opruimplan, *, nu: datetime, anker: Anker, archivaris: int) -> int:
    """Remove them and log it; returns how many. The anchor is told first: a crash in between raises no alarm."""
    anker.noteer_opruiming(Opgeruimd(plan.tot, plan.jaren, tekst(nu)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM logboek_gebeurtenis g USING logboek_zegelregel r"
            " WHERE r.gebeurtenis_id = g.id AND r.zegel_id <= %s",
            [plan.tot],
        )
        aantal: int = cursor.rowcount
        cursor.execute("DELETE FROM logboek_zegelregel WHERE zegel_id <= %s", [plan.tot])
        events.logboek_opgeruimd(tot_zegel=plan.tot, aantal=aantal, jaren=plan.jaren, archivaris=archivaris)
    return aantal
