"""A project in miniature around the real starter: real gunicorn and PostgreSQL, fake pages."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jid import processen
from jid.starter.inrichting import bereken_vingerafdruk
from tests.hulp.databank import leg_cluster_klaar

PROJECT = Path(__file__).resolve().parents[3]

_MANAGE = """
import os, pathlib, sys
data = pathlib.Path(os.environ["JID_DATA"])
with (data / "aanroepen").open("a") as uit:
    uit.write(" ".join(sys.argv[1:]) + "\\n")
if sys.argv[1] == os.environ.get("STUK"):
    sys.exit("dit ging mis")
if sys.argv[1] == "collectstatic":
    (data / "statisch").mkdir(exist_ok=True)
if sys.argv[1] == "demoaccounts":
    print("adviseur@demo.example  wachtwoord-van-de-demo")
"""
_WSGI = """
import os
import psycopg
from jid.databank import standaard

def application(environ, start_response):
    gegevens = standaard().verbinding("jid_web")
    try:
        psycopg.connect(
            host=gegevens["HOST"], dbname="jid", user="jid_web", password=gegevens["PASSWORD"]
        ).close()
        status = "200 OK"
    except psycopg.OperationalError:
        status = "503 Service Unavailable"
    start_response(status, [("Content-Type", "text/plain")])
    return [os.environ["JID_ROL"].encode()]
"""
# Stands in for celery, whose own start takes seconds: lives until it is told to stop.
_CELERY = """
import signal
signal.signal(signal.SIGTERM, lambda *_: exit())
signal.pause()
"""


def vrije_poort() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        poort: int = proef.getsockname()[1]
        return poort


class Project:
    """The miniature, and what a user does with it."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad
        self.data = pad / ".jid"
        self.poort = vrije_poort()
        self.gestart: list[subprocess.Popen[str]] = []

    def leg_databank_klaar(self) -> None:
        """As if an earlier start had made the database, and nothing else."""
        leg_cluster_klaar(self.data / "databank")

    def leg_alles_klaar(self) -> None:
        """As if an earlier start had succeeded: there is nothing to prepare."""
        self.leg_databank_klaar()
        (self.data / "statisch").mkdir()
        (self.data / "databank" / "ingericht").write_text(bereken_vingerafdruk(self.pad))

    def start(self, **omgeving: str) -> subprocess.Popen[str]:
        proces = subprocess.Popen(
            [sys.executable, "-m", "jid.starter", "start"],
            cwd=self.pad,
            env=self._omgeving(omgeving),
            stdout=(self.pad / "uitvoer").open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.gestart.append(proces)
        return proces

    def draai(
        self, wat: str = "start", invoer: str = "", **omgeving: str
    ) -> subprocess.CompletedProcess[str]:
        """Run until it ends by itself."""
        return subprocess.run(
            [sys.executable, "-m", "jid.starter", wat],
            cwd=self.pad,
            env=self._omgeving(omgeving),
            input=invoer,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def wacht_op_adres(self) -> str:
        return self.wacht(lambda: "Stop met Ctrl-C" in self.uitvoer() and self.uitvoer())

    def wacht(self, klaar: Callable[[], str | bool]) -> str:
        einde = time.monotonic() + 30
        while not (uitkomst := klaar()):
            assert time.monotonic() < einde, self.uitvoer()
            time.sleep(0.1)
        return str(uitkomst)

    def uitvoer(self) -> str:
        return (self.pad / "uitvoer").read_text()

    def aanroepen(self) -> list[str]:
        return (self.data / "aanroepen").read_text().splitlines()

    def pid(self, naam: str) -> int | None:
        return self._eerste_getal(self.data / "processen" / f"{naam}.pid")

    def databankpid(self) -> int | None:
        return self._eerste_getal(self.data / "databank" / "cluster" / "postmaster.pid")

    @staticmethod
    def _eerste_getal(bestand: Path) -> int | None:
        """None while the file is gone or being written."""
        try:
            return int(bestand.read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return None

    def is_gezond(self) -> bool:
        verbinding = http.client.HTTPConnection("127.0.0.1", self.poort, timeout=5)
        try:
            verbinding.request("GET", "/gezond/klaar/")
            return verbinding.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            verbinding.close()

    def processen(self) -> list[processen.Proces]:
        """Everything alive that this project started."""
        gevonden = []
        for map_ in Path("/proc").glob("[0-9]*"):
            try:
                van_ons = f"JID_DATA={self.data}".encode() in (map_ / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if van_ons and (proces := processen.zoek(int(map_.name))):
                gevonden.append(proces)
        return gevonden

    def _omgeving(self, extra: dict[str, str]) -> dict[str, str]:
        schoon = {k: v for k, v in os.environ.items() if not k.startswith(("JID_", "DATABASE_", "DJANGO_"))}
        return schoon | {"JID_DATA": str(self.data), "PORT": str(self.poort)} | extra


@contextmanager
def _project() -> Iterator[Project]:
    if not Path("/proc").is_dir():
        pytest.skip("counts processes in /proc")
    pad = Path(tempfile.mkdtemp(prefix="jid-"))
    for naam in ("databank", "starter"):
        shutil.copytree(PROJECT / "jid" / naam, pad / "jid" / naam)
    shutil.copy(PROJECT / "jid" / "processen.py", pad / "jid")
    (pad / "jid" / "__init__.py").touch()
    (pad / "jid" / "wsgi.py").write_text(_WSGI)
    (pad / "celery.py").write_text(_CELERY)
    (pad / "manage.py").write_text(_MANAGE)
    (pad / "requirements.lock").write_text("")
    miniatuur = Project(pad)
    yield miniatuur
    for proces in miniatuur.gestart:
        if proces.poll() is None:
            proces.terminate()
            proces.wait(30)
    for rest in miniatuur.processen():
        os.kill(rest.pid, signal.SIGKILL)
    shutil.rmtree(pad)


@pytest.fixture
def project() -> Iterator[Project]:
    """Nothing runs yet."""
    with _project() as miniatuur:
        yield miniatuur


@pytest.fixture(scope="module")
def draaiend() -> Iterator[Project]:
    """Started from nothing, for the tests that leave it running."""
    with _project() as miniatuur:
        miniatuur.start()
        miniatuur.wacht_op_adres()
        yield miniatuur
