"""A vertrouwenspersoon at work, in a real browser: with one thumb, with a keyboard, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import bewaar, breedte, keur, toegankelijk
from tests.vertrouwenspersonen.invoer.hulp import als_csv, rij

Bladen = Callable[..., Page]
CASUSNUMMER = re.compile(r"C-[0-9A-Z]{4}-[0-9A-Z]{4}")


def tik(page: Page, vraag: str, antwoord: str) -> None:
    """Tap an answer, as a thumb does: the whole box is its label."""
    page.get_by_role("group", name=vraag).get_by_text(antwoord, exact=True).click()


def vul_in(page: Page, thema: str = "Pesten") -> None:
    """Answer the questions that have no default."""
    page.get_by_label("Bij welk onderdeel hoort de hulpvrager?").select_option(
        label="Koninklijke Landmacht (CLAS)"
    )
    tik(page, "Wat is de hulpvrager?", "Militair")
    tik(page, "In welke rol kwam de hulpvrager?", "Omstander of getuige")
    tik(page, "Waar ging het vooral over?", thema)
    tik(page, "Hoeveel gesprekken had u?", "2 of 3")
    tik(page, "Wat hebt u gedaan?", "Luisterend oor")


def leg_vast(page: Page, thema: str = "Pesten") -> str:
    """Register a casus; its number."""
    page.goto("/casussen/nieuw/")
    vul_in(page, thema)
    page.get_by_role("button", name="Casus opslaan").click()
    expect(page.get_by_text("De casus is opgeslagen. Alleen u kunt hem zien.")).to_be_visible()
    gevonden = CASUSNUMMER.search(page.get_by_role("heading", level=1).inner_text())
    assert gevonden
    return gevonden.group()


def open_casus(page: Page, nummer: str) -> None:
    page.get_by_role("link", name="Casus bekijken").click()
    expect(page.get_by_text(nummer).first).to_be_visible()


def kies_bestand(page: Page, inhoud: bytes) -> None:
    """Hand in a file with casussen to look at."""
    page.goto("/casussen/inlezen/")
    bestand = {"name": "casussen.csv", "mimeType": "text/csv", "buffer": inhoud}
    page.get_by_label("Welk bestand wilt u inlezen?").set_input_files(files=[bestand])  # type: ignore[list-item]  # a FilePayload
    page.get_by_role("button", name="Bestand nakijken").click()


GOED = als_csv(rij(), rij(neventhema="", afloop="", status="", hoofdthema="Discriminatie"))
FOUT = als_csv(rij(hoofdthema="Jan de Vries"), rij(neventhema="Pesten"), rij(acties=""))


@pytest.mark.parametrize("js", [True, False], ids=["met_js", "zonder_js"])
def test_met_een_duim_een_casus_vastleggen_en_nog_een(bladen: Bladen, js: bool) -> None:
    page = bladen("vertrouwenspersoon", breedte=390, js=js)
    page.goto("/casussen/")
    page.get_by_role("link", name="Casus vastleggen").first.click()
    eerste = leg_vast(page)
    page.get_by_role("link", name="Nog een casus").click()
    expect(page.get_by_role("heading", name="Casus vastleggen")).to_be_visible()
    tweede = leg_vast(page, "Leiderschap")
    assert eerste != tweede


def test_elk_antwoord_is_met_een_duim_te_raken(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon", breedte=390)
    page.goto("/casussen/nieuw/")
    doelen = page.locator("form .app-check, form select, form button.nl-button")
    for nummer in range(doelen.count()):
        doel = doelen.nth(nummer)
        if doel.is_visible():
            vak = doel.bounding_box()
            assert vak
            assert vak["height"] >= 44, doel.inner_text()


def test_met_alleen_het_toetsenbord_een_casus_vastleggen(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    page.goto("/casussen/nieuw/")
    page.get_by_label("In welke periode was het eerste gesprek?").focus()
    page.keyboard.press("Tab")  # onderdeel
    page.keyboard.type("Koninklijke Landmacht")
    for _vraag in range(3):  # hulpvrager, rol, hoofdthema
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")  # the folded further themes
    page.keyboard.press("Tab")  # gesprekken
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # acties
    page.keyboard.press("Space")
    for _actie in range(6):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("De casus is opgeslagen. Alleen u kunt hem zien.")).to_be_visible()


def test_sluiten_heropenen_wijzigen_en_verwijderen(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    nummer = leg_vast(page)
    open_casus(page, nummer)
    page.get_by_role("link", name="Casus sluiten").click()
    tik(page, "Hoe liep het af?", "Opgelost")
    tik(page, "Naar wie hebt u doorverwezen?", "Bedrijfsmaatschappelijk werk")
    page.get_by_role("button", name="Casus sluiten").click()
    expect(page.get_by_text("De casus is gesloten.")).to_be_visible()
    page.get_by_role("link", name="Casus heropenen").click()
    page.get_by_role("button", name="Casus heropenen").click()
    expect(page.get_by_text("De casus is weer open.")).to_be_visible()
    page.get_by_role("link", name="Casus wijzigen").click()
    tik(page, "Waar ging het vooral over?", "Discriminatie")
    page.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(page.get_by_role("heading", name="Discriminatie")).to_be_visible()
    page.get_by_role("link", name="Casus verwijderen").click()
    page.get_by_role("button", name="Casus verwijderen").click()
    expect(page.get_by_text("De casus is verwijderd.")).to_be_visible()
    expect(page.get_by_text(nummer)).to_have_count(0)


def test_twee_vensters_laten_beide_versies_zien(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    nummer = leg_vast(page)
    open_casus(page, nummer)
    page.get_by_role("link", name="Casus wijzigen").click()
    tweede = page.context.new_page()
    tweede.goto(page.url)
    for venster, thema in ((page, "Overig"), (tweede, "Discriminatie")):
        tik(venster, "Waar ging het vooral over?", thema)
        venster.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(tweede.get_by_text("U wijzigde deze casus ook in een ander venster.")).to_be_visible()
    expect(tweede.get_by_role("definition").get_by_text("Overig")).to_be_visible()
    expect(
        tweede.get_by_role("group", name="Waar ging het vooral over?").get_by_label("Discriminatie")
    ).to_be_checked()
    assert toegankelijk(tweede) == []
    bewaar(tweede, "casus-conflict-1280")
    tweede.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(tweede.get_by_role("heading", name="Discriminatie")).to_be_visible()


def test_een_andere_vertrouwenspersoon_ziet_de_casus_niet(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    nummer = leg_vast(page)
    open_casus(page, nummer)
    pad = page.url
    ander = bladen("vertrouwenspersoon2")
    antwoord = ander.goto(pad)
    assert antwoord
    assert antwoord.status == 404
    ander.goto("/casussen/")
    expect(ander.get_by_text(nummer)).to_have_count(0)


def test_elke_pagina_is_toegankelijk_ook_met_fouten(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    nummer = leg_vast(page)
    keur(page, "casus-opgeslagen")
    open_casus(page, nummer)
    detail = page.url
    paden = {
        "detail": detail,
        "lijst": "/casussen/",
        "lege-lijst": "/casussen/?kwartaal=2001-K1",
        "gesloten": "/casussen/?status=gesloten",
        "nieuw": "/casussen/nieuw/",
        "voortzetting": "/casussen/voortzetting/",
        "wijzig": f"{detail}wijzig/",
        "sluit": f"{detail}sluit/",
        "verwijder": f"{detail}verwijder/",
        "inlezen": "/casussen/inlezen/",
    }
    for naam, pad in paden.items():
        page.goto(pad)
        keur(page, f"casus-{naam}")
    for naam, knop in (("nieuw", "Casus opslaan"), ("sluit", "Casus sluiten")):
        page.goto(paden[naam])
        page.get_by_role("button", name=knop).click()
        expect(page.locator("#foutoverzicht")).to_be_focused()
        keur(page, f"casus-{naam}-fout")
    for naam, inhoud in (("fout", FOUT), ("controle", GOED)):
        kies_bestand(page, inhoud)
        keur(page, f"casus-inlezen-{naam}")
    page.get_by_role("button", name="Casussen opslaan").click()
    expect(page.get_by_text("De casussen zijn opgeslagen. Alleen u kunt ze zien.")).to_be_visible()


def test_niets_loopt_opzij_uit_het_scherm_bij_320(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon", breedte=320)
    leg_vast(page)
    breed = {"opgeslagen": breedte(page)}
    page.get_by_role("link", name="Casus bekijken").click()
    detail = page.url
    for pad in (detail, f"{detail}wijzig/", f"{detail}sluit/", "/casussen/", "/casussen/nieuw/"):
        page.goto(pad)
        breed[pad] = breedte(page)
    assert set(breed.values()) == {320}


@pytest.mark.parametrize(
    "beeld", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["donker", "contrast"]
)
def test_vastleggen_werkt_ook_donker_en_met_eigen_kleuren(bladen: Bladen, beeld: dict[str, str]) -> None:
    page = bladen("vertrouwenspersoon", **beeld)
    page.goto("/casussen/nieuw/")
    assert toegankelijk(page) == []
    bewaar(page, f"casus-nieuw-{'-'.join(beeld.values())}")


def test_een_fout_in_de_samenvatting_brengt_naar_de_vraag(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    page.goto("/casussen/nieuw/")
    page.get_by_role("button", name="Casus opslaan").click()
    page.get_by_role("link", name="Kies wat u hebt gedaan.").click()
    expect(
        page.get_by_role("group", name="Wat hebt u gedaan?").get_by_label("Luisterend oor")
    ).to_be_focused()
