"""Counted figures beside the published ones, per year and per source; the two are never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import gepubliceerd
from .cellen import Categorie
from .models import GepubliceerdCijfer, Uitsplitsing
from .tabellen import TOTAAL, Tabel


@dataclass(frozen=True)
class Vergelijkregel:
    """One published number with what is counted now; `geteld` None: no such row, or an unknown year."""

    code: str
    """Code of the counted row that it goes with, also of a total; empty: no row has it."""
    label: str
    """As printed; of a total that goes with a row, the label of that row."""
    gepubliceerd: int
    geteld: int | None
    is_circa: bool
    is_tegengesproken: bool
    is_totaal: bool

    @property
    def verschil(self) -> int | None:
        """Counted minus published; an estimate or a contradicted number is not compared."""
        if self.geteld is None or self.is_circa or self.is_tegengesproken:
            return None
        return self.geteld - self.gepubliceerd


@dataclass(frozen=True)
class Vergelijking:
    """What one source printed for one year of one table."""

    tabel: str
    jaar: int
    bron: str
    regels: tuple[Vergelijkregel, ...]

    @property
    def wijkt_af(self) -> bool:
        return any(regel.verschil for regel in self.regels)


def vergelijk(
    tabel: Tabel, cijfers: Iterable[GepubliceerdCijfer], categorieen: Sequence[Categorie]
) -> tuple[Vergelijking, ...]:
    """Per year and source of the table's register: the printed rows and total beside the counted ones."""
    if not tabel.regel.vergelijken:
        return ()
    van_register = [cijfer for cijfer in cijfers if cijfer.register == tabel.regel.register]
    onjuist = [fout.totaal for fout in gepubliceerd.tegenspraken(van_register)]
    uit = []
    for jaar in tabel.jaren:
        van_jaar = [cijfer for cijfer in van_register if cijfer.jaar == jaar and _hoort_bij(tabel, cijfer)]
        for bron in dict.fromkeys(cijfer.bron for cijfer in van_jaar):
            regels = tuple(
                Vergelijkregel(
                    code=(code := _code(tabel, cijfer, categorieen)),
                    label=_label(tabel, cijfer),
                    gepubliceerd=cijfer.aantal,
                    geteld=_geteld(tabel, code, cijfer.jaar),
                    is_circa=cijfer.is_circa,
                    is_tegengesproken=cijfer in onjuist,
                    is_totaal=cijfer.uitsplitsing == Uitsplitsing.TOTAAL_GEDRUKT,
                )
                for cijfer in van_jaar
                if cijfer.bron == bron
            )
            uit.append(Vergelijking(tabel.regel.id, jaar, bron, regels))
    return tuple(uit)


def _hoort_bij(tabel: Tabel, cijfer: GepubliceerdCijfer) -> bool:
    return cijfer.uitsplitsing in {Uitsplitsing.TOTAAL_GEDRUKT, tabel.regel.codelijst}


def _code(tabel: Tabel, cijfer: GepubliceerdCijfer, categorieen: Sequence[Categorie]) -> str:
    if cijfer.uitsplitsing == Uitsplitsing.TOTAAL_GEDRUKT:
        return tabel.regel.vergelijkrij or TOTAAL
    return gepubliceerd.code_bij(cijfer.label, categorieen) or ""


def _label(tabel: Tabel, cijfer: GepubliceerdCijfer) -> str:
    """A printed total stands under the name of its row, where the total of the table is another number."""
    if cijfer.uitsplitsing != Uitsplitsing.TOTAAL_GEDRUKT or tabel.regel.vergelijkrij is None:
        return cijfer.label
    return next((r.label for r in tabel.rijen if r.code == tabel.regel.vergelijkrij), cijfer.label)


def _geteld(tabel: Tabel, code: str, jaar: int) -> int | None:
    if code == TOTAAL:
        return tabel.totaal[jaar]
    rij = tabel.rij(code) if code else None
    return rij.aantallen[jaar] if rij else None
