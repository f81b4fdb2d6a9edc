"""Where the mark of every seal is kept, outside the database. Free of Django: an auditor may run it anywhere.

Who owns the database can rewrite events and seals alike; not what stands here, as long as the anchor is out of
reach: another disk, a write-once folder, another machine.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from .zegels import Zegel

NAAM = "jid-logboek"


class Ankerfout(Exception):
    """The anchor cannot be used; the message says in Dutch why and what to do."""


@dataclass(frozen=True)
class Verloren:
    """Seals that a restored backup no longer holds: those after `na` up to and including `tot`."""

    na: int
    tot: int


@dataclass(frozen=True)
class Opgeruimd:
    """At the moment `op` (as seals write it) the events of the seals up to `tot`, itself too, were kept `jaren`."""

    tot: int
    jaren: int
    op: str


@dataclass
class Ankerstand:
    """What an anchor says: the mark per seal, what was lost or removed lawfully, and what cannot be read."""

    kenmerken: dict[int, bytes] = field(default_factory=dict)
    verloren: list[Verloren] = field(default_factory=list)
    opgeruimd: list[Opgeruimd] = field(default_factory=list)
    tegenstrijdig: list[int] = field(default_factory=list)
    onleesbaar: list[int] = field(default_factory=list)
    laatste: int = 0
    """The highest number that was ever given out."""
    verwacht: int = 0
    """The number of the last seal that the database must hold."""


class Anker(Protocol):
    """Another place to keep marks (a time stamping service, a write-once store) offers this."""

    def bestaat(self) -> bool:
        """Whether it was ever begun."""

    def begin(self, *, op: str) -> None:
        """Begin it, empty. Raises `Ankerfout` when it exists."""

    def stand(self) -> Ankerstand:
        """Everything in it. Raises `Ankerfout`."""

    def vul_aan(self, zegels_na: Callable[[int], Iterable[Zegel]], *, op: str) -> int:
        """Append the seals after the last one that it holds, durably, once each; returns how many."""

    def noteer_herstel(self, verloren: Verloren, *, op: str) -> None:
        """Append that a backup was put back."""

    def noteer_opruiming(self, opgeruimd: Opgeruimd) -> None:
        """Append that events were kept long enough, before they are removed."""


class Bestandsanker:
    """One line of JSON per seal in a file that only grows: mode 0600, O_APPEND, on disk before it counts."""

    def __init__(self, pad: Path) -> None:
        self.pad = pad

    def bestaat(self) -> bool:
        return self.pad.exists()

    def begin(self, *, op: str) -> None:
        if self.bestaat():
            raise Ankerfout(f"{self.pad} bestaat al.")
        self.pad.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._open() as bestand:
            _schrijf(bestand, [{"anker": NAAM, "begonnen": op}])

    def stand(self) -> Ankerstand:
        try:
            with self.pad.open("rb") as bestand:
                return lees(bestand)
        except OSError as fout:
            raise Ankerfout(f"Het anker {self.pad} is niet te lezen ({fout.strerror}).") from fout

    def vul_aan(self, zegels_na: Callable[[int], Iterable[Zegel]], *, op: str) -> int:
        with self._open() as bestand:
            nieuw = list(zegels_na(self.stand().laatste))
            _schrijf(bestand, [regel(zegel) | {"verankerd_op": op} for zegel in nieuw])
        return len(nieuw)

    def noteer_herstel(self, verloren: Verloren, *, op: str) -> None:
        with self._open() as bestand:
            _schrijf(bestand, [{"herstel": {"na": verloren.na, "tot": verloren.tot}, "op": op}])

    def noteer_opruiming(self, opgeruimd: Opgeruimd) -> None:
        with self._open() as bestand:
            inhoud = {"tot": opgeruimd.tot, "jaren": opgeruimd.jaren}
            _schrijf(bestand, [{"opgeruimd": inhoud, "op": opgeruimd.op}])

    @contextmanager
    def _open(self) -> Iterator[int]:
        """The file to append to, for one process at a time."""
        try:
            bestand = os.open(self.pad, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as fout:
            raise Ankerfout(f"In het anker {self.pad} is niet te schrijven ({fout.strerror}).") from fout
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX)
            yield bestand
        finally:
            os.close(bestand)


def regel(zegel: Zegel) -> dict[str, Any]:
    """What the anchor holds of one seal."""
    return {
        "zegel": zegel.nummer,
        "kenmerk": zegel.kenmerk.hex(),
        "aantal": zegel.aantal,
        "wortel": zegel.wortel.hex(),
        "verzegeld_op": zegel.verzegeld_op,
    }


def lees(regels: Iterable[bytes]) -> Ankerstand:
    """The lines of an anchor, in order. A line cut short by a crash is counted as unreadable, no more."""
    stand = Ankerstand()
    for nummer, tekst in enumerate(regels, 1):
        try:
            _verwerk(stand, json.loads(tekst))
        except (ValueError, KeyError, TypeError):
            stand.onleesbaar.append(nummer)
    return stand


def _verwerk(stand: Ankerstand, gelezen: dict[str, Any]) -> None:
    if "herstel" in gelezen:
        verloren = Verloren(int(gelezen["herstel"]["na"]), int(gelezen["herstel"]["tot"]))
        stand.verloren.append(verloren)
        stand.laatste = max(stand.laatste, verloren.tot)
        stand.verwacht = verloren.na
    elif "opgeruimd" in gelezen:
        opgeruimd = gelezen["opgeruimd"]
        stand.opgeruimd.append(Opgeruimd(int(opgeruimd["tot"]), int(opgeruimd["jaren"]), str(gelezen["op"])))
    elif "zegel" in gelezen:
        nummer, kenmerk = int(gelezen["zegel"]), bytes.fromhex(gelezen["kenmerk"])
        if stand.kenmerken.setdefault(nummer, kenmerk) != kenmerk:
            stand.tegenstrijdig.append(nummer)
        stand.laatste = stand.verwacht = max(stand.laatste, nummer)
    elif gelezen.get("anker") != NAAM:
        raise ValueError("not a line of an anchor")


def _schrijf(bestand: int, regels: Sequence[dict[str, Any]]) -> None:
    if not regels:
        return
    tekst = "".join(json.dumps(regel, separators=(",", ":")) + "\n" for regel in regels).encode()
    grootte = os.fstat(bestand).st_size
    if grootte and os.pread(bestand, 1, grootte - 1) != b"\n":  # a line that a crash cut short
        tekst = b"\n" + tekst
    while tekst:
        tekst = tekst[os.write(bestand, tekst) :]
    os.fsync(bestand)
