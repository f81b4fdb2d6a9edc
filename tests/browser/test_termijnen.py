"""Setting norms and equated days, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import keur, volg

Bladen = Callable[..., Page]
ANDERE_NORMEN = {
    "termijnen-momenten": "/beheer/termijnen/normen/nazorg_maanden/nieuw/",
    "termijnen-ja-nee": "/beheer/termijnen/normen/verdaging_eenmalig/nieuw/",
}


def vul_datum(page: Page, dag: str, maand: str, jaar: str) -> None:
    for vak, waarde in (("Dag", dag), ("Maand", maand), ("Jaar", jaar)):
        page.get_by_label(vak, exact=True).fill(waarde)


def test_een_norm_instellen_en_een_dag_toevoegen_en_weghalen(bladen: Bladen) -> None:
    """Every page on the way, also with what is wrong on it."""
    page = bladen("beheerder")
    volg(page.get_by_role("link", name="Termijnen"))
    keur(page, "termijnen")
    page.get_by_role("link", name="Melding: ontvangst bevestigen").click()
    volg(page.get_by_role("link", name="Nieuwe waarde"))
    keur(page, "termijnen-duur")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert")).to_be_focused()
    keur(page, "termijnen-duur-fout")
    page.get_by_label("Aantal").fill("5")
    page.get_by_label("dagen", exact=True).check()
    page.get_by_label("Bron").fill("Besluit 2090/1")
    vul_datum(page, "1", "1", "2091")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("De waarde geldt vanaf 1 januari 2091.")).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Komt nog")
    keur(page, "termijnen-norm-komt")
    page.get_by_role("link", name="5 dagen aanpassen").click()
    page.get_by_label("Aantal").fill("4")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("4 dagen")
    for naam, adres in ANDERE_NORMEN.items():
        page.goto(adres)
        keur(page, naam)

    page.goto("/beheer/termijnen/dagen/nieuw/")
    keur(page, "termijnen-dag")
    volg(page.get_by_role("button", name="Dag toevoegen"))
    keur(page, "termijnen-dag-fout")
    vul_datum(page, "1", "2", "2091")
    page.get_by_label("Bron").fill("Koninklijk besluit 2090")
    page.get_by_role("button", name="Dag toevoegen").click()
    expect(page.get_by_text("1 februari 2091 telt als feestdag.")).to_be_visible()
    keur(page, "termijnen-dagen")
    volg(page.get_by_role("link", name="Weghalen").first)
    keur(page, "termijnen-weghalen")
    page.get_by_role("button", name="Dag weghalen").click()
    expect(page.get_by_text("1 februari 2091 is weggehaald.")).to_be_visible()
