"""An own theme from a folder that the administrator mounts (`HUISSTIJL_DIR`); without one the neutral theme.

Read when the application starts: whoever changes a file restarts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ADRES = "/huisstijl/"
STIJL, LOGO, MERK = "huisstijl.css", "logo.svg", "merk.svg"
SOORTEN = frozenset({".css", ".svg", ".png", ".woff2"})
"""What is served from the folder; anything else in it stays there."""


@dataclass(frozen=True)
class Huisstijl:
    """Addresses of a theme: the style sheet, and the pictures that it has (else empty)."""

    css: str
    logo: str
    merk: str


def huisstijl() -> Huisstijl | None:
    """The theme of this installation; None for the neutral one."""
    map_: Path | None = settings.HUISSTIJL_DIR
    return _lees(map_) if map_ else None


@cache
def _lees(map_: Path) -> Huisstijl:
    aanwezig = set(bestanden(map_))
    return Huisstijl(
        css=ADRES + STIJL,
        logo=ADRES + LOGO if LOGO in aanwezig else "",
        merk=ADRES + MERK if MERK in aanwezig else "",
    )


def bestanden(map_: Path) -> dict[str, Path]:
    """What may be served: relative name to file. Raises `ImproperlyConfigured` for a folder that is no theme."""
    if not (map_ / STIJL).is_file():
        raise ImproperlyConfigured(f"HUISSTIJL_DIR wijst naar {map_}, en daar staat geen leesbare {STIJL}.")
    return {
        pad.relative_to(map_).as_posix(): pad
        for pad in sorted(map_.rglob("*"))
        if pad.suffix in SOORTEN and pad.is_file() and pad.resolve().is_relative_to(map_.resolve())
    }
