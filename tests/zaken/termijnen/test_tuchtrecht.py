"""Wet militair tuchtrecht, article 53: the last day to issue a tuchtbeschuldiging."""

from datetime import date, timedelta

import pytest

from zaken.termijnen import Berekening, Periode, Soort, Tuchtgegevens, tuchtrecht

G = date(2024, 11, 1)


def bereken(gegevens: Tuchtgegevens) -> Berekening:
    berekening = tuchtrecht.tuchtbeschuldiging(gegevens=gegevens)
    assert berekening is not None
    return berekening


def test_eenentwintig_dagen_na_de_gedraging_als_indicatie() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G))

    assert berekening.datum == berekening.kale_datum == date(2024, 11, 22)
    assert (berekening.soort, berekening.rolt, berekening.indicatie) == (Soort.WET, False, True)
    assert berekening.naam == "Uiterste datum tuchtbeschuldiging"
    assert berekening.waarom == (
        "De gedraging was op 1 november 2024. 21 dagen later is 22 november 2024. "
        "Dit is een indicatie. De commandant beslist."
    )


def test_een_einde_in_het_weekend_schuift_niet_op() -> None:
    assert bereken(Tuchtgegevens(gedraging_op=date(2024, 11, 2))).datum == date(2024, 11, 23)  # a Saturday


def test_zonder_exacte_dag_is_er_geen_datum() -> None:
    assert tuchtrecht.tuchtbeschuldiging(gegevens=Tuchtgegevens(gedraging_op=None, ontdekt_op=G)) is None


@pytest.mark.parametrize("artikel", [6, 23, 26, 37, 39])
def test_bij_deze_gedragsregels_telt_de_ontdekking(artikel: int) -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, artikel=artikel, ontdekt_op=date(2024, 11, 11)))

    assert berekening.begin == date(2024, 11, 11)
    assert berekening.datum == date(2024, 12, 2)


@pytest.mark.parametrize("artikel", [None, 5, 7, 18, 24, 38])
def test_bij_andere_gedragsregels_telt_de_gedraging(artikel: int | None) -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, artikel=artikel, ontdekt_op=date(2024, 11, 11)))

    assert berekening.datum == date(2024, 11, 22)


def test_na_een_late_ontdekking_geldt_het_uiterste_einde_van_zestig_dagen() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, artikel=6, ontdekt_op=date(2024, 12, 20)))

    assert berekening.datum == date(2024, 12, 31)
    assert "Later dan 60 dagen na de gedraging kan niet: 31 december 2024." in berekening.waarom


def test_na_de_beslissing_van_het_om_telt_de_dag_dat_de_commandant_die_kent() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, beslissing_om_bekend_op=date(2024, 12, 15)))

    assert berekening.begin == date(2024, 12, 15)
    assert berekening.datum == date(2025, 1, 5)  # within the 90 days


def test_na_verwijzing_is_het_uiterste_einde_dertig_dagen_later() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, beslissing_om_bekend_op=date(2025, 1, 20)))

    assert berekening.datum == date(2025, 1, 30)  # 1-11 + 90 days, before 10-2
    assert "Later dan 90 dagen na de gedraging kan niet: 30 januari 2025." in berekening.waarom


def test_zolang_het_om_niet_besliste_staat_alleen_het_uiterste_einde_vast() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, voorgelegd_aan_om=True))

    assert berekening.datum == G + timedelta(days=90)
    assert "De zaak ligt bij het Openbaar Ministerie." in berekening.waarom


def test_op_een_operatie_met_de_commandant_elders_zijn_het_zestig_dagen() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, operatie_met_commandant_elders=True))

    assert berekening.datum == date(2024, 12, 31)


def test_artikel_49_lid_6_maakt_de_termijn_21_dagen_langer() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, artikel_49_lid_6=True))

    assert berekening.datum == date(2024, 12, 13)
    assert "De termijn is 21 dagen langer (WMT, artikel 49, zesde lid)." in berekening.waarom


def test_ook_met_artikel_49_lid_6_komt_niets_voorbij_het_uiterste_einde() -> None:
    berekening = bereken(
        Tuchtgegevens(gedraging_op=G, operatie_met_commandant_elders=True, artikel_49_lid_6=True)
    )

    assert berekening.datum == date(2024, 12, 31)


def test_verlof_ziekte_en_afwezigheid_tellen_niet_mee() -> None:
    verlof = Periode(date(2024, 11, 4), date(2024, 11, 8))
    ziekte = Periode(date(2024, 11, 8), date(2024, 11, 10))
    berekening = bereken(Tuchtgegevens(gedraging_op=G, telt_niet_mee=(verlof, ziekte)))

    assert berekening.datum == date(2024, 11, 29)
    assert "Verlof, ziekte en afwezigheid tellen niet mee: 7 dagen." in berekening.waarom


def test_lang_verlof_komt_niet_voorbij_het_uiterste_einde() -> None:
    verlof = Periode(date(2024, 11, 2), date(2025, 3, 1))

    assert bereken(Tuchtgegevens(gedraging_op=G, telt_niet_mee=(verlof,))).datum == date(2024, 12, 31)


def test_na_de_werkelijke_dienst_kan_er_geen_beschuldiging_meer_komen() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, laatste_dag_in_dienst=date(2024, 11, 10)))

    assert berekening.datum == date(2024, 11, 10)
    assert "De laatste dag in werkelijke dienst is 10 november 2024." in berekening.waarom


def test_later_uit_dienst_gaan_maakt_niets_uit() -> None:
    berekening = bereken(Tuchtgegevens(gedraging_op=G, laatste_dag_in_dienst=date(2024, 12, 1)))

    assert berekening.datum == date(2024, 11, 22)
    assert "werkelijke dienst" not in berekening.waarom


@pytest.mark.parametrize("veld", ["ontdekt_op", "beslissing_om_bekend_op", "laatste_dag_in_dienst"])
def test_een_dag_voor_de_gedraging_kan_niet(veld: str) -> None:
    with pytest.raises(ValueError, match="ligt voor 1 november 2024"):
        Tuchtgegevens(**{"gedraging_op": G, veld: date(2024, 10, 31)})  # type: ignore[arg-type]  # one field by name
