"""What the operating system knows about a process: does it live, since when, as what."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True)
class Proces:
    """A living process. `gestart` is only good for comparing: a reused number has another start."""

    pid: int
    groep: int
    gestart: str
    opdracht: str


def zoek(pid: int) -> Proces | None:
    """The process with this number, or None when it is gone or dead but not yet collected (zombie)."""
    return _uit_proc(pid) if sys.platform == "linux" else _uit_ps(pid)


def groepsleden(groep: int) -> list[Proces]:
    """All living processes in this process group."""
    if sys.platform == "linux":
        pids = [int(map_.name) for map_ in _PROC.iterdir() if map_.name.isdigit()]
    else:
        uitvoer = subprocess.run(
            ["/bin/ps", "-axo", "pid="], capture_output=True, text=True, check=True
        ).stdout
        pids = [int(pid) for pid in uitvoer.split()]
    return [proces for pid in pids if (proces := zoek(pid)) and proces.groep == groep]


def _uit_proc(pid: int) -> Proces | None:
    try:
        velden = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        opdracht = (_PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    if velden[0] in "ZX":
        return None
    # proc(5): state is field 3, pgrp field 5, starttime field 22
    return Proces(
        pid, int(velden[2]), velden[19], opdracht.replace(b"\0", b" ").decode(errors="replace").strip()
    )


def _uit_ps(pid: int) -> Proces | None:
    antwoord = subprocess.run(  # noqa: S603  # a number is its only input
        ["/bin/ps", "-ww", "-o", "stat=,pgid=,lstart=,command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
        env={"LC_ALL": "C"},
    )
    velden = antwoord.stdout.split(maxsplit=7)  # lstart is five words
    if antwoord.returncode or len(velden) < 7 or velden[0].startswith("Z"):
        return None
    return Proces(pid, int(velden[1]), " ".join(velden[2:7]), velden[7] if len(velden) > 7 else "")
