"""Reading a CSV as people save it: UTF-8 with or without BOM or Windows-1252, semicolons or commas."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from inlezen.fouten import Fout, Invoerfout, zin

__all__ = ["Fout", "Invoerfout", "Regel", "lees"]


@dataclass(frozen=True)
class Regel:
    """One line of the file; every column of the header has a value, trimmed."""

    rij: int
    waarden: dict[str, str]


def lees(bestand: Path, *, kolommen: Collection[str]) -> list[Regel]:
    """The lines of `bestand`, whose header must hold exactly `kolommen`, in any order.

    Empty lines are skipped. Raises `Invoerfout` for another encoding, header or shape of a line, `OSError`
    when the file cannot be opened.
    """
    tekst = _ontcijferd(bestand.read_bytes())
    kopregel = tekst.split("\n", 1)[0]
    lezer = csv.reader(io.StringIO(tekst, newline=""), delimiter=";" if ";" in kopregel else ",")
    kop = [naam.strip().lower() for naam in next(lezer, [])]
    fouten = _fouten_in_kop(kop, kolommen)
    if fouten:
        raise Invoerfout(fouten)
    regels: list[Regel] = []
    for cellen in lezer:
        if not any(cel.strip() for cel in cellen):
            continue
        if len(cellen) != len(kop):
            toegestaan = zin(f"{len(kop)} kolommen; deze rij heeft er {len(cellen)}")
            fouten.append(Fout(lezer.line_num, "(alle)", cellen[0], toegestaan))
            continue
        waarden = dict(zip(kop, (cel.strip() for cel in cellen), strict=True))
        regels.append(Regel(lezer.line_num, waarden))
    if fouten:
        raise Invoerfout(fouten)
    return regels


def _ontcijferd(inhoud: bytes) -> str:
    try:
        return inhoud.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return inhoud.decode("cp1252")
    except UnicodeDecodeError as fout:
        rij = inhoud[: fout.start].count(b"\n") + 1
        raise Invoerfout(
            [Fout(rij, "(alle)", repr(inhoud[fout.start : fout.end]), zin("UTF-8 of Windows-1252"))]
        ) from fout


def _fouten_in_kop(kop: list[str], kolommen: Collection[str]) -> list[Fout]:
    toegestaan = zin(", ".join(kolommen))
    fouten = [Fout(1, naam or "(leeg)", naam, toegestaan) for naam in kop if naam not in kolommen]
    fouten += [Fout(1, naam, "(ontbreekt)", toegestaan) for naam in kolommen if naam not in kop]
    return fouten + [
        Fout(1, naam, naam, zin("elke kolom één keer")) for naam in set(kop) if kop.count(naam) > 1
    ]
