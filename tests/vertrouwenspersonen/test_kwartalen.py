from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwenspersonen.kwartalen import Kwartaal, laatste_kwartalen, zonder_gesprek_sinds

dagen = st.dates(min_value=date(2001, 1, 1), max_value=date(2098, 12, 31))


@given(dagen)
def test_een_dag_ligt_binnen_zijn_kwartaal(dag: date) -> None:
    kwartaal = Kwartaal.van(dag)
    assert kwartaal.eerste_dag <= dag <= kwartaal.laatste_dag
    assert Kwartaal.lees(str(kwartaal)) == kwartaal


@given(dagen)
def test_vorige_en_volgende_sluiten_aan(dag: date) -> None:
    kwartaal = Kwartaal.van(dag)
    assert kwartaal.vorige().laatste_dag + timedelta(days=1) == kwartaal.eerste_dag
    assert kwartaal.volgende().vorige() == kwartaal


@given(dagen, dagen)
def test_de_opgeslagen_vorm_sorteert_als_de_kwartalen(een: date, ander: date) -> None:
    kwartaal, tweede = Kwartaal.van(een), Kwartaal.van(ander)
    assert (str(kwartaal) < str(tweede)) == (kwartaal < tweede)


@pytest.mark.parametrize(
    "tekst", ["", "2024", "2024-K0", "2024-K5", "1999-K1", "2024-K3 ", "2024-K3\n", "2024-k3"]
)
def test_andere_tekst_is_geen_kwartaal(tekst: str) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Kwartaal.lees(tekst)


def test_een_kwartaal_staat_in_woorden_op_het_scherm() -> None:
    assert Kwartaal(2024, 3).label == "juli tot en met september 2024"
    assert Kwartaal(2024, 3).kort == "3e kwartaal 2024"


def test_de_laatste_kwartalen_staan_nieuwste_eerst() -> None:
    assert [str(k) for k in laatste_kwartalen(tot_en_met=Kwartaal(2024, 2), aantal=3)] == [
        "2024-K2",
        "2024-K1",
        "2023-K4",
    ]


@given(dagen)
def test_sluiten_wordt_nooit_binnen_90_dagen_voorgesteld(vandaag: date) -> None:
    grens = zonder_gesprek_sinds(vandaag)
    assert grens.laatste_dag + timedelta(days=90) <= vandaag
    assert grens.volgende().laatste_dag + timedelta(days=90) > vandaag


def test_sluiten_wordt_op_de_negentigste_dag_voorgesteld() -> None:
    assert zonder_gesprek_sinds(date(2024, 12, 28)) == Kwartaal(2024, 2)
    assert zonder_gesprek_sinds(date(2024, 12, 29)) == Kwartaal(2024, 3)
