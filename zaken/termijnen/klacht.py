"""Terms of a klacht (Algemene wet bestuursrecht, Awb, chapter 9).

Nothing but a verdaging and the written consent of the klager moves the term of a klacht: missing data and a
criminal case do not (Awb 9:11). So these functions take no suspensions.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zaken.termijnen import taal
from zaken.termijnen.berekening import Berekening, Stap, Termijncode, eigen_norm, wettelijke_termijn
from zaken.termijnen.feestdagen import GELIJKGESTELDE_DAGEN
from zaken.termijnen.normen import STANDAARDNORMEN, Normen
from zaken.termijnen.rekenen import aantal_jaren, aantal_weken

NIET_IN_BEHANDELING = aantal_weken(4)
OORDEEL = aantal_weken(6)
OORDEEL_MET_COMMISSIE = aantal_weken(10)
VERDAGING_HOOGSTENS_WEKEN = 4
OMBUDSMAN = aantal_jaren(1)
_COMMISSIE = "Een commissie adviseert over de klacht."


@dataclass(frozen=True, kw_only=True)
class Verdaging:
    """A postponement under Awb 9:11, second paragraph: decided on `op`, told in writing to both sides.

    ValueError unless it is for one to four weeks.
    """

    op: date
    klager_bericht_op: date | None = None
    aangeklaagde_bericht_op: date | None = None
    weken: int = VERDAGING_HOOGSTENS_WEKEN

    def __post_init__(self) -> None:
        if not 1 <= self.weken <= VERDAGING_HOOGSTENS_WEKEN:
            raise ValueError(f"Verdagen kan met 1 tot en met 4 weken, niet met {self.weken}.")


def ontvangstbevestiging(
    *, ontvangen: date, via_commissie: bool = False, normen: Normen = STANDAARDNORMEN
) -> Berekening:
    """Own norm: Awb 9:6 asks for a confirmation but names no number of days.

    With a commission the confirmation must say so (Awb 9:15); the explanation reminds of it.
    """
    berekening = eigen_norm(
        code=Termijncode.KLACHT_ONTVANGSTBEVESTIGING,
        naam="Ontvangst bevestigen",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=[Stap(normen.klacht_ontvangstbevestiging)],
        bron="Eigen norm (Awb 9:6 noemt geen aantal dagen)",
    )
    if not via_commissie:
        return berekening
    return replace(berekening, zinnen=(*berekening.zinnen, "Noem de commissie in de bevestiging (Awb 9:15)."))


def niet_in_behandeling(
    *, ontvangen: date, gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN
) -> Berekening:
    """Awb 9:8, third paragraph: the klager hears within four weeks that the klacht is not taken up."""
    return wettelijke_termijn(
        code=Termijncode.KLACHT_NIET_IN_BEHANDELING,
        naam="Bericht: niet in behandeling",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=[Stap(NIET_IN_BEHANDELING)],
        bron="Awb 9:8, derde lid",
        gelijkgestelde_dagen=gelijkgestelde_dagen,
    )


def oordeel(
    *,
    ontvangen: date,
    via_commissie: bool = False,
    verdagingen: Sequence[Verdaging] = (),
    instemming_uitstel_tot: date | None = None,
    normen: Normen = STANDAARDNORMEN,
    gelijkgestelde_dagen: Collection[date] = GELIJKGESTELDE_DAGEN,
) -> Berekening:
    """Awb 9:11: six weeks, ten with a commission (9:13, 9:14), at most four more when postponed.

    A verdaging counts when klager and aangeklaagde were both told in writing and, by our own norms, when
    it is the first and came before the term ended; the explanation says when one does not count.
    `instemming_uitstel_tot` is the date up to which the klager agreed in writing (third paragraph): an
    agreed date, so it does not roll, and it only counts when it is later. For a klacht that Awb 9:11 does
    not bind, see `oordeel_buiten_awb`.
    """
    stap = Stap(OORDEEL_MET_COMMISSIE, _COMMISSIE) if via_commissie else Stap(OORDEEL)
    zonder = _oordeel_wettelijk(ontvangen, [stap], "Awb 9:11, eerste lid", gelijkgestelde_dagen)
    tellend, zinnen = _weeg(verdagingen, laatste_dag=zonder.datum, normen=normen)
    weken = min(VERDAGING_HOOGSTENS_WEKEN, sum(verdaging.weken for verdaging in tellend))
    berekening = zonder
    if weken:
        dagen = " en ".join(taal.voluit(verdaging.op) for verdaging in tellend)
        verdaagd = Stap(aantal_weken(weken), f"De behandeling is verdaagd op {dagen}.")
        bron = "Awb 9:11, eerste en tweede lid"
        berekening = _oordeel_wettelijk(ontvangen, [stap, verdaagd], bron, gelijkgestelde_dagen)
    berekening = replace(berekening, zinnen=(*berekening.zinnen, *zinnen))
    if instemming_uitstel_tot is None:
        return berekening
    return _met_instemming(berekening, instemming_uitstel_tot)


def oordeel_buiten_awb(
    *, ontvangen: date, via_commissie: bool = False, normen: Normen = STANDAARDNORMEN
) -> Berekening:
    """Own norm for a klacht that is not written, or not about conduct towards the klager.

    Awb 9:5 to 9:12 do not bind such a klacht; Awb 9:2 asks for proper treatment and names no term.
    """
    return eigen_norm(
        code=Termijncode.KLACHT_OORDEEL,
        naam="Oordeel over de klacht",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=[
            Stap(normen.klacht_buiten_awb_met_commissie, _COMMISSIE)
            if via_commissie
            else Stap(normen.klacht_buiten_awb)
        ],
        bron="Eigen norm (Awb 9:2 noemt geen termijn)",
    )


def ombudsman(
    *,
    kennisgeving_op: date | None = None,
    anders_geeindigd_op: date | None = None,
    had_moeten_eindigen_op: date | None = None,
) -> Berekening:
    """Awb 9:24, first paragraph: the klager can go to the ombudsman for one year.

    The year follows the kennisgeving; without one the day the procedure ended otherwise; without that the
    day it should have ended (the `datum` of `oordeel`). A term in years does not roll. ValueError when no
    day is known.
    """
    begin, aanhef = _begin_ombudsman(kennisgeving_op, anders_geeindigd_op, had_moeten_eindigen_op)
    return wettelijke_termijn(
        code=Termijncode.KLACHT_OMBUDSMAN,
        naam="Klager kan naar de ombudsman",
        begin=begin,
        aanhef=aanhef,
        stappen=[Stap(OMBUDSMAN)],
        bron="Awb 9:24, eerste lid",
    )


def _oordeel_wettelijk(
    ontvangen: date, stappen: Sequence[Stap], bron: str, gelijkgestelde_dagen: Collection[date]
) -> Berekening:
    return wettelijke_termijn(
        code=Termijncode.KLACHT_OORDEEL,
        naam="Oordeel over de klacht",
        begin=ontvangen,
        aanhef="Ontvangen",
        stappen=stappen,
        bron=bron,
        gelijkgestelde_dagen=gelijkgestelde_dagen,
    )


def _weeg(
    verdagingen: Sequence[Verdaging], *, laatste_dag: date, normen: Normen
) -> tuple[list[Verdaging], list[str]]:
    """The postponements that count, and a sentence for each one that does not."""
    tellend: list[Verdaging] = []
    zinnen: list[str] = []
    for verdaging in sorted(verdagingen, key=lambda verdaging: verdaging.op):
        telt_niet = f"De verdaging van {taal.voluit(verdaging.op)} telt niet:"
        if verdaging.klager_bericht_op is None or verdaging.aangeklaagde_bericht_op is None:
            zinnen.append(f"{telt_niet} de klager en de aangeklaagde moeten allebei bericht krijgen.")
        elif normen.verdaging_voor_afloop and verdaging.op > laatste_dag:
            zinnen.append(f"{telt_niet} de termijn was al voorbij.")
        elif normen.verdaging_eenmalig and tellend:
            zinnen.append(f"{telt_niet} verdagen kan een keer.")
        else:
            tellend.append(verdaging)
    return tellend, zinnen


def _met_instemming(berekening: Berekening, tot: date) -> Berekening:
    zin = f"De klager stemde schriftelijk in met uitstel tot en met {taal.voluit(tot)}."
    if tot <= berekening.datum:
        zin += " Dat is niet later, dus de datum blijft."
        return replace(berekening, zinnen=(*berekening.zinnen, zin))
    return replace(
        berekening,
        kale_datum=tot,
        datum=tot,
        werkdatum=tot,
        rolt=False,
        bron="Awb 9:11, derde lid",
        zinnen=(*berekening.zinnen, zin),
        reden="",
    )


def _begin_ombudsman(
    kennisgeving_op: date | None, anders_geeindigd_op: date | None, had_moeten_eindigen_op: date | None
) -> tuple[date, str]:
    if kennisgeving_op:
        return kennisgeving_op, "De klager kreeg bericht van het oordeel"
    if anders_geeindigd_op:
        return anders_geeindigd_op, "De behandeling eindigde"
    if had_moeten_eindigen_op:
        return had_moeten_eindigen_op, "De behandeling moest klaar zijn"
    raise ValueError("Zonder kennisgeving of einde van de behandeling is er geen termijn bij de ombudsman.")
