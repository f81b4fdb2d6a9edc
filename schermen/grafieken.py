"""Geometry of the charts: plain numbers in, ready coordinates out, so that templates only write them down.

Coordinates are strings with a decimal point: Dutch templates write a float with a comma, which breaks SVG.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

BREEDTE, HOOGTE = 440, 270
LINKS, BOVEN, ONDER = 44, 24, 236
STAPPEN = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Rasterlijn:
    """One grid line with the value at its foot."""

    y: str
    y_tekst: str
    waarde: int


@dataclass(frozen=True)
class Kolom:
    """One column: `waarde` None is a hidden figure (shown as x, without a column)."""

    label: str
    waarde: int | None
    nadruk: bool
    breuk: bool
    x: str
    y: str
    breedte: str
    hoogte: str
    midden: str
    y_waarde: str
    x_breuk: str


@dataclass(frozen=True)
class Kolomgrafiek:
    """Everything the template of a column chart writes down; lengths in viewBox units."""

    raster: list[Rasterlijn]
    kolommen: list[Kolom]
    breedte: int = BREEDTE
    hoogte: int = HOOGTE
    links: int = LINKS
    boven: int = BOVEN
    onder: int = ONDER


@dataclass(frozen=True)
class Balk:
    """One bar; `breedte` is a percentage as text, or empty for a hidden figure."""

    label: str
    waarde: int | None
    breedte: str


def schaal(hoogste: int) -> list[int]:
    """Round grid values from 0 to at least `hoogste`, four or five steps, whole numbers only."""
    if hoogste <= 0:
        return [0, 1]
    ruw = hoogste / 4
    macht = 1
    while macht * 10 <= ruw:
        macht *= 10
    stap = next(int(s * macht) for s in STAPPEN if s * macht >= ruw and s * macht == int(s * macht))
    return list(range(0, hoogste + stap, stap))


def kolommen(rijen: Iterable[Mapping[str, Any]]) -> Kolomgrafiek:
    """Column chart of rows `{"label": str, "waarde": int | None, "nadruk": bool, "breuk": bool}`.

    `nadruk` gives the strong colour (default: the last row), `breuk` draws a series break before the column.
    The scale depends on shown values only, so a hidden figure cannot be read from it.
    """
    lijst = list(rijen)
    waarden = schaal(max((rij["waarde"] for rij in lijst if rij["waarde"] is not None), default=0))
    top = waarden[-1]
    vak = (BREEDTE - 60) / max(len(lijst), 1)

    def y(waarde: float) -> float:
        return ONDER - (ONDER - BOVEN) * waarde / top

    def kolom(index: int, rij: Mapping[str, Any]) -> Kolom:
        links = 52 + index * vak
        waarde = rij["waarde"]
        return Kolom(
            label=str(rij["label"]),
            waarde=waarde,
            nadruk=bool(rij.get("nadruk", index == len(lijst) - 1)),
            breuk=bool(rij.get("breuk", False)),
            x=f"{links + vak * 0.18:.1f}",
            y=f"{y(waarde or 0):.1f}",
            breedte=f"{vak * 0.64:.1f}",
            hoogte=f"{ONDER - y(waarde or 0):.1f}",
            midden=f"{links + vak / 2:.1f}",
            y_waarde=f"{y(waarde or 0) - 8:.1f}",
            x_breuk=f"{links:.1f}",
        )

    return Kolomgrafiek(
        raster=[Rasterlijn(y=f"{y(w):.1f}", y_tekst=f"{y(w) + 4:.1f}", waarde=w) for w in waarden],
        kolommen=[kolom(index, rij) for index, rij in enumerate(lijst)],
    )


def balken(rijen: Iterable[Mapping[str, Any]]) -> list[Balk]:
    """Bars of rows `{"label": str, "waarde": int | None}` in the given order; the highest shown is 100%."""
    lijst = list(rijen)
    hoogste = max((rij["waarde"] for rij in lijst if rij["waarde"] is not None), default=0)
    return [
        Balk(
            label=str(rij["label"]),
            waarde=rij["waarde"],
            breedte="" if rij["waarde"] is None or hoogste == 0 else f"{100 * rij['waarde'] / hoogste:.1f}",
        )
        for rij in lijst
    ]
