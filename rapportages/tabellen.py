"""From counted cells to tables, by a counting rule. Pure: no database, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .bron import Categorie, Cel
from .telregels import Telregel, Trendbreuk, trendbreuken_bij
from .verschil import Verschil

ZONDER_CATEGORIE = "zonder_categorie"
"""Code of the row for what has no category yet; shown only when there is something in it."""


@dataclass(frozen=True)
class Rij:
    """One row. None in a year: the row did not exist then, or nothing is known of that year."""

    code: str
    label: str
    aantallen: Mapping[int, int | None]


@dataclass(frozen=True)
class Tabel:
    """A counted table; years are columns, oldest first."""

    regel: Telregel
    jaar: int
    rijen: tuple[Rij, ...]
    totaal: Mapping[int, int | None]
    """Counted over all cells, apart from the rows: that rows add up to it is a check, not a definition."""
    memo: Mapping[int, int | None]
    """Units that left the table (doorgeleid) and stand below it."""
    trendbreuken: tuple[Trendbreuk, ...]
    is_lopend: bool
    """The year is not over: a change against a whole year would mislead, so there is none."""

    @property
    def jaren(self) -> tuple[int, ...]:
        return self.regel.jaren(self.jaar)

    def verschil(self, aantallen: Mapping[int, int | None], *, jaar: int | None = None) -> Verschil:
        """The change of a row, or of `totaal`, from the year before `jaar` (default: that of the table)."""
        tot = jaar or self.jaar
        vorig = None if self.is_lopend and tot == self.jaar else aantallen.get(tot - 1)
        return Verschil(vorig=vorig, nu=aantallen.get(tot))

    @property
    def verschil_totaal(self) -> Verschil:
        return self.verschil(self.totaal)

    def rij(self, code: str) -> Rij | None:
        return next((rij for rij in self.rijen if rij.code == code), None)

    def grootste(self) -> tuple[Rij, ...]:
        """Rows with the highest count of the year (more than one: they share the first place)."""
        gevuld = [
            (rij, aantal)
            for rij in self.rijen
            if rij.code != ZONDER_CATEGORIE and (aantal := rij.aantallen[self.jaar])
        ]
        hoogste = max((aantal for _, aantal in gevuld), default=0)
        return tuple(rij for rij, aantal in gevuld if aantal == hoogste)


def stel_samen(
    regel: Telregel,
    *,
    jaar: int,
    cellen: Iterable[Cel],
    categorieen: Sequence[Categorie],
    eerste_jaar: int | None,
    is_lopend: bool,
) -> Tabel:
    """One table of `jaar`.

    Rows are the categories that existed in one of the years, and any other in which something was counted:
    a count never falls out of the table. Years before `eerste_jaar` of the register are
    unknown, not zero; all are when it is None.
    """
    jaren = regel.jaren(jaar)
    bekend = {kolom for kolom in jaren if eerste_jaar is not None and kolom >= eerste_jaar}
    per_rij: Counter[tuple[str, int]] = Counter()
    totaal: Counter[int] = Counter()
    memo: Counter[int] = Counter()
    for cel in cellen:
        if cel.jaar not in bekend or cel.status in regel.zonder_status:
            continue
        if cel.status in regel.memo_status:
            memo[cel.jaar] += cel.aantal
            continue
        per_rij[cel.code or ZONDER_CATEGORIE, cel.jaar] += cel.aantal
        totaal[cel.jaar] += cel.aantal
    per_jaar = {kolom: totaal[kolom] if kolom in bekend else None for kolom in jaren}
    return Tabel(
        regel=regel,
        jaar=jaar,
        rijen=_rijen(regel, jaren, bekend, per_rij, per_jaar, categorieen),
        totaal=per_jaar,
        memo={kolom: memo[kolom] if kolom in bekend else None for kolom in jaren},
        trendbreuken=trendbreuken_bij(regel.id, jaren),
        is_lopend=is_lopend,
    )


def _rijen(
    regel: Telregel,
    jaren: Sequence[int],
    bekend: set[int],
    per_rij: Mapping[tuple[str, int], int],
    totaal: Mapping[int, int | None],
    categorieen: Sequence[Categorie],
) -> tuple[Rij, ...]:
    if regel.codelijst is None:
        return (Rij(regel.eenheid.meervoud, regel.eenheid.meervoud.capitalize(), totaal),)

    def aantal(categorie: Categorie, jaar: int) -> int | None:
        geteld = per_rij.get((categorie.code, jaar), 0)
        return geteld if jaar in bekend and (geteld or categorie.bestond_in(jaar)) else None

    gebruikt = {code for (code, _), geteld in per_rij.items() if geteld}
    tonen = [c for c in categorieen if c.code in gebruikt or any(c.bestond_in(jaar) for jaar in jaren)]
    zwevend = sorted(gebruikt - {c.code for c in categorieen} - {ZONDER_CATEGORIE})
    tonen += [Categorie(code, code) for code in zwevend]
    if ZONDER_CATEGORIE in gebruikt:
        tonen.append(Categorie(ZONDER_CATEGORIE, "Nog niet ingedeeld"))
    return tuple(Rij(c.code, c.label, {jaar: aantal(c, jaar) for jaar in jaren}) for c in tonen)
