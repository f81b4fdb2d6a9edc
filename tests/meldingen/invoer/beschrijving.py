"""The tables of docs/import.md, made from the code that reads the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from codelijsten.laden import Regel, lees_codes
from meldingen.invoer import INVOER
from zaken.invoer.kolommen import Invoeropgave, Kolom
from zaken.invoer.waarden import Keuze


def kolommentabel(opgave: Invoeropgave = INVOER, *, met_waarden: bool = False) -> str:
    """A row per column; `met_waarden`: fixed values stand in it, else below the table."""
    kop = ["| Kolom | Verplicht | Wat mag erin | Betekenis |", "|---|---|---|---|"]
    return "\n".join([*kop, *(_regel(kolom, met_waarden) for kolom in opgave.kolommen())])


def waardentabel() -> str:
    """Every fixed value and every code of a new installation, with its label."""
    delen = [
        f"**{kolom.naam}**\n\n{_waarden(_keuzes(kolom))}"
        for kolom in INVOER.kolommen()
        if isinstance(kolom.soort, Keuze)
    ]
    codes: dict[str, list[Regel]] = {}
    for regel in lees_codes():
        codes.setdefault(regel.lijst, []).append(regel)
    delen += [
        f"**Lijst {lijst}**\n\n{_waarden((r.code, r.label + _geldigheid(r)) for r in codes[lijst])}"
        for lijst in sorted(INVOER.lijsten())
    ]
    return "\n\n".join(delen)


def _regel(kolom: Kolom, met_waarden: bool) -> str:
    namen = " of ".join(f"`{naam}`" for naam in (kolom.naam, *kolom.andere))
    eronder = isinstance(kolom.soort, Keuze) and not met_waarden
    mag = f"zie [{kolom.naam}](#toegestane-waarden)" if eronder else str(kolom.soort.uitleg)
    return f"| {namen} | {'ja' if kolom.verplicht else ''} | {mag.replace('|', chr(92) + '|')} | {kolom.uitleg} |"


def _keuzes(kolom: Kolom) -> Iterator[tuple[str, str]]:
    assert isinstance(kolom.soort, Keuze)
    yield from ((waarde, str(label)) for waarde, label in kolom.soort.keuzes.choices)


def _waarden(rijen: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"- `{code}`: {label}" for code, label in rijen)


def _geldigheid(regel: Regel) -> str:
    def dag(waarde: date) -> str:
        return f"{waarde.day}-{waarde.month}-{waarde.year}"

    van = f" vanaf {dag(regel.geldig_van)}" if regel.geldig_van else ""
    tot = f" tot en met {dag(regel.geldig_tot)}" if regel.geldig_tot else ""
    return f" (alleen{van}{tot})" if van or tot else ""
