"""The generated Dutch: right for none, one, equal, rising and falling."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rapportages import uitvoer, weergave
from rapportages.cellen import Cel
from rapportages.services import jaarcijfers
from rapportages.verschil import Verschil, procent_van
from rapportages.zinnen import in_aantal, in_verhouding, kort, procent_met_teken, standen
from tests.rapportages.hulp import (
    GEPUBLICEERD,
    VANDAAG,
    VasteBron,
    casussen,
    gepubliceerde_reeks,
    meldingen,
    van_jaar,
)

AANTALLEN = st.integers(0, 5) | st.integers(0, 60) | st.integers(0, 3_000_000)


@pytest.mark.parametrize(
    ("vorig", "nu", "begin"),
    [
        (0, 0, "In 2024 waren er geen meldingen. Ook in 2023 waren er geen."),
        (0, 1, "In 2024 was er 1 melding. In 2023 waren er geen."),
        (1, 0, "In 2024 waren er geen meldingen. Dat is er 1 minder dan in 2023."),
        (1, 1, "In 2024 was er 1 melding. Ook in 2023 was het er 1."),
        (1, 2, "In 2024 waren er 2 meldingen. Dat is er 1 meer dan in 2023."),
        (7, 7, "In 2024 waren er 7 meldingen. Dat zijn er evenveel als in 2023."),
        (49, 60, "In 2024 waren er 60 meldingen. Dat zijn er 11 meer dan in 2023."),
        (50, 60, "In 2024 waren er 60 meldingen. Dat zijn er 10 meer dan in 2023 (+20,0%)."),
        (555, 627, "In 2024 waren er 627 meldingen. Dat zijn er 72 meer dan in 2023 (+13,0%)."),
        (667, 555, "In 2024 waren er 555 meldingen. Dat zijn er 112 minder dan in 2023 (−16,8%)."),
        (1000, 2345, "In 2024 waren er 2.345 meldingen. Dat zijn er 1.345 meer dan in 2023 (+134,5%)."),
    ],
)
def test_de_eerste_zinnen_kloppen_bij_elk_verschil(vorig: int, nu: int, begin: str) -> None:
    assert van_jaar(vorig, nu).tekst.startswith(begin)


def test_van_een_onbekend_vorig_jaar_zegt_de_tekst_dat_het_onbekend_is() -> None:
    bron = VasteBron(meldingen=meldingen({2020: GEPUBLICEERD[2020]}))

    tekst = jaarcijfers(jaar=2020, vandaag=VANDAAG, bron=bron, reeks=()).tekst

    assert tekst.startswith("In 2020 waren er 314 meldingen. Hoeveel het er in 2019 waren, is niet bekend.")


def test_van_een_jaar_dat_alleen_gedrukt_is_staat_het_gedrukte_erbij_en_nooit_als_geteld() -> None:
    bron = VasteBron(meldingen=meldingen({2020: GEPUBLICEERD[2020]}))

    cijfers = jaarcijfers(jaar=2020, vandaag=VANDAAG, bron=bron, reeks=gepubliceerde_reeks())
    getoond = weergave.overzicht(cijfers)

    assert cijfers.tekst.startswith("In 2020 waren er 314 meldingen. 2019 is niet geteld; gedrukt: 458.")
    assert getoond["kaarten"][0]["toelichting"] == "2019 is niet geteld; gedrukt: 458"
    assert getoond["tabellen"][0]["totaal"].cellen == ("niet geteld; gedrukt: 458", "314")
    assert [rij.cellen[0] for rij in getoond["vijf_jaar"]["rijen"][1:]] == [
        "niet geteld; gedrukt: 458",
        *("onbekend", "onbekend", "niet geteld; gedrukt: 369"),
    ]
    assert "2019 is niet geteld; gedrukt: 458." in uitvoer.als_tekst(cijfers)
    assert cijfers.tabel("meldingen_hoofdcategorie").verschil_totaal.aantal is None
    assert "De kolom 2019" not in uitvoer.als_tekst(cijfers)
    assert cijfers.bevindingen == ()


def test_onder_een_tabel_die_van_de_dag_afhangt_staan_de_twee_dagen() -> None:
    zin = "De kolom 2023 geeft de stand op 31 december 2023, de kolom 2024 die op 31 december 2024."
    getoond = {tabel["id"]: tabel["standen"] for tabel in weergave.overzicht(van_jaar(2, 3))["tabellen"]}

    assert getoond["meldingen_uitkomst"] == zin
    assert getoond["meldingen_hoofdcategorie"] == ""


def test_van_een_jaar_dat_duurt_zegt_elke_kaart_en_tabel_tot_wanneer_er_is_geteld() -> None:
    """Of casussen nothing is said before the whole year is counted, and then the page says when that is."""
    bron = VasteBron(
        meldingen=meldingen({2025: {"overige": 4}, 2026: {"overige": 3}}),
        misstanden=[Cel(2025, "vermoeden", "", 2)],
        casussen=casussen({2025: {"pesten": 7}}),
    )

    getoond = weergave.overzicht(jaarcijfers(jaar=2026, vandaag=VANDAAG, bron=bron, reeks=()))

    aantallen = [kaart for kaart in getoond["kaarten"] if kaart["label"] != "Overige"]
    assert [kaart["label"] for kaart in aantallen] == ["Meldingen", "Vermoedens van misstanden"]
    assert {kaart["toelichting"] for kaart in aantallen} == {
        "tot en met 1 maart 2026; het jaar is nog niet voorbij"
    }
    tabellen = {tabel["id"]: tabel for tabel in getoond["tabellen"] if not tabel["is_onbekend"]}
    assert set(tabellen) == {
        *("meldingen_hoofdcategorie", "meldingen_meldkanaal", "meldingen_uitkomst", "misstanden")
    }
    assert all("1 maart 2026" in tabel["standen"] for tabel in tabellen.values())
    cellen = meldingen({2024: {"overige": 4}, 2026: {"overige": 3}})
    na_onbekend = jaarcijfers(jaar=2026, vandaag=VANDAAG, bron=VasteBron(meldingen=cellen), reeks=())
    assert standen(na_onbekend.tabel("meldingen_uitkomst")).startswith(
        "De kolom 2026 telt tot en met 1 maart"
    )
    wanneer = {tabel["id"]: tabel["wordt_geteld_op"] for tabel in getoond["tabellen"]}
    assert wanneer["casussen"] == date(2027, 2, 1)
    assert {dag for id_, dag in wanneer.items() if id_ != "casussen"} == {None}


def test_een_jaar_dat_nog_loopt_wordt_niet_vergeleken() -> None:
    bron = VasteBron(meldingen=meldingen({2025: {"overige": 500}, 2026: {"overige": 90}}))

    cijfers = jaarcijfers(jaar=2026, vandaag=VANDAAG, bron=bron, reeks=())

    assert cijfers.tekst == (
        "In 2026 waren er tot en met 1 maart 90 meldingen. 2026 is nog niet voorbij. Daarom vergelijken we "
        "nog niet met 2025. De grootste categorie is ‘Overige’: 90 meldingen (100,0% van alle meldingen). "
        "Nu zijn alle 90 meldingen afgerond."
    )
    assert cijfers.bevindingen == ()


def test_de_grootste_categorie_staat_er_met_haar_aandeel_en_de_trendbreuk_ook() -> None:
    bron = VasteBron(meldingen=meldingen(GEPUBLICEERD))

    tekst = jaarcijfers(jaar=2022, vandaag=VANDAAG, bron=bron, reeks=()).tekst

    assert "‘Ongewenste omgangsvormen’: 281 meldingen (42,1% van alle meldingen)." in tekst
    assert "Trendbreuk: sinds november 2021 registreren we anders." in tekst


def test_gelijke_hoogste_categorieen_delen_de_eerste_plaats() -> None:
    bron = VasteBron(
        meldingen=meldingen({2023: {"overige": 1}, 2024: {"financieel": 3, "overige": 3, "positie": 2}})
    )

    tekst = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=()).tekst

    assert "De grootste categorieën zijn ‘Financiële schendingen’ en ‘Overige’: elk 3 meldingen." in tekst


@pytest.mark.parametrize(
    ("aantal", "zin"),
    [(0, None), (1, "Daarnaast is 1 melding doorgeleid"), (4, "Daarnaast zijn 4 meldingen doorgeleid")],
)
def test_doorgeleide_meldingen_staan_apart_in_de_tekst(aantal: int, zin: str | None) -> None:
    cellen = meldingen({2023: {"overige": 2}, 2024: {"overige": 2}})
    cellen += meldingen({2024: {"overige": aantal}}, status="doorgeleid")

    tekst = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=VasteBron(meldingen=cellen), reeks=()).tekst

    assert tekst.startswith("In 2024 waren er 2 meldingen.")
    assert (zin in tekst) if zin else ("doorgeleid" not in tekst)


@pytest.mark.parametrize(
    ("aantal", "zin"),
    [
        (0, "Vertrouwenspersonen telden geen casussen. Dat zijn er 3 minder dan in 2023."),
        (1, "Vertrouwenspersonen telden 1 casus. Dat zijn er 2 minder dan in 2023."),
        (3, "Vertrouwenspersonen telden 3 casussen. Dat zijn er evenveel als in 2023."),
        (4, "Vertrouwenspersonen telden 4 casussen. Dat is er 1 meer dan in 2023."),
    ],
)
def test_over_casussen_klopt_de_zin_bij_elk_aantal(aantal: int, zin: str) -> None:
    bron = VasteBron(
        meldingen=meldingen({2023: {"overige": 1}, 2024: {"overige": 1}}),
        casussen=casussen({2023: {"pesten": 3}, 2024: {"pesten": aantal}}),
    )

    assert zin in jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=()).tekst


@given(vorig=AANTALLEN, nu=AANTALLEN)
def test_elk_getal_in_de_tekst_volgt_uit_de_tabel(vorig: int, nu: int) -> None:
    cijfers = van_jaar(vorig, nu)
    tabel = cijfers.tabel("meldingen_hoofdcategorie")
    zinnen = cijfers.tekst.split(". ")
    eerste = re.search(r"(?:er (geen|[\d.]+) melding)", zinnen[0])
    genoemd = re.findall(r"er ([\d.]+) (meer|minder) dan in 2023(?: \(([+−][\d.,]+%)\))?", cijfers.tekst)

    assert eerste is not None
    assert _getal(eerste.group(1)) == tabel.totaal[2024] == nu
    assert ("1 melding." in f"{zinnen[0]}.") == (nu == 1)
    if vorig == 0 or nu == vorig:
        assert genoemd == []
    else:
        verschil, richting, procent = genoemd[0]
        assert _getal(verschil) == abs(nu - vorig)
        assert richting == ("meer" if nu > vorig else "minder")
        assert procent == (procent_met_teken(procent_van(nu - vorig, vorig)) if vorig >= 50 else "")
    assert cijfers.bevindingen == ()


@given(
    aantallen=st.lists(st.tuples(AANTALLEN, AANTALLEN), min_size=3, max_size=3),
    casus=st.tuples(AANTALLEN, AANTALLEN),
    doorgeleid=AANTALLEN,
)
def test_de_eigen_controle_vindt_nooit_iets_in_de_eigen_tekst(
    aantallen: list[tuple[int, int]], casus: tuple[int, int], doorgeleid: int
) -> None:
    codes = ("financieel", "omgangsvormen", "overige")
    cellen = meldingen(
        {
            2023: dict(zip(codes, (vorig for vorig, _ in aantallen), strict=True)),
            2024: dict(zip(codes, (nu for _, nu in aantallen), strict=True)),
        }
    )
    cellen += meldingen({2024: {"overige": doorgeleid}}, status="doorgeleid")
    bron = VasteBron(
        meldingen=cellen, casussen=casussen({2023: {"pesten": casus[0]}, 2024: {"pesten": casus[1]}})
    )

    cijfers = jaarcijfers(jaar=2024, vandaag=VANDAAG, bron=bron, reeks=())

    assert cijfers.bevindingen == ()
    assert cijfers.tabel("meldingen_hoofdcategorie").totaal[2024] == sum(nu for _, nu in aantallen)


@pytest.mark.parametrize(
    ("vorig", "nu", "tekst"),
    [
        (None, 3, "2023 niet bekend"),
        (3, 3, "evenveel als in 2023"),
        (0, 3, "in 2023 geen"),
        (555, 627, "72 meer dan in 2023 (+13,0%)"),
        (10, 8, "2 minder dan in 2023"),
    ],
)
def test_een_kaart_zegt_het_kort(vorig: int | None, nu: int, tekst: str) -> None:
    assert kort(Verschil(vorig, nu), 2023) == tekst


@pytest.mark.parametrize(
    ("vorig", "nu", "aantal", "verhouding"),
    [
        (None, 3, "", ""),
        (3, None, "", ""),
        (0, 0, "gelijk", ""),
        (0, 3, "+3", "was 0"),
        (49, 98, "+49", ""),
        (50, 100, "+50", "+100,0%"),
        (100, 50, "−50", "−50,0%"),
        (281, 92, "−189", "−67,3%"),
        (10000, 10001, "+1", "0,0%"),
    ],
)
def test_een_cel_toont_geen_percentage_op_een_kleine_basis_of_vanaf_nul(
    vorig: int | None, nu: int | None, aantal: str, verhouding: str
) -> None:
    verschil = Verschil(vorig, nu)
    assert (in_aantal(verschil), in_verhouding(verschil)) == (aantal, verhouding)


def test_op_een_engels_scherm_is_alles_engels_behalve_de_tekst_die_gedrukt_wordt() -> None:
    with translation.override("en"):
        cijfers = van_jaar(1500, 2000)
        getoond = weergave.overzicht(cijfers)
    assert cijfers.tekst.startswith("In 2024 waren er 2.000 meldingen. Dat zijn er 500 meer dan in 2023")
    assert (
        getoond["kolommen_zin"] == "In 2024 there were 2,000 reports. That is 500 more than in 2023 (+33.3%)."
    )
    assert getoond["kaarten"][0]["toelichting"] == "500 more than in 2023 (+33.3%)"
    assert getoond["tabellen"][0]["titel"] == "Reports by main category"


def _getal(tekst: str) -> int:
    return 0 if tekst == "geen" else int(tekst.replace(".", ""))
