"""Putting a backup back: one transaction, checked before it is committed. A failure leaves what was there."""

from __future__ import annotations

import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import psycopg
from django.conf import settings
from django.db import models
from psycopg import sql

from jid.reservekopie import manifest as manifesten
from jid.reservekopie import tabellen
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.manifest import BESTANDEN, DATABANK, SLEUTELS, Manifest
from jid.reservekopie.verbinding import Verbinding
from zaken.versleuteling.sleutels import Bestandskluis

Zeg = Callable[[str], None]
GEDULD = 1.0
"""Seconds in which who uses the database may leave it."""
_VAST = ("--no-owner", "--no-comments", "--file=-")
_UIT_STDIN = b" FROM stdin;\n"
_EINDE_RIJEN = b"\\.\n"
_ALLEEN_NIEUWER = b"SET transaction_timeout = 0;\n"
"""Programs of 17 and newer write this, servers before 17 do not know it; it is the default anyway."""

_ANDEREN = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()
"""
_IS_GEVULD = """
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
"""
_MAAK_LEEG = """
DO $leeg$ DECLARE r record; BEGIN
  FOR r IN SELECT nspname FROM pg_namespace
           WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', r.nspname);
  END LOOP;
  FOR r IN SELECT c.relname, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                    WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS soort
           FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
             AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i')) LOOP
    EXECUTE format('DROP %s IF EXISTS public.%I CASCADE', r.soort, r.relname);
  END LOOP;
  FOR r IN SELECT p.oid::regprocedure AS naam FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
             AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', r.naam);
  END LOOP;
END $leeg$;
"""
_NOTEER = """
INSERT INTO public.logboek_gebeurtenis (id, tijdstip, soort, door_id, zaak_id, object_id, bijzonderheden)
VALUES (gen_random_uuid(), clock_timestamp(), 'hersteld', NULL, NULL, %s, '{}')
"""


class Bron:
    """A backup that was judged: the database of one directory, the keys of the same or of a newer one."""

    def __init__(self, map_: Path, *, sleutels: Path | None, kluis: Bestandskluis) -> None:
        """Raises `Kopiefout` when a part is missing or changed, or the key file is not the right one."""
        self.map = map_
        self.sleutelmap = sleutels or map_
        self.manifest = manifesten.lees(map_, kluis)
        self.sleutelmanifest = manifesten.lees(self.sleutelmap, kluis) if sleutels else self.manifest
        bestanden = [BESTANDEN] if BESTANDEN in self.manifest.delen else []
        manifesten.keur_delen(self.manifest, map_, [DATABANK, *bestanden])
        manifesten.keur_delen(self.sleutelmanifest, self.sleutelmap, [SLEUTELS])
        manifesten.eis_bekende_migraties(self.manifest)

    @property
    def sleutels_van_elders(self) -> bool:
        return self.manifest.kenmerk != self.sleutelmanifest.kenmerk

    def tellingen(self) -> dict[str, list[object]]:
        """What must stand in each table, right after the data were put back."""
        apart = {
            naam: telling
            for naam, telling in self.sleutelmanifest.tabellen.items()
            if naam in self.manifest.apart
        }
        return self.manifest.tabellen | apart


def zet_terug(bron: Bron, *, verbinding: Verbinding, vervang: bool, noteer: bool, zeg: Zeg) -> None:
    """Put database and keys back, all or nothing. `noteer`: say so in the log of the restored database."""
    try:
        with verbinding.verbind() as conn, conn.transaction():
            _eis_plaats(bron.manifest, conn, vervang=vervang)
            conn.execute("SET client_min_messages = warning")
            if vervang:
                conn.execute(_MAAK_LEEG)
            zeg("Tabellen en gegevens …")
            _stort(verbinding, bron.map / DATABANK, conn, "--section=pre-data")
            _stort_gegevens(verbinding, bron.map / DATABANK, conn)
            zeg("Sleutels …")
            _stort_gegevens(verbinding, bron.sleutelmap / SLEUTELS, conn)
            zeg("Controleren …")
            _controleer(bron, conn)
            if bron.sleutels_van_elders:
                _pas_aan(conn)
            zeg("Regels, indexen en rechten …")
            _stort(verbinding, bron.map / DATABANK, conn, "--section=post-data")
            if noteer:
                conn.execute(_NOTEER, [bron.manifest.kenmerk])
        with verbinding.verbind() as conn:
            conn.execute("ANALYZE")  # without statistics the first day would be slow
    except psycopg.Error as fout:
        raise Kopiefout(
            f"Terugzetten is niet gelukt; de databank is zoals zij was. {_zonder_waarden(fout)}"
        ) from None


def zet_bestanden_terug(bron: Bron, doel: Path) -> int:
    """Unpack the files into an empty or new directory and hold each against its hash; gives their number."""
    if BESTANDEN not in bron.manifest.delen:
        return 0
    if doel.exists() and any(doel.iterdir()):
        raise Kopiefout(f"{doel} is niet leeg. Zet de bestanden die er staan eerst opzij.")
    with tarfile.open(bron.map / BESTANDEN) as tar:
        tar.extractall(doel, filter="data")
    for naam, som in bron.manifest.bestanden.items():
        if manifesten.som(doel / naam)["sha256"] != som:
            raise Kopiefout(f"{doel / naam} komt niet overeen met de reservekopie.")
    return len(bron.manifest.bestanden)


def eis_lege_bestandsmap(bron: Bron) -> Path | None:
    """Where the files go; None when the backup has none. Raises `Kopiefout` before anything is written."""
    if BESTANDEN not in bron.manifest.delen:
        return None
    if not settings.MEDIA_ROOT:
        raise Kopiefout("De reservekopie bevat bestanden, maar MEDIA_ROOT is hier niet ingesteld.")
    doel = Path(settings.MEDIA_ROOT)
    if doel.exists() and any(doel.iterdir()):
        raise Kopiefout(f"{doel} is niet leeg. Zet de bestanden die er staan eerst opzij.")
    return doel


def _eis_plaats(manifest: Manifest, conn: tabellen.type_verbinding, *, vervang: bool) -> None:
    versie = conn.info.server_version // 10_000
    if versie < manifest.postgres:
        raise Kopiefout(
            f"De reservekopie komt van PostgreSQL {manifest.postgres}, hier is {versie}. Gebruik een nieuwere."
        )
    bekend = {rol for (rol,) in conn.execute("SELECT rolname FROM pg_roles").fetchall()}
    if ontbreekt := sorted(set(manifest.rollen) - bekend):
        raise Kopiefout(
            f"Op deze server ontbreken de rollen {', '.join(ontbreekt)}. Maak ze eerst (docs/installeren.md)."
        )
    gevuld = (conn.execute(_IS_GEVULD).fetchone() or (0,))[0]
    if gevuld and not vervang:
        raise Kopiefout(
            f"In deze databank staan al {gevuld} tabellen. Er is niets geschreven. Moet alles wat er staat "
            "plaatsmaken voor de reservekopie? Gebruik dan --vervang."
        )
    if _zijn_er_anderen(conn):
        raise Kopiefout("Andere processen gebruiken deze databank. Stop eerst de toepassing.")


def _zijn_er_anderen(conn: tabellen.type_verbinding) -> bool:
    """Asked until `GEDULD` is over: who hung up just now is listed until its process on the server has ended."""
    tot = time.monotonic() + GEDULD
    while (conn.execute(_ANDEREN).fetchone() or (0,))[0]:
        if time.monotonic() > tot:
            return True
        time.sleep(0.05)
        conn.execute("SELECT pg_stat_clear_snapshot()")
    return False


def _zonder_waarden(fout: psycopg.Error) -> str:
    """What PostgreSQL said, without the detail that may hold a row."""
    return fout.diag.message_primary or type(fout).__name__


@contextmanager
def _script(verbinding: Verbinding, dump: Path, sectie: str) -> Iterator[IO[bytes]]:
    """The statements that pg_restore makes of a part of a dump."""
    proces = verbinding.start("pg_restore", *_VAST, sectie, str(dump), stdout=subprocess.PIPE)
    try:
        yield cast("IO[bytes]", proces.stdout)
    except BaseException:
        proces.kill()
        raise
    finally:
        _, fouten = proces.communicate()
    if proces.returncode:
        raise Kopiefout(f"{dump} is niet te lezen:\n{fouten.decode(errors='replace')[-2000:]}")


def _stort(verbinding: Verbinding, dump: Path, conn: tabellen.type_verbinding, sectie: str) -> None:
    """Definitions, sent as they are: psql stumbles over a function that is called `begin`."""
    with _script(verbinding, dump, sectie) as uit:
        tekst = "".join(regel.decode() for regel in uit if not _is_voor_psql(regel))
    conn.execute(tekst.encode(), prepare=False)


def _stort_gegevens(verbinding: Verbinding, dump: Path, conn: tabellen.type_verbinding) -> None:
    """Rows: between `COPY … FROM stdin;` and a line with `\\.` they go by COPY, other lines are statements."""
    with _script(verbinding, dump, "--section=data") as uit:
        opdracht: list[bytes] = []
        for regel in uit:
            if regel.startswith(b"COPY ") and regel.endswith(_UIT_STDIN):
                with conn.cursor() as cursor, cursor.copy(regel.rstrip(b";\n")) as kopie:
                    for rij in iter(uit.readline, _EINDE_RIJEN):
                        if not rij:
                            raise Kopiefout(f"{dump} houdt halverwege een tabel op.")
                        kopie.write(rij)
            elif not _is_voor_psql(regel):
                opdracht.append(regel)
                if regel.rstrip().endswith(b";"):
                    conn.execute(b"".join(opdracht), prepare=False)
                    opdracht.clear()


def _is_voor_psql(regel: bytes) -> bool:
    """Lines that only psql understands, or that only newer servers do and that say nothing."""
    return regel.startswith((b"\\restrict ", b"\\unrestrict ")) or regel == _ALLEEN_NIEUWER


def _controleer(bron: Bron, conn: tabellen.type_verbinding) -> None:
    """Every table as the manifest says, or nothing is kept."""
    verwacht = bron.tellingen()
    gevonden = tabellen.tel(conn, list(verwacht))
    if anders := [naam for naam, telling in verwacht.items() if list(gevonden[naam]) != telling]:
        raise Kopiefout(
            f"Niet gelijk aan de reservekopie: {', '.join(anders)}. Er is niets veranderd in deze databank."
        )


def _pas_aan(conn: tabellen.type_verbinding) -> None:
    """Keys of another moment than the rows: what has no key any more was destroyed, and stays so."""
    apart = set(tabellen.APART)
    for model in tabellen.APART:
        for veld in model._meta.local_concrete_fields:
            if isinstance(veld, models.ForeignKey) and veld.related_model not in apart:
                conn.execute(_wezen("DELETE FROM {tabel}", model, veld))
        for relatie in model._meta.related_objects:
            kind = relatie.related_model
            kindveld = cast("models.ForeignKey[models.Model, models.Model]", relatie.field)
            if kind not in apart:
                wat = "UPDATE {tabel} SET {kolom} = NULL" if kindveld.null else "DELETE FROM {tabel}"
                conn.execute(_wezen(wat, kind, kindveld))


def _wezen(
    wat: str, model: type[models.Model], veld: models.ForeignKey[models.Model, models.Model]
) -> sql.Composed:
    """`wat`, for the rows whose foreign key points at nothing."""
    ouder = veld.related_model
    return sql.SQL(
        wat
        + " WHERE {kolom} IS NOT NULL AND NOT EXISTS (SELECT FROM {ouder} o WHERE o.{sleutel} = {tabel}.{kolom});"
    ).format(
        tabel=sql.Identifier("public", model._meta.db_table),
        kolom=sql.Identifier(veld.column),
        ouder=sql.Identifier("public", ouder._meta.db_table),
        sleutel=sql.Identifier(cast(str, veld.target_field.column)),
    )
