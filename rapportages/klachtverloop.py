"""Table 11 from periods: when a klacht was open, how that ended and whether it ended in time. Pure.

A klacht is open from receipt, and again from the day it was taken up once more; each such stretch is one period.
Source of the terms: Awb 9:11, computed by `zaken.termijnen`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zaken.termijnen import Normen, geldige_normen, klacht

from .cellen import Cel
from .telregels.gemeen import DOORGELEID, ZONDER_STATUS
from .telregels.klachten import (
    AFGEDAAN,
    BINNEN_TERMIJN,
    CORRECTIE,
    DOORGEZONDEN,
    GEEN_TERMIJN,
    HEROPEND,
    INGETROKKEN,
    MET_INSTEMMING,
    NA_VERDAGING,
    NIET_IN_BEHANDELING,
    OMBUDSMAN,
    ONTVANGEN,
    OPEN_BEGIN,
    OPEN_EIND,
    OPEN_TE_LAAT,
    TE_LAAT,
    TEVREDEN,
)

ZONDER_OORDEEL = frozenset(rij.code for rij in (INGETROKKEN, TEVREDEN, NIET_IN_BEHANDELING, DOORGEZONDEN))
"""Ways in which a klacht ends without an oordeel; the values of `Klacht.Afsluitgrond`."""


@dataclass(frozen=True)
class Klachtperiode:
    """One stretch in which a klacht was open, without anything that tells which klacht it was.

    `begin` is the day of receipt, or of reopening; `einde` is None while it is open. The two `vastgelegd` dates say
    when that was recorded.
    """

    ontvangen: date
    begin: date
    begin_vastgelegd: date
    einde: date | None = None
    einde_vastgelegd: date | None = None
    eindstatus: str = ""
    is_heropening: bool = False
    oordeel: str = ""
    afsluitgrond: str = ""
    via_commissie: bool = False
    bindt_awb: bool = True
    kennisgeving: date | None = None
    verdaging: klacht.Verdaging | None = None
    instemming_op: date | None = None
    instemming_tot: date | None = None
    ombudsman_op: date | None = None

    @property
    def wijze(self) -> str:
        """How it ended: code of an oordeel, or one of `ZONDER_OORDEEL`; empty when nothing says so."""
        if self.afsluitgrond:
            return self.afsluitgrond
        return self.eindstatus if self.eindstatus in ZONDER_OORDEEL else self.oordeel

    def was_open(self, dag: date) -> bool:
        """At the end of `dag`."""
        return self.begin <= dag and (self.einde is None or self.einde > dag)


@dataclass(frozen=True)
class Termijnkader:
    """What the terms follow from: the own norms of all time and the days equated with a holiday."""

    normen: Sequence[Normen]
    gelijkgestelde_dagen: Collection[date]


def zoals_bekend(
    perioden: Iterable[Klachtperiode], *, stand_op: date, vastgelegd_tot: date
) -> Iterator[Klachtperiode]:
    """The periods as they were on `stand_op`, by what was recorded on `vastgelegd_tot` or earlier."""
    for periode in perioden:
        if periode.begin > stand_op or periode.begin_vastgelegd > vastgelegd_tot:
            continue
        laat = periode.einde_vastgelegd and periode.einde_vastgelegd > vastgelegd_tot
        if periode.einde and (periode.einde > stand_op or laat):
            yield replace(periode, einde=None, einde_vastgelegd=None, eindstatus="", afsluitgrond="")
        else:
            yield periode


def tel_verloop(perioden: Sequence[Klachtperiode], *, jaren: range, stand_op: date) -> list[Cel]:
    """Open on 1 January, received, reopened, afgedaan and open at the end; each is counted by itself.

    Each year is counted as it stood at its own end. What was open on 1 January is what the year before ended with; what
    left the klachten since (doorgeleid, samengevoegd) is a correctie.
    """
    aantallen: Counter[tuple[int, str, str]] = Counter()
    for jaar in jaren:
        eerste, laatste = date(jaar, 1, 1), min(date(jaar, 12, 31), stand_op)
        vorige_avond = date(jaar - 1, 12, 31)
        begin = sum(_is_klacht(p) and p.was_open(vorige_avond) for p in _op(perioden, vorige_avond))
        aantallen[jaar, OPEN_BEGIN.code, ""] = begin
        aantallen[jaar, CORRECTIE.code, ""] = -begin
        for periode in _op(perioden, laatste):
            if periode.eindstatus in ZONDER_STATUS:
                continue
            if periode.ombudsman_op and eerste <= periode.ombudsman_op <= laatste:
                aantallen[jaar, "", OMBUDSMAN.status] += 1
            in_jaar = eerste <= periode.begin <= laatste
            if periode.eindstatus == DOORGELEID.status:
                aantallen[jaar, "", DOORGELEID.status] += in_jaar
                continue
            aantallen[jaar, CORRECTIE.code, ""] += periode.was_open(vorige_avond)
            aantallen[jaar, HEROPEND.code if periode.is_heropening else ONTVANGEN.code, ""] += in_jaar
            aantallen[jaar, AFGEDAAN.code, ""] += bool(periode.einde and eerste <= periode.einde <= laatste)
            aantallen[jaar, OPEN_EIND.code, ""] += periode.was_open(laatste)
    return _cellen(aantallen)


def _op(perioden: Iterable[Klachtperiode], dag: date) -> Iterator[Klachtperiode]:
    """The periods as they stood at the end of `dag`."""
    return zoals_bekend(perioden, stand_op=dag, vastgelegd_tot=date.max)


def _is_klacht(periode: Klachtperiode) -> bool:
    return periode.eindstatus not in {*ZONDER_STATUS, DOORGELEID.status}


def tel_afgedaan(perioden: Iterable[Klachtperiode], *, jaren: range) -> list[Cel]:
    """Ends per year and way."""
    return _cellen(
        Counter(
            (periode.einde.year, periode.wijze, periode.eindstatus)
            for periode in perioden
            if periode.einde and periode.einde.year in jaren and periode.eindstatus != DOORGELEID.status
        )
    )


def tel_termijnen(
    perioden: Sequence[Klachtperiode], *, jaren: range, stand_op: date, kader: Termijnkader
) -> list[Cel]:
    """Ends per year by term, and what was open at the end of the year with its term past."""
    aantallen: Counter[tuple[int, str, str]] = Counter()
    for jaar in jaren:
        laatste = min(date(jaar, 12, 31), stand_op)
        for periode in _op(perioden, laatste):
            if periode.eindstatus == DOORGELEID.status:
                continue
            if periode.einde and periode.einde.year == jaar:
                rij = _termijnrij(periode, periode.einde, kader)
                aantallen[jaar, rij, periode.eindstatus] += 1
            if periode.was_open(laatste) and _is_te_laat(periode, laatste, kader):
                aantallen[jaar, OPEN_TE_LAAT.code, ""] += 1
    return _cellen(aantallen)


def met_gepubliceerde_stand(cellen: Iterable[Cel], standen: Mapping[int, int]) -> list[Cel]:
    """Let a year begin with what was published for the end of the year before; the difference is the correction.

    `standen`: published klachten open on 31 December, per year. Where nothing was published the count stands.
    """
    uit = []
    for cel in cellen:
        stand = standen.get(cel.jaar - 1)
        if cel.code == OPEN_BEGIN.code and stand is not None:
            uit.append(cel._replace(aantal=stand))
            uit.append(Cel(cel.jaar, CORRECTIE.code, "", cel.aantal - stand))
        else:
            uit.append(cel)
    return uit


def _cellen(aantallen: Mapping[tuple[int, str, str], int]) -> list[Cel]:
    return [Cel(jaar, code, status, aantal) for (jaar, code, status), aantal in aantallen.items()]


def _termijnrij(periode: Klachtperiode, einde: date, kader: Termijnkader) -> str:
    """The row for a period that ended on `einde`."""
    met_termijn = periode.wijze not in ZONDER_OORDEEL or periode.wijze == TEVREDEN.code
    if not periode.bindt_awb or periode.is_heropening or not met_termijn:
        return GEEN_TERMIJN.code
    gereed = periode.kennisgeving or einde
    uiterlijk = _uiterlijk(periode, gereed, kader)
    if gereed <= uiterlijk.zonder:
        return BINNEN_TERMIJN.code
    if gereed <= uiterlijk.na_verdaging:
        return NA_VERDAGING.code
    return MET_INSTEMMING.code if gereed <= uiterlijk.met_instemming else TE_LAAT.code


def _is_te_laat(periode: Klachtperiode, dag: date, kader: Termijnkader) -> bool:
    if not periode.bindt_awb or periode.is_heropening:
        return False
    return dag > _uiterlijk(periode, dag, kader).met_instemming


@dataclass(frozen=True)
class _Uiterlijk:
    zonder: date
    na_verdaging: date
    met_instemming: date


def _uiterlijk(periode: Klachtperiode, dag: date, kader: Termijnkader) -> _Uiterlijk:
    """The last days by Awb 9:11, with what was decided or agreed on `dag` or earlier."""
    normen = geldige_normen(kader.normen, op=periode.ontvangen)

    def oordeel(verdagingen: Sequence[klacht.Verdaging], tot: date | None) -> date:
        return klacht.oordeel(
            ontvangen=periode.ontvangen,
            via_commissie=periode.via_commissie,
            verdagingen=verdagingen,
            instemming_uitstel_tot=tot,
            normen=normen,
            gelijkgestelde_dagen=kader.gelijkgestelde_dagen,
        ).datum

    verdaging = periode.verdaging
    verdagingen = [verdaging] if verdaging and verdaging.op <= dag else []
    ingestemd = periode.instemming_op is not None and periode.instemming_op <= dag
    return _Uiterlijk(
        zonder=oordeel([], None),
        na_verdaging=oordeel(verdagingen, None),
        met_instemming=oordeel(verdagingen, periode.instemming_tot if ingestemd else None),
    )
