"""The work of the behandelaar misstanden, and a page that this register has of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from .conftest import keur


def test_van_mijn_werk_naar_een_vermoeden_en_een_bekendmaking(bladen: Callable[..., Page]) -> None:
    page = bladen("misstanden")
    page.get_by_role("link", name="Omgang met munitie op een schietbaan").first.click()
    expect(page.locator("h1")).to_contain_text("Omgang met munitie")
    keur(page, "misstanden-detail")
    page.locator("main a[href*='bekendmaking']").first.click()
    page.get_by_label("Aan wie is de identiteit bekendgemaakt?").fill("Openbaar Ministerie")
    vandaag = localdate()
    for deel, waarde in (("Dag", vandaag.day), ("Maand", vandaag.month), ("Jaar", vandaag.year)):
        page.get_by_label(deel, exact=True).first.fill(str(waarde))
    page.get_by_label("Een wettelijke plicht").check()
    page.locator("main form.app-form button[type=submit]").first.click()
    expect(page.locator("#foutoverzicht")).to_contain_text("bericht vooraf")
    keur(page, "misstanden-bekendmaking-fout")
    page.get_by_label("Welke redenen stonden in het bericht vooraf?").fill("De rechter vraagt het.")
    page.locator("main form.app-form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("Openbaar Ministerie")
