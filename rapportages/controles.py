"""Self-checks: what must hold before anybody uses a figure. Each says in words what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .tabellen import ZONDER_CATEGORIE, Tabel
from .verschil import getal, procent, procent_van

GETAL = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?%?")


@dataclass(frozen=True)
class Bevinding:
    """A check that failed: which table, and what to repair."""

    tabel: str
    tekst: str


def controleer(tabellen: Sequence[Tabel], *, tekst: str, stand_op: date) -> tuple[Bevinding, ...]:
    """Every failed check; empty when all is well."""
    return (
        *[bevinding for tabel in tabellen for bevinding in _rijen_zijn_totaal(tabel)],
        *[bevinding for tabel in tabellen for bevinding in _alles_ingedeeld(tabel)],
        *_zelfde_totaal(tabellen),
        *_tekst_klopt(tekst, tabellen, stand_op),
    )


def _rijen_zijn_totaal(tabel: Tabel) -> Iterable[Bevinding]:
    if not tabel.regel.optellend:
        return
    for jaar in tabel.jaren:
        totaal = tabel.totaal[jaar]
        som = sum(rij.aantallen[jaar] or 0 for rij in tabel.rijen)
        if totaal is not None and som != totaal:
            yield Bevinding(
                tabel.regel.id,
                f"{tabel.regel.titel}, {jaar}: de rijen zijn samen {getal(som)}, "
                f"het totaal is {getal(totaal)}. Herstel dit eerst.",
            )


def _alles_ingedeeld(tabel: Tabel) -> Iterable[Bevinding]:
    rij = tabel.rij(ZONDER_CATEGORIE)
    if rij and (aantal := rij.aantallen[tabel.jaar]):
        eenheid = tabel.regel.eenheid.bij(aantal)
        heeft = "heeft" if aantal == 1 else "hebben"
        yield Bevinding(
            tabel.regel.id,
            f"{tabel.regel.titel}, {tabel.jaar}: {getal(aantal)} {eenheid} {heeft} nog geen rij.",
        )


def _zelfde_totaal(tabellen: Sequence[Tabel]) -> Iterable[Bevinding]:
    """Tables of one register print one total for one year."""
    for nummer, tabel in enumerate(tabellen):
        for ander in tabellen[nummer + 1 :]:
            if ander.regel.register != tabel.regel.register:
                continue
            for jaar in sorted(set(tabel.jaren) & set(ander.jaren)):
                if tabel.totaal[jaar] != ander.totaal[jaar]:
                    yield Bevinding(
                        ander.regel.id,
                        f"{jaar}: ‘{tabel.regel.titel}’ en ‘{ander.regel.titel}’ hebben een ander totaal. "
                        "Herstel dit eerst.",
                    )


def _tekst_klopt(tekst: str, tabellen: Sequence[Tabel], stand_op: date) -> Iterable[Bevinding]:
    """Every number in the paragraph stands in a table, or follows from two numbers that do."""
    bekend = {getal(waarde) for waarde in _getallen(tabellen)} | _percentages(tabellen) | {str(stand_op.day)}
    bekend |= {str(jaar) for tabel in tabellen for jaar in (*tabel.jaren, tabel.jaar - 1)}
    los = tekst
    for zin in {breuk.tekst for tabel in tabellen for breuk in tabel.trendbreuken}:
        los = los.replace(zin, "")
    los = re.sub(r"‘[^’]*’", "", los)
    for gevonden in sorted(set(GETAL.findall(los)) - bekend):
        yield Bevinding(
            "tekst", f"De tekst noemt {gevonden}. Dat getal staat in geen tabel. Herstel dit eerst."
        )


def _getallen(tabellen: Sequence[Tabel]) -> set[int]:
    uit: set[int] = set()
    for tabel in tabellen:
        for aantallen in (*(rij.aantallen for rij in tabel.rijen), tabel.totaal, tabel.memo):
            uit |= {waarde for waarde in aantallen.values() if waarde is not None}
        uit.add(abs(tabel.verschil_totaal.aantal or 0))
    return uit


def _percentages(tabellen: Sequence[Tabel]) -> set[str]:
    uit: set[str] = set()
    for tabel in tabellen:
        if (wijziging := tabel.verschil_totaal.procent) is not None:
            uit.add(procent(abs(wijziging)))
        if totaal := tabel.totaal[tabel.jaar]:
            uit |= {procent(procent_van(rij.aantallen[tabel.jaar] or 0, totaal)) for rij in tabel.rijen}
    return uit
