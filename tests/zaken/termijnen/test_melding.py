"""All terms of one melding."""

from datetime import date

import pytest

from zaken.termijnen import Normen, Periode, Soort, Termijncode, Tuchtgegevens, melding

R = date(2024, 11, 21)


def test_de_bevestiging_is_een_eigen_norm_van_zeven_dagen() -> None:
    berekening = melding.ontvangstbevestiging(ontvangen=R)

    assert berekening.datum == date(2024, 11, 28)
    assert (berekening.soort, berekening.rolt) == (Soort.KEUZE, False)
    assert berekening.waarom == (
        "Ontvangen op 21 november 2024. Zeven dagen later is 28 november 2024. "
        "Dit is een eigen norm. Die schuift niet op voor weekend of feestdag."
    )


def test_de_bevestiging_schuift_niet_op_waar_die_van_een_misstand_dat_wel_doet() -> None:
    assert melding.ontvangstbevestiging(ontvangen=date(2018, 12, 23)).datum == date(2018, 12, 30)


def test_terugkoppeling_drie_maanden_na_de_bevestiging_zonder_opschuiven() -> None:
    berekening = melding.terugkoppeling(ontvangen=R, bevestigd_op=date(2024, 12, 1))

    assert berekening.datum == berekening.werkdatum == date(2025, 3, 1)  # a Saturday


def test_terugkoppeling_zonder_bevestiging_telt_eerst_zeven_dagen() -> None:
    assert melding.terugkoppeling(ontvangen=date(2024, 11, 23)).datum == date(2025, 2, 28)


def test_terugkoppeling_staat_alleen_stil_als_de_norm_dat_zegt() -> None:
    stil = [Periode(date(2024, 12, 1), date(2024, 12, 10))]
    normen = Normen(opschortbaar=frozenset({Termijncode.MELDING_TERUGKOPPELING}))

    zonder = melding.terugkoppeling(ontvangen=R, bevestigd_op=R, opschortingen=stil)
    met = melding.terugkoppeling(ontvangen=R, bevestigd_op=R, opschortingen=stil, normen=normen)

    assert (zonder.datum, met.datum) == (date(2025, 2, 21), date(2025, 3, 3))


def test_een_nieuwe_melding_heeft_bevestiging_en_terugkoppeling_open() -> None:
    termijnen = melding.termijnen(ontvangen_defensie=R)

    assert [(termijn.code, termijn.werkdatum, termijn.voldaan_op) for termijn in termijnen] == [
        (Termijncode.MELDING_ONTVANGSTBEVESTIGING, date(2024, 11, 28), None),
        (Termijncode.MELDING_TERUGKOPPELING, date(2025, 2, 28), None),
    ]


def test_een_afgehandelde_melding_met_militair_heeft_alle_termijnen_op_volgorde() -> None:
    termijnen = melding.termijnen(
        ontvangen_defensie=R,
        bevestigd_op=date(2024, 11, 25),
        teruggekoppeld_op=date(2025, 2, 26),
        afgehandeld_op=date(2025, 2, 27),
        militairen=[
            Tuchtgegevens(gedraging_op=date(2024, 11, 10), kenmerk="betrokkene 1"),
            Tuchtgegevens(gedraging_op=None, kenmerk="betrokkene 2"),
        ],
    )

    assert [(t.code, t.kenmerk, t.werkdatum, t.voldaan_op) for t in termijnen] == [
        (Termijncode.MELDING_ONTVANGSTBEVESTIGING, "", date(2024, 11, 28), date(2024, 11, 25)),
        (Termijncode.MELDING_TUCHTBESCHULDIGING, "betrokkene 1", date(2024, 12, 1), None),
        (Termijncode.MELDING_TERUGKOPPELING, "", date(2025, 2, 25), date(2025, 2, 26)),
        (Termijncode.NAZORG, "3", date(2025, 5, 27), None),
        (Termijncode.NAZORG, "6", date(2025, 8, 27), None),
        (Termijncode.NAZORG, "12", date(2026, 2, 27), None),
    ]


def test_code_en_kenmerk_zijn_samen_uniek_binnen_een_melding() -> None:
    termijnen = melding.termijnen(
        ontvangen_defensie=R,
        afgehandeld_op=R,
        militairen=[Tuchtgegevens(gedraging_op=R, kenmerk="a"), Tuchtgegevens(gedraging_op=R, kenmerk="b")],
    )

    assert len({(termijn.code, termijn.kenmerk) for termijn in termijnen}) == len(termijnen) == 7


@pytest.mark.parametrize("veld", ["bevestigd_op", "teruggekoppeld_op"])
def test_een_bericht_voor_de_ontvangst_kan_niet(veld: str) -> None:
    with pytest.raises(ValueError, match="ligt voor 21 november 2024"):
        melding.termijnen(**{"ontvangen_defensie": R, veld: date(2024, 11, 20)})  # type: ignore[arg-type]  # by name


@pytest.mark.parametrize(
    ("gedaan_op", "beantwoord"),
    [
        (None, []),
        (date(2024, 11, 20), []),
        (date(2024, 11, 21), ["3"]),
        (date(2025, 2, 20), ["3"]),
        (date(2025, 2, 21), ["3", "6"]),
        (date(2025, 12, 1), ["3", "6", "12"]),
    ],
)
def test_nazorg_beantwoordt_wat_verlopen_is_en_het_eerste_moment_daarna(
    gedaan_op: date | None, beantwoord: list[str]
) -> None:
    momenten = melding.nazorgmomenten(afgehandeld_op=R, gedaan_op=gedaan_op)

    assert [moment.kenmerk for moment in momenten if moment.voldaan_op] == beantwoord
    assert {moment.voldaan_op for moment in momenten} <= {gedaan_op, None}
