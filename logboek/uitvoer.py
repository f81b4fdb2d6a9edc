"""Events as a file with the proof that they were sealed: `nakijken` checks it without the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import QuerySet

from gebruikers.namen import Namen
from schermen.rekenblad import csv_regels

from . import bron, zegels
from .models import Gebeurtenis, Zegelregel
from .nakijken import BEWIJSKOLOMMEN
from .queries import zaaknummers

HOOGSTENS = 5_000
"""Events in a file that is made while its reader waits; more is work for the background."""
BOM = "\ufeff"
INHOUDSTYPE = "text/csv; charset=utf-8"
KOPPEN = (*zegels.KOLOMMEN, "gebruiker", "zaaknummer", *BEWIJSKOLOMMEN)
_ZONDER_BEWIJS = [""] * len(BEWIJSKOLOMMEN)


class TeVeel(Exception):
    """More than `HOOGSTENS` events."""


def als_csv(gevonden: QuerySet[Gebeurtenis]) -> tuple[str, int]:
    """One line per event with its proof, and how many; for a file, prefix `BOM`. Raises `TeVeel`.

    Columns of the log stand as they were hashed; `gebruiker` and `zaaknummer` are for the reader and are not proven.
    """
    ids = list(gevonden.values_list("pk", flat=True)[: HOOGSTENS + 1])
    if len(ids) > HOOGSTENS:
        raise TeVeel
    return kopregel() + regels(ids), len(ids)


def kopregel() -> str:
    return _als_tekst([KOPPEN])


def regels(ids: Sequence[UUID]) -> str:
    """The lines of these events, in this order. Raises `PermissionDenied` when a right to read one ended meanwhile."""
    rijen = _rijen(ids)
    if len(rijen) < len(set(ids)):
        raise PermissionDenied
    bewijzen = _bewijzen(ids)
    namen = Namen.lees({int(rij[3]) for rij in rijen.values() if rij[3]})
    nummers = zaaknummers({UUID(rij[4]) for rij in rijen.values() if rij[4]})

    def regel(id_: UUID) -> list[str]:
        rij = rijen[id_]
        wie = namen.op(datetime.fromisoformat(str(rij[1]))).get(int(rij[3]), "") if rij[3] else ""
        lezer = [wie, nummers.get(UUID(rij[4]), "") if rij[4] else ""]
        return [tekst or "" for tekst in (*rij, *lezer, *bewijzen.get(id_, _ZONDER_BEWIJS))]

    return _als_tekst(map(regel, ids))


def bestandsnaam(dag: date) -> str:
    return f"logboek-{dag:%Y-%m-%d}.csv"


def _als_tekst(rijen: Iterable[Sequence[str]]) -> str:
    return "".join(csv_regels(rijen))


def _rijen(ids: Sequence[UUID]) -> dict[UUID, zegels.Rij]:
    """The texts that are hashed; row security shows them to an auditor alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {bron.TEKSTEN} FROM logboek_gebeurtenis g WHERE g.id = ANY(%s)",  # noqa: S608  # constants
            [list(ids)],
        )
        return {UUID(rij[0]): rij for rij in cursor.fetchall()}


def _bewijzen(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The cells of `BEWIJSKOLOMMEN` per event that is sealed."""
    eigen = set(ids)
    nummers = Zegelregel.objects.filter(gebeurtenis_id__in=ids).values_list("zegel_id", flat=True).distinct()
    regels = Zegelregel.objects.filter(zegel_id__in=list(nummers)).order_by("zegel_id", "plek")
    per_zegel: dict[int, list[tuple[UUID, bytes]]] = defaultdict(list)
    for nummer, gebeurtenis, blad in regels.values_list("zegel_id", "gebeurtenis_id", "blad"):
        per_zegel[nummer].append((gebeurtenis, bytes(blad)))
    cellen = {}
    for zegel in _zegels(list(per_zegel)):
        leden = per_zegel[zegel.nummer]
        plekken = {plek: id_ for plek, (id_, _blad) in enumerate(leden) if id_ in eigen}
        buren = zegels.bewijzen([blad for _id, blad in leden], plekken)
        for plek, id_ in plekken.items():
            cellen[id_] = [
                *(str(getal) for getal in (zegel.nummer, zegel.vorm, plek, zegel.aantal)),
                " ".join(buur.hex() for buur in buren[plek]),
                *(zegel.wortel.hex(), zegel.vorige.hex(), zegel.verzegeld_op, zegel.kenmerk.hex()),
            ]
    return cellen


def _zegels(nummers: list[int]) -> list[zegels.Zegel]:
    with connection.cursor() as cursor:
        return list(bron.zegels_van(cursor, nummers))
