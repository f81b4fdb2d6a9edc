"""Making a backup: both dumps and all counts in one snapshot, in a directory that is whole or not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from psycopg import IsolationLevel

from jid.reservekopie import manifest as manifesten
from jid.reservekopie import tabellen
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.manifest import BESTANDEN, DATABANK, SLEUTELS, Manifest, som
from jid.reservekopie.verbinding import Verbinding
from zaken.versleuteling.keuring import Soort, Status, Vastgelegd, keur
from zaken.versleuteling.sleutels import Bestandskluis

Zeg = Callable[[str], None]
_SLEUTELVERSIES = "SELECT id, soort, controle, status FROM zaken_sleutelversie"


def maak(
    doel: Path, *, verbinding: Verbinding, sleutelbestand: Path, nu: datetime, alleen_sleutels: bool, zeg: Zeg
) -> Manifest:
    """Write a backup to `doel`, which may not exist yet. Raises `Kopiefout` or `OngeldigSleutelbestand`.

    All parts show the database at one moment, while others write on. Files are copied after that moment: one that
    was added meanwhile may come along, one that was destroyed meanwhile does not.
    """
    kluis = Bestandskluis(sleutelbestand)
    with _nieuwe_map(doel) as map_, verbinding.verbind() as conn:
        conn.isolation_level = IsolationLevel.REPEATABLE_READ
        conn.read_only = True
        conn.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        if vreemd := tabellen.van_een_ander(conn):
            raise Kopiefout(
                f"Deze databankrol is geen eigenaar van {vreemd}. Maak de kopie met de rol jid_eigenaar."
            )
        manifest = _beschrijf(
            conn.execute("SELECT pg_export_snapshot()").fetchone(), nu, conn.info.server_version
        )
        vastgelegd = [Vastgelegd(*rij) for rij in conn.execute(_SLEUTELVERSIES).fetchall()]
        keur(kluis.proef, vastgelegd)  # a backup that no key opens is none
        _beschrijf_sleutels(manifest, vastgelegd)
        stand = str(manifest.installatie.pop("stand"))
        zeg("Sleutels en zoektokens …")
        _dump(
            verbinding, map_ / SLEUTELS, stand, "--data-only", *_opties("--table", tabellen.aparte_tabellen())
        )
        namen = list(tabellen.aparte_tabellen())
        if not alleen_sleutels:
            zeg("Databank …")
            zonder = (*tabellen.aparte_tabellen(), *tabellen.ZONDER_INHOUD)
            _dump(verbinding, map_ / DATABANK, stand, *_opties("--exclude-table-data", zonder))
            namen = tabellen.tabellen(conn)
            _pak_bestanden(map_, manifest)
        zeg("Tellen …")
        tellingen = tabellen.tel(conn, [naam for naam in namen if naam not in tabellen.ZONDER_INHOUD])
        manifest.tabellen = {naam: list(telling) for naam, telling in tellingen.items()}
        manifest.reeksen, manifest.rollen = tabellen.reeksen(conn), tabellen.rollen(conn)
        manifest.regels = tabellen.regels(conn)
        manifest.installatie = manifesten.installatie()
        manifest.delen = {pad.name: som(pad) for pad in sorted(map_.iterdir())}
        manifesten.schrijf(manifest, map_, kluis)
    return manifest


def _beschrijf(stand: tuple[object, ...] | None, nu: datetime, versie: int) -> Manifest:
    return Manifest(
        kenmerk=str(uuid4()),
        gemaakt_op=nu.isoformat(timespec="seconds"),
        postgres=versie // 10_000,
        apart=list(tabellen.aparte_tabellen()),
        installatie={"stand": stand[0] if stand else ""},
    )


def _beschrijf_sleutels(manifest: Manifest, vastgelegd: list[Vastgelegd]) -> None:
    for rij in vastgelegd:
        if rij.soort == Soort.AFLEIDING:
            manifest.afleiding = [rij.id, bytes(rij.controle).hex()]
        elif rij.status == Status.IN_GEBRUIK:
            manifest.sleutels[rij.id] = bytes(rij.controle).hex()


@contextmanager
def _nieuwe_map(doel: Path) -> Iterator[Path]:
    """A private directory beside `doel`, that gets its name when all is in it; removed when anything fails."""
    if doel.exists():
        raise Kopiefout(f"{doel} bestaat al. Kies een nieuwe map: een reservekopie wordt nooit overschreven.")
    if not doel.parent.is_dir():
        raise Kopiefout(f"De map {doel.parent} bestaat niet.")
    bezig = doel.with_name(f".{doel.name}.bezig-{os.getpid()}")
    try:
        bezig.mkdir(mode=0o700)
    except OSError as fout:
        raise Kopiefout(f"In {doel.parent} is niet te schrijven: {fout.strerror}.") from fout
    try:
        yield bezig
        for pad in bezig.iterdir():
            _bewaar(pad)
        _bewaar(bezig)
        bezig.rename(doel)
        _bewaar(doel.parent)
    finally:
        shutil.rmtree(bezig, ignore_errors=True)


def _bewaar(pad: Path) -> None:
    """To disk: a backup that a power cut takes away was none."""
    descriptor = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _opties(optie: str, namen: tuple[str, ...]) -> list[str]:
    return [f"{optie}={naam}" for naam in namen]


def _dump(verbinding: Verbinding, pad: Path, stand: str, *opties: str) -> None:
    vast = ("--format=custom", "--compress=1", "--no-password", f"--snapshot={stand}", f"--file={pad}")
    # what a superuser closed in pg_catalog belongs to the server, and the owner could not put it back
    proces = verbinding.start(
        "pg_dump", *vast, "--exclude-schema=pg_catalog", *opties, stdin=subprocess.DEVNULL
    )
    _, fouten = proces.communicate()
    if proces.returncode:
        raise Kopiefout(f"pg_dump is niet gelukt:\n{fouten.decode(errors='replace').strip()[-2000:]}")


def _pak_bestanden(map_: Path, manifest: Manifest) -> None:
    """The files that the application keeps (encrypted already), each with its hash."""
    bron = Path(settings.MEDIA_ROOT) if settings.MEDIA_ROOT else None
    if bron is None or not bron.is_dir():
        return
    (map_ / BESTANDEN).touch(0o600)
    with tarfile.open(map_ / BESTANDEN, "w") as tar:
        for pad in sorted(pad for pad in bron.rglob("*") if pad.is_file() and not pad.is_symlink()):
            naam = str(pad.relative_to(bron))
            try:
                tar.add(pad, arcname=naam, recursive=False)
            except FileNotFoundError:
                continue  # destroyed since we looked
            manifest.bestanden[naam] = str(som(pad)["sha256"])
