"""After signing out the browser keeps nothing: not behind its back button, not in its storage."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("js", [True, False])
def test_de_knop_terug_toont_na_afmelden_geen_zaak(bladen: Callable[..., Page], js: bool) -> None:
    page = bladen("adviseur", "/meldingen/?tab=mijn", js=js)
    page.locator("a.app-zaak").first.click()
    nummer = page.get_by_role("heading", level=1).inner_text()
    zaak = page.url
    page.get_by_role("button", name="Uitloggen").click()
    expect(page).to_have_url(re.compile("/aanmelden/"))
    for _ in range(3):
        page.go_back()
        assert nummer not in page.locator("body").inner_text()
        assert page.get_by_role("button", name="Uitloggen").count() == 0
    page.goto(zaak)
    expect(page).to_have_url(re.compile("/aanmelden/"))
    if js:
        assert page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0


def test_wie_afmeldt_laat_in_geen_ander_venster_iets_staan(bladen: Callable[..., Page]) -> None:
    page = bladen("adviseur", "/meldingen/?tab=mijn")
    page.locator("a.app-zaak").first.click()
    page.get_by_role("textbox", name="Notitie").fill("getypt, niet opgeslagen")
    uit = page.context.new_page()
    uit.goto("/mijn-werk/")
    uit.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
    assert page.get_by_text("getypt").count() == 0


def test_na_de_tijd_blijft_alleen_wat_nog_niet_bewaard_was(bladen: Callable[..., Page]) -> None:
    page = bladen("adviseur", "")
    page.clock.install()
    page.goto("/meldingen/?tab=mijn")
    page.locator("a.app-zaak").first.click()
    nummer = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("textbox", name="Notitie").fill("getypt, niet opgeslagen")
    page.clock.fast_forward("31:00")
    expect(page.get_by_role("dialog")).to_contain_text("U bent uitgelogd")
    assert page.get_by_role("textbox", name="Notitie").input_value() == "getypt, niet opgeslagen"
    assert nummer not in page.content()
    page.clock.resume()
    page.evaluate("window.onbeforeunload = null")
    page.close(run_before_unload=False)


def test_wie_terugkomt_bij_een_beeindigde_sessie_ziet_haar_bladzijde_niet_meer(
    bladen: Callable[..., Page],
) -> None:
    page = bladen("adviseur", "")
    page.clock.install()
    page.goto("/mijn-werk/")
    page.context.clear_cookies()
    page.clock.fast_forward("02:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
