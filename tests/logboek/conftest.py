"""A committed copy whose log is sealed by the real worker role, and the owner who tampers with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.utils import timezone

from logboek import bron
from logboek.anker import Ankerstand, Bestandsanker
from logboek.controle import Uitslag, controleer
from logboek.verzegelen import verzegel
from tests.hulp.databank import DATABANK
from tests.hulp.opdracht import als_rol

Verbinding = psycopg.Connection[tuple[Any, ...]]


def schrijf(conn: Verbinding, soort: str, *, op: datetime | None = None, **bijzonderheden: object) -> str:
    """One event, committed, as the owner; gives its id."""
    id_ = str(uuid4())
    conn.execute(
        "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)"
        " VALUES (%s, %s, %s, 7, %s, '', %s)",
        [id_, op or timezone.now(), soort, uuid4(), json.dumps(bijzonderheden)],
    )
    return id_


def kijk(conn: Verbinding, anker: Ankerstand) -> Uitslag:
    """What the command does, on this connection, also inside a transaction that is rolled back afterwards."""
    with conn.cursor() as een, conn.cursor() as twee, conn.cursor() as drie:
        return controleer(bron.zegels(een), bron.regels(twee), bron.losse(drie), anker)


@dataclass
class Verzegeld:
    """`zegel()` seals as the worker; `eigenaar` is somebody with every right in the database."""

    database: str
    eigenaar: Verbinding
    anker: Bestandsanker
    klok: datetime

    def zegel(self, *, later: timedelta = timedelta(minutes=1), volledig: bool = False) -> int:
        """One run of the worker, a minute later each time."""
        self.klok += later
        with als_rol("worker", self.database):
            return verzegel(nu=self.klok, anker=self.anker, volledig=volledig)

    def controleer(self) -> Uitslag:
        return kijk(self.eigenaar, self.anker.stand())

    def schrijf(
        self, soort: str = "ingezien", *, op: datetime | None = None, **bijzonderheden: object
    ) -> str:
        return schrijf(self.eigenaar, soort, op=op or self.klok, **bijzonderheden)


@pytest.fixture
def maak_verzegeld(kloon: str, tmp_path: Path) -> Iterator[Callable[[], Verzegeld]]:
    """An empty log and no seals, and somebody who seals it."""
    with DATABANK.als_superuser(kloon) as eigenaar:

        def maak() -> Verzegeld:
            eigenaar.execute("TRUNCATE logboek_gebeurtenis, logboek_zegelregel, logboek_zegel")
            klok = datetime(2024, 12, 3, 9, tzinfo=UTC)
            return Verzegeld(kloon, eigenaar, Bestandsanker(tmp_path / "anker"), klok)

        yield maak


@pytest.fixture
def verzegeld(maak_verzegeld: Callable[[], Verzegeld]) -> Verzegeld:
    return maak_verzegeld()
