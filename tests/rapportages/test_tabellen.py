"""Counting by rule: rows, totals, memo line, series breaks, unknown years."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from rapportages import weergave
from rapportages.cellen import Cel
from rapportages.controles import controleer
from rapportages.services import Jaarcijfers, JaarOnbekend, beschikbare_jaren, jaarcijfers
from rapportages.tabellen import Rij, Tabel
from rapportages.telregels import MELDINGEN_HOOFDCATEGORIE, TELREGELS, TRENDBREUKEN, trendbreuken_bij
from rapportages.verschil import Verschil
from tests.rapportages.hulp import GEPUBLICEERD, VANDAAG, VasteBron, casussen, meldingen


def cijfers_van(jaar: int, bron: VasteBron | None = None) -> Jaarcijfers:
    return jaarcijfers(
        jaar=jaar, vandaag=VANDAAG, bron=bron or VasteBron(meldingen=meldingen(GEPUBLICEERD)), reeks=()
    )


def tabel_1(jaar: int, bron: VasteBron | None = None) -> Tabel:
    return cijfers_van(jaar, bron).tabel("meldingen_hoofdcategorie")


def test_de_tabellen_hebben_de_gepubliceerde_totalen() -> None:
    assert cijfers_van(2024).tabel("meldingen_vijf_jaar").totaal == {
        2020: 314,
        2021: 371,
        2022: 667,
        2023: 555,
        2024: 627,
    }


def test_vorig_jaar_staat_naast_het_jaar() -> None:
    tabel = tabel_1(2022)

    assert tabel.jaren == (2021, 2022)
    assert tabel.rij("omgangsvormen") == Rij(
        "omgangsvormen", "Ongewenste omgangsvormen", {2021: 92, 2022: 281}
    )
    assert tabel.totaal == {2021: 371, 2022: 667}
    assert tabel.verschil_totaal == Verschil(371, 667)


def test_een_rij_die_nog_niet_bestond_is_leeg_en_niet_nul() -> None:
    tabel = tabel_1(2021)

    rijen = {rij.code: dict(rij.aantallen) for rij in tabel.rijen}
    assert rijen["dienstmiddelen_interne_regels"] == {2020: 63, 2021: None}
    assert rijen["dienstmiddelen"] == {2020: None, 2021: 81}
    assert rijen["interne_regels"] == {2020: None, 2021: 55}
    assert rijen["overige"] == {2020: None, 2021: 2}
    assert rijen["geweldsbevoegdheid"] == {2020: 0, 2021: 0}
    assert tabel.totaal == {2020: 314, 2021: 371}


def test_de_samengevoegde_rij_verdwijnt_als_geen_van_beide_jaren_haar_kende() -> None:
    assert "dienstmiddelen_interne_regels" not in {rij.code for rij in tabel_1(2022).rijen}


def test_een_telling_buiten_de_geldigheid_valt_niet_uit_de_tabel() -> None:
    bron = VasteBron(meldingen=meldingen({2023: {"dienstmiddelen_interne_regels": 1}, 2024: {"overige": 2}}))

    tabel = tabel_1(2024, bron)

    rij = tabel.rij("dienstmiddelen_interne_regels")
    assert rij is not None
    assert dict(rij.aantallen) == {2023: 1, 2024: None}
    assert tabel.totaal == {2023: 1, 2024: 2}


def test_een_code_die_de_lijst_niet_kent_krijgt_een_eigen_rij() -> None:
    tabel = tabel_1(2024, VasteBron(meldingen=meldingen({2024: {"nieuw": 3}})))

    assert tabel.rij("nieuw") == Rij("nieuw", "nieuw", {2023: None, 2024: 3})


def test_samengevoegde_meldingen_tellen_niet_en_doorgeleide_staan_eronder() -> None:
    cellen = meldingen({2023: {"overige": 5}, 2024: {"overige": 7}})
    cellen += meldingen({2024: {"overige": 3}}, status="samengevoegd")
    cellen += meldingen({2024: {"overige": 2}}, status="doorgeleid")

    cijfers = cijfers_van(2024, VasteBron(meldingen=cellen))

    for tabel in (cijfers.tabel("meldingen_hoofdcategorie"), cijfers.tabel("meldingen_vijf_jaar")):
        assert tabel.totaal[2024] == 7
        assert tabel.onder("doorgeleid") == 2


@pytest.mark.parametrize(
    "status", ["nieuw", "in_behandeling", "ingetrokken", "niet_in_behandeling", "heropend", "gesloten"]
)
def test_elke_andere_status_telt_mee(status: str) -> None:
    bron = VasteBron(meldingen=meldingen({2024: {"overige": 4}}, status=status))

    assert tabel_1(2024, bron).totaal[2024] == 4


def test_wat_nog_niet_is_ingedeeld_telt_mee_en_wordt_gemeld() -> None:
    cijfers = cijfers_van(
        2024, VasteBron(meldingen=[Cel(2024, "", "nieuw", 2), Cel(2024, "overige", "nieuw", 1)])
    )

    assert cijfers.tabel("meldingen_hoofdcategorie").totaal[2024] == 3
    assert [bevinding.tekst for bevinding in cijfers.bevindingen] == [
        "Meldingen naar hoofdcategorie, 2024: 2 meldingen hebben nog geen rij."
    ]


def test_jaren_voor_het_register_zijn_onbekend() -> None:
    cijfers = cijfers_van(2020)

    assert cijfers.tabel("meldingen_hoofdcategorie").totaal == {2019: None, 2020: 314}
    assert cijfers.tabel("meldingen_vijf_jaar").totaal == {
        2016: None,
        2017: None,
        2018: None,
        2019: None,
        2020: 314,
    }


def test_een_jaar_zonder_een_enkele_melding_is_onbekend_en_wordt_nergens_mee_vergeleken() -> None:
    bron = VasteBron(meldingen=meldingen({2022: {"overige": 80}, 2024: {"overige": 2}}))

    leeg, erna = cijfers_van(2023, bron), cijfers_van(2024, bron)

    assert leeg.tabel("meldingen_hoofdcategorie").totaal == {2022: 80, 2023: None}
    assert erna.tabel("meldingen_hoofdcategorie").totaal == {2023: None, 2024: 2}
    assert leeg.tekst == "Over 2023 zijn geen meldingen vastgelegd."
    assert "Hoeveel het er in 2023 waren, is niet bekend." in erna.tekst
    for cijfers in (leeg, erna):
        for tabel in cijfers.tabellen:
            verschillen = [tabel.verschil_totaal, *(tabel.verschil(rij.aantallen) for rij in tabel.rijen)]
            assert {v.aantal for v in verschillen} == {None}
        assert cijfers.bevindingen == ()
    assert weergave.overzicht(leeg)["is_leeg"]
    assert list(weergave.overzicht(leeg)["kaarten"]) == []


def test_een_register_dat_in_een_geteld_jaar_niets_heeft_is_nul() -> None:
    bron = VasteBron(
        meldingen=meldingen({2023: {"overige": 1}, 2024: {"overige": 2}}),
        misstanden=[Cel(2023, "vermoeden", "", 1)],
    )

    assert cijfers_van(2024, bron).tabel("misstanden").totaal == {2023: 1, 2024: 0}


def test_een_jaar_zonder_meldingen_toont_wel_wat_een_ander_register_heeft() -> None:
    bron = VasteBron(
        meldingen=meldingen({2022: {"overige": 80}}),
        misstanden=[Cel(2022, "vermoeden", "", 2), Cel(2023, "vermoeden", "", 1)],
    )

    cijfers = cijfers_van(2023, bron)

    assert cijfers.tekst.startswith(
        "Over 2023 zijn geen meldingen vastgelegd. Er is 1 vermoeden van een misstand ontvangen. Dat is er 1 minder"
    )
    assert [kaart["label"] for kaart in weergave.overzicht(cijfers)["kaarten"]] == [
        "Vermoedens van misstanden"
    ]


def test_een_jaar_voor_de_eerste_melding_is_te_kiezen_als_een_ander_register_begon() -> None:
    bron = VasteBron(meldingen=meldingen({2024: {"overige": 1}}), misstanden=[Cel(2022, "vermoeden", "", 2)])

    cijfers = cijfers_van(2022, bron)

    assert (cijfers.eerste_jaar, cijfers.tabel("misstanden").totaal) == (2022, {2021: None, 2022: 2})


def test_casussen_beginnen_later_dan_meldingen() -> None:
    bron = VasteBron(meldingen=meldingen(GEPUBLICEERD), casussen=casussen({2022: {"pesten": 4, "overig": 1}}))

    tabel = cijfers_van(2022, bron).tabel("casussen")

    assert tabel.totaal == {2021: None, 2022: 5}
    assert tabel.rij("pesten") == Rij("pesten", "Pesten", {2021: None, 2022: 4})


@pytest.mark.parametrize("jaar", [2019, 2027])
def test_een_jaar_zonder_cijfers_wordt_geweigerd(jaar: int) -> None:
    with pytest.raises(JaarOnbekend):
        cijfers_van(jaar)


def test_te_kiezen_jaren_lopen_van_nieuw_naar_oud_en_niet_in_de_toekomst() -> None:
    cellen = meldingen({2024: {"overige": 1}, 2027: {"overige": 1}})

    assert beschikbare_jaren(vandaag=VANDAAG, bron=VasteBron(meldingen=cellen)) == [2024]
    assert beschikbare_jaren(vandaag=VANDAAG, bron=VasteBron()) == [2026]


def test_de_stand_is_de_laatste_dag_van_het_jaar_en_alles_is_voorlopig() -> None:
    cijfers = cijfers_van(2024)

    assert (cijfers.stand_op, cijfers.vastgelegd_tot, cijfers.voorlopig) == (
        date(2024, 12, 31),
        VANDAAG,
        True,
    )


def test_een_telregel_is_niet_te_veranderen() -> None:
    with pytest.raises(FrozenInstanceError):
        MELDINGEN_HOOFDCATEGORIE.versie = 2  # type: ignore[misc]  # frozen: that is the point


def test_elke_telregel_heeft_een_definitie_en_een_eigen_naam() -> None:
    assert len({regel.id for regel in TELREGELS}) == len(TELREGELS) == 10
    for regel in TELREGELS:
        assert regel.definitie.endswith(".")
        assert regel.populatie.endswith(".")
        assert regel.bereik.endswith(".")


@pytest.mark.parametrize(
    ("jaar", "breuken"),
    [
        (2017, {"bevoegdheden_bij_positie"}),
        (2019, {"misstand_geen_rij"}),
        (2020, {"corona"}),
        (2021, {"dienstmiddelen_en_interne_regels", "overige_nieuw", "nieuwe_registratie", "corona"}),
        (2022, {"nieuwe_registratie", "corona"}),
        (2023, set()),
        (2024, set()),
    ],
)
def test_tabel_1_noemt_de_trendbreuken_van_haar_twee_jaren(jaar: int, breuken: set[str]) -> None:
    gevonden = trendbreuken_bij("meldingen_hoofdcategorie", MELDINGEN_HOOFDCATEGORIE.jaren(jaar))

    assert {breuk.id for breuk in gevonden} == breuken


def test_de_vijfjaarstabel_noemt_geen_breuk_tussen_categorieen() -> None:
    gevonden = trendbreuken_bij("meldingen_vijf_jaar", range(2020, 2025))

    assert {breuk.id for breuk in gevonden} == {"nieuwe_registratie", "corona"}
    assert len({breuk.id for breuk in TRENDBREUKEN}) == len(TRENDBREUKEN)


def test_rijen_die_niet_optellen_stoppen_de_cijfers() -> None:
    cijfers = cijfers_van(2021)
    fout = replace(cijfers.tabel("meldingen_hoofdcategorie"), totaal={2020: 314, 2021: 271})

    bevindingen = controleer([fout], tekst="", stand_op=cijfers.stand_op)

    assert [bevinding.tekst for bevinding in bevindingen] == [
        "Meldingen naar hoofdcategorie, 2021: de rijen zijn samen 371, het totaal is 271. Herstel dit eerst."
    ]


def test_twee_tabellen_met_een_ander_totaal_stoppen_de_cijfers() -> None:
    cijfers = cijfers_van(2024)
    eerste, tweede = cijfers.tabellen[:2]
    anders = {**tweede.totaal, 2024: 626}
    fout = replace(tweede, totaal=anders, rijen=(replace(tweede.rijen[0], aantallen=anders),))

    bevindingen = controleer([eerste, fout], tekst="", stand_op=cijfers.stand_op)

    assert [bevinding.tabel for bevinding in bevindingen] == ["meldingen_vijf_jaar"]


@pytest.mark.parametrize("fout", ["In 2024 waren er 628 meldingen.", "Dat is 13,1%.", "Het waren er 1.627."])
def test_een_getal_dat_in_geen_tabel_staat_stopt_de_cijfers(fout: str) -> None:
    cijfers = cijfers_van(2024)

    bevindingen = controleer(cijfers.tabellen, tekst=cijfers.tekst + " " + fout, stand_op=cijfers.stand_op)

    assert [bevinding.tabel for bevinding in bevindingen] == ["tekst"]
