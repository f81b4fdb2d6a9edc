"""Setting norms and equated days, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import keur

Bladen = Callable[..., Page]
PAGINAS = {
    "termijnen": "/beheer/termijnen/",
    "termijnen-norm": "/beheer/termijnen/normen/melding_ontvangstbevestiging/",
    "termijnen-duur": "/beheer/termijnen/normen/melding_ontvangstbevestiging/nieuw/",
    "termijnen-momenten": "/beheer/termijnen/normen/nazorg_maanden/nieuw/",
    "termijnen-ja-nee": "/beheer/termijnen/normen/verdaging_eenmalig/nieuw/",
    "termijnen-dagen": "/beheer/termijnen/dagen/",
    "termijnen-dag": "/beheer/termijnen/dagen/nieuw/",
}


def vul_datum(page: Page, dag: str, maand: str, jaar: str) -> None:
    for vak, waarde in (("Dag", dag), ("Maand", maand), ("Jaar", jaar)):
        page.get_by_label(vak, exact=True).fill(waarde)


def test_de_paginas_van_termijnen(bladen: Bladen) -> None:
    page = bladen("beheerder")
    for naam, adres in PAGINAS.items():
        page.goto(adres)
        keur(page, naam)
    page.goto(PAGINAS["termijnen-duur"])
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    keur(page, "termijnen-duur-fout")
    page.goto(PAGINAS["termijnen-dag"])
    page.get_by_role("button", name="Dag toevoegen").click()
    keur(page, "termijnen-dag-fout")


@pytest.mark.parametrize("js", [True, False])
def test_een_norm_instellen_en_een_dag_toevoegen_en_weghalen(bladen: Bladen, js: bool) -> None:
    page = bladen("beheerder", js=js)
    jaar = "2091" if js else "2092"
    page.get_by_role("link", name="Termijnen").click()
    page.get_by_role("link", name="Melding: ontvangst bevestigen").click()
    page.get_by_role("link", name="Nieuwe waarde").click()
    page.get_by_label("Aantal").fill("5")
    page.get_by_label("dagen", exact=True).check()
    page.get_by_label("Bron").fill("Besluit 2090/1")
    vul_datum(page, "1", "1", jaar)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text(f"De waarde geldt vanaf 1 januari {jaar}.")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Komt nog")
    if js:
        keur(page, "termijnen-norm-komt")
    page.get_by_role("link", name="5 dagen aanpassen").click()
    page.get_by_label("Aantal").fill("4")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("4 dagen")

    page.goto(PAGINAS["termijnen-dag"])
    vul_datum(page, "1", "2", jaar)
    page.get_by_label("Bron").fill("Koninklijk besluit 2090")
    page.get_by_role("button", name="Dag toevoegen").click()
    expect(page.get_by_text(f"1 februari {jaar} telt als feestdag.")).to_be_visible()
    page.get_by_role("link", name="Weghalen").first.click()
    if js:
        keur(page, "termijnen-weghalen")
    page.get_by_role("button", name="Dag weghalen").click()
    expect(page.get_by_text(f"1 februari {jaar} is weggehaald.")).to_be_visible()
