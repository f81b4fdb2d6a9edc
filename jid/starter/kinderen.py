"""Child processes: each in a group of its own, written down, ended with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jid import processen
from jid.starter.werkmap import PROJECT, Werkmap

GEDULD = 10.0
"""Seconds a child gets to finish its work after SIGTERM."""
_LOG_GRENS = 10_000_000


@dataclass(frozen=True)
class Opdracht:
    """What to run: arguments for our own Python, and the database role that the settings must take."""

    naam: str
    argumenten: tuple[str, ...]
    rol: str | None = None


class Kind:
    """One child: started, looked at, ended. Output goes to its own log file."""

    def __init__(self, opdracht: Opdracht, werkmap: Werkmap) -> None:
        self.naam = opdracht.naam
        self.log = werkmap.logboeken / f"{opdracht.naam}.log"
        self._opdracht = opdracht
        self._pidbestand = werkmap.processen / f"{opdracht.naam}.pid"
        self._proces: subprocess.Popen[bytes] | None = None

    @property
    def is_gestart(self) -> bool:
        """Started and not cleared away since, alive or fallen."""
        return self._proces is not None

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_GRENS:
            self.log.replace(self.log.with_suffix(".log.oud"))
        geboorte = [sys.executable, "-m", "jid.starter.kind", str(self._pidbestand), sys.executable]
        with open(os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "ab") as log:
            self._proces = subprocess.Popen(
                [*geboorte, *self._opdracht.argumenten],
                cwd=PROJECT,
                env=self._omgeving(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches the starter alone, which stops the rest in order
            )

    def afgelopen(self) -> int | None:
        """The exit code when it ended (negative: by that signal), None while it lives."""
        return self._proces.poll() if self._proces else None

    def verzoek_te_stoppen(self) -> None:
        if self._proces and self._proces.poll() is None:
            self._proces.terminate()

    def ruim_op(self) -> None:
        """End the child and all that it started, now."""
        if self._proces:
            with suppress(ProcessLookupError):
                os.killpg(self._proces.pid, signal.SIGKILL)
            self._proces.wait()
            self._proces = None
        self._pidbestand.unlink(missing_ok=True)

    def staart(self, regels: int = 30) -> str:
        """The last lines of its log, for who must find out what went wrong."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-regels:])

    def _omgeving(self) -> dict[str, str]:
        omgeving = {k: v for k, v in os.environ.items() if k != "JID_ROL"}
        omgeving |= {"DJANGO_SETTINGS_MODULE": "jid.settings", "PYTHONUNBUFFERED": "1"}
        return omgeving | ({"JID_ROL": self._opdracht.rol} if self._opdracht.rol else {})


def stop_samen(kinderen: list[Kind]) -> None:
    """Ask all at once to finish, wait together, end who does not."""
    for kind in kinderen:
        kind.verzoek_te_stoppen()
    wacht_tot(lambda: all(kind.afgelopen() is not None for kind in kinderen if kind.is_gestart), GEDULD)
    for kind in kinderen:
        kind.ruim_op()


def ruim_resten_op(werkmap: Werkmap) -> list[str]:
    """End what a killed starter left running, all of it together; the names of what was found."""
    pidbestanden = sorted(werkmap.processen.glob("*.pid"))
    resten = {pidbestand.stem: _resten(pidbestand) for pidbestand in pidbestanden}
    _beeindig([lid for leden in resten.values() for lid in leden])
    for pidbestand in pidbestanden:
        pidbestand.unlink()
    return [naam for naam, leden in resten.items() if leden]


def _resten(pidbestand: Path) -> list[processen.Proces]:
    """The processes of this child that still live.

    A number may have been given to a stranger since: its start time then differs. When the child itself is
    gone, what it started may still be there: same group, and running from this project.
    """
    tekst, _, gestart = pidbestand.read_text().partition(" ")
    if not tekst.isdigit():
        return []
    leider = processen.zoek(int(tekst))
    if leider and leider.gestart != gestart:
        return []
    leden = processen.groepsleden(int(tekst))
    return leden if leider else [lid for lid in leden if sys.prefix in lid.opdracht]


def _beeindig(leden: list[processen.Proces]) -> None:
    def leven_nog() -> list[processen.Proces]:
        return [lid for lid in leden if (nu := processen.zoek(lid.pid)) and nu.gestart == lid.gestart]

    for signaal in (signal.SIGTERM, signal.SIGKILL):
        for lid in leven_nog():
            with suppress(ProcessLookupError):
                os.kill(lid.pid, signaal)
        wacht_tot(lambda: not leven_nog(), GEDULD / 2)


def wacht_tot(klaar: Callable[[], bool], seconden: float) -> bool:
    """Look every 50 ms; whether it came true in time."""
    einde = time.monotonic() + seconden
    while not klaar():
        if time.monotonic() > einde:
            return False
        time.sleep(0.05)
    return True
