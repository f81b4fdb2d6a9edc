"""From counted cells to tables, by a counting rule. Pure: no database, no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop as _

from .cellen import Categorie, Cel
from .gepubliceerd import Gedrukt
from .models import Register
from .telregels import Telregel, Trendbreuk, trendbreuken_bij
from .verschil import Verschil

TOTAAL = "totaal"
"""Code of the total of a table, counted or published."""
ZONDER_CATEGORIE = "zonder_categorie"
"""Code of the row for what has no category yet; shown only when there is something in it."""
ONBEKEND = "onbekend"
"""Code of that row where "unknown" is an answer and not a fault."""


@dataclass(frozen=True)
class Rij:
    """One row. None in a year: the row did not exist then, or nothing is known of that year."""

    code: str
    label: str
    aantallen: Mapping[int, int | None]
    label_en: str = ""
    """For a screen in English, of a code list; empty: what the catalogue makes of the label."""
    label_was: str = ""
    label_sinds: date | None = None
    """Of a code list: what the row was called before that day."""


@dataclass(frozen=True)
class Tabel:
    """A counted table; years are columns, oldest first."""

    regel: Telregel
    jaar: int
    rijen: tuple[Rij, ...]
    totaal: Mapping[int, int | None]
    """Counted over all cells, or by itself: that the rows make it is a check, not a definition."""
    memo: tuple[Rij, ...]
    """Units that stand below the table and not in it (doorgeleid); a row for each line of the rule."""
    trendbreuken: tuple[Trendbreuk, ...]
    is_lopend: bool
    """The year is not over: a change against a whole year would mislead, so there is none."""
    stand_op: date
    """The day that the year itself describes."""
    gedrukt: Mapping[int, Gedrukt] = field(default_factory=dict)
    """Published totals of the years that were not counted."""
    geannuleerd: Mapping[int, int] = field(default_factory=dict)
    """Of years whose figures were made: what was annulled since, and so is not in them any more."""

    @property
    def gedrukt_bij(self) -> str:
        """Code of the row that a published total goes with."""
        return self.regel.vergelijkrij or TOTAAL

    def stand(self, jaar: int) -> date:
        """The day that the column of `jaar` describes: its own end, or the day of the table while it lasts."""
        return min(date(jaar, 12, 31), self.stand_op)

    @property
    def jaren(self) -> tuple[int, ...]:
        return self.regel.jaren(self.jaar)

    def som(self, jaar: int) -> int:
        """What the rows make together, those that are taken off counted negative."""
        return sum(
            (rij.aantallen[jaar] or 0) * (-1 if rij.code in self.regel.aftrek else 1) for rij in self.rijen
        )

    def verschil(self, aantallen: Mapping[int, int | None], *, jaar: int | None = None) -> Verschil:
        """The change of a row, or of `totaal`, from the year before `jaar` (default: that of the table)."""
        tot = jaar or self.jaar
        vorig = None if self.is_lopend and tot == self.jaar else aantallen.get(tot - 1)
        return Verschil(vorig=vorig, nu=aantallen.get(tot))

    @property
    def totaalrij(self) -> Rij:
        """The total as a row."""
        return Rij(TOTAAL, self.totaallabel, self.totaal)

    @property
    def totaallabel(self) -> str:
        return (self.is_lopend and self.regel.totaallabel_lopend) or self.regel.totaallabel

    @property
    def verschil_totaal(self) -> Verschil:
        return self.verschil(self.totaal)

    def rij(self, code: str) -> Rij | None:
        return next((rij for rij in self.rijen if rij.code == code), None)

    @property
    def hernoemd(self) -> tuple[Rij, ...]:
        """Rows that were called otherwise when the first year of the table was over."""
        eerste = date(min(self.jaren), 12, 31)
        return tuple(rij for rij in self.rijen if rij.label_sinds and rij.label_sinds > eerste)

    def aantal(self, code: str) -> int:
        """The count of a row in the year of the table; 0 when there is no such row."""
        rij = self.rij(code)
        return (rij.aantallen[self.jaar] or 0) if rij else 0

    def onder(self, status: str) -> int:
        """The count of a line below the table, in its year."""
        return next((rij.aantallen[self.jaar] or 0 for rij in self.memo if rij.code == status), 0)

    def eronder(self) -> list[tuple[str, int]]:
        """Label (Dutch) and count of the lines below the table, in its year; without those that print nothing."""
        return [
            (rij.label, self.onder(rij.code))
            for rij, regel in zip(self.memo, self.regel.memo, strict=True)
            if self.onder(rij.code) or (regel.ook_nul and self.totaal[self.jaar] is not None)
        ]

    def grootste(self) -> tuple[Rij, ...]:
        """Rows with the highest count of the year (more than one: they share the first place)."""
        gevuld = [
            (rij, aantal)
            for rij in self.rijen
            if rij.code != ZONDER_CATEGORIE and (aantal := rij.aantallen[self.jaar])
        ]
        hoogste = max((aantal for _rij, aantal in gevuld), default=0)
        return tuple(rij for rij, aantal in gevuld if aantal == hoogste)


def stel_samen(
    regel: Telregel,
    *,
    jaar: int,
    cellen: Collection[Cel],
    categorieen: Sequence[Categorie],
    bekende_jaren: Collection[int],
    is_lopend: bool,
    stand_op: date,
    gedrukt: Mapping[int, Gedrukt],
    geannuleerd: Mapping[tuple[Register, int], int],
) -> Tabel:
    """One table of `jaar`.

    Rows are the categories that existed in one of the years, the fixed rows of the rule, and any other in which
    something was counted: a count never falls out of the table. Years outside `bekende_jaren` are unknown, not zero.
    `gedrukt`: published totals, kept of the unknown years only.
    """
    jaren = regel.jaren(jaar)
    bekend = {kolom for kolom in jaren if kolom in bekende_jaren}
    geteld = _tel_op(regel, [cel for cel in cellen if cel.jaar in bekend])
    per_jaar = {kolom: geteld.totaal[kolom] if kolom in bekend else None for kolom in jaren}
    return Tabel(
        regel=regel,
        jaar=jaar,
        rijen=_rijen(regel, jaren, bekend, geteld.per_rij, per_jaar, categorieen),
        totaal=per_jaar,
        memo=tuple(
            Rij(
                m.status,
                m.label,
                {kolom: geteld.eronder[m.status, kolom] if kolom in bekend else None for kolom in jaren},
            )
            for m in regel.memo
        ),
        trendbreuken=trendbreuken_bij(regel.id, jaren),
        is_lopend=is_lopend,
        stand_op=stand_op,
        gedrukt={kolom: gedrukt[kolom] for kolom in jaren if kolom not in bekend and kolom in gedrukt},
        geannuleerd={
            kolom: geannuleerd[regel.register, kolom]
            for kolom in jaren
            if (regel.register, kolom) in geannuleerd
        },
    )


@dataclass(frozen=True)
class _Som:
    """Cells added up by the rule of one table, per year."""

    per_rij: Counter[tuple[str, int]]
    """By code."""
    totaal: Counter[int]
    eronder: Counter[tuple[str, int]]
    """By status: what stands below the table and counts in no row."""


def _tel_op(regel: Telregel, cellen: Iterable[Cel]) -> _Som:
    som = _Som(Counter(), Counter(), Counter())
    statussen_eronder = {regel_eronder.status for regel_eronder in regel.memo}
    leeg = ONBEKEND if regel.zonder_code else ZONDER_CATEGORIE
    for cel in cellen:
        if cel.status in regel.zonder_status:
            continue
        if cel.status in statussen_eronder:
            som.eronder[cel.status, cel.jaar] += cel.aantal
        elif cel.code == regel.totaalcode:
            som.totaal[cel.jaar] += cel.aantal
        else:
            som.per_rij[cel.code or leeg, cel.jaar] += cel.aantal
            if regel.totaalcode is None:
                som.totaal[cel.jaar] += cel.aantal
    return som


def _rijen(
    regel: Telregel,
    jaren: Sequence[int],
    bekend: set[int],
    per_rij: Mapping[tuple[str, int], int],
    totaal: Mapping[int, int | None],
    categorieen: Sequence[Categorie],
) -> tuple[Rij, ...]:
    if regel.alleen_totaal:
        return (Rij(regel.eenheid.meervoud, regel.eenheid.meervoud.capitalize(), totaal),)

    def aantal(categorie: Categorie, jaar: int) -> int | None:
        geteld = per_rij.get((categorie.code, jaar), 0)
        return geteld if jaar in bekend and (geteld or categorie.bestond_in(jaar)) else None

    gebruikt = {code for (code, _jaar), geteld in per_rij.items() if geteld}
    tonen = [Categorie(rij.code, rij.label) for rij in regel.eerste_rijen]
    tonen += [
        c
        for c in categorieen
        if c.code in gebruikt
        or (c.code not in regel.alleen_gevuld and any(c.bestond_in(jaar) for jaar in jaren))
    ]
    tonen += [Categorie(rij.code, rij.label) for rij in regel.vaste_rijen]
    zwevend = sorted(gebruikt - {c.code for c in tonen} - {ZONDER_CATEGORIE, ONBEKEND})
    tonen += [Categorie(code, code) for code in zwevend]
    if ONBEKEND in gebruikt and regel.zonder_code:
        tonen.append(Categorie(ONBEKEND, regel.zonder_code))
    if ZONDER_CATEGORIE in gebruikt:
        tonen.append(Categorie(ZONDER_CATEGORIE, _("Nog niet ingedeeld")))
    return tuple(
        Rij(
            *(c.code, c.label, {jaar: aantal(c, jaar) for jaar in jaren}),
            *(c.label_en, c.label_was, c.label_sinds),
        )
        for c in tonen
    )
