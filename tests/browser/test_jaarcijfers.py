"""The figures as policy staff use them, in a real Chromium on the demo data."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import bewaar, keur, toegankelijk

Bladen = Callable[..., Page]
TE_BREED = "delen => delen.filter(d => d.scrollWidth > d.clientWidth).map(d => d.ariaLabel)"
GEPUBLICEERD = {2020: "314", 2021: "371", 2022: "667", 2023: "555", 2024: "627"}


def test_beleid_begint_bij_wat_er_te_doen_is(bladen: Bladen) -> None:
    page = bladen("beleid")
    expect(page.get_by_role("heading", name="Wat moet u nu doen?")).to_be_visible()
    keur(page, "jaarcijfers-vandaag")

    page.get_by_role("link", name="Gedrukt totaal klopt niet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2021")
    expect(page.get_by_text("De rijen zijn samen 371").first).to_be_visible()
    rij = page.get_by_role("row").filter(
        has=page.get_by_role("rowheader", name="Oneigenlijk gebruik van dienstmiddelen", exact=True)
    )
    expect(rij.last).to_contain_text("81")
    keur(page, "jaarcijfers-2021")


def test_beleid_kiest_een_ander_jaar_met_het_toetsenbord_en_downloadt_dezelfde_cijfers(
    bladen: Bladen, tmp_path: Path
) -> None:
    page = bladen("beleid", "/jaarcijfers/")
    page.get_by_label("Jaar", exact=True).focus()
    page.keyboard.type("2022")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jaarcijfers 2022")

    per_rij = page.get_by_role("region", name="Cijfers van 2022 uit Jaarverslag Defensie 2022")
    expect(per_rij).to_be_hidden()
    page.emulate_media(media="print")
    expect(per_rij).to_be_visible()
    page.emulate_media(media="screen")

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


def test_de_totalen_van_vijf_jaar_op_het_scherm_op_papier_en_in_andere_kleuren(bladen: Bladen) -> None:
    page = bladen("beleid", "/jaarcijfers/?jaar=2024")
    page.emulate_media(media="print")
    klachten = page.locator("section", has=page.locator("#h-klachten_verloop"))
    expect(klachten.get_by_text("klachten_verloop, versie 3")).to_be_visible()
    expect(page.get_by_text("Stand op 31 december 2024")).to_be_visible()
    expect(page.get_by_role("link", name="Download als Excel")).to_be_hidden()
    expect(page.get_by_role("button", name="Toon cijfers")).to_be_hidden()

    page.emulate_media(media="screen")
    kaart = page.get_by_role("region", name="Meldingen per jaar", exact=True)
    kaart.get_by_text("Bekijk deze cijfers als tabel").click()
    for jaar, aantal in GEPUBLICEERD.items():
        rij = kaart.get_by_role("row").filter(has=page.get_by_role("rowheader", name=str(jaar), exact=True))
        expect(rij.get_by_role("cell").first).to_have_text(aantal)
    expect(page.get_by_text("Dat zijn er 72 meer dan in 2023 (+13,0%).").first).to_be_visible()
    keur(page, "jaarcijfers-2024")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.locator(".app-scroll").evaluate_all(TE_BREED) == []  # nothing to move sideways on a phone

    page.emulate_media(color_scheme="dark")
    bewaar(page, "jaarcijfers-2024-donker")
    assert toegankelijk(page) == []
    page.emulate_media(forced_colors="active")
    bewaar(page, "jaarcijfers-2024-eigen-kleuren")
    assert page.locator(".app-chart__bar").first.is_visible()
