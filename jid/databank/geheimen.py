"""Passwords of the database roles: made once, one 0600 file each, never on a command line."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def wachtwoord(map_: Path, rol: str) -> str:
    """The password of this role; made when there is none yet.

    Safe when several processes ask for the first time at once: a file is linked into place whole, or not.
    """
    bestand = map_ / rol
    if not bestand.exists():
        map_.mkdir(mode=0o700, parents=True, exist_ok=True)
        nieuw = map_ / f".{rol}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(nieuw, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as uit:
            uit.write(secrets.token_urlsafe(32))
        try:
            os.link(nieuw, bestand)
        except FileExistsError:
            pass  # another process was first: its password counts
        finally:
            nieuw.unlink()
    return bestand.read_text()
