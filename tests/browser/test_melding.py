"""An adviser handles a melding, in a real browser: with a mouse, with the keyboard alone, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.timezone import localdate
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import keur, volg
from tests.browser.hulp import ZAAKNUMMER, deel, kies_collega, open_melding

Bladen = Callable[..., Page]
WENS = "Wat wil de melder bereiken?"


def status_is(page: Page, label: str) -> None:
    expect(page.locator(".app-identiteit").get_by_text(label, exact=True)).to_be_visible()


def tab_naar(page: Page, doel: Locator) -> None:
    """Press Tab until the focus is where the user wants it; nothing is out of reach."""
    gevonden = doel.element_handle()  # once: every look for a role walks the whole page
    for _slag in range(40):
        if gevonden.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"met Tab niet te bereiken: {doel}")


def test_van_de_lijst_tot_het_einde_van_een_gedeelde_toegang(bladen: Bladen) -> None:
    page = bladen("adviseur")
    page.get_by_role("link", name="Meldingen", exact=True).click()
    page.get_by_role("navigation", name="Werkvoorraad").get_by_role("link", name="Mijn meldingen").click()
    filters = page.get_by_role("search", name="Meldingen filteren")
    filters.get_by_label("In behandeling", exact=True).check()
    filters.get_by_role("button", name="Filters toepassen").click()
    expect(page.get_by_role("list", name="Actieve filters")).to_contain_text("Status: In behandeling")
    rijen = page.get_by_role("table").locator("tbody tr")
    expect(rijen.filter(has_text="In behandeling")).to_have_count(rijen.count())
    rijen.first.get_by_role("link", name=ZAAKNUMMER).click()

    page.get_by_label("Notitie", exact=True).fill("De melder is gebeld.")
    page.get_by_role("button", name="Notitie opslaan").click()
    expect(page.get_by_text("De notitie is opgeslagen.")).to_be_visible()
    expect(page.get_by_role("region", name="Notities")).to_contain_text("De melder is gebeld.")

    page.get_by_role("link", name="Onderzoek starten").click()
    page.get_by_role("button", name="Onderzoek starten").click()
    status_is(page, "In onderzoek")

    page.get_by_role("link", name="Toewijzen", exact=True).click()
    kies_collega(page, "Wie gaat de melding behandelen?", "Adviseur 04 (demo)")
    page.get_by_label("Mag een team van de behandelaar meekijken?").select_option(label="Behandelteam Noord")
    page.get_by_role("button", name="Toewijzen").click()
    expect(page.get_by_text("De melding is toegewezen aan Adviseur 04 (demo).")).to_be_visible()

    deel(page, "Onderzoeker (demo)", dagen=30)
    toegang = page.get_by_role("region", name="Wie kan deze melding zien?")
    laatste_dag = date_format(localdate() + timedelta(days=30), "DATE_FORMAT")
    expect(toegang.get_by_text(f"Leest mee met de behandeling · tot en met {laatste_dag}")).to_be_visible()
    adres, onderzoeker = page.url, bladen("onderzoeker")
    onderzoeker.goto(adres)
    expect(onderzoeker.get_by_role("region", name="Notities")).to_contain_text("De melder is gebeld.")

    toegang.get_by_role("link", name="Beëindigen van de toegang van Onderzoeker (demo)").click()
    page.get_by_role("button", name="Toegang beëindigen").click()
    expect(page.get_by_text("De toegang van Onderzoeker (demo) is beëindigd.")).to_be_visible()
    onderzoeker.goto(adres)
    expect(onderzoeker.get_by_role("heading", level=1)).to_have_text("Pagina niet gevonden")


def test_met_alleen_het_toetsenbord_een_stap_zetten_en_een_notitie_schrijven(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    open_melding(page, "wacht_op_besluit")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the menu
    expect(page.locator("main")).to_be_focused()
    tab_naar(page, page.get_by_role("link", name="Verder behandelen"))
    page.keyboard.press("Enter")
    tab_naar(page, page.get_by_label("Toelichting"))
    page.keyboard.type("Het bevoegd gezag vraagt meer.")
    tab_naar(page, page.get_by_role("button", name="Verder behandelen"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("De status is nu: In behandeling.")).to_be_visible()
    expect(page.get_by_role("region", name="Verloop")).to_contain_text("Het bevoegd gezag vraagt meer.")

    tab_naar(page, page.get_by_label("Notitie", exact=True))
    page.keyboard.type("Met het toetsenbord.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Notities")).to_contain_text("Met het toetsenbord.")


def test_elke_sneltoets_gaat_naar_de_pagina_van_haar_link(bladen: Bladen) -> None:
    page = bladen("adviseur", "/meldingen/")
    toetsen: dict[str, str] = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('a[data-sneltoets]')].map(a => [a.dataset.sneltoets, a.href]))"
    )
    assert set("HMNW") <= toetsen.keys()
    for letter, adres in toetsen.items():
        page.goto("/meldingen/?tab=alle")
        page.keyboard.press(f"Alt+Shift+Key{letter}")
        expect(page).to_have_url(re.compile(re.escape(adres)))
    page.goto("/meldingen/?tab=alle")
    page.keyboard.press("Alt+Shift+KeyZ")
    expect(page.get_by_role("searchbox").first).to_be_focused()


def test_twee_mensen_wijzigen_hetzelfde_veld_en_niets_gaat_verloren(bladen: Bladen) -> None:
    intake, collega = bladen("intake", ""), bladen("adviseur", "")
    open_melding(intake, "in_beoordeling", tab="team")
    deel(intake, "Adviseur Een (demo)")
    adres = intake.url
    for page in (intake, collega):
        page.goto(f"{adres}wijzigen/behandeling/")
    intake.get_by_label(WENS).fill("Een gesprek met de leidinggevende")
    collega.get_by_label(WENS).fill("Excuses van de betrokkene")
    collega.get_by_label("Ordemaatregel").fill("Overplaatsing")
    for page in (intake, collega):
        page.get_by_role("button", name="Wijzigingen opslaan").click()

    expect(collega.get_by_role("heading", level=1)).to_have_text("Vergelijk de versies")
    expect(collega.get_by_text("Intake (demo) wijzigde deze zaak ook.")).to_be_visible()
    verschil = collega.get_by_role("region", name=WENS)
    expect(verschil.get_by_label(WENS).first).to_have_value("Excuses van de betrokkene")
    expect(verschil.get_by_text("Een gesprek met de leidinggevende")).to_be_visible()
    keur(collega, "melding-vergelijk")

    verschil.get_by_label(WENS).first.fill("Excuses, na een gesprek met de leidinggevende")
    verschil.get_by_role("radio", name="Mijn tekst").check()
    collega.get_by_role("button", name="Gekozen teksten opslaan").click()
    expect(collega.get_by_text("De melding is gewijzigd.")).to_be_visible()
    for page in (intake, collega):
        page.goto(adres)
        expect(page.get_by_text("Excuses, na een gesprek met de leidinggevende")).to_be_visible()
        expect(page.get_by_text("Overplaatsing")).to_be_visible()


def test_een_vergissing_annuleren_laat_het_nummer_bestaan(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    nummer = open_melding(page)
    page.get_by_role("link", name="Melding annuleren").click()
    expect(page.get_by_text("Het nummer blijft bestaan en wordt niet opnieuw gebruikt.")).to_be_visible()
    page.get_by_role("button", name="Melding annuleren").click()
    expect(page.get_by_role("alert").filter(has_text="Er is 1 fout gevonden")).to_be_focused()
    page.get_by_label("Waarom was deze registratie een vergissing?").fill("Dubbel ingevoerd")
    page.get_by_role("button", name="Melding annuleren").click()
    expect(page.get_by_text("De melding is geannuleerd. Het nummer blijft bestaan.")).to_be_visible()
    expect(page.get_by_text("Reden: Dubbel ingevoerd")).to_be_visible()
    expect(page.get_by_role("heading", name="Wat wilt u doen?")).to_have_count(0)

    page.goto("/meldingen/")
    expect(page.get_by_role("row", name=re.compile(nummer))).to_have_count(0)
    page.get_by_label("Toon ook geannuleerde nummers").check()
    page.get_by_role("button", name="Filters toepassen").click()
    expect(page.get_by_role("row", name=re.compile(nummer))).to_contain_text("Geannuleerd")


def test_het_zoekvak_voor_een_collega_zegt_wat_er_mis_is(bladen: Bladen) -> None:
    page = bladen("adviseur", "")
    open_melding(page)
    volg(page.get_by_role("link", name="Toewijzen", exact=True))
    page.goto(f"{page.url}#id_reden")  # as a link to one field does: the form is sent to that address
    volg(page.get_by_role("button", name="Toewijzen"))
    expect(page.locator("#foutoverzicht")).to_be_focused()
    vraag = "Wie gaat de melding behandelen?"
    vak = page.get_by_label(vraag).and_(page.locator("input"))
    expect(vak).to_have_attribute("aria-invalid", "true")
    expect(vak).to_have_accessible_description(re.compile(rf"Fout: Beantwoord de vraag: {re.escape(vraag)}"))
    page.get_by_role("link", name=f"Beantwoord de vraag: {vraag}").click()
    expect(vak).to_be_focused()

    page.keyboard.type("Zomaar Iemand")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Toewijzen").click()
    expect(vak).to_have_accessible_description(re.compile(rf"Fout: Kies uit de lijst: {re.escape(vraag)}"))
    expect(vak).to_have_value("Zomaar Iemand")


def test_zonder_javascript_wijzigen_en_een_stap_zetten(bladen: Bladen) -> None:
    page = bladen("adviseur", "", js=False)
    open_melding(page, met="Nu invullen")
    page.get_by_role("link", name="Nu invullen").click()
    advies = page.get_by_label("Advies van COID", exact=True)
    expect(advies).to_be_focused()
    advies.select_option(index=1)
    page.get_by_label("Functie van het bevoegd gezag").fill("Commandant")
    page.get_by_role("button", name="Wijzigingen opslaan").click()
    expect(page.get_by_text("De melding is gewijzigd.")).to_be_visible()
    expect(page.get_by_text("Commandant", exact=True)).to_be_visible()

    page.get_by_role("link", name="Besluit vragen aan bevoegd gezag").click()
    page.get_by_role("button", name="Besluit vragen aan bevoegd gezag").click()
    expect(page.get_by_text("De status is nu: Wacht op besluit bevoegd gezag.")).to_be_visible()
    status_is(page, "Wacht op besluit bevoegd gezag")
