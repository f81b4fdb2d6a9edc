"""Stands at the birth of a child: `python -m jid.starter.kind PIDFILE PROGRAM …`.

Writes down who it is and becomes the program, so that no moment exists in which a program runs that a
killed starter did not write down.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jid import processen


def main(pidbestand: str, *opdracht: str) -> None:
    ik = processen.zoek(os.getpid())
    if ik is None:
        raise SystemExit("Dit proces kan zichzelf niet vinden.")
    Path(pidbestand).write_text(f"{ik.pid} {ik.gestart}")
    os.execv(opdracht[0], opdracht)  # noqa: S606  # its own arguments, no shell


if __name__ == "__main__":
    main(*sys.argv[1:])
