"""Talking on the terminal."""

from contextlib import suppress


def zeg(tekst: str, einde: str = "\n") -> None:
    """Print now. A terminal that went away may not take the processes with it half stopped."""
    with suppress(OSError):
        print(tekst, end=einde, flush=True)
