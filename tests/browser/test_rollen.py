"""The day of every role and register that no other browser test follows: the own page, the list, a zaak, one action.

Others: meldingen in `test_melding.py`, `test_intake.py` and `test_bladzijden.py`, casussen in `test_casus.py`, figures in
`test_jaarcijfers.py`, beheer and log in `test_beheer.py`, noodtoegang in `test_noodtoegang.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from .conftest import keur, volg
from .hulp import kies_collega, open_melding

Bladen = Callable[..., Page]
ZAAKNUMMER = re.compile(r"[MKVO]-\d{4}-\d{5}")
LANDT = {
    "coordinator": "Te doen",
    "archivaris": "Te doen",
    "privacy": "Noodtoegang",
    "beleid": "Vandaag doen",
}
"""What somebody without zaken reads first."""
ELDERS = {"privacy", "beleid"}
"""Whose first page other files look at."""


def test_wie_geen_zaken_heeft_begint_op_de_eigen_pagina(bladen: Bladen) -> None:
    for wie, titel in LANDT.items():
        page = bladen(wie)
        expect(page.get_by_role("heading", level=1)).to_have_text(titel)
        if wie not in ELDERS:
            keur(page, f"{wie}-start")


def open_uit_de_lijst(page: Page, lijst: str) -> None:
    """From the menu to the list of a register, and from there to the first zaak."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=lijst, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lijst)
    page.get_by_role("table").get_by_role("link", name=ZAAKNUMMER).first.click()
    expect(page).to_have_title(ZAAKNUMMER)


def noteer(page: Page) -> None:
    page.get_by_label("Notitie", exact=True).fill("Gebeld: zij weten ervan.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.get_by_role("region", name="Notities")).to_contain_text("Gebeld: zij weten ervan.")


@pytest.mark.parametrize(
    ("wie", "lijst"),
    [
        ("klachtsecretaris", "Klachten"),
        ("misstanden", "Misstanden"),
        ("onderzoeker", "Onderzoeken"),
    ],
)
def test_van_de_eigen_pagina_over_de_lijst_naar_een_notitie(bladen: Bladen, wie: str, lijst: str) -> None:
    page = bladen(wie)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")
    if wie == "klachtsecretaris":
        keur(page, f"{wie}-start")
    open_uit_de_lijst(page, lijst)
    noteer(page)


def test_een_adviseur_begint_een_onderzoek_en_gaat_later_verder(bladen: Bladen) -> None:
    page = bladen("adviseur")
    page.get_by_role("link", name="Onderzoeken", exact=True).click()
    page.get_by_role("link", name="Nieuw onderzoek").click()
    page.get_by_role("button", name="Begin een nieuw onderzoek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wanneer is om advies gevraagd?")
    page.get_by_role("button", name="Vandaag").first.click()
    page.get_by_role("button", name="Opslaan en later verder").click()
    page.get_by_role("link", name="Mijn werk").click()
    page.get_by_role("link", name="Ga verder").click()
    page.get_by_role("link", name=re.compile("^Verdergaan")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Over wie gaat het?")


def test_wat_verzegeld_is_ziet_alleen_wie_buiten_coid_het_behandelt(bladen: Bladen) -> None:
    page = bladen("intake", "")
    nummer = open_melding(page, "in_beoordeling", tab="team")
    adres = page.url
    page.goto(f"{adres}verzegelen/")
    vraag = "Wie buiten COID gaat de melding behandelen?"
    kies_collega(page, vraag, "Behandelaar buiten COID (demo)")
    page.locator("main form.app-form button[type=submit]").first.click()
    expect(page.get_by_text("U ziet de melding nu niet meer.")).to_be_visible()
    buiten = bladen("buitencoid")
    volg(buiten.get_by_role("link", name=nummer))
    noteer(buiten)
    page.goto(adres)
    expect(page.get_by_role("heading", level=1)).to_have_text("Pagina niet gevonden")


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
