"""A vertrouwenspersoon at work, in a real browser: with one thumb, with a keyboard, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import keur, toegankelijk, volg
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


def te_klein_voor_een_duim(page: Page) -> list[str]:
    """What one can answer or press, and is less than 44 px high."""
    doelen = page.locator("form .app-check, form select, form button.nl-button")
    return doelen.evaluate_all(
        "doelen => doelen.filter(doel => doel.checkVisibility() && doel.getBoundingClientRect().height < 44)"
        ".map(doel => doel.innerText)"
    )


@pytest.mark.parametrize("js", [True, False], ids=["met_js", "zonder_js"])
def test_met_een_duim_een_casus_vastleggen_en_nog_een(bladen: Bladen, js: bool) -> None:
    page = bladen("vertrouwenspersoon", "/casussen/", breedte=390, js=js)
    page.get_by_role("link", name="Casus vastleggen").first.click()
    if js:
        expect(page.get_by_role("button", name="Casus opslaan")).to_be_visible()
        assert te_klein_voor_een_duim(page) == []
    eerste = leg_vast(page)
    page.get_by_role("link", name="Nog een casus").click()
    expect(page.get_by_role("heading", name="Casus vastleggen")).to_be_visible()
    tweede = leg_vast(page, "Leiderschap")
    assert eerste != tweede
    page.go_back()  # not to a form that would store it again
    expect(page.get_by_text("U legde deze casus al vast. Wijzig hem als dat nodig is.")).to_be_visible()
    expect(page.get_by_text(tweede).first).to_be_visible()


def test_met_alleen_het_toetsenbord_een_casus_vastleggen(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon", "/casussen/nieuw/")
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


def test_twee_vensters_laten_beide_versies_zien(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    nummer = leg_vast(page)
    open_casus(page, nummer)
    volg(page.get_by_role("link", name="Casus wijzigen"))
    tweede = page.context.new_page()
    tweede.goto(page.url)
    for venster, thema in ((page, "Overig"), (tweede, "Discriminatie")):
        tik(venster, "Waar ging het vooral over?", thema)
        volg(venster.get_by_role("button", name="Wijzigingen opslaan"))
    expect(tweede.get_by_text("U wijzigde deze casus ook in een ander venster.")).to_be_visible()
    expect(tweede.get_by_role("definition").get_by_text("Overig")).to_be_visible()
    expect(
        tweede.get_by_role("group", name="Waar ging het vooral over?").get_by_label("Discriminatie")
    ).to_be_checked()
    keur(tweede, "casus-conflict")
    tweede.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(tweede.get_by_role("heading", name="Discriminatie")).to_be_visible()


def test_een_casus_van_vastleggen_tot_verwijderen(bladen: Bladen) -> None:
    """Every page on the way, also with what is wrong on it."""
    page = bladen("vertrouwenspersoon")
    nummer = leg_vast(page)
    keur(page, "casus-opgeslagen")
    open_casus(page, nummer)
    keur(page, "casus-detail")
    volg(page.get_by_role("link", name="Casus sluiten"))
    keur(page, "casus-sluit")
    page.get_by_role("button", name="Casus sluiten").click()
    expect(page.locator("#foutoverzicht")).to_be_focused()
    keur(page, "casus-sluit-fout")
    tik(page, "Hoe liep het af?", "Opgelost")
    tik(page, "Naar wie hebt u doorverwezen?", "Bedrijfsmaatschappelijk werk")
    page.get_by_role("button", name="Casus sluiten").click()
    expect(page.get_by_text("De casus is gesloten.")).to_be_visible()
    volg(page.get_by_role("link", name="Casus heropenen"))
    keur(page, "casus-heropen")
    page.get_by_role("button", name="Casus heropenen").click()
    expect(page.get_by_text("De casus is weer open.")).to_be_visible()
    volg(page.get_by_role("link", name="Casus wijzigen"))
    keur(page, "casus-wijzig")
    tik(page, "Waar ging het vooral over?", "Discriminatie")
    page.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(page.get_by_role("heading", name="Discriminatie")).to_be_visible()
    volg(page.get_by_role("link", name="Casus verwijderen"))
    keur(page, "casus-verwijder")
    page.get_by_role("button", name="Casus verwijderen").click()
    expect(page.get_by_text("De casus is verwijderd.")).to_be_visible()
    expect(page.get_by_text(nummer)).to_have_count(0)
    keur(page, "casus-lijst")


def test_de_andere_paginas_van_een_vertrouwenspersoon_zijn_toegankelijk(bladen: Bladen) -> None:
    page = bladen("vertrouwenspersoon")
    paden = {
        "lege-lijst": "/casussen/?kwartaal=2001-K1",
        "gesloten": "/casussen/?status=gesloten",
        "voortzetting": "/casussen/voortzetting/",
        "inlezen": "/casussen/inlezen/",
        "nieuw": "/casussen/nieuw/",
    }
    for naam, pad in paden.items():
        page.goto(pad)
        keur(page, f"casus-{naam}")
    page.get_by_role("button", name="Casus opslaan").click()
    expect(page.locator("#foutoverzicht")).to_be_focused()
    keur(page, "casus-nieuw-fout")
    page.get_by_role("link", name="Kies wat u hebt gedaan.").click()
    vraag = page.get_by_role("group", name="Wat hebt u gedaan?")
    expect(vraag.get_by_label("Luisterend oor")).to_be_focused()
    for beeld in ({"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"}):
        page.emulate_media(**beeld)  # type: ignore[arg-type]  # literals
        assert toegankelijk(page) == [], beeld
    page.emulate_media(forced_colors="none")
    for naam, inhoud in (("fout", FOUT), ("controle", GOED)):
        kies_bestand(page, inhoud)
        keur(page, f"casus-inlezen-{naam}")
    page.get_by_role("button", name="Casussen opslaan").click()
    expect(page.get_by_text("De casussen zijn opgeslagen. Alleen u kunt ze zien.")).to_be_visible()
