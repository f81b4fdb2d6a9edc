"""Dutch dates and numbers on the screens."""

from datetime import date

import pytest

from zaken.termijnen.taal import dag_en_maand, dagen, in_woorden, met_weekdag, telwoord, voluit

MAANDAG = date(2024, 11, 25)


@pytest.mark.parametrize(
    ("vandaag", "tekst"),
    [
        (date(2024, 11, 21), "Nog 4 dagen, uiterlijk maandag 25 november 2024"),
        (date(2024, 11, 23), "Nog 2 dagen, uiterlijk maandag 25 november 2024"),
        (date(2024, 11, 24), "Morgen"),
        (date(2024, 11, 25), "Vandaag"),
        (date(2024, 11, 26), "1 dag te laat"),
        (date(2024, 11, 28), "3 dagen te laat"),
        (date(2021, 2, 28), "Nog 1.366 dagen, uiterlijk maandag 25 november 2024"),
    ],
)
def test_een_datum_staat_in_woorden_ten_opzichte_van_vandaag(vandaag: date, tekst: str) -> None:
    assert in_woorden(MAANDAG, vandaag) == tekst


@pytest.mark.parametrize(
    ("dag", "tekst"),
    [
        (date(2024, 1, 1), "maandag 1 januari 2024"),
        (date(2024, 2, 6), "dinsdag 6 februari 2024"),
        (date(2024, 3, 13), "woensdag 13 maart 2024"),
        (date(2024, 4, 18), "donderdag 18 april 2024"),
        (date(2024, 5, 24), "vrijdag 24 mei 2024"),
        (date(2024, 6, 29), "zaterdag 29 juni 2024"),
        (date(2024, 7, 28), "zondag 28 juli 2024"),
        (date(2024, 8, 1), "donderdag 1 augustus 2024"),
        (date(2024, 9, 1), "zondag 1 september 2024"),
        (date(2024, 10, 1), "dinsdag 1 oktober 2024"),
        (date(2024, 11, 1), "vrijdag 1 november 2024"),
        (date(2024, 12, 3), "dinsdag 3 december 2024"),
    ],
)
def test_elke_maand_en_weekdag_heeft_zijn_nederlandse_naam(dag: date, tekst: str) -> None:
    assert met_weekdag(dag) == tekst
    assert voluit(dag) == tekst.split(" ", 1)[1]
    assert dag_en_maand(dag) == voluit(dag).rsplit(" ", 1)[0]


def test_telwoorden_gaan_tot_twaalf() -> None:
    assert [telwoord(n) for n in (1, 6, 12, 13, 21, 1234)] == ["een", "zes", "twaalf", "13", "21", "1.234"]


def test_dagen_staan_in_cijfers() -> None:
    assert [dagen(n) for n in (1, 2, 1234)] == ["1 dag", "2 dagen", "1.234 dagen"]
