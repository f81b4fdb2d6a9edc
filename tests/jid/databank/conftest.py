"""A database of our own per test: these tests kill it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from jid.databank import Databank
from tests.hulp.databank import leg_cluster_klaar

SNEL = {"fsync": "off", "shared_buffers": "16MB"}

_GEBRUIKER = """
import sys
from pathlib import Path
from jid.databank import Databank
with Databank(Path(sys.argv[1]), instellingen={"fsync": "off", "shared_buffers": "16MB"}).gebruik():
    print("binnen", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def datamap() -> Iterator[Path]:
    map_ = Path(tempfile.mkdtemp(prefix="jid-"))
    yield map_ / "db"
    Databank(map_ / "db").stop()
    shutil.rmtree(map_)


@pytest.fixture
def cluster_klaar(datamap: Path) -> None:
    """The database was started before."""
    leg_cluster_klaar(datamap)


@pytest.fixture
def databank(datamap: Path) -> Databank:
    return Databank(datamap, instellingen=SNEL)


class Gebruiker:
    """Another process that uses the database until it is told to leave."""

    def __init__(self, datamap: Path) -> None:
        self.proces = subprocess.Popen(
            [sys.executable, "-c", _GEBRUIKER, str(datamap)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def is_binnen(self) -> bool:
        assert self.proces.stdout
        return self.proces.stdout.readline() == "binnen\n"

    def vertrek(self) -> int:
        self.proces.communicate("\n", timeout=30)
        return self.proces.returncode

    def sterf(self) -> None:
        self.proces.kill()
        self.proces.communicate(timeout=30)


@pytest.fixture
def gebruiker(datamap: Path) -> Iterator[Callable[[], Gebruiker]]:
    gemaakt: list[Gebruiker] = []

    def maak() -> Gebruiker:
        gemaakt.append(Gebruiker(datamap))
        return gemaakt[-1]

    yield maak
    for ander in gemaakt:
        if ander.proces.poll() is None:
            ander.sterf()


def verbind(databank: Databank, rol: str, database: str = "jid") -> psycopg.Connection[tuple[object, ...]]:
    gegevens = databank.verbinding(rol, database)
    return psycopg.connect(
        host=gegevens["HOST"],
        port=gegevens["PORT"],
        dbname=gegevens["NAME"],
        user=gegevens["USER"],
        password=gegevens["PASSWORD"],
        autocommit=True,
    )
