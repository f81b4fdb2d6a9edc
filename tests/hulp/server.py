"""The real application in its own process: gunicorn, WhiteNoise, the web login, on a clone of a template."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from tests.hulp.databank import PROJECT
from tests.omgeving import MAP

STATISCH = MAP / "statisch-van-de-server"


def vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def statisch() -> Path:
    """Static files are collected once per run, with hashed names as in production.

    Not where the test client looks: its WhiteNoise would go through all of them for every client.
    """
    doel = STATISCH
    if not (doel / ".klaar").exists():
        omgeving = os.environ | {"JID_STATISCH_MANIFEST": "1", "JID_STATIC_ROOT": str(doel)}
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0", "--skip-checks"],
            cwd=PROJECT, env=omgeving, check=True, capture_output=True,
        )  # fmt: skip
        (doel / ".klaar").touch()
    return doel


@contextmanager
def server(database: str, **extra: str) -> Iterator[str]:
    """Serve `database`; gives the base address. Ends with the block."""
    statisch()
    poort = vrije_poort()
    omgeving = os.environ | {
        "JID_DATABASE": database,
        "JID_ROL": "web",
        "JID_STATISCH_MANIFEST": "1",
        "JID_STATIC_ROOT": str(STATISCH),
        **extra,
    }
    log = (MAP / f"gunicorn-{poort}.log").open("w")
    proces = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "jid.wsgi", "--bind", f"127.0.0.1:{poort}", "--workers", "2", "--no-control-socket"],
        cwd=PROJECT, env=omgeving, stdout=log, stderr=log,
    )  # fmt: skip
    adres = f"http://127.0.0.1:{poort}"
    try:
        _wacht(adres, proces, log.name)
        yield adres
    finally:
        proces.terminate()
        proces.wait(20)
        log.close()


def _wacht(adres: str, proces: subprocess.Popen[bytes], log: str) -> None:
    tot = time.monotonic() + 30
    while time.monotonic() < tot:
        if proces.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{adres}/gezond/klaar/", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(Path(log).read_text()[-3000:])
