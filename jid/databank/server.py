"""One PostgreSQL server per data directory, shared by all processes that use it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from jid import processen
from jid.databank import geheimen, instellingen, programmas, rollen
from jid.databank.fouten import DatabankFout
from jid.databank.slot import Slot, alleen

SUPERGEBRUIKER = "postgres"
_POORT = instellingen.VAST["port"]
_SOCKET = f".s.PGSQL.{_POORT}"
# A path to a socket holds at most 103 bytes on macOS, 107 on Linux.
_LANGSTE_SOCKETMAP = 103 - len(f"/{_SOCKET}")
_GEDULD = 60.0
"""Seconds that a start may wait for what a killed server left behind."""
_NOG_BEZET = (
    "already exists",
    "pre-existing shared memory block",
    "still in use",
    "could not create any Unix-domain",
)
_LOG_GRENS = 5_000_000


class Databank:
    """The server that belongs to `map_`, running or not.

    `instellingen` are settings of PostgreSQL on top of ours (tests: `fsync=off`). Making an object starts
    nothing and touches nothing.
    """

    def __init__(self, map_: Path, *, instellingen: Mapping[str, str] | None = None) -> None:
        self.map = map_.resolve()
        self.cluster = self.map / "cluster"
        self.log = self.map / "server.log"
        self._eigen = dict(instellingen or {})
        self._vast: Slot | None = None

    @property
    def socketmap(self) -> Path:
        """Directory of the socket: ours, or a short one of our own when the path would not fit."""
        if len(os.fsencode(self.map)) <= _LANGSTE_SOCKETMAP:
            return self.map
        return Path("/tmp") / f"jid-{os.getuid()}-{hashlib.sha256(os.fsencode(self.map)).hexdigest()[:16]}"  # noqa: S108  # checked before use

    # Using

    @contextmanager
    def gebruik(self) -> Iterator[Databank]:
        """A running server with its roles, for the length of the block; the last process out stops it."""
        slot = self._open()
        try:
            self._zorg_voor_rollen()
            yield self
        finally:
            self._sluit(slot)

    def start(self) -> None:
        """Start, if need be, and keep the server in use until `stop()` or the end of this process."""
        slot = self._open()
        if self._vast:
            slot.sluit()
        else:
            self._vast = slot

    def in_gebruik(self) -> bool:
        """Does any process use the server now?"""
        if not self.map.exists():
            return False
        slot = Slot(self.map / "gebruik.slot")
        try:
            return not slot.probeer()
        finally:
            slot.sluit()

    def herstel(self) -> None:
        """Start again a server that died under its users; for one of those users to call."""
        with alleen(self._startslot):
            self._start()

    def stop(self) -> None:
        """Stop the server, whoever uses it."""
        if not self.map.exists():
            return
        with alleen(self._startslot):
            self._stop()
        if self._vast:
            self._vast.sluit()
            self._vast = None

    def draait(self) -> bool:
        """Does the server accept connections?"""
        if not (self.socketmap / _SOCKET).exists():
            return False
        opdracht = [str(programmas.zoek_map() / "pg_isready"), "-q", "-t", "3"]
        opdracht += ["-h", str(self.socketmap), "-p", _POORT]
        return subprocess.run(opdracht, check=False, env=programmas.omgeving()).returncode == 0

    def leeft(self) -> bool:
        """Is there a server process? Cheaper than `draait`, and true during recovery."""
        return self._postmaster() is not None

    def verbinding(self, rol: str, database: str = rollen.DATABASE) -> dict[str, Any]:
        """Connection data for Django. Starts nothing; makes the password when there is none yet."""
        return {
            "HOST": str(self.socketmap),
            "PORT": _POORT,
            "NAME": database,
            "USER": rol,
            "PASSWORD": self._wachtwoord(rol),
        }

    @contextmanager
    def als_superuser(self, database: str = "postgres") -> Iterator[rollen.type_verbinding]:
        """A connection as superuser, each statement its own transaction. Never for the application itself."""
        gegevens = self.verbinding(SUPERGEBRUIKER, database)
        with psycopg.connect(
            host=gegevens["HOST"],
            port=gegevens["PORT"],
            dbname=database,
            user=SUPERGEBRUIKER,
            password=gegevens["PASSWORD"],
            autocommit=True,
        ) as conn:
            yield conn

    # Roles and databases

    def rollen_klaarzetten(self) -> None:
        """The roles, the database `jid` and what each may reach; again and again, if need be."""
        with alleen(self._startslot):
            self._zet_rollen()

    def maak_database(self, naam: str, sjabloon: str | None = None, eigenaar: str = rollen.EIGENAAR) -> None:
        """An empty database set up like `jid`, or a copy of `sjabloon`, to which nobody may be connected."""
        with self.als_superuser() as conn:
            rollen.maak_database(conn, naam, sjabloon=sjabloon or "template1", eigenaar=eigenaar)
        if sjabloon is None:
            with self.als_superuser(naam) as conn:
                rollen.richt_database_in(conn, eigenaar=eigenaar)

    def verwijder_database(self, naam: str) -> None:
        """Remove the database if it exists, ending every connection to it."""
        with self.als_superuser() as conn:
            conn.execute(
                psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    psycopg.sql.Identifier(naam)
                )
            )

    def rol_erbij(self, naam: str, bypassrls: bool = False, *, leden: Sequence[str] = (rollen.WEB,)) -> None:
        """For test clusters: a role that may read and write every table; `leden` may SET ROLE to it."""
        with self.als_superuser() as conn:
            rollen.zet_testrol(conn, naam, self._wachtwoord(naam), bypassrls=bypassrls, leden=leden)

    # Inside

    @property
    def _startslot(self) -> Path:
        return self.map / "start.slot"

    @property
    def _rollenstempel(self) -> Path:
        return self.map / "rollen"

    def _wachtwoord(self, rol: str) -> str:
        return geheimen.wachtwoord(self.map / "geheim", rol)

    def _open(self) -> Slot:
        """Start if need be and become a user, without a moment in which the last user can stop it."""
        self._maak_mappen()
        with alleen(self._startslot):
            slot = Slot(self.map / "gebruik.slot").deel()
            try:
                self._start()
            except BaseException:
                slot.sluit()
                raise
        return slot

    def _sluit(self, slot: Slot) -> None:
        with alleen(self._startslot):
            if slot.probeer():  # nobody else uses it
                self._stop()
            slot.sluit()

    def _maak_mappen(self) -> None:
        uitvoerder = programmas.kies_uitvoerder()
        for map_ in {self.map, self.socketmap}:
            map_.mkdir(mode=0o700, parents=True, exist_ok=True)
            gegevens = map_.lstat()
            eigenaars = {os.geteuid(), uitvoerder.uid}
            if not stat.S_ISDIR(gegevens.st_mode) or gegevens.st_uid not in eigenaars:
                raise DatabankFout(f"{map_} is van een andere gebruiker. Kies een eigen map met JID_DATA.")
            map_.chmod(0o700)
            uitvoerder.geef(map_)

    def _start(self) -> None:
        bin_ = programmas.zoek_map()
        self._controleer_versie(bin_)
        programmas.kies_uitvoerder().eis_toegang(bin_ / "postgres", self.map)
        if not self.cluster.exists():
            self._initialiseer(bin_)
        if self.draait():
            return
        self._schrijf_configuratie()
        if self.log.exists() and self.log.stat().st_size > _LOG_GRENS:
            self.log.replace(self.log.with_suffix(".log.oud"))
        opdracht: list[str | Path] = [
            bin_ / "pg_ctl",
            "-D",
            self.cluster,
            "-w",
            "-t",
            "300",
            "-l",
            self.log,
            "start",
        ]
        einde = time.monotonic() + _GEDULD
        while True:
            self._vergeet_dode_server()
            begin = self.log.stat().st_size if self.log.exists() else 0
            antwoord = programmas.kies_uitvoerder().voer_uit(opdracht, cwd=self.map)
            if antwoord.returncode == 0:
                return
            melding = self._gelogd_vanaf(begin)
            # after kill -9 the children of the old server hold its files for a moment
            if not any(teken in melding for teken in _NOG_BEZET) or time.monotonic() > einde:
                raise DatabankFout(f"PostgreSQL in {self.map} start niet.\n{antwoord.stdout}{melding}")
            time.sleep(0.25)

    def _stop(self) -> None:
        bin_ = programmas.zoek_map()
        for manier in ("fast", "immediate"):
            if not self.leeft():
                self._ruim_socketmap_op()
                return
            programmas.kies_uitvoerder().voer_uit(
                [bin_ / "pg_ctl", "-D", self.cluster, "-m", manier, "-w", "-t", "30", "stop"], cwd=self.map
            )
        if self.leeft():
            raise DatabankFout(f"PostgreSQL in {self.map} stopt niet. Zie {self.log}.")
        self._ruim_socketmap_op()

    def _ruim_socketmap_op(self) -> None:
        if self.socketmap != self.map:
            shutil.rmtree(self.socketmap, ignore_errors=True)

    def _controleer_versie(self, bin_: Path) -> None:
        bestand = self.cluster / "PG_VERSION"
        if not bestand.exists():
            return
        gegevens, programma = bestand.read_text().strip(), str(programmas.hoofdversie(bin_))
        if gegevens != programma:
            raise DatabankFout(
                f"De gegevens in {self.map} zijn van PostgreSQL {gegevens}, hier is PostgreSQL {programma}.\n"
                f"Zet {programmas.OMGEVINGSVARIABELE} op de map met PostgreSQL {gegevens}, of zet ze "
                "eerst over. Hoe dat gaat, staat in docs/beheer/starten.md."
            )

    def _initialiseer(self, bin_: Path) -> None:
        """Make the cluster beside its place and move it there whole: a start cut short leaves no half one."""
        uitvoerder = programmas.kies_uitvoerder()
        nieuw = self.map / "cluster.nieuw"
        shutil.rmtree(nieuw, ignore_errors=True)
        self._rollenstempel.unlink(missing_ok=True)
        wachtwoordbestand = self.map / "initdb.geheim"
        wachtwoordbestand.unlink(missing_ok=True)
        with os.fdopen(os.open(wachtwoordbestand, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as uit:
            uit.write(self._wachtwoord(SUPERGEBRUIKER))
        uitvoerder.geef(wachtwoordbestand)
        opdracht: list[str | Path] = [
            bin_ / "initdb",
            "-D",
            nieuw,
            "-U",
            SUPERGEBRUIKER,
            "-E",
            "UTF8",
            "--data-checksums",
        ]
        opdracht += ["--auth=scram-sha-256", f"--pwfile={wachtwoordbestand}"]
        opdracht += instellingen.locale_van(programmas.hoofdversie(bin_))
        if self._eigen.get("fsync") == "off":
            opdracht.append("--no-sync")
        try:
            antwoord = uitvoerder.voer_uit(opdracht, cwd=self.map)
        finally:
            wachtwoordbestand.unlink()
        if antwoord.returncode:
            raise DatabankFout(f"Een nieuwe databank maken in {self.map} lukt niet.\n{antwoord.stdout}")
        with (nieuw / "postgresql.conf").open("a") as uit:
            uit.write("\ninclude = 'jid.conf'\n")
        (nieuw / "pg_hba.conf").write_text(instellingen.HBA)
        nieuw.rename(self.cluster)

    def _schrijf_configuratie(self) -> None:
        bestand = self.cluster / "jid.conf"
        bestand.write_text(instellingen.configuratie(self.socketmap, self._eigen))
        bestand.chmod(0o600)
        programmas.kies_uitvoerder().geef(bestand)

    def _postmaster(self) -> processen.Proces | None:
        """The living server process of this directory; its number may have been given to another since."""
        pid = _eerste_regel(self.cluster / "postmaster.pid")
        proces = processen.zoek(pid) if pid else None
        return proces if proces and str(self.cluster) in proces.opdracht else None

    def _vergeet_dode_server(self) -> None:
        """PostgreSQL refuses while the number in its pid file exists, also as a zombie or as another program.

        The pid file itself must stay: it guards against children of the old server that still write.
        """
        if self._postmaster():
            return
        with suppress(FileNotFoundError):
            (self.socketmap / f"{_SOCKET}.lock").unlink()
        bestand = self.cluster / "postmaster.pid"
        if _eerste_regel(bestand):
            klaar = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.DEVNULL)
            klaar.wait()
            regels = bestand.read_text().split("\n")
            bestand.write_text("\n".join([str(klaar.pid), *regels[1:]]))

    def _gelogd_vanaf(self, begin: int) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(begin)
            return log.read()[-2000:].decode(errors="replace")

    def _zorg_voor_rollen(self) -> None:
        with alleen(self._startslot):
            stempel = self._rollenstempel
            if not stempel.exists() or stempel.read_text() != self._stempelwaarde():
                self._zet_rollen()

    def _zet_rollen(self) -> None:
        wachtwoorden = {rol: self._wachtwoord(rol) for rol in rollen.ROLLEN}
        try:
            with self.als_superuser() as conn:
                rollen.zet_rollen(conn, wachtwoorden)
                if not rollen.bestaat(conn, rollen.DATABASE):
                    rollen.maak_database(
                        conn, rollen.DATABASE, sjabloon="template1", eigenaar=rollen.EIGENAAR
                    )
                rollen.beperk_database(conn, rollen.DATABASE)
        except psycopg.OperationalError as fout:
            raise DatabankFout(f"De databank in {self.map} laat de beheerder niet toe: {fout}") from fout
        with self.als_superuser(rollen.DATABASE) as conn:
            rollen.richt_database_in(conn, eigenaar=rollen.EIGENAAR)
        self._rollenstempel.write_text(self._stempelwaarde())

    def _stempelwaarde(self) -> str:
        """Changes with the rules in `rollen` and with the passwords: either sets the roles right again."""
        delen = [str(rollen.VERSIE), *(self._wachtwoord(rol) for rol in rollen.ROLLEN)]
        return hashlib.sha256("\0".join(delen).encode()).hexdigest()


def standaard() -> Databank:
    """The database of this installation: in JID_DATA, else `.jid/` in the project."""
    basis = Path(__file__).resolve().parents[2]
    return Databank(Path(os.environ.get("JID_DATA") or basis / ".jid") / "databank")


def _eerste_regel(bestand: Path) -> int | None:
    try:
        return int(bestand.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
