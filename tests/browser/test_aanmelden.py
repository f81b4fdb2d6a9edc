"""The second step in a real browser: a key that the browser itself plays, and an app without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import WACHTWOORD, volg
from tests.browser.hulp import Keuring
from tests.hulp.codes import totp, wacht_op_volle_stap

Bladen = Callable[..., Page]
PASSKEY: dict[str, object] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SLEUTEL: dict[str, object] = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


def met_wachtwoord(page: Page, basis: str, wie: str) -> None:
    page.goto(f"{basis}/aanmelden/")
    page.get_by_label("E-mailadres").fill(f"{wie}@demo.example")
    page.get_by_label("Wachtwoord", exact=True).fill(WACHTWOORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()


def speel_sleutel(page: Page, opties: dict[str, object]) -> None:
    """The browser plays this key, and none that an earlier test left in this page."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.disable")
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": opties})


def uitloggen(page: Page) -> None:
    page.get_by_role("button", name="Uitloggen", exact=True).first.click()
    expect(page.get_by_role("heading", name="Aanmelden", exact=True)).to_be_visible()


def test_een_sleutel_toevoegen_en_ermee_aanmelden_en_bevestigen(bladen: Bladen, adres: str) -> None:
    basis = adres.replace("127.0.0.1", "localhost")  # a key belongs to a name, never to an address
    page = bladen()
    speel_sleutel(page, SLEUTEL)
    keuring = Keuring(page, "sleutel")

    met_wachtwoord(page, basis, "adviseur")
    page.goto(f"{basis}/mijn-account/")
    volg(page.get_by_role("link", name="Aanmelden en apparaten"))
    keuring.kijk("apparaten-zonder")
    volg(page.get_by_role("link", name="Sleutel toevoegen"))
    keuring.kijk("sleutel-nieuw")
    page.get_by_label("Naam").fill("Sleutelbos")
    page.get_by_role("button", name="Sleutel toevoegen").click()
    expect(page.get_by_role("heading", name="Uw herstelcodes")).to_be_visible()
    assert page.locator(".app-codes li").count() == 10
    keuring.kijk("herstelcodes")
    page.get_by_role("link", name="Naar aanmelden en apparaten").click()
    expect(page.get_by_text("Sleutelbos").first).to_be_visible()
    keuring.kijk("apparaten-met")
    uitloggen(page)

    met_wachtwoord(page, basis, "adviseur")
    expect(page.get_by_role("heading", name="Tweede stap")).to_be_visible()
    keuring.kijk("tweede-stap")
    page.get_by_role("button", name="Gebruik uw sleutel").click()
    page.wait_for_url(f"{basis}/mijn-werk/")

    keuring.ga("bevestigen", f"{basis}/bevestig-uzelf/?next=/mijn-account/")
    page.get_by_role("button", name="Gebruik uw sleutel").click()
    page.wait_for_url(f"{basis}/mijn-account/")
    page.goto(f"{basis}/mijn-account/aanmelden/")
    volg(page.get_by_role("link", name="Hernoemen Sleutelbos"))
    keuring.kijk("sleutel-naam")
    page.get_by_label("Naam").fill("Lade")
    page.get_by_role("button", name="Opslaan").click()
    volg(page.get_by_role("link", name="Verwijderen Lade"))
    keuring.kijk("sleutel-weg")
    page.get_by_role("button", name="Sleutel verwijderen").click()
    expect(page.get_by_text("De sleutel is verwijderd.")).to_be_visible()
    assert keuring.fouten == {}


def test_een_passkey_meldt_aan_zonder_wachtwoord(bladen: Bladen, adres: str) -> None:
    basis = adres.replace("127.0.0.1", "localhost")
    page = bladen()
    speel_sleutel(page, PASSKEY)
    keuring = Keuring(page, "passkey")

    met_wachtwoord(page, basis, "intake")
    keuring.ga("passkey-nieuw", f"{basis}/mijn-account/aanmelden/passkey/")
    page.get_by_role("button", name="Passkey toevoegen").click()
    expect(page.get_by_role("heading", name="Uw herstelcodes")).to_be_visible()
    page.goto(f"{basis}/mijn-account/aanmelden/")
    uitloggen(page)

    keuring.ga("aanmelden-passkey", f"{basis}/aanmelden/?next=/mijn-account/aanmelden/")
    page.get_by_role("button", name="Aanmelden met een passkey").click()
    page.wait_for_url(f"{basis}/mijn-account/aanmelden/")
    page.get_by_role("link", name="Verwijderen Mijn sleutel").click()
    volg(page.get_by_role("button", name="Sleutel verwijderen"))
    assert keuring.fouten == {}


def test_op_een_adres_zonder_naam_zegt_de_pagina_dat_een_sleutel_niet_werkt(bladen: Bladen) -> None:
    page = bladen("beleid", "/mijn-account/aanmelden/sleutel/")
    expect(page.get_by_text("Een sleutel werkt hier niet")).to_be_visible()
    expect(page.get_by_role("button", name="Sleutel toevoegen")).to_be_hidden()


def test_een_app_werkt_zonder_javascript(bladen: Bladen, adres: str) -> None:
    page = bladen("beheerder", "/mijn-account/aanmelden/app/", js=False)
    geheim = page.locator(".app-totp").inner_text()
    wacht_op_volle_stap()
    page.get_by_label("Code uit de app").fill(totp(geheim))
    page.get_by_role("button", name="Instellen").click()
    code = page.locator(".app-codes li").first.inner_text()
    uitloggen(page)
    met_wachtwoord(page, adres, "beheerder")
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.wait_for_url("**/beheer/")

    met_js = bladen("beheerder", "")
    keuring = Keuring(met_js, "app")
    keuring.ga("app-weg", "/mijn-account/aanmelden/app/verwijderen/")
    keuring.ga("bevestigen", "/bevestig-uzelf/")
    keuring.ga("codes-nieuw", "/mijn-account/aanmelden/herstelcodes/nieuw/")
    ander = bladen("auditor", "")
    keuring_app = Keuring(ander, "app")
    keuring_app.ga("app-nieuw", "/mijn-account/aanmelden/app/", leeg="Instellen")
    assert keuring.fouten | keuring_app.fouten == {}
