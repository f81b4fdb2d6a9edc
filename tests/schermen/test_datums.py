"""Reading typed dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schermen.formulieren import DatumInvoer, DatumOngeldig, DeelDatum, lees_datum, lees_deeldatum

JAREN = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


@given(JAREN)
def test_elke_datum_in_drie_vakken_wordt_gelezen(datum: date) -> None:
    assert lees_datum(DatumInvoer(str(datum.day), str(datum.month), str(datum.year))) == datum
    assert lees_datum(DatumInvoer(f"{datum:%d}", f" {datum:%m} ", f"{datum:%Y}")) == datum


@given(JAREN, st.sampled_from(["-", "/", ".", " ", ". ", " / "]), st.integers(0, 2))
def test_een_geplakte_datum_wordt_in_elk_vak_gelezen(datum: date, teken: str, vak: int) -> None:
    geplakt = teken.join((str(datum.day), str(datum.month), str(datum.year)))
    assert lees_datum(DatumInvoer(*("" if nummer != vak else geplakt for nummer in range(3)))) == datum


@given(JAREN)
def test_een_iso_datum_wordt_gelezen(datum: date) -> None:
    assert lees_datum(DatumInvoer(dag=datum.isoformat())) == datum


def probeer(lees: Callable[[DatumInvoer], date | DeelDatum], invoer: DatumInvoer) -> object:
    try:
        return lees(invoer)
    except DatumOngeldig as fout:
        return fout


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_andere_invoer_geeft_een_melding_en_nooit_een_storing(dag: str, maand: str, jaar: str) -> None:
    for lees in (lees_datum, lees_deeldatum):
        uitkomst = probeer(lees, DatumInvoer(dag, maand, jaar))
        assert isinstance(uitkomst, (date, DeelDatum, DatumOngeldig))
        if isinstance(uitkomst, DatumOngeldig):
            assert uitkomst.melding
            assert set(uitkomst.delen) <= set(DatumInvoer._fields)


@pytest.mark.parametrize(
    ("getypt", "verwacht"),
    [
        (("3", "november", "2026"), date(2026, 11, 3)),
        (("3", "Mrt.", "2026"), date(2026, 3, 3)),
        (("3 november 2026", "", ""), date(2026, 11, 3)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("", "", "3/11/2026"), date(2026, 11, 3)),
    ],
)
def test_een_maand_mag_als_woord(getypt: tuple[str, str, str], verwacht: date) -> None:
    assert lees_datum(DatumInvoer(*getypt)) == verwacht


@pytest.mark.parametrize(
    ("getypt", "melding", "delen"),
    [
        (("31", "2", "2024"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("dag",)),
        (("29", "2", "2023"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("dag",)),
        (("32", "1", "2024"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("dag",)),
        (("1", "13", "2024"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("maand",)),
        (("1", "1", "abcd"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("jaar",)),
        (("1", "1", "0000"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("jaar",)),
        (("1", "1", "24"), "Vul het jaar in met 4 cijfers, bijvoorbeeld 2024.", ("jaar",)),
        (("1", "", "2024"), "Vul ook de maand in.", ("maand",)),
        (("", "", "2024"), "Vul ook de dag en de maand in.", ("dag", "maand")),
        (("٣", "1", "2024"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024.", ("dag",)),
    ],
)
def test_een_foute_datum_zegt_wat_er_mis_is_en_waar(
    getypt: tuple[str, str, str], melding: str, delen: tuple[str, ...]
) -> None:
    with pytest.raises(DatumOngeldig) as fout:
        lees_datum(DatumInvoer(*getypt))
    assert (fout.value.melding, fout.value.delen) == (melding, delen)


@pytest.mark.parametrize(
    ("getypt", "verwacht", "nauwkeurigheid", "van", "tot"),
    [
        (("", "", "2024"), DeelDatum(2024), "jaar", date(2024, 1, 1), date(2024, 12, 31)),
        (("", "2", "2024"), DeelDatum(2024, 2), "maand", date(2024, 2, 1), date(2024, 2, 29)),
        (("5", "2", "2024"), DeelDatum(2024, 2, 5), "dag", date(2024, 2, 5), date(2024, 2, 5)),
        (("5-2-2024", "", ""), DeelDatum(2024, 2, 5), "dag", date(2024, 2, 5), date(2024, 2, 5)),
    ],
)
def test_een_deel_van_een_datum_is_genoeg(
    getypt: tuple[str, str, str], verwacht: DeelDatum, nauwkeurigheid: str, van: date, tot: date
) -> None:
    gelezen = lees_deeldatum(DatumInvoer(*getypt))
    assert (gelezen, gelezen.nauwkeurigheid, gelezen.van, gelezen.tot) == (verwacht, nauwkeurigheid, van, tot)


@pytest.mark.parametrize(
    ("getypt", "melding"),
    [
        (("5", "", "2024"), "Vul ook de maand in."),
        (("", "2", ""), "Vul ook het jaar in."),
        (("5", "", ""), "Vul ook de maand en het jaar in."),
        (("31", "4", "2024"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024."),
    ],
)
def test_een_dag_zonder_maand_of_een_maand_zonder_jaar_kan_niet(
    getypt: tuple[str, str, str], melding: str
) -> None:
    with pytest.raises(DatumOngeldig, match=melding):
        lees_deeldatum(DatumInvoer(*getypt))


@given(JAREN, st.sampled_from(["dag", "maand", "jaar"]))
def test_een_deel_van_een_datum_loopt_van_de_eerste_tot_de_laatste_dag_die_het_kan_zijn(
    datum: date, tot_op: str
) -> None:
    deel = DeelDatum(
        datum.year, None if tot_op == "jaar" else datum.month, datum.day if tot_op == "dag" else None
    )
    buiten = (deel.van - timedelta(days=1), deel.tot + timedelta(days=1))
    delen = {"jaar": 1, "maand": 2, "dag": 3}[tot_op]
    for dag in (deel.van, datum, deel.tot):
        assert dag.timetuple()[:delen] == datum.timetuple()[:delen]
    assert [dag.timetuple()[:delen] == datum.timetuple()[:delen] for dag in buiten] == [False, False]
    assert deel.van <= datum <= deel.tot


def test_een_deeldatum_leest_als_een_zin() -> None:
    assert [str(d) for d in (DeelDatum(2024), DeelDatum(2024, 3), DeelDatum(2024, 3, 27))] == [
        "2024",
        "maart 2024",
        "27 maart 2024",
    ]
