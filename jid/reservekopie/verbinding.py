"""Reaching a database with the programs of PostgreSQL: by their environment, never by their command line."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from jid.databank import programmas
from jid.reservekopie.fouten import Kopiefout

_OMGEVING = {
    optie.keyword.decode(): optie.envvar.decode()
    for optie in psycopg.pq.Conninfo.get_defaults()
    if optie.envvar
}
"""Which environment variable stands for which connection parameter, as libpq itself knows it."""


@dataclass(frozen=True)
class Verbinding:
    """One database as one role, and the programs that suit its server."""

    parameters: Mapping[str, str]
    map: Path

    @classmethod
    def van(cls, gegevens: Mapping[str, Any]) -> Verbinding:
        """From parameters as psycopg takes them; asks the server for its version. Raises `Kopiefout`."""
        parameters = {naam: str(waarde) for naam, waarde in gegevens.items() if naam in _OMGEVING and waarde}
        with psycopg.connect(**parameters) as conn:  # type: ignore[arg-type]  # names that libpq itself gave
            return cls(parameters, kies_map(conn.info.server_version // 10_000))

    def verbind(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(**self.parameters)  # type: ignore[arg-type]  # names that libpq itself gave

    def start(self, programma: str, *argumenten: str, **rest: Any) -> subprocess.Popen[bytes]:
        """Start a program of PostgreSQL; what it writes is for this account alone."""
        omgeving = programmas.omgeving() | {_OMGEVING[naam]: w for naam, w in self.parameters.items()}
        return subprocess.Popen(
            [str(self.map / programma), *argumenten],
            env=omgeving,
            stderr=subprocess.PIPE,
            umask=0o077,
            **rest,
        )


def kies_map(hoofdversie: int) -> Path:
    """Programs of the same major version as the server, else the nearest newer ones; older ones cannot read it."""
    versies = dict(_versies(programmas.mappen()))
    if passend := [versie for versie in sorted(versies) if versie >= hoofdversie]:
        return versies[passend[0]]
    raise Kopiefout(
        f"De databank is PostgreSQL {hoofdversie}, maar pg_dump van die versie is hier niet gevonden. Installeer "
        f"de programma's van PostgreSQL {hoofdversie}, of zet {programmas.OMGEVINGSVARIABELE} op hun map."
    )


def _versies(mappen: Iterable[Path]) -> Iterable[tuple[int, Path]]:
    for map_ in mappen:
        if all((map_ / programma).exists() for programma in ("pg_dump", "pg_restore")):
            antwoord = subprocess.run(
                [map_ / "pg_dump", "--version"],
                capture_output=True,
                text=True,
                check=False,
                env=programmas.omgeving(),
            )
            if gevonden := re.search(r"(\d+)", antwoord.stdout):
                yield int(gevonden[1]), map_
