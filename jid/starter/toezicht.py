"""Keeps the web server, the worker, beat and PostgreSQL alive until told to stop."""

from __future__ import annotations

import http.client
import os
import time
from dataclasses import dataclass

from jid.databank import Databank, DatabankFout
from jid.starter.kinderen import Kind, Opdracht, stop_samen
from jid.starter.werkmap import Werkmap
from jid.starter.zeg import zeg

RONDE = 0.5
"""Seconds between two looks."""
_LANGSTE_PAUZE = 5.0
_GEZOND_NA = 10.0
"""A child that lived this long is started again at once; one that falls sooner waits longer each time."""


def opdrachten(werkmap: Werkmap, poort: int) -> tuple[Opdracht, ...]:
    """The processes of the application."""
    celery = ("-m", "celery", "-A", "jid")
    werkers = str(min(max(os.cpu_count() or 2, 2), 8))
    gunicorn = (
        "-m",
        "gunicorn",
        "jid.wsgi:application",
        "--bind",
        f"127.0.0.1:{poort}",
        "--workers",
        werkers,
    )
    stil = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
    rooster = ("--schedule", str(werkmap.pad / "rooster"), "--pidfile=", "--loglevel", "WARNING")
    return (
        Opdracht("web", (*gunicorn, "--preload", "--graceful-timeout", "8", "--no-control-socket"), "web"),
        Opdracht("worker", (*celery, "worker", "-P", "threads", "-c", "2", *stil), "worker"),
        Opdracht("beat", (*celery, "beat", *rooster), "worker"),
    )


@dataclass
class _Bewaakt:
    kind: Kind
    gestart: float = 0.0
    vallen: int = 0
    niet_voor: float = 0.0

    def start(self) -> None:
        self.kind.start()
        self.gestart = time.monotonic()

    def kijk(self) -> None:
        """Notice a fall; start when it does not run and its pause is over."""
        nu = time.monotonic()
        code = self.kind.afgelopen()
        if code is not None:
            self.kind.ruim_op()
            self.vallen = 1 if nu - self.gestart > _GEZOND_NA else self.vallen + 1
            pauze = 0.0 if self.vallen == 1 else min(0.5 * 2 ** (self.vallen - 2), _LANGSTE_PAUZE)
            self.niet_voor = nu + pauze
            zeg(f"{self.kind.naam} is gestopt ({_oorzaak(code)}) en wordt opnieuw gestart.")
        if not self.kind.is_gestart and nu >= self.niet_voor:
            self.start()


def _oorzaak(code: int) -> str:
    return f"signaal {-code}" if code < 0 else f"code {code}"


class Toezicht:
    """Everything that must run, looked at in rounds by one thread."""

    def __init__(self, werkmap: Werkmap, databank: Databank, poort: int) -> None:
        self._databank = databank
        self._poort = poort
        web, *rest = (_Bewaakt(Kind(opdracht, werkmap)) for opdracht in opdrachten(werkmap, poort))
        # A user waits for the web server: the others would compete with it for the processor.
        self._bewaakt, self._later = [web], rest

    def start_de_rest(self) -> None:
        """From the next round on, watch the worker and beat too."""
        self._bewaakt += self._later
        self._later = []

    def ronde(self) -> None:
        """Start what does not run: for the first time, or again after a fall."""
        if not self._databank.leeft():
            zeg("PostgreSQL is gestopt en wordt opnieuw gestart.")
            try:
                self._databank.herstel()
            except DatabankFout as fout:
                zeg(str(fout))  # tried again in the next round
        for bewaakt in self._bewaakt:
            bewaakt.kijk()

    def is_klaar(self) -> bool:
        """Does the web server say that it and what it needs are ready?"""
        verbinding = http.client.HTTPConnection("127.0.0.1", self._poort, timeout=2)
        try:
            verbinding.request("GET", "/gezond/klaar/")
            return verbinding.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            verbinding.close()

    def gevallen(self, keer: int) -> Kind | None:
        """A child that fell this many times in a row, if there is one."""
        return next((b.kind for b in self._bewaakt if b.vallen >= keer), None)

    def stop(self) -> None:
        stop_samen([bewaakt.kind for bewaakt in self._bewaakt])
