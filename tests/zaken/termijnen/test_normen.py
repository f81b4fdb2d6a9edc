"""Our own norms can be changed from a date on."""

from datetime import date

import pytest

from zaken.termijnen import (
    STANDAARDNORMEN,
    Normen,
    Termijncode,
    geldige_normen,
    klacht,
    melding,
    misstand,
    onderzoek,
)
from zaken.termijnen.rekenen import aantal_dagen, aantal_maanden, aantal_weken

DAG = date(2024, 11, 15)


def test_de_standaard_is_wat_de_organisatie_zelf_koos() -> None:
    assert (
        Normen(
            melding_ontvangstbevestiging=aantal_dagen(7),
            melding_terugkoppeling=aantal_maanden(3),
            misstand_bevindingen=aantal_weken(12),
            klacht_ontvangstbevestiging=aantal_dagen(7),
            klacht_buiten_awb=aantal_weken(6),
            klacht_buiten_awb_met_commissie=aantal_weken(10),
            verdaging_voor_afloop=True,
            verdaging_eenmalig=True,
            onderzoek_rapport=aantal_weken(12),
            nazorg_maanden=(3, 6, 12),
            opschortbaar=frozenset(),
        )
        == STANDAARDNORMEN
    )


def test_elke_eigen_norm_werkt_door_in_haar_eigen_termijn() -> None:
    normen = Normen(
        melding_ontvangstbevestiging=aantal_dagen(1),
        melding_terugkoppeling=aantal_dagen(2),
        misstand_bevindingen=aantal_dagen(3),
        klacht_ontvangstbevestiging=aantal_dagen(4),
        klacht_buiten_awb=aantal_dagen(5),
        klacht_buiten_awb_met_commissie=aantal_dagen(6),
        onderzoek_rapport=aantal_dagen(7),
        nazorg_maanden=(1,),
    )
    berekeningen = [
        melding.ontvangstbevestiging(ontvangen=DAG, normen=normen),
        melding.terugkoppeling(ontvangen=DAG, bevestigd_op=DAG, normen=normen),
        misstand.bevindingen(ontvangen=DAG, normen=normen),
        klacht.ontvangstbevestiging(ontvangen=DAG, normen=normen),
        klacht.oordeel_buiten_awb(ontvangen=DAG, normen=normen),
        klacht.oordeel_buiten_awb(ontvangen=DAG, via_commissie=True, normen=normen),
        onderzoek.rapport(ingesteld_op=DAG, normen=normen),
    ]

    assert [(berekening.datum - DAG).days for berekening in berekeningen] == [1, 2, 3, 4, 5, 6, 7]
    assert [moment.naam for moment in onderzoek.nazorg(afgehandeld_op=DAG, normen=normen)] == [
        "Nazorg na 1 maand"
    ]


def test_op_elke_dag_geldt_de_reeks_van_die_dag() -> None:
    oud = Normen(geldig_tot=date(2024, 12, 31))
    nieuw = Normen(geldig_van=date(2025, 1, 1), melding_ontvangstbevestiging=aantal_dagen(5))

    assert geldige_normen([oud, nieuw], op=date(2024, 12, 31)) == oud
    assert geldige_normen([oud, nieuw], op=date(2025, 1, 1)) == nieuw


@pytest.mark.parametrize(
    "reeks",
    [
        [],
        [Normen(geldig_van=date(2025, 1, 1))],
        [Normen(), Normen(geldig_van=date(2024, 1, 1))],
    ],
)
def test_een_gat_of_een_overlap_in_de_normen_valt_op(reeks: list[Normen]) -> None:
    with pytest.raises(LookupError, match="precies 1"):
        geldige_normen(reeks, op=DAG)


def test_normen_eindigen_niet_voor_zij_beginnen() -> None:
    with pytest.raises(ValueError, match="voor zij beginnen"):
        Normen(geldig_van=date(2025, 1, 2), geldig_tot=date(2025, 1, 1))


@pytest.mark.parametrize("code", sorted(set(Termijncode)))
def test_alleen_een_eigen_norm_kan_stilstaan(code: Termijncode) -> None:
    eigen = {
        Termijncode.MELDING_TERUGKOPPELING,
        Termijncode.MISSTAND_BEVINDINGEN,
        Termijncode.ONDERZOEK_RAPPORT,
    }
    if code in eigen:
        assert Normen(opschortbaar=frozenset({code})).opschortbaar == {code}
    else:
        with pytest.raises(ValueError, match="kunnen niet stilstaan"):
            Normen(opschortbaar=frozenset({code}))


@pytest.mark.parametrize("maanden", [(), (6, 3), (3, 3), (0, 3)])
def test_nazorg_heeft_oplopende_momenten(maanden: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="van vroeg naar laat"):
        Normen(nazorg_maanden=maanden)
