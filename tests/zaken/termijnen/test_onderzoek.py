"""Own norms for the report of an onderzoek and for nazorg."""

from datetime import date

from zaken.termijnen import Normen, Periode, Soort, Termijncode, onderzoek


def test_het_rapport_is_er_twaalf_weken_na_het_instellen() -> None:
    berekening = onderzoek.rapport(ingesteld_op=date(2024, 11, 16))

    assert berekening.datum == date(2025, 2, 8)  # a Saturday
    assert (berekening.soort, berekening.rolt, berekening.bron) == (Soort.KEUZE, False, "Eigen norm")


def test_een_opschorting_stopt_het_rapport_niet_vanzelf() -> None:
    stil = [Periode(date(2024, 12, 1), date(2024, 12, 31))]

    assert onderzoek.rapport(ingesteld_op=date(2024, 11, 16), opschortingen=stil).datum == date(2025, 2, 8)


def test_een_opschorting_stopt_het_rapport_als_de_norm_dat_zegt() -> None:
    stil = [Periode(date(2024, 12, 1), date(2024, 12, 31))]
    normen = Normen(opschortbaar=frozenset({Termijncode.ONDERZOEK_RAPPORT}))

    berekening = onderzoek.rapport(ingesteld_op=date(2024, 11, 16), opschortingen=stil, normen=normen)

    assert berekening.datum == date(2025, 3, 11)


def test_nazorg_komt_drie_zes_en_twaalf_maanden_na_de_afhandeling() -> None:
    momenten = onderzoek.nazorg(afgehandeld_op=date(2024, 8, 31))

    assert [(moment.kenmerk, moment.naam, moment.datum) for moment in momenten] == [
        ("3", "Nazorg na 3 maanden", date(2024, 11, 30)),
        ("6", "Nazorg na 6 maanden", date(2025, 2, 28)),
        ("12", "Nazorg na 12 maanden", date(2025, 8, 31)),
    ]
    assert {moment.code for moment in momenten} == {Termijncode.NAZORG}
