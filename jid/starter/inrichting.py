"""What must have run before the first page: tables, code lists, demo data, static files."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from jid.starter.fouten import Gestopt, StartFout
from jid.starter.kinderen import Kind, Opdracht
from jid.starter.werkmap import PROJECT, Werkmap
from jid.starter.zeg import zeg


@dataclass(frozen=True)
class Stap:
    """One management command, with what the user reads while it runs."""

    tekst: str
    commando: tuple[str, ...]


STAPPEN = (
    Stap("Tabellen bijwerken", ("migrate", "--noinput")),
    Stap("Codelijsten laden", ("codelijsten", "--skip-checks")),
    Stap("Demogegevens laden", ("demodata", "--als-leeg")),
    Stap("Bestanden voor de browser klaarzetten", ("collectstatic", "--noinput")),
)
DEMOACCOUNTS = ("demoaccounts", "--skip-checks")

_INVOER = ("*/migrations/**/*", "codelijsten/**/*", "static/**/*", "requirements.lock")
"""What the steps read. As long as none of it changed, their result stands."""


def richt_in(werkmap: Werkmap, stop: Event) -> None:
    """Run all steps, unless nothing changed since they last succeeded on this database."""
    stempel = werkmap.databank.map / "ingericht"
    vingerafdruk = bereken_vingerafdruk()
    if stempel.exists() and stempel.read_text() == vingerafdruk and werkmap.statisch.is_dir():
        return
    stempel.unlink(missing_ok=True)
    for stap in STAPPEN:
        voer_uit(stap, werkmap, stop)
    stempel.write_text(vingerafdruk)


def bereken_vingerafdruk(project: Path = PROJECT) -> str:
    """Hash over names and contents of what the steps read."""
    som = hashlib.sha256(repr(STAPPEN).encode())
    for bestand in _invoer(project):
        inhoud = bestand.read_bytes()
        som.update(f"\0{bestand.relative_to(project)}\0{len(inhoud)}\0".encode())
        som.update(inhoud)
    return som.hexdigest()


def _invoer(project: Path) -> Iterator[Path]:
    bestanden = {pad for patroon in _INVOER for pad in project.glob(patroon)}
    yield from sorted(pad for pad in bestanden if pad.is_file() and "__pycache__" not in pad.parts)


def voer_uit(stap: Stap, werkmap: Werkmap, stop: Event) -> None:
    """Run one step to its end; raises StartFout with the end of its output when it fails."""
    zeg(f"{stap.tekst} … ", einde="")
    begin = time.monotonic()
    kind = Kind(Opdracht(stap.commando[0], ("manage.py", *stap.commando)), werkmap)
    kind.log.unlink(missing_ok=True)
    kind.start()
    try:
        while (code := kind.afgelopen()) is None:
            if stop.wait(0.05):
                raise Gestopt
    finally:
        kind.ruim_op()
    if code:
        raise StartFout(
            f"mislukt.\n\n{kind.staart()}\n\n{stap.tekst} is niet gelukt. Alles staat in {kind.log}."
        )
    zeg(f"klaar ({time.monotonic() - begin:.1f} s)".replace(".", ","))
