"""docs/termijnen.md says what the code does."""

from datetime import date
from pathlib import Path

import pytest

from zaken.termijnen import (
    Berekening,
    Periode,
    Termijncode,
    Tuchtgegevens,
    klacht,
    melding,
    misstand,
    onderzoek,
)
from zaken.termijnen.feestdagen import GELIJKGESTELDE_DAGEN
from zaken.termijnen.klacht import Verdaging
from zaken.termijnen.taal import voluit
from zaken.termijnen.tuchtrecht import tuchtbeschuldiging

UITLEG = (Path(__file__).parents[3] / "docs" / "termijnen.md").read_text(encoding="utf-8")
DAG = date(2024, 11, 15)
VERDAAGD = date(2024, 12, 20)


def _tuchtbeschuldiging() -> Berekening:
    gegevens = Tuchtgegevens(
        gedraging_op=date(2024, 11, 1), telt_niet_mee=(Periode(date(2024, 11, 4), date(2024, 11, 8)),)
    )
    berekening = tuchtbeschuldiging(gegevens=gegevens)
    assert berekening is not None
    return berekening


VOORBEELDEN = [
    melding.ontvangstbevestiging(ontvangen=date(2024, 11, 21)),
    melding.terugkoppeling(ontvangen=date(2024, 11, 21), bevestigd_op=date(2024, 11, 25)),
    _tuchtbeschuldiging(),
    misstand.ontvangstbevestiging(ontvangen=date(2018, 12, 23)),
    misstand.terugkoppeling(ontvangen=date(2024, 11, 25), bevestigd_op=date(2024, 11, 30)),
    misstand.terugkoppeling(ontvangen=date(2024, 11, 25), bevestigd_op=date(2024, 12, 1)),
    misstand.terugkoppeling(ontvangen=date(2024, 11, 23)),
    misstand.bevindingen(ontvangen=DAG),
    klacht.ontvangstbevestiging(ontvangen=DAG, via_commissie=True),
    klacht.niet_in_behandeling(ontvangen=date(2024, 11, 27)),
    klacht.oordeel(ontvangen=DAG),
    klacht.oordeel(ontvangen=DAG, via_commissie=True),
    klacht.oordeel(
        ontvangen=DAG,
        verdagingen=[Verdaging(op=VERDAAGD, klager_bericht_op=VERDAAGD, aangeklaagde_bericht_op=VERDAAGD)],
        instemming_uitstel_tot=date(2025, 3, 1),
    ),
    klacht.oordeel_buiten_awb(ontvangen=DAG),
    klacht.ombudsman(kennisgeving_op=date(2024, 12, 28)),
    onderzoek.rapport(ingesteld_op=DAG),
    onderzoek.nazorg(afgehandeld_op=date(2024, 8, 31))[1],
]


@pytest.mark.parametrize("berekening", VOORBEELDEN, ids=lambda b: f"{b.code}-{b.begin}")
def test_elk_uitgewerkt_voorbeeld_staat_woordelijk_in_de_uitleg(berekening: Berekening) -> None:
    assert f"> {berekening.waarom}\n" in UITLEG


@pytest.mark.parametrize("code", sorted(Termijncode))
def test_elke_termijn_staat_in_de_uitleg_en_heeft_een_voorbeeld(code: Termijncode) -> None:
    assert f"`{code}`" in UITLEG
    assert code in {berekening.code for berekening in VOORBEELDEN}


def test_de_uitleg_noemt_elke_gelijkgestelde_dag() -> None:
    assert [dag for dag in sorted(GELIJKGESTELDE_DAGEN) if f"| {voluit(dag)} |" not in UITLEG] == []
