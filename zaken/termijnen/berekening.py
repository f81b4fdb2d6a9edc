"""The result of a rule: one date with its source and the reason in words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from zaken.termijnen import taal
from zaken.termijnen.feestdagen import GELIJKGESTELDE_DAGEN, ZATERDAG, waarom_geen_werkdag
from zaken.termijnen.rekenen import Duur, Eenheid, Periode, verlengd, zonder_dagen

NOG_NIET_BEVESTIGD = "De ontvangst is nog niet bevestigd. Daarom tellen eerst de dagen voor de bevestiging."


class Termijncode(StrEnum):
    """Stable codes of the terms; they are stored and never renamed."""

    MELDING_ONTVANGSTBEVESTIGING = "melding_ontvangstbevestiging"
    MELDING_TERUGKOPPELING = "melding_terugkoppeling"
    MELDING_TUCHTBESCHULDIGING = "melding_tuchtbeschuldiging"
    MISSTAND_ONTVANGSTBEVESTIGING = "misstand_ontvangstbevestiging"
    MISSTAND_TERUGKOPPELING = "misstand_terugkoppeling"
    MISSTAND_BEVINDINGEN = "misstand_bevindingen"
    KLACHT_ONTVANGSTBEVESTIGING = "klacht_ontvangstbevestiging"
    KLACHT_NIET_IN_BEHANDELING = "klacht_niet_in_behandeling"
    KLACHT_OORDEEL = "klacht_oordeel"
    KLACHT_OMBUDSMAN = "klacht_ombudsman"
    ONDERZOEK_RAPPORT = "onderzoek_rapport"
    NAZORG = "nazorg"


class Soort(StrEnum):
    """Where a term comes from: the law, or our own choice that a beheerder may change."""

    WET = "wet"
    KEUZE = "keuze"


@dataclass(frozen=True, kw_only=True)
class Berekening:
    """One calculated term.

    `begin` is the day of the event; counting starts the day after. `kale_datum` is the date before
    rolling, `datum` the date after it. `werkdatum` is the date to plan, sort, warn and measure by:
    `datum`, except where the rule says to work with the plain date. `rolt` says whether the Algemene
    termijnenwet applies, not whether it moved this date (`is_verschoven`). `indicatie` marks a date that
    others decide on. `kenmerk` tells terms with one code in one zaak apart (months of nazorg, persons).
    `zinnen` explain the date in Dutch.
    """

    code: Termijncode
    naam: str
    begin: date
    kale_datum: date
    datum: date
    werkdatum: date
    rolt: bool
    bron: str
    soort: Soort
    zinnen: tuple[str, ...]
    reden: str = ""
    indicatie: bool = False
    kenmerk: str = ""
    voldaan_op: date | None = None

    @property
    def waarom(self) -> str:
        """The whole explanation (`Waarom deze datum?`)."""
        return " ".join(self.zinnen)

    @property
    def kort(self) -> str:
        """`Uiterlijk 30 december 2024. 27 december telt als feestdag.`"""
        return f"Uiterlijk {taal.voluit(self.werkdatum)}. {self.reden}".rstrip()

    @property
    def is_verschoven(self) -> bool:
        """Whether weekend or holidays moved the date."""
        return self.datum != self.kale_datum

    def in_woorden(self, vandaag: date) -> str:
        """How far away the working date is; `taal.in_woorden`."""
        return taal.in_woorden(self.werkdatum, vandaag)

    def met_voldaan_op(self, dag: date | None) -> "Berekening":
        """The same term, done on `dag`."""
        return replace(self, voldaan_op=dag)


@dataclass(frozen=True)
class Stap:
    """A duration and the sentence that leads to it; `aanloop` may be empty."""

    duur: Duur
    aanloop: str = ""


def vroegste(berekeningen: Iterable[Berekening]) -> Berekening:
    """The term to show when several run for one act: the earliest. ValueError when there is none."""
    return min(berekeningen, key=lambda berekening: (berekening.werkdatum, berekening.code))


def eis_niet_voor(dag: date | None, ontvangen: date, wat: str) -> None:
    """ValueError with a Dutch message when `dag` is known and lies before `ontvangen`."""
    if dag is not None and dag < ontvangen:
        raise ValueError(f"{wat} ({taal.voluit(dag)}) ligt voor {taal.voluit(ontvangen)}.")


def wettelijke_termijn(
    *,
    code: Termijncode,
    naam: str,
    begin: date,
    aanhef: str,
    stappen: Sequence[Stap],
    bron: str,
    gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN,
    werk_met_kale_datum: bool = False,
) -> Berekening:
    """A term set in a law. It rolls when each of its durations falls under the Algemene termijnenwet.

    A term and its lawful extension are two durations: ten weeks and four weeks both roll, though the sum
    exceeds twelve weeks.
    """
    kaal, zinnen = _tel(begin, aanhef, stappen)
    rolt = all(stap.duur.valt_onder_termijnenwet for stap in stappen)
    datum = verlengd(begin, kaal, gelijkgestelde_dagen=gelijkgestelde_dagen) if rolt else kaal
    redenen = _redenen(kaal, datum, gelijkgestelde_dagen)
    zinnen += [f"{taal.voluit(dag)} {waarom}." for dag, waarom in redenen]
    if datum != kaal:
        artikel = "" if redenen else ", artikel 2"
        if not redenen:
            zinnen.append("In de termijn zitten te weinig werkdagen.")
        zinnen.append(f"De laatste dag wordt {taal.voluit(datum)} (Algemene termijnenwet{artikel}).")
        if werk_met_kale_datum:
            zinnen.append(f"Werk met {taal.voluit(kaal)}: dan bent u zeker op tijd.")
    toon_reden = bool(redenen) and not werk_met_kale_datum
    return Berekening(
        code=code,
        naam=naam,
        begin=begin,
        kale_datum=kaal,
        datum=datum,
        werkdatum=kaal if werk_met_kale_datum else datum,
        rolt=rolt,
        bron=bron,
        soort=Soort.WET,
        zinnen=tuple(zinnen),
        reden=f"{taal.dag_en_maand(redenen[0][0])} {redenen[0][1]}." if toon_reden else "",
    )


def eigen_norm(
    *,
    code: Termijncode,
    naam: str,
    begin: date,
    aanhef: str,
    stappen: Sequence[Stap],
    bron: str,
    opschortingen: Iterable[Periode] = (),
    kenmerk: str = "",
) -> Berekening:
    """An own norm. It never rolls; the given suspensions push it on day by day."""
    kaal, zinnen = _tel(begin, aanhef, stappen)
    datum = zonder_dagen(begin, kaal, opschortingen)
    if datum != kaal:
        zinnen.append(
            f"De termijn stond stil: {taal.dagen((datum - kaal).days)}. "
            f"De laatste dag wordt {taal.voluit(datum)}."
        )
    zinnen.append("Dit is een eigen norm. Die schuift niet op voor weekend of feestdag.")
    return Berekening(
        code=code,
        naam=naam,
        begin=begin,
        kale_datum=datum,
        datum=datum,
        werkdatum=datum,
        rolt=False,
        bron=bron,
        soort=Soort.KEUZE,
        zinnen=tuple(zinnen),
        kenmerk=kenmerk,
    )


def _tel(begin: date, aanhef: str, stappen: Sequence[Stap]) -> tuple[date, list[str]]:
    """The plain date and the sentences that count up to it."""
    datum, zinnen = begin, [f"{aanhef} op {taal.voluit(begin)}."]
    for stap in stappen:
        vorige, datum = datum, stap.duur.na(datum)
        if stap.aanloop:
            zinnen.append(stap.aanloop)
        zinnen.append(f"{taal.beginhoofdletter(str(stap.duur))} later is {taal.voluit(datum)}.")
        if stap.duur.eenheid in (Eenheid.MAANDEN, Eenheid.JAREN) and datum.day != vorige.day:
            ontbreekt = f"{vorige.day} {taal.MAANDEN[datum.month - 1]} {datum.year}"
            zinnen.append(f"{ontbreekt} bestaat niet. Dan telt de laatste dag van de maand.")
    return datum, zinnen


def _redenen(kaal: date, datum: date, gelijkgestelde_dagen: Collection[date]) -> list[tuple[date, str]]:
    """Why the term moved: the plain date itself and the holidays after it, but not the weekends after it."""
    dagen = (kaal + timedelta(days=n) for n in range((datum - kaal).days))
    return [
        (dag, waarom)
        for dag in dagen
        if dag == kaal or dag.weekday() < ZATERDAG
        if (waarom := waarom_geen_werkdag(dag, gelijkgestelde_dagen=gelijkgestelde_dagen))
    ]
