"""The published series: contradictions are kept, flagged and never used."""

from __future__ import annotations

from rapportages import gepubliceerd
from rapportages.models import GepubliceerdCijfer, Register, Uitsplitsing
from rapportages.services import jaarcijfers
from rapportages.vergelijken import Vergelijkregel
from tests.rapportages.hulp import (
    GEPUBLICEERD,
    HOOFDCATEGORIEEN,
    VANDAAG,
    VasteBron,
    casussen,
    gepubliceerde_reeks,
    meldingen,
)


def rij(aantal: int, *, label: str = "Overige", bron: str = "A", totaal: bool = False) -> GepubliceerdCijfer:
    return GepubliceerdCijfer(
        jaar=2021,
        register=Register.MELDINGEN,
        uitsplitsing=Uitsplitsing.TOTAAL_GEDRUKT if totaal else Uitsplitsing.HOOFDCATEGORIE,
        label="Totaal" if totaal else label,
        aantal=aantal,
        bron=bron,
    )


def test_alleen_het_totaal_van_2021_spreekt_de_eigen_rijen_tegen() -> None:
    gevonden = gepubliceerd.tegenspraken(gepubliceerde_reeks())

    assert [(fout.totaal.jaar, fout.totaal.aantal, fout.som) for fout in gevonden] == [(2021, 271, 371)]
    assert gevonden[0].tekst == (
        "Jaarverslag Defensie 2022 drukt voor 2021 het totaal 271 af. De rijen zijn samen 371. "
        "Nota Aanbieding JID 2024 noemt 371: dat klopt met de rijen."
    )


def test_voor_2021_geldt_alleen_het_totaal_dat_met_de_rijen_klopt() -> None:
    gevonden = gepubliceerd.totalen(gepubliceerde_reeks(), jaar=2021, register=Register.MELDINGEN)

    assert [(cijfer.aantal, cijfer.bron) for cijfer in gevonden] == [(371, "Nota Aanbieding JID 2024")]


def test_zonder_rijen_zijn_twee_verschillende_totalen_elkaars_tegenspraak() -> None:
    reeks = [rij(10, totaal=True), rij(11, totaal=True, bron="B")]

    assert [fout.totaal.aantal for fout in gepubliceerd.tegenspraken(reeks)] == [10, 11]
    assert gepubliceerd.totalen(reeks, jaar=2021, register=Register.MELDINGEN) == []


def test_een_totaal_wordt_aan_de_rijen_van_de_eigen_bron_gehouden() -> None:
    reeks = [rij(5), rij(6, totaal=True), rij(6, bron="B"), rij(6, totaal=True, bron="B")]

    assert [(fout.totaal.bron, fout.som) for fout in gepubliceerd.tegenspraken(reeks)] == [("A", 5)]


def test_een_schatting_spreekt_niets_tegen() -> None:
    ongeveer = rij(900, totaal=True)
    ongeveer.is_circa = True

    assert gepubliceerd.tegenspraken([rij(871), ongeveer]) == ()


def test_maatregelen_hoeven_niet_op_te_tellen() -> None:
    maatregelen = [cijfer for cijfer in gepubliceerde_reeks() if cijfer.register == Register.MAATREGELEN]

    assert len(maatregelen) == 5
    assert gepubliceerd.tegenspraken(maatregelen) == ()


def test_elk_gepubliceerd_label_sinds_2019_heeft_een_code() -> None:
    labels = {
        cijfer.label
        for cijfer in gepubliceerde_reeks()
        if cijfer.uitsplitsing == Uitsplitsing.HOOFDCATEGORIE and cijfer.jaar >= 2019
    }

    codes = {gepubliceerd.code_bij(label, HOOFDCATEGORIEEN) for label in labels}

    assert codes == {categorie.code for categorie in HOOFDCATEGORIEEN}


def test_een_oud_label_hoort_bij_de_code_van_nu_en_een_vervallen_rij_bij_geen() -> None:
    assert gepubliceerd.code_bij("Misbruik positie en belangenverstrengeling", HOOFDCATEGORIEEN) == "positie"
    assert gepubliceerd.code_bij("Misbruik van bevoegdheden", HOOFDCATEGORIEEN) is None


def test_geteld_staat_naast_gepubliceerd_per_bron() -> None:
    bron = VasteBron(meldingen=meldingen(GEPUBLICEERD))

    cijfers = jaarcijfers(jaar=2022, vandaag=VANDAAG, bron=bron, reeks=gepubliceerde_reeks())

    tabel_1 = [v for v in cijfers.vergelijkingen if v.tabel == "meldingen_hoofdcategorie"]
    assert [(v.jaar, v.bron, len(v.regels)) for v in tabel_1] == [
        (2021, "Jaarverslag Defensie 2022", 10),
        (2021, "Nota Aanbieding JID 2024", 1),
        (2022, "Jaarverslag Defensie 2022", 10),
    ]
    assert all(regel.geteld is not None and not regel.verschil for v in tabel_1 for regel in v.regels)
    assert [v.wijkt_af for v in tabel_1] == [False, False, False]
    assert [regel.gepubliceerd for v in tabel_1 for regel in v.regels if regel.is_tegengesproken] == [271]


def test_een_melding_minder_geteld_is_een_afwijking_van_een() -> None:
    geteld = {**GEPUBLICEERD, 2022: {**GEPUBLICEERD[2022], "overige": 19}}
    bron = VasteBron(meldingen=meldingen(geteld))

    cijfers = jaarcijfers(jaar=2022, vandaag=VANDAAG, bron=bron, reeks=gepubliceerde_reeks())

    afwijkend = [
        (v.jaar, regel.label, regel.gepubliceerd, regel.geteld, regel.verschil)
        for v in cijfers.vergelijkingen
        if v.tabel == "meldingen_hoofdcategorie"
        for regel in v.regels
        if regel.verschil
    ]
    assert afwijkend == [(2022, "Overige", 20, 19, -1), (2022, "Totaal", 667, 666, -1)]


def test_circa_blijft_circa_en_wordt_niet_vergeleken() -> None:
    bron = VasteBron(meldingen=meldingen(GEPUBLICEERD), casussen=casussen({2024: {"pesten": 912}}))

    cijfers = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=gepubliceerde_reeks())

    van_2024 = [v.regels for v in cijfers.vergelijkingen if v.tabel == "casussen" and v.jaar == 2024]
    assert van_2024 == [
        (
            Vergelijkregel(
                "totaal", "Totaal", 900, 912, is_circa=True, is_tegengesproken=False, is_totaal=True
            ),
        )
    ]
    assert van_2024[0][0].verschil is None


def test_de_tegenspraak_hoort_bij_elk_jaar_dat_2021_toont() -> None:
    bron = VasteBron(meldingen=meldingen({**GEPUBLICEERD, 2025: {"overige": 1}, 2026: {"overige": 1}}))
    reeks = gepubliceerde_reeks()

    aantal = {
        jaar: len(jaarcijfers(jaar=jaar, vandaag=VANDAAG, bron=bron, reeks=reeks).tegenspraken)
        for jaar in range(2020, 2027)
    }

    assert aantal == {2020: 0, 2021: 1, 2022: 1, 2023: 1, 2024: 1, 2025: 1, 2026: 0}
