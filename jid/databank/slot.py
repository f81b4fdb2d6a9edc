"""Locks between processes: released by the operating system when their holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self


class Slot:
    """An open lock file. Not inherited by programs that we start, so that they cannot hold it for us."""

    def __init__(self, bestand: Path) -> None:
        self._fd = os.open(bestand, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)

    def deel(self) -> Self:
        """Hold together with others; waits while one holds it alone."""
        fcntl.flock(self._fd, fcntl.LOCK_SH)
        return self

    def neem(self) -> Self:
        """Hold alone; waits for all others."""
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        return self

    def probeer(self) -> bool:
        """Hold alone if nobody else holds it now."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def sluit(self) -> None:
        os.close(self._fd)


@contextmanager
def alleen(bestand: Path) -> Iterator[None]:
    """Inside the block this process is the only one that holds the lock."""
    slot = Slot(bestand).neem()
    try:
        yield
    finally:
        slot.sluit()
