"""The figures as policy staff use them, in a real Chromium on the demo data."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import bewaar, breedte, toegankelijk

Bladen = Callable[..., Page]
GEPUBLICEERD = {2020: "314", 2021: "371", 2022: "667", 2023: "555", 2024: "627"}


def test_beleid_ziet_de_gepubliceerde_totalen_van_vijf_jaar(bladen: Bladen) -> None:
    page = bladen("beleid")
    page.goto("/jaarcijfers/?jaar=2024")
    kaart = page.get_by_role("region", name="Meldingen per jaar", exact=True)
    kaart.get_by_text("Bekijk deze cijfers als tabel").click()

    for jaar, aantal in GEPUBLICEERD.items():
        rij = kaart.get_by_role("row").filter(has=page.get_by_role("rowheader", name=str(jaar), exact=True))
        expect(rij.get_by_role("cell").first).to_have_text(aantal)
    expect(page.get_by_text("Dat zijn er 72 meer dan in 2023 (+13,0%).").first).to_be_visible()


def test_beleid_kiest_een_ander_jaar_met_het_toetsenbord(bladen: Bladen) -> None:
    page = bladen("beleid")
    page.goto("/jaarcijfers/")
    page.get_by_label("Jaar", exact=True).focus()
    page.keyboard.type("2021")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2021")
    expect(page.get_by_text("De rijen zijn samen 371").first).to_be_visible()
    rij = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Oneigenlijk gebruik van dienstmiddelen", exact=True)
    )
    expect(rij.last).to_contain_text("81")


def test_beleid_downloadt_dezelfde_cijfers(bladen: Bladen, tmp_path: Path) -> None:
    page = bladen("beleid")
    page.goto("/jaarcijfers/?jaar=2022")
    with page.expect_download() as gevangen:
        page.get_by_role("link", name="Download als CSV").click()
    bestand = tmp_path / gevangen.value.suggested_filename
    gevangen.value.save_as(bestand)

    assert bestand.name == "jaarcijfers-2022.csv"
    regels = list(csv.DictReader(bestand.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    rijen = {
        regel["code"]: int(regel["aantal"])
        for regel in regels
        if (regel["tabel"], regel["jaar"], regel["soort"])
        == ("meldingen_hoofdcategorie", "2022", "geteld_rij")
    }
    assert rijen == {
        "financieel": 24,
        "positie": 25,
        "informatie": 15,
        "geweldsbevoegdheid": 0,
        "omgangsvormen": 281,
        "privesfeer": 151,
        "dienstmiddelen": 30,
        "interne_regels": 121,
        "overige": 20,
    }


def test_zonder_javascript_werkt_alles(bladen: Bladen) -> None:
    page = bladen("beleid", js=False)
    page.goto("/jaarcijfers/")
    page.get_by_label("Jaar", exact=True).select_option("2022")
    page.get_by_role("button", name="Toon cijfers").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2022")


def test_beleid_begint_bij_wat_er_te_doen_is(bladen: Bladen) -> None:
    page = bladen("beleid")

    expect(page.get_by_role("heading", name="Wat moet u nu doen?")).to_be_visible()
    page.get_by_role("link", name="Gedrukt totaal klopt niet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2021")


@pytest.mark.parametrize("wie", ["adviseur", "coordinator", "beheerder"])
def test_een_ander_vindt_de_cijfers_niet(bladen: Bladen, wie: str) -> None:
    page = bladen(wie)
    antwoord = page.goto("/jaarcijfers/")

    assert antwoord is not None
    assert antwoord.status == 404
    expect(page.get_by_text("627")).to_have_count(0)


@pytest.mark.parametrize(
    "pad", ["/jaarcijfers/?jaar=2024", "/jaarcijfers/?jaar=2021", "/jaarcijfers/vandaag/"]
)
def test_de_cijferpaginas_zijn_toegankelijk_en_schuiven_niet_opzij(bladen: Bladen, pad: str) -> None:
    page = bladen("beleid")
    for breed in (1280, 390, 320):
        page.set_viewport_size({"width": breed, "height": 800})
        page.goto(pad)
        for details in page.locator("main details").all():
            details.evaluate("details => { details.open = true }")
        bewaar(page, f"jaarcijfers-{'vandaag' if 'vandaag' in pad else pad[-4:]}-{breed}")

        assert breedte(page) <= breed
        assert toegankelijk(page) == []


def test_op_papier_staan_de_telregels_en_geen_knoppen(bladen: Bladen) -> None:
    page = bladen("beleid")
    page.goto("/jaarcijfers/?jaar=2024")
    page.emulate_media(media="print")
    klachten = page.locator("section", has=page.locator("#h-klachten_verloop"))

    expect(klachten.get_by_text("klachten_verloop, versie 1")).to_be_visible()
    expect(page.get_by_text("Stand op 31 december 2024")).to_be_visible()
    expect(page.get_by_role("link", name="Download als Excel")).to_be_hidden()
    expect(page.get_by_role("button", name="Toon cijfers")).to_be_hidden()


def test_de_cijfers_zijn_ook_donker_en_met_eigen_kleuren_toegankelijk(bladen: Bladen) -> None:
    page = bladen("beleid", color_scheme="dark")
    page.goto("/jaarcijfers/?jaar=2024")
    bewaar(page, "jaarcijfers-2024-donker")
    assert toegankelijk(page) == []

    page.emulate_media(forced_colors="active")
    bewaar(page, "jaarcijfers-2024-eigen-kleuren")
    assert page.locator(".app-chart__bar").first.is_visible()
