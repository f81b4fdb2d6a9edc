"""After signing out the browser keeps nothing: not behind its back button, not in its storage."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("js", [True, False])
def test_de_knop_terug_toont_na_afmelden_geen_zaak(bladen: Callable[..., Page], js: bool) -> None:
    page = bladen("adviseur", "/meldingen/", js=js)
    page.locator("table a").first.click()
    nummer = page.get_by_role("heading", level=1).inner_text().split()[0]
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
