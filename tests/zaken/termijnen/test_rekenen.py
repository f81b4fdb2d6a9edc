"""Durations, days that do not count, and the Algemene termijnenwet."""

from datetime import date

import pytest

from zaken.termijnen.rekenen import (
    Duur,
    Periode,
    aantal_dagen,
    aantal_jaren,
    aantal_maanden,
    aantal_weken,
    plus_maanden,
    verlengd,
    werkdagen_tussen,
    zonder_dagen,
)


@pytest.mark.parametrize(
    ("duur", "begin", "eind"),
    [
        (aantal_dagen(7), date(2018, 12, 23), date(2018, 12, 30)),
        (aantal_dagen(21), date(2024, 11, 1), date(2024, 11, 22)),
        (aantal_weken(6), date(2024, 11, 15), date(2024, 12, 27)),
        (aantal_maanden(3), date(2024, 11, 15), date(2025, 2, 15)),
        (aantal_maanden(3), date(2024, 11, 30), date(2025, 2, 28)),
        (aantal_maanden(3), date(2023, 11, 30), date(2024, 2, 29)),
        (aantal_maanden(12), date(2024, 1, 31), date(2025, 1, 31)),
        (aantal_jaren(1), date(2024, 2, 29), date(2025, 2, 28)),
        (aantal_jaren(1), date(2023, 3, 1), date(2024, 3, 1)),
    ],
)
def test_een_duur_telt_vanaf_de_dag_erna(duur: Duur, begin: date, eind: date) -> None:
    assert duur.na(begin) == eind


@pytest.mark.parametrize(
    ("dag", "maanden", "uitkomst"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 12, 1), 12, date(2025, 12, 1)),
        (date(2024, 8, 31), 3, date(2024, 11, 30)),
        (date(2024, 2, 29), 3, date(2024, 5, 29)),
    ],
)
def test_maanden_eindigen_op_hetzelfde_dagnummer_of_het_eind_van_de_maand(
    dag: date, maanden: int, uitkomst: date
) -> None:
    assert plus_maanden(dag, maanden) == uitkomst


@pytest.mark.parametrize(
    ("duur", "rolt"),
    [
        (aantal_dagen(1), True),
        (aantal_dagen(90), True),
        (aantal_dagen(91), False),
        (aantal_weken(12), True),
        (aantal_weken(13), False),
        (aantal_maanden(3), True),
        (aantal_maanden(4), False),
        (aantal_jaren(1), False),
    ],
)
def test_de_termijnenwet_geldt_tot_negentig_dagen_twaalf_weken_of_drie_maanden(
    duur: Duur, rolt: bool
) -> None:
    assert duur.valt_onder_termijnenwet is rolt


@pytest.mark.parametrize(
    ("duur", "tekst"),
    [
        (aantal_dagen(1), "een dag"),
        (aantal_dagen(21), "21 dagen"),
        (aantal_weken(6), "zes weken"),
        (aantal_maanden(3), "drie maanden"),
        (aantal_jaren(1), "een jaar"),
        (aantal_jaren(2), "twee jaar"),
    ],
)
def test_een_duur_is_leesbaar(duur: Duur, tekst: str) -> None:
    assert str(duur) == tekst


@pytest.mark.parametrize("aantal", [0, -1])
def test_een_termijn_van_niets_bestaat_niet(aantal: int) -> None:
    with pytest.raises(ValueError, match="ten minste een week"):
        aantal_weken(aantal)


def test_een_periode_eindigt_niet_voor_zij_begint() -> None:
    with pytest.raises(ValueError, match="voor zij begint"):
        Periode(date(2024, 5, 2), date(2024, 5, 1))


class TestZonderDagen:
    BEGIN, EIND = date(2024, 11, 1), date(2024, 11, 22)

    def test_dagen_binnen_de_termijn_schuiven_het_eind_op(self) -> None:
        verlof = [Periode(date(2024, 11, 4), date(2024, 11, 8))]

        assert zonder_dagen(self.BEGIN, self.EIND, verlof) == date(2024, 11, 27)

    def test_dagen_die_door_het_opschuiven_binnen_de_termijn_komen_tellen_ook_niet(self) -> None:
        verlof = [
            Periode(date(2024, 11, 4), date(2024, 11, 8)),
            Periode(date(2024, 11, 27), date(2024, 11, 28)),
        ]

        assert zonder_dagen(self.BEGIN, self.EIND, verlof) == date(2024, 11, 29)

    def test_overlappende_perioden_tellen_een_keer(self) -> None:
        verlof = [
            Periode(date(2024, 11, 4), date(2024, 11, 8)),
            Periode(date(2024, 11, 6), date(2024, 11, 9)),
        ]

        assert zonder_dagen(self.BEGIN, self.EIND, verlof) == date(2024, 11, 28)

    def test_de_dag_van_de_gebeurtenis_en_dagen_na_het_eind_doen_niets(self) -> None:
        verlof = [
            Periode(date(2024, 10, 20), date(2024, 11, 1)),
            Periode(date(2024, 11, 23), date(2024, 12, 1)),
        ]

        assert zonder_dagen(self.BEGIN, self.EIND, verlof) == self.EIND

    def test_verlof_op_de_laatste_dag_schuift_door_tot_na_het_verlof(self) -> None:
        assert zonder_dagen(self.BEGIN, self.EIND, [Periode(self.EIND, date(2024, 11, 25))]) == date(
            2024, 11, 26
        )


class TestTweeWerkdagen:
    """Algemene termijnenwet, article 2."""

    def test_drie_dagen_voor_pasen_krijgen_er_een_tweede_werkdag_bij(self) -> None:
        witte_donderdag, eerste_paasdag = date(2025, 4, 17), date(2025, 4, 20)

        # Good Friday, weekend, Easter Monday: the 22nd is the first working day, the 23rd the second.
        assert verlengd(witte_donderdag, eerste_paasdag) == date(2025, 4, 23)

    def test_drie_dagen_die_op_een_werkdag_eindigen_kunnen_toch_langer_worden(self) -> None:
        vrijdag, maandag = date(2024, 11, 22), date(2024, 11, 25)

        assert verlengd(vrijdag, maandag) == date(2024, 11, 26)

    def test_een_termijn_korter_dan_drie_dagen_krijgt_geen_tweede_werkdag(self) -> None:
        vrijdag, zondag = date(2024, 11, 22), date(2024, 11, 24)

        assert verlengd(vrijdag, zondag) == date(2024, 11, 25)

    def test_de_tweede_werkdag_slaat_een_weekend_over(self) -> None:
        # Received on Wednesday 24-12-2025; 25 and 26 are Christmas. The term of four days ends on Sunday 28.
        assert verlengd(date(2025, 12, 24), date(2025, 12, 28)) == date(2025, 12, 30)

    def test_een_gewone_week_heeft_genoeg_werkdagen(self) -> None:
        assert verlengd(date(2024, 11, 20), date(2024, 11, 27)) == date(2024, 11, 27)


def test_werkdagen_tellen_vanaf_de_dag_erna_tot_en_met_het_eind() -> None:
    assert werkdagen_tussen(date(2024, 12, 23), date(2024, 12, 30)) == 2  # 24 and 30
    assert werkdagen_tussen(date(2024, 12, 23), date(2024, 12, 30), gelijkgestelde_dagen=()) == 3
