"""Wet bescherming klokkenluiders: confirmation and feedback."""

from datetime import date

import pytest

from zaken.termijnen import Normen, Periode, Soort, Termijncode, misstand, vroegste


def test_de_bevestiging_van_23_december_2018_moet_er_op_2_januari_2019_zijn() -> None:
    berekening = misstand.ontvangstbevestiging(ontvangen=date(2018, 12, 23))

    assert berekening.kale_datum == date(2018, 12, 30)
    assert berekening.datum == berekening.werkdatum == date(2019, 1, 2)
    assert (berekening.soort, berekening.rolt, berekening.is_verschoven) == (Soort.WET, True, True)
    assert berekening.waarom == (
        "Ontvangen op 23 december 2018. Zeven dagen later is 30 december 2018. "
        "30 december 2018 is een zondag. 31 december 2018 telt als feestdag. "
        "1 januari 2019 is Nieuwjaarsdag. "
        "De laatste dag wordt 2 januari 2019 (Algemene termijnenwet)."
    )
    assert berekening.kort == "Uiterlijk 2 januari 2019. 30 december is een zondag."


def test_zonder_gelijkstelling_was_het_oudejaarsdag_geweest() -> None:
    berekening = misstand.ontvangstbevestiging(ontvangen=date(2018, 12, 23), gelijkgestelde_dagen=())

    assert berekening.datum == date(2018, 12, 31)


def test_de_bevestiging_op_een_werkdag_schuift_niet() -> None:
    berekening = misstand.ontvangstbevestiging(ontvangen=date(2024, 11, 21))

    assert berekening.datum == berekening.kale_datum == date(2024, 11, 28)
    assert not berekening.is_verschoven
    assert berekening.kort == "Uiterlijk 28 november 2024."


@pytest.mark.parametrize(
    ("bevestigd_op", "datum"),
    [
        (date(2024, 11, 30), date(2025, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2024, 11, 21), date(2025, 2, 21)),
    ],
)
def test_terugkoppeling_binnen_drie_kalendermaanden_na_de_bevestiging(
    bevestigd_op: date, datum: date
) -> None:
    berekening = misstand.terugkoppeling(ontvangen=bevestigd_op, bevestigd_op=bevestigd_op)

    assert berekening.begin == bevestigd_op
    assert berekening.werkdatum == datum


def test_een_ontbrekende_dag_in_de_maand_wordt_uitgelegd() -> None:
    berekening = misstand.terugkoppeling(ontvangen=date(2024, 11, 25), bevestigd_op=date(2024, 11, 30))

    assert berekening.waarom == (
        "Ontvangst bevestigd op 30 november 2024. Drie maanden later is 28 februari 2025. "
        "30 februari 2025 bestaat niet. Dan telt de laatste dag van de maand."
    )


def test_zonder_bevestiging_lopen_de_drie_maanden_na_de_zeven_dagen() -> None:
    berekening = misstand.terugkoppeling(ontvangen=date(2024, 11, 23))

    assert berekening.werkdatum == date(2025, 2, 28)  # 23-11 + 7 days = 30-11, + 3 months
    assert "De ontvangst is nog niet bevestigd." in berekening.waarom


def test_de_zeven_dagen_zelf_schuiven_niet_op_voor_de_drie_maanden() -> None:
    berekening = misstand.terugkoppeling(ontvangen=date(2018, 12, 23))

    assert berekening.kale_datum == date(2019, 3, 30)  # from Sunday 30-12, not from 2-1


def test_bij_de_terugkoppeling_telt_de_kale_datum_en_staat_de_verschoven_datum_erbij() -> None:
    berekening = misstand.terugkoppeling(ontvangen=date(2024, 11, 25), bevestigd_op=date(2024, 12, 1))

    assert berekening.kale_datum == berekening.werkdatum == date(2025, 3, 1)  # a Saturday
    assert berekening.datum == date(2025, 3, 3)
    assert berekening.kort == "Uiterlijk 1 maart 2025."
    assert berekening.in_woorden(date(2025, 2, 25)) == "Nog 4 dagen, uiterlijk zaterdag 1 maart 2025"
    assert berekening.waarom == (
        "Ontvangst bevestigd op 1 december 2024. Drie maanden later is 1 maart 2025. "
        "1 maart 2025 is een zaterdag. De laatste dag wordt 3 maart 2025 (Algemene termijnenwet). "
        "Werk met 1 maart 2025: dan bent u zeker op tijd."
    )


def test_een_bevestiging_voor_de_ontvangst_kan_niet() -> None:
    with pytest.raises(ValueError, match="ligt voor 15 november 2024"):
        misstand.terugkoppeling(ontvangen=date(2024, 11, 15), bevestigd_op=date(2024, 11, 14))


def test_de_interne_norm_van_twaalf_weken_schuift_niet_op() -> None:
    berekening = misstand.bevindingen(ontvangen=date(2024, 11, 16))

    assert berekening.datum == date(2025, 2, 8)  # a Saturday
    assert (berekening.soort, berekening.rolt) == (Soort.KEUZE, False)


def test_de_vroegste_van_wet_en_interne_norm_wordt_getoond() -> None:
    ontvangen = date(2024, 11, 15)
    wet = misstand.terugkoppeling(ontvangen=ontvangen, bevestigd_op=date(2024, 11, 18))  # 18-2
    intern = misstand.bevindingen(ontvangen=ontvangen)  # 7-2

    assert vroegste([wet, intern]) == intern


def test_met_een_ruimere_interne_norm_wordt_de_wet_getoond() -> None:
    ontvangen = date(2024, 11, 15)
    wet = misstand.terugkoppeling(ontvangen=ontvangen, bevestigd_op=date(2024, 11, 18))
    ruim = Normen(misstand_bevindingen=Normen().melding_terugkoppeling, nazorg_maanden=(3,))
    gelijk = misstand.bevindingen(ontvangen=date(2024, 11, 20), normen=ruim)

    assert vroegste([gelijk, wet]) == wet


def test_opschorting_stopt_de_wettelijke_termijn_nooit_en_de_interne_alleen_als_de_norm_dat_zegt() -> None:
    ontvangen, stil = date(2024, 11, 15), [Periode(date(2024, 12, 1), date(2024, 12, 10))]
    opschortbaar = Normen(opschortbaar=frozenset({Termijncode.MISSTAND_BEVINDINGEN}))

    assert misstand.bevindingen(ontvangen=ontvangen, opschortingen=stil).datum == date(2025, 2, 7)
    met = misstand.bevindingen(ontvangen=ontvangen, opschortingen=stil, normen=opschortbaar)
    assert met.datum == date(2025, 2, 17)
    assert "De termijn stond stil: 10 dagen. De laatste dag wordt 17 februari 2025." in met.waarom


def test_te_weinig_werkdagen_in_de_termijn_geven_er_een_bij() -> None:
    vrij = [date(2024, 11, 22), date(2024, 11, 25), date(2024, 11, 26), date(2024, 11, 27)]
    berekening = misstand.ontvangstbevestiging(ontvangen=date(2024, 11, 21), gelijkgestelde_dagen=vrij)

    assert (berekening.kale_datum, berekening.datum) == (date(2024, 11, 28), date(2024, 11, 29))
    assert berekening.waarom == (
        "Ontvangen op 21 november 2024. Zeven dagen later is 28 november 2024. "
        "In de termijn zitten te weinig werkdagen. "
        "De laatste dag wordt 29 november 2024 (Algemene termijnenwet, artikel 2)."
    )
