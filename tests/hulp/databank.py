"""Template and clones: the owner migrates once, everybody else copies."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from jid.databank import Databank
from tests.omgeving import MAP, WORTEL

PROJECT = Path(__file__).resolve().parents[2]
DATABANK = Databank(
    MAP / "databank",
    instellingen={
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "160",
        "join_collapse_limit": "1",  # planning the joins of a detail page costs more than running them
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "autovacuum": "off",
        "max_wal_size": "1GB",
    },
)
SJABLOON = "jid"
DEMOSJABLOON = "jid_demo"
FABRIEK = "jid_fabriek"
_HELE_REEKS = "PYTEST_XDIST_WORKER" in os.environ


def manage_py(*woorden: str, rol: str, database: str = SJABLOON) -> None:
    """Run manage.py in a process of its own, as the given role, on the given database."""
    omgeving = os.environ | {"JID_ROL": rol, "JID_DATABASE": database}
    klaar = subprocess.run(
        [sys.executable, "manage.py", woorden[0], "--skip-checks", *woorden[1:]],
        cwd=PROJECT,
        env=omgeving,
        capture_output=True,
        text=True,
        check=False,
    )
    if klaar.returncode:
        raise RuntimeError(f"manage.py {' '.join(woorden)}:\n{klaar.stdout}\n{klaar.stderr}")


@contextmanager
def _alleen(naam: str, map_: Path = MAP) -> Iterator[Path]:
    map_.mkdir(parents=True, exist_ok=True)
    with (map_ / f"{naam}.slot").open("w") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield map_ / f"{naam}.klaar"


def leg_cluster_klaar(map_: Path) -> None:
    """Put a data directory with the roles and an empty database in `map_`, as after a first start and a stop.

    For tests of what comes after the first start: making a cluster costs seconds, this copy nothing.
    """
    bron = MAP / "cluster-om-te-kopieren"
    with _alleen("cluster") as klaar:
        if not klaar.exists():
            with Databank(bron, instellingen={"fsync": "off"}).gebruik():
                pass
            klaar.touch()
    _kopieer(bron, map_)


def sjabloon() -> str:
    """The migrated database with code lists, built once per test run."""
    with _alleen(SJABLOON) as klaar:
        if not klaar.exists():
            with _alleen("sjabloon", WORTEL):  # one worker builds, the others copy
                bewaard = _bewaarplaats()
                if bewaard.exists():
                    _kopieer(bewaard, MAP / "databank")
                    shutil.copy(
                        bewaard / SLEUTELS, MAP / SLEUTELS
                    )  # the database knows which key file it belongs to
                    _leg_rollen_klaar()  # the settings of this run hold passwords of their own
                else:
                    _leg_rollen_klaar()
                    _bouw_sjabloon()
                    if (
                        _HELE_REEKS and "JID_PG_BIN" not in os.environ
                    ):  # what runs on another server needs none
                        _bouw_demosjabloon()
                    _bewaar(bewaard)
            klaar.touch()
    DATABANK.start()
    return SJABLOON


def _leg_rollen_klaar() -> None:
    DATABANK.start()
    DATABANK.rollen_klaarzetten()
    DATABANK.rol_erbij(FABRIEK, bypassrls=True)


def _bouw_sjabloon() -> None:
    manage_py("migrate", "--verbosity=0", rol="eigenaar")
    manage_py("codelijsten", rol="eigenaar")
    with DATABANK.als_superuser(SJABLOON) as superuser:  # so that a test can ask the first wall alone
        superuser.execute(f"GRANT USAGE ON SCHEMA app TO {FABRIEK}")
        superuser.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO {FABRIEK}")
        superuser.execute(
            f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pg_catalog TO {FABRIEK}"
        )  # counters, locks


SLEUTELS = "hoofdsleutels"
NIET_IN_SJABLOON = {
    "tests",
    "bench",
    "docs",
    "frontend",
    "schermen",
    "services",
    "starter",
    "static",
    "templates",
}
"""Folders that no migration and no code list reads."""


def _bewaarplaats() -> Path:
    """Where the template is kept: for the other workers of this run; of a run in one process, for the next run.

    The name of the latter is a hash of everything that a migration may read, so another migration is another template.
    """
    if _HELE_REEKS:
        return WORTEL / "sjablonen" / SJABLOON
    inhoud = sha256(
        f"{sys.version} {os.environ.get('JID_PG_BIN', '')}".encode() + Path(__file__).read_bytes()
    )
    for map_, mappen, bestanden in os.walk(PROJECT):
        mappen[:] = sorted(m for m in mappen if m not in NIET_IN_SJABLOON and m[0] not in "._")
        for naam in sorted(bestanden):
            if naam.endswith((".py", ".sql", ".csv", ".json", ".lock")) and naam not in {
                "views.py",
                "forms.py",
            }:
                inhoud.update(naam.encode() + (Path(map_) / naam).read_bytes())
    return PROJECT / ".jid" / "testsjabloon" / inhoud.hexdigest()[:16]


def _bewaar(plaats: Path) -> None:
    """Keep the stopped cluster under its name; those of more than an hour ago go."""
    DATABANK.stop()
    for oude in plaats.parent.glob("*"):
        if time.time() - oude.stat().st_mtime > 3600:
            shutil.rmtree(oude, ignore_errors=True)
    half = plaats.with_suffix(f".{os.getpid()}")
    _kopieer(MAP / "databank", half)
    shutil.copy(MAP / SLEUTELS, half / SLEUTELS)
    with suppress(OSError):  # another run was first
        half.rename(plaats)
    shutil.rmtree(half, ignore_errors=True)


def _kopieer(bron: Path, doel: Path) -> None:
    doel.mkdir(mode=0o700, parents=True, exist_ok=True)
    for naam in ("cluster", "geheim", "rollen"):
        subprocess.run(["cp", "-an", str(bron / naam), str(doel)], check=True)


def demosjabloon() -> str:
    """A clone of the template with the demo accounts and the demo data, built once per test run."""
    sjabloon()
    with _alleen(DEMOSJABLOON) as klaar:
        if not klaar.exists():
            with DATABANK.als_superuser() as superuser:
                er_al = superuser.execute(
                    "SELECT FROM pg_database WHERE datname = %s", [DEMOSJABLOON]
                ).fetchone()
            if er_al is None:
                _bouw_demosjabloon()
            klaar.touch()
    return DEMOSJABLOON


def _bouw_demosjabloon() -> None:
    DATABANK.maak_database(DEMOSJABLOON, sjabloon=SJABLOON)
    manage_py("demoaccounts", rol="eigenaar", database=DEMOSJABLOON)
    manage_py("demodata", rol="eigenaar", database=DEMOSJABLOON)


@contextmanager
def kloon(van: str) -> Iterator[str]:
    """A copy of a template under a name of its own, dropped afterwards."""
    naam = f"kloon_{uuid4().hex[:12]}"
    kloon_opnieuw(van, naam)
    try:
        yield naam
    finally:
        DATABANK.verwijder_database(naam)


def kloon_opnieuw(van: str, naam: str) -> None:
    """Put a fresh copy of a template under this name; who was connected to the old one, no longer is."""
    DATABANK.verwijder_database(naam)
    # CREATE DATABASE … TEMPLATE wants the template to itself: what a thread left behind goes
    with _alleen(van):
        with DATABANK.als_superuser("postgres") as superuser:
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [van]
            )
        DATABANK.maak_database(naam, sjabloon=van)
