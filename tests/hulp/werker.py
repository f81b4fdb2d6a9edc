"""A real worker in a process of its own, on either broker, which also knows the work `proef`; and who asks it for work.

`python -m tests.hulp.werker werk | vraag GEBRUIKER | hervat`. As the environment says: `CELERY_BROKER_URL`, `JID_DATABASE`,
`JID_ROL`; `WERKERS` does that much at a time; `PROEF_WACHT` names a file: while that is there, the work `proef` stands
still halfway.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]  # nothing of the tests is imported: that would set JID_ROL
DELEN = ("een\n", "twee\n")
GEDULD = 90.0
"""Seconds; a machine on which everything else is being tested too is slow."""


def halverwege(wacht: Path) -> Path:
    """The file that the work makes when it stands still."""
    return wacht.with_suffix(".hier")


def wacht_tot(klaar: Any, wat: str) -> None:
    tot = time.monotonic() + GEDULD
    while not klaar():
        if time.monotonic() > tot:
            raise AssertionError(f"duurt te lang: {wat}")
        time.sleep(0.05)


@contextmanager
def werker(**omgeving: str) -> Iterator[subprocess.Popen[bytes]]:
    """One worker, until the end of the block or until a test kills it."""
    proces = _start("werk", JID_ROL="worker", **omgeving)
    try:
        yield proces
    finally:
        proces.kill()
        proces.wait(20)


def vraag(gebruiker: int, **omgeving: str) -> str:
    """The id of a new order for `proef`, asked as a request would: as the web role, sent on commit."""
    return _klaar("vraag", str(gebruiker), JID_ROL="web", **omgeving)


def hervat(**omgeving: str) -> str:
    """What the planner does, as if a minute had passed; how many were sent again."""
    return _klaar("hervat", JID_ROL="worker", **omgeving)


def _start(*woorden: str, **omgeving: str) -> subprocess.Popen[bytes]:
    opdracht = [sys.executable, "-m", "tests.hulp.werker", *woorden]
    return subprocess.Popen(opdracht, cwd=PROJECT, env=os.environ | omgeving, stdout=subprocess.PIPE)


def _klaar(*woorden: str, **omgeving: str) -> str:
    proces = _start(*woorden, **omgeving)
    uit, _ = proces.communicate(timeout=GEDULD)
    assert proces.returncode == 0, woorden
    return uit.decode().split()[-1]


def _proef(invoer: Any, voortgang: Any) -> Iterator[str]:
    wacht = Path(os.environ["PROEF_WACHT"])
    voortgang.totaal = len(DELEN)
    for nummer, deel in enumerate(DELEN):
        if nummer and wacht.exists():
            halverwege(wacht).touch()
            while wacht.exists():
                time.sleep(0.02)
        voortgang.gedaan = nummer + 1
        yield deel


def _main(wat: str, *meer: str) -> None:
    import django

    django.setup()
    from datetime import timedelta

    from django.utils import timezone

    from achtergrond import services, uitvoeren
    from achtergrond.soorten import Taaksoort, meld_aan
    from gebruikers.context import namens
    from gebruikers.models import Gebruiker
    from gebruikers.rollen import Rol
    from jid.celery import app

    proef = meld_aan(
        Taaksoort(
            code="proef",
            naam="Proef",
            rollen=frozenset({Rol.AUDITOR}),
            maak=_proef,
            bestandsnaam=lambda dag: "proef.txt",
            inhoudstype="text/plain",
            bij_ophalen=lambda *_: None,
            fouten={},
        )
    )
    if app.conf.broker_url.startswith("jidpgmq"):  # what takes ten minutes in production
        app.conf.broker_transport_options = {**app.conf.broker_transport_options, "visibility_timeout": 6}
    match wat:
        case "werk":
            app.worker_main(
                ["worker", "-P", "threads", "-c", os.environ.get("WERKERS", "1"), "--without-gossip", "--without-mingle", "--without-heartbeat",
                 "--loglevel", "ERROR"]
            )  # fmt: skip
        case "vraag":
            gebruiker = Gebruiker.objects.get(pk=int(meer[0]))
            with namens(gebruiker):
                opdracht = services.vraag_aan(soort=proef, invoer={}, door=gebruiker, nu=timezone.now())
            print(opdracht.pk)  # noqa: T201
        case "hervat":
            print(uitvoeren.hervat(nu=timezone.now() + uitvoeren.STIL + timedelta(seconds=1)))  # noqa: T201


if __name__ == "__main__":
    _main(*sys.argv[1:])
