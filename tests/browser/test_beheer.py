"""Signing in and managing accounts, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import WACHTWOORD, keur, volg
from tests.hulp.databank import manage_py
from tests.omgeving import MAP

Bladen = Callable[..., Page]
NIEUW = "zes-paarse-olifanten-dansen"

BEZOEKER = {
    "vergeten": "/wachtwoord/vergeten/",
    "verstuurd": "/wachtwoord/vergeten/verstuurd/",
    "niet-actief": "/aanmelden/niet-actief/",
    "gekozen": "/wachtwoord/gekozen/",
    "link-te-oud": "/wachtwoord/kiezen/1-x-y/",
}
BEHEER = {
    "te-doen": "/beheer/",
    "gebruikers": "/beheer/gebruikers/",
    "gebruikers-leeg": "/beheer/gebruikers/?q=bestaat-niet",
    "gebruiker-nieuw": "/beheer/gebruikers/nieuw/",
    "teams": "/beheer/teams/",
    "codelijsten": "/beheer/codelijsten/",
    "codes": "/beheer/codelijsten/defensieonderdeel/",
    "wachtwoord": "/wachtwoord/wijzigen/",
}


def verstuur_leeg(page: Page, adres: str, knop: str) -> None:
    page.goto(adres)
    page.get_by_role("main").get_by_role("button", name=knop).click()
    expect(page.get_by_role("alert")).to_be_focused()


def test_paginas_van_een_bezoeker(bladen: Bladen) -> None:
    page = bladen()
    for naam, adres in BEZOEKER.items():
        page.goto(adres)
        keur(page, naam)
    verstuur_leeg(page, "/aanmelden/", "Aanmelden")
    expect(page.get_by_role("alert")).to_contain_text("Vul uw wachtwoord in.")
    keur(page, "aanmelden-fout")


def test_paginas_van_de_beheerder(bladen: Bladen) -> None:
    page = bladen("beheerder")
    for naam, adres in BEHEER.items():
        page.goto(adres)
        keur(page, naam)
    verstuur_leeg(page, "/beheer/gebruikers/nieuw/", "Uitnodigen")
    keur(page, "gebruiker-nieuw-fout")
    page.goto("/beheer/gebruikers/?q=onderzoeker")
    volg(page.get_by_role("link", name="Onderzoeker (demo)"))
    keur(page, "gebruiker")
    volg(page.get_by_role("link", name="Account deactiveren"))
    keur(page, "gebruiker-deactiveren")
    page.goto("/beheer/teams/")
    volg(page.get_by_role("link", name="Team Onderzoek"))
    keur(page, "team")
    volg(page.get_by_role("link", name="Uit het team halen").first)
    keur(page, "team-lid-af")
    page.goto("/beheer/codelijsten/bron/")
    volg(page.get_by_role("link", name="Extern"))
    keur(page, "code")
    volg(page.get_by_role("link", name="Code sluiten"))
    keur(page, "code-sluiten")


def test_het_logboek_van_de_auditor(bladen: Bladen) -> None:
    page = bladen("auditor")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Logboek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logboek")
    keur(page, "logboek")
    page.goto("/logboek/?van_dag=31&van_maand=2&van_jaar=2024")
    keur(page, "logboek-fout")
    page.goto("/logboek/?soort=verzegeld")
    keur(page, "logboek-leeg")


def test_van_uitnodigen_tot_de_eigen_startpagina(bladen: Bladen, demokloon: str) -> None:
    naam = "nieuw"
    page = bladen("beheerder", "/beheer/gebruikers/")
    page.get_by_role("link", name="Nieuwe gebruiker").click()
    page.get_by_label("Naam").fill(f"{naam} (demo)")
    page.get_by_label("E-mailadres").fill(f"{naam}@demo.example")
    page.get_by_label("Beleidsmedewerker").check()
    page.get_by_role("button", name="Uitnodigen").click()
    expect(page.get_by_text("Gevraagd. Het gebeurt zodra een andere beheerder")).to_be_visible()

    tweede = bladen("beheerder2")
    volg(tweede.get_by_role("link", name=re.compile("Bekijk .* vra")))
    keur(tweede, "akkoorden")
    volg(tweede.get_by_role("link", name=f"{naam} (demo)"))
    keur(tweede, "akkoord")
    tweede.get_by_role("button", name="Akkoord").click()
    expect(tweede.get_by_text("U gaf akkoord. Het is gebeurd.")).to_be_visible()

    bezoeker = bladen()
    manage_py("verstuur_post", rol="worker", database=demokloon)  # what the worker does
    bezoeker.goto(link_in_mail(f"{naam}@demo.example"))
    bezoeker.get_by_label("Nieuw wachtwoord", exact=True).fill("te kort")
    bezoeker.get_by_label("Nieuw wachtwoord, nog een keer").fill("te kort")
    bezoeker.get_by_role("button", name="Wachtwoord opslaan").click()
    expect(
        bezoeker.get_by_text("Dit wachtwoord is te kort. Gebruik minstens 12 tekens.").first
    ).to_be_visible()
    keur(bezoeker, "wachtwoord-kiezen-fout")
    bezoeker.get_by_label("Nieuw wachtwoord", exact=True).fill(NIEUW)
    bezoeker.get_by_label("Nieuw wachtwoord, nog een keer").fill(NIEUW)
    bezoeker.get_by_role("button", name="Wachtwoord opslaan").click()
    bezoeker.get_by_role("link", name="Aanmelden").click()
    bezoeker.get_by_label("E-mailadres").fill(f"{naam}@demo.example")
    bezoeker.get_by_label("Wachtwoord").fill(NIEUW)
    bezoeker.get_by_role("button", name="Aanmelden").click()
    expect(bezoeker.get_by_role("navigation", name="Hoofdmenu")).to_contain_text("Jaarcijfers")
    expect(bezoeker.get_by_role("navigation", name="Hoofdmenu")).not_to_contain_text("Beheer")


def link_in_mail(aan: str) -> str:
    """The path of the link in the newest mail to this address."""
    for bestand in sorted((MAP / "mail").iterdir(), key=lambda pad: pad.stat().st_mtime, reverse=True):
        tekst = bestand.read_text()
        if f"To: {aan}" in tekst and (
            gevonden := re.search(r"https?://[^/\s]+(/wachtwoord/kiezen/\S+)", tekst)
        ):
            return gevonden.group(1)
    raise AssertionError(f"geen mail aan {aan} in {[Path(pad).name for pad in (MAP / 'mail').iterdir()]}")


def test_aanmelden_en_uitloggen_met_alleen_het_toetsenbord(bladen: Bladen) -> None:
    page = bladen()
    page.goto("/aanmelden/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Direct naar de inhoud")).to_be_focused()
    page.get_by_label("E-mailadres").focus()
    page.keyboard.type("beheerder@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type(WACHTWOORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Te doen")
    page.get_by_role("button", name="Uitloggen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aanmelden")
