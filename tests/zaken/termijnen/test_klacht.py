"""Algemene wet bestuursrecht, chapter 9: klachten."""

from datetime import date

import pytest

from zaken.termijnen import Normen, Soort, klacht
from zaken.termijnen.klacht import Verdaging

R = date(2024, 11, 15)


def verdaging(op: date, *, weken: int = 4) -> Verdaging:
    return Verdaging(op=op, klager_bericht_op=op, aangeklaagde_bericht_op=op, weken=weken)


class TestOordeel:
    def test_zes_weken_na_15_november_2024_wordt_30_december(self) -> None:
        berekening = klacht.oordeel(ontvangen=R)

        assert berekening.kale_datum == date(2024, 12, 27)
        assert berekening.datum == berekening.werkdatum == date(2024, 12, 30)
        assert berekening.bron == "Awb 9:11, eerste lid"
        assert (berekening.soort, berekening.rolt, berekening.indicatie) == (Soort.WET, True, False)
        assert berekening.kort == "Uiterlijk 30 december 2024. 27 december telt als feestdag."
        assert berekening.waarom == (
            "Ontvangen op 15 november 2024. Zes weken later is 27 december 2024. "
            "27 december 2024 telt als feestdag. "
            "De laatste dag wordt 30 december 2024 (Algemene termijnenwet)."
        )

    def test_met_commissie_zijn_het_tien_weken(self) -> None:
        berekening = klacht.oordeel(ontvangen=R, via_commissie=True)

        assert berekening.datum == date(2025, 1, 24)
        assert "Een commissie adviseert over de klacht." in berekening.waarom

    def test_verdagen_telt_vier_weken_bij_de_kale_datum(self) -> None:
        berekening = klacht.oordeel(ontvangen=R, verdagingen=[verdaging(date(2024, 12, 20))])

        assert berekening.datum == date(2025, 1, 24)
        assert berekening.bron == "Awb 9:11, eerste en tweede lid"
        assert berekening.waarom == (
            "Ontvangen op 15 november 2024. Zes weken later is 27 december 2024. "
            "De behandeling is verdaagd op 20 december 2024. Vier weken later is 24 januari 2025."
        )

    def test_verdagen_kan_nog_op_de_laatste_dag_na_het_opschuiven(self) -> None:
        berekening = klacht.oordeel(ontvangen=R, verdagingen=[verdaging(date(2024, 12, 30))])

        assert berekening.datum == date(2025, 1, 24)

    def test_veertien_weken_schuiven_ook_op_want_tien_en_vier_zijn_elk_ten_hoogste_twaalf(self) -> None:
        ontvangen = date(2025, 1, 12)
        berekening = klacht.oordeel(
            ontvangen=ontvangen, via_commissie=True, verdagingen=[verdaging(date(2025, 3, 1))]
        )

        assert berekening.kale_datum == date(2025, 4, 20)  # Easter Sunday
        assert berekening.datum == date(2025, 4, 22)
        assert berekening.rolt

    def test_korter_verdagen_mag(self) -> None:
        berekening = klacht.oordeel(ontvangen=R, verdagingen=[verdaging(date(2024, 12, 20), weken=2)])

        assert berekening.datum == date(2025, 1, 10)

    @pytest.mark.parametrize("weken", [0, 5])
    def test_langer_dan_vier_weken_verdagen_kan_niet(self, weken: int) -> None:
        with pytest.raises(ValueError, match="1 tot en met 4 weken"):
            verdaging(R, weken=weken)

    @pytest.mark.parametrize(
        ("klager", "aangeklaagde"),
        [(None, None), (date(2024, 12, 20), None), (None, date(2024, 12, 20))],
    )
    def test_verdagen_zonder_bericht_aan_beide_kanten_telt_niet(
        self, klager: date | None, aangeklaagde: date | None
    ) -> None:
        zonder_bericht = Verdaging(
            op=date(2024, 12, 20), klager_bericht_op=klager, aangeklaagde_bericht_op=aangeklaagde
        )
        berekening = klacht.oordeel(ontvangen=R, verdagingen=[zonder_bericht])

        assert berekening.datum == date(2024, 12, 30)
        assert berekening.zinnen[-1] == (
            "De verdaging van 20 december 2024 telt niet: "
            "de klager en de aangeklaagde moeten allebei bericht krijgen."
        )

    def test_verdagen_na_afloop_telt_niet(self) -> None:
        berekening = klacht.oordeel(ontvangen=R, verdagingen=[verdaging(date(2024, 12, 31))])

        assert berekening.datum == date(2024, 12, 30)
        assert berekening.bron == "Awb 9:11, eerste lid"
        assert (
            berekening.zinnen[-1] == "De verdaging van 31 december 2024 telt niet: de termijn was al voorbij."
        )

    def test_een_tweede_verdaging_telt_niet(self) -> None:
        berekening = klacht.oordeel(
            ontvangen=R,
            verdagingen=[verdaging(date(2024, 12, 20), weken=2), verdaging(date(2024, 12, 10), weken=1)],
        )

        assert berekening.datum == date(2025, 1, 3)  # the earlier one, of one week
        assert berekening.zinnen[-1] == "De verdaging van 20 december 2024 telt niet: verdagen kan een keer."

    def test_een_beheerder_kan_onze_lezing_van_verdagen_verruimen(self) -> None:
        ruim = Normen(verdaging_eenmalig=False, verdaging_voor_afloop=False)
        tweemaal = [verdaging(date(2024, 12, 20), weken=3), verdaging(date(2025, 1, 20), weken=3)]
        berekening = klacht.oordeel(ontvangen=R, verdagingen=tweemaal, normen=ruim)

        assert berekening.datum == date(2025, 1, 24)  # never more than four weeks together
        assert "verdaagd op 20 december 2024 en 20 januari 2025" in berekening.waarom

    def test_met_instemming_geldt_de_afgesproken_datum_ook_in_het_weekend(self) -> None:
        berekening = klacht.oordeel(
            ontvangen=R,
            verdagingen=[verdaging(date(2024, 12, 20))],
            instemming_uitstel_tot=date(2025, 3, 1),
        )

        assert berekening.kale_datum == berekening.datum == berekening.werkdatum == date(2025, 3, 1)
        assert (berekening.rolt, berekening.bron) == (False, "Awb 9:11, derde lid")
        assert berekening.kort == "Uiterlijk 1 maart 2025."
        assert berekening.zinnen[-1] == (
            "De klager stemde schriftelijk in met uitstel tot en met 1 maart 2025."
        )

    @pytest.mark.parametrize("tot", [date(2024, 12, 1), date(2024, 12, 30)])
    def test_instemming_met_een_vroegere_datum_verkort_de_termijn_niet(self, tot: date) -> None:
        berekening = klacht.oordeel(ontvangen=R, instemming_uitstel_tot=tot)

        assert berekening.datum == date(2024, 12, 30)
        assert berekening.waarom.endswith("Dat is niet later, dus de datum blijft.")


class TestBuitenDeAwb:
    def test_een_mondelinge_klacht_heeft_een_eigen_norm_die_niet_opschuift(self) -> None:
        berekening = klacht.oordeel_buiten_awb(ontvangen=R)

        assert berekening.datum == date(2024, 12, 27)
        assert (berekening.soort, berekening.rolt) == (Soort.KEUZE, False)
        assert berekening.bron == "Eigen norm (Awb 9:2 noemt geen termijn)"

    def test_met_commissie_zijn_het_ook_daar_tien_weken(self) -> None:
        assert klacht.oordeel_buiten_awb(ontvangen=R, via_commissie=True).datum == date(2025, 1, 24)


class TestBevestiging:
    def test_zeven_dagen_als_eigen_norm(self) -> None:
        berekening = klacht.ontvangstbevestiging(ontvangen=date(2024, 11, 16))

        assert berekening.datum == date(2024, 11, 23)  # a Saturday
        assert (berekening.soort, berekening.rolt) == (Soort.KEUZE, False)
        assert "commissie" not in berekening.waarom

    def test_met_commissie_herinnert_de_uitleg_aan_de_commissie(self) -> None:
        berekening = klacht.ontvangstbevestiging(ontvangen=R, via_commissie=True)

        assert berekening.zinnen[-1] == "Noem de commissie in de bevestiging (Awb 9:15)."


class TestNietInBehandeling:
    def test_vier_weken_en_opschuiven(self) -> None:
        berekening = klacht.niet_in_behandeling(ontvangen=date(2024, 11, 27))

        assert berekening.kale_datum == date(2024, 12, 25)
        assert berekening.datum == date(2024, 12, 30)
        assert berekening.bron == "Awb 9:8, derde lid"
        assert berekening.waarom == (
            "Ontvangen op 27 november 2024. Vier weken later is 25 december 2024. "
            "25 december 2024 is Eerste Kerstdag. 26 december 2024 is Tweede Kerstdag. "
            "27 december 2024 telt als feestdag. "
            "De laatste dag wordt 30 december 2024 (Algemene termijnenwet)."
        )


class TestOmbudsman:
    def test_een_jaar_na_de_kennisgeving_zonder_opschuiven(self) -> None:
        berekening = klacht.ombudsman(kennisgeving_op=date(2024, 12, 28))

        assert berekening.datum == date(2025, 12, 28)  # a Sunday
        assert (berekening.soort, berekening.rolt) == (Soort.WET, False)
        assert berekening.waarom == (
            "De klager kreeg bericht van het oordeel op 28 december 2024. Een jaar later is 28 december 2025."
        )

    def test_op_schrikkeldag_eindigt_het_jaar_op_28_februari(self) -> None:
        assert klacht.ombudsman(kennisgeving_op=date(2024, 2, 29)).datum == date(2025, 2, 28)

    def test_de_kennisgeving_gaat_voor_een_ander_einde_en_dat_voor_het_verplichte_einde(self) -> None:
        kennisgeving, anders, verplicht = date(2024, 5, 1), date(2024, 4, 1), date(2024, 3, 1)

        alles = klacht.ombudsman(
            kennisgeving_op=kennisgeving, anders_geeindigd_op=anders, had_moeten_eindigen_op=verplicht
        )
        zonder_bericht = klacht.ombudsman(anders_geeindigd_op=anders, had_moeten_eindigen_op=verplicht)
        nooit_afgemaakt = klacht.ombudsman(had_moeten_eindigen_op=verplicht)

        assert [alles.begin, zonder_bericht.begin, nooit_afgemaakt.begin] == [kennisgeving, anders, verplicht]

    def test_het_verplichte_einde_is_de_uiterste_datum_van_het_oordeel(self) -> None:
        uiterlijk = klacht.oordeel(ontvangen=R).datum

        assert klacht.ombudsman(had_moeten_eindigen_op=uiterlijk).datum == date(2025, 12, 30)

    def test_zonder_einde_is_er_geen_termijn(self) -> None:
        with pytest.raises(ValueError, match="geen termijn bij de ombudsman"):
            klacht.ombudsman()
