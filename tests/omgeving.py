"""The test run's own PostgreSQL: loaded as a plugin before the settings are read.

The first process makes a throw-away folder, in memory when there is room, and hands it to the workers through the
environment. Every worker has a server of its own in it, because a snapshot sees the transactions of all databases of
its server. It starts when the first test needs a database and builds one template; that worker runs on a clone.
Temporary files of the tests stand in the folder too. A guard outlives the run, however it ends, and clears up.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

GEHEUGEN = Path("/dev/shm")
RUIMTE = 6 * 1024**3
"""Bytes; two workers take a third of it. Where containers get 64 MB, the folder stands on disk."""


def _plek() -> str | None:
    """Making the files of a database is most of the work of copying it: on disk ten times that in memory."""
    if not GEHEUGEN.is_dir() or shutil.disk_usage(GEHEUGEN).free < RUIMTE:
        return None
    mag_programmas = not os.statvfs(GEHEUGEN).f_flag & os.ST_NOEXEC  # tests write some
    return str(GEHEUGEN) if mag_programmas and os.access(GEHEUGEN, os.W_OK) else None


_EIGEN_MAP = "JID_TESTMAP" not in os.environ
if _EIGEN_MAP:
    os.environ["JID_TESTMAP"] = tempfile.mkdtemp(prefix="jid-test-", dir=_plek())
WORTEL = Path(os.environ["JID_TESTMAP"])
MAP = WORTEL / os.environ.get("PYTEST_XDIST_WORKER", "run")
for _variabele in list(os.environ):
    if _variabele.startswith("DATABASE_URL"):
        del os.environ[_variabele]
os.environ["JID_DATA"] = str(MAP)
for _map in ("statisch", "t"):  # WhiteNoise warns about a folder that is not there
    (MAP / _map).mkdir(parents=True, exist_ok=True)
os.environ["TMPDIR"] = tempfile.tempdir = str(MAP / "t")
os.environ["JID_OMGEVING"] = "test"
os.environ["JID_ROL"] = "web"
os.environ["SECRET_KEY"] = "alleen-voor-tests-" + "0" * 40
os.environ["JID_SLEUTELBESTAND"] = str(MAP / "hoofdsleutels")
os.environ["JID_DEMO_WACHTWOORD"] = "demo-wachtwoord-voor-tests"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in the test's thread

_BEWAKER = """
import os, shutil, signal, sys
from pathlib import Path
sys.stdin.read()  # ends with the process that holds the other end, also when it is killed
map_ = Path(sys.argv[1])
if map_.exists():
    for proces in Path("/proc").glob("[0-9]*"):
        try:
            van_ons = f"JID_TESTMAP={map_}".encode() in (proces / "environ").read_bytes().split(b"\\0")
            if van_ons and int(proces.name) != os.getpid() and b"postgres" not in (proces / "cmdline").read_bytes():
                os.kill(int(proces.name), signal.SIGTERM)
        except OSError:
            pass  # gone already, or of somebody else
    from jid.databank import Databank
    for cluster in [pid.parent for pid in map_.rglob("postmaster.pid")]:
        Databank(cluster.parent).stop()
    shutil.rmtree(map_, ignore_errors=True)
"""


def pytest_configure(config: pytest.Config) -> None:
    """The key file that every process of this worker reads; in this process a password costs little to check."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from zaken.versleuteling.sleutels import maak_sleutelbestand

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8 * Argon2PasswordHasher.parallelism
    maak_sleutelbestand(MAP / "hoofdsleutels")
    if _EIGEN_MAP:
        config.stash[_bewaker] = subprocess.Popen(
            [sys.executable, "-c", _BEWAKER, str(WORTEL)], cwd=Path(__file__).parents[1], start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


_bewaker = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made the folder stops the servers and removes everything."""
    if _EIGEN_MAP:
        from jid.databank import Databank

        for map_ in WORTEL.glob("*/databank"):
            Databank(map_).stop()
        shutil.rmtree(WORTEL, ignore_errors=True)
        if bewaker := config.stash.get(_bewaker, None):
            bewaker.communicate(timeout=30)
