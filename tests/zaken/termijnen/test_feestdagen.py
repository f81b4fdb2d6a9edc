"""Algemene termijnenwet, articles 1 and 3: which days are no working day."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter  # type: ignore[import-untyped]  # the package has no stubs

from zaken.termijnen.feestdagen import (
    GELIJKGESTELDE_DAGEN,
    GELIJKSTELLINGEN,
    eerste_paasdag,
    eerstvolgende_werkdag,
    feestdagen,
    is_werkdag,
    koningsdag,
    waarom_geen_werkdag,
)

GELIJKGESTELD = [
    date(2017, 4, 28), date(2017, 5, 26),
    date(2018, 5, 11), date(2018, 12, 24), date(2018, 12, 31),
    date(2019, 5, 31), date(2019, 12, 27),
    date(2022, 5, 27),
    date(2023, 4, 28), date(2023, 5, 19),
    date(2024, 5, 10), date(2024, 12, 27),
    date(2025, 5, 30),
    date(2026, 1, 2), date(2026, 5, 15),
    date(2027, 5, 7),
    date(2028, 4, 28), date(2028, 5, 26),
]  # fmt: skip


def test_pasen_valt_op_de_dag_die_een_onafhankelijke_bibliotheek_geeft() -> None:
    afwijkend = [jaar for jaar in range(1583, 2500) if eerste_paasdag(jaar) != easter(jaar)]

    assert afwijkend == []


def test_de_feestdagen_van_2024_zijn_de_negen_uit_de_wet() -> None:
    assert feestdagen(2024) == {
        date(2024, 1, 1): "Nieuwjaarsdag",
        date(2024, 3, 29): "Goede Vrijdag",
        date(2024, 4, 1): "Tweede Paasdag",
        date(2024, 4, 27): "Koningsdag",
        date(2024, 5, 5): "Bevrijdingsdag",
        date(2024, 5, 9): "Hemelvaartsdag",
        date(2024, 5, 20): "Tweede Pinksterdag",
        date(2024, 12, 25): "Eerste Kerstdag",
        date(2024, 12, 26): "Tweede Kerstdag",
    }


@pytest.mark.parametrize(
    ("dag", "waarom"),
    [
        (date(2025, 1, 1), "is Nieuwjaarsdag"),
        (date(2025, 4, 18), "is Goede Vrijdag"),
        (date(2025, 4, 21), "is Tweede Paasdag"),
        (date(2026, 4, 27), "is Koningsdag"),
        (date(2025, 5, 5), "is Bevrijdingsdag"),
        (date(2025, 5, 29), "is Hemelvaartsdag"),
        (date(2025, 6, 9), "is Tweede Pinksterdag"),
        (date(2025, 12, 25), "is Eerste Kerstdag"),
        (date(2025, 12, 26), "is Tweede Kerstdag"),
        (date(2025, 5, 30), "telt als feestdag"),
        (date(2025, 5, 31), "is een zaterdag"),
        (date(2025, 6, 1), "is een zondag"),
    ],
)
def test_elke_soort_vrije_dag_is_geen_werkdag_en_zegt_waarom(dag: date, waarom: str) -> None:
    assert not is_werkdag(dag)
    assert waarom_geen_werkdag(dag) == waarom


@pytest.mark.parametrize(
    "dag",
    [
        date(2025, 5, 6),
        date(2025, 4, 17),  # Maundy Thursday
        date(2024, 12, 24),  # Christmas Eve, equated in 2018 only
        date(2024, 12, 31),
        date(2025, 6, 10),
    ],
)
def test_een_gewone_dag_is_een_werkdag(dag: date) -> None:
    assert is_werkdag(dag)
    assert waarom_geen_werkdag(dag) is None


@pytest.mark.parametrize("jaar", range(2019, 2031))
def test_vijf_mei_telt_elk_jaar(jaar: int) -> None:
    assert not is_werkdag(date(jaar, 5, 5))


@pytest.mark.parametrize(
    ("jaar", "dag"),
    [
        (2013, date(2013, 4, 30)),  # still Koninginnedag
        (2006, date(2006, 4, 29)),  # 30 April was a Sunday
        (2014, date(2014, 4, 26)),  # 27 April was a Sunday
        (2015, date(2015, 4, 27)),
        (2024, date(2024, 4, 27)),  # a Saturday does not move
        (2025, date(2025, 4, 26)),
        (2031, date(2031, 4, 26)),
    ],
)
def test_koningsdag_wijkt_alleen_voor_een_zondag(jaar: int, dag: date) -> None:
    assert koningsdag(jaar) == dag


def test_bij_samenloop_met_vijf_mei_heet_de_dag_hemelvaartsdag() -> None:
    assert feestdagen(2016)[date(2016, 5, 5)] == "Hemelvaartsdag"
    assert len(feestdagen(2016)) == 8


def test_de_ingebouwde_gelijkstellingen_zijn_precies_de_bekende_dagen() -> None:
    assert sorted(GELIJKGESTELDE_DAGEN) == GELIJKGESTELD
    assert len(GELIJKSTELLINGEN) == len(GELIJKGESTELD)


@pytest.mark.parametrize("dag", GELIJKGESTELD)
def test_een_gelijkgestelde_dag_is_een_weekdag_die_alleen_door_het_besluit_vrij_is(dag: date) -> None:
    assert not is_werkdag(dag)
    assert is_werkdag(dag, gelijkgestelde_dagen=())
    assert waarom_geen_werkdag(dag) == "telt als feestdag"


def test_elke_gelijkstelling_noemt_het_besluit() -> None:
    assert [rij for rij in GELIJKSTELLINGEN if "esluit" not in rij.bron] == []


def test_de_beheerder_kan_een_dag_toevoegen() -> None:
    nieuw = {*GELIJKGESTELDE_DAGEN, date(2029, 5, 11)}

    assert is_werkdag(date(2029, 5, 11))
    assert not is_werkdag(date(2029, 5, 11), gelijkgestelde_dagen=nieuw)


@pytest.mark.parametrize(
    ("dag", "werkdag"),
    [
        (date(2024, 11, 22), date(2024, 11, 22)),
        (date(2024, 11, 23), date(2024, 11, 25)),
        (date(2024, 12, 25), date(2024, 12, 30)),
        (date(2018, 12, 22), date(2018, 12, 27)),
        (date(2018, 12, 29), date(2019, 1, 2)),
        (date(2025, 4, 18), date(2025, 4, 22)),
    ],
)
def test_de_eerstvolgende_werkdag_slaat_weekend_en_feestdagen_over(dag: date, werkdag: date) -> None:
    assert eerstvolgende_werkdag(dag) == werkdag


def test_de_wet_schuift_met_de_ingebouwde_dagen_nooit_meer_dan_vijf_dagen_op() -> None:
    begin = date(2000, 1, 1)
    dagen = [begin + timedelta(days=n) for n in range(365 * 60)]

    assert max((eerstvolgende_werkdag(dag) - dag).days for dag in dagen) == 5
