"""The tables of docs/import.md, made from the code that reads the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from codelijsten.laden import Regel, lees_codes
from meldingen.invoer.kolommen import Kolom, kolommen, lijsten
from meldingen.invoer.waarden import Keuze


def kolommentabel() -> str:
    """A row per column."""
    kop = ["| Kolom | Verplicht | Wat mag erin | Betekenis |", "|---|---|---|---|"]
    return "\n".join([*kop, *(_regel(kolom) for kolom in kolommen())])


def waardentabel() -> str:
    """Every fixed value and every code of a new installation, with its label."""
    delen = [
        f"**{kolom.naam}**\n\n{_waarden(_keuzes(kolom))}"
        for kolom in kolommen()
        if isinstance(kolom.soort, Keuze)
    ]
    codes: dict[str, list[Regel]] = {}
    for regel in lees_codes():
        codes.setdefault(regel.lijst, []).append(regel)
    delen += [
        f"**Lijst {lijst}**\n\n{_waarden((r.code, r.label + _geldigheid(r)) for r in codes[lijst])}"
        for lijst in sorted(lijsten())
    ]
    return "\n\n".join(delen)


def _regel(kolom: Kolom) -> str:
    namen = " of ".join(f"`{naam}`" for naam in (kolom.naam, *kolom.andere))
    mag = f"zie [{kolom.naam}](#toegestane-waarden)" if isinstance(kolom.soort, Keuze) else kolom.soort.uitleg
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
