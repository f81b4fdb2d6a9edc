"""Seals, their lines and unsealed events, read from the database as the texts that are hashed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .zegels import Rij, Zegel

_UTC = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
TEKSTEN = (
    f"g.id::text, {_UTC.format('g.tijdstip')}, g.soort::text, g.door_id::text, g.zaak_id::text,"
    " g.object_id::text, g.bijzonderheden::text"
)
"""The columns of one event as text, in the order of `zegels.KOLOMMEN`."""
_ZEGEL = f"z.nummer, z.vorm, z.aantal, z.wortel, z.vorige, {_UTC.format('z.verzegeld_op')}"
_PER_KEER = 5_000


class Cursor(Protocol):
    """What is used of a cursor, Django's or psycopg's."""

    def execute(self, sql: Any, params: Any = None, /) -> Any: ...
    def fetchmany(self, size: int, /) -> Sequence[Sequence[Any]]: ...
    def fetchall(self) -> Sequence[Sequence[Any]]: ...


@dataclass(frozen=True)
class Regel:
    """One line of a seal; `rij` is None when the event is not there any more."""

    zegel: int
    plek: int
    blad: bytes
    gebeurtenis: str
    rij: Rij | None


def laatste_zegel(cursor: Cursor) -> Zegel | None:
    cursor.execute(f"SELECT {_ZEGEL} FROM logboek_zegel z ORDER BY z.nummer DESC LIMIT 1")  # noqa: S608  # constants
    return next(map(_zegel, cursor.fetchall()), None)


def zegels(cursor: Cursor, *, na: int = 0) -> Iterator[Zegel]:
    """Seals with a number above `na`, in order."""
    cursor.execute(f"SELECT {_ZEGEL} FROM logboek_zegel z WHERE z.nummer > %s ORDER BY z.nummer", [na])  # noqa: S608  # constants
    yield from map(_zegel, _alles(cursor))


def zegels_van(cursor: Cursor, nummers: list[int]) -> Iterator[Zegel]:
    """These seals."""
    cursor.execute(f"SELECT {_ZEGEL} FROM logboek_zegel z WHERE z.nummer = ANY(%s)", [nummers])  # noqa: S608  # constants
    yield from map(_zegel, cursor.fetchall())


def regels(cursor: Cursor, *, na: int = 0) -> Iterator[Regel]:
    """The lines of those seals, in order, each with its event."""
    cursor.execute(
        f"SELECT r.zegel_id, r.plek, r.blad, r.gebeurtenis_id::text, {TEKSTEN} FROM logboek_zegelregel r"  # noqa: S608  # constants
        " LEFT JOIN logboek_gebeurtenis g ON g.id = r.gebeurtenis_id WHERE r.zegel_id > %s"
        " ORDER BY r.zegel_id, r.plek",
        [na],
    )
    for zegel, plek, blad, gebeurtenis, *rij in _alles(cursor):
        yield Regel(zegel, plek, bytes(blad), gebeurtenis, tuple(rij) if rij[0] is not None else None)


def losse(cursor: Cursor, *, vanaf: str | None = None, afgerond: bool = False) -> Iterator[Rij]:
    """Events that no seal holds, oldest first.

    `vanaf`: not those of before that moment. `afgerond`: only of transactions older than every one that still runs,
    so that the next batch holds nothing older than this one but what its own clock says.
    """
    voorwaarden = ["NOT EXISTS (SELECT FROM logboek_zegelregel r WHERE r.gebeurtenis_id = g.id)"]
    if vanaf is not None:
        voorwaarden.append("g.tijdstip >= %s::timestamptz")
    if afgerond:
        voorwaarden.append("age(g.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)")
    cursor.execute(
        f"SELECT {TEKSTEN} FROM logboek_gebeurtenis g WHERE {' AND '.join(voorwaarden)}"  # noqa: S608  # constants
        " ORDER BY g.tijdstip, g.id",
        [vanaf] if vanaf is not None else [],
    )
    yield from map(tuple, _alles(cursor))


def _alles(cursor: Cursor) -> Iterator[Sequence[Any]]:
    while rijen := cursor.fetchmany(_PER_KEER):
        yield from rijen


def _zegel(rij: Sequence[Any]) -> Zegel:
    nummer, vorm, aantal, wortel, vorige, op = rij
    return Zegel(nummer, vorm, aantal, bytes(wortel), bytes(vorige), op)
