"""Noodtoegang in a real browser: from opening to review, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import keur, volg

Bladen = Callable[..., Page]
REDEN = "Er is een klacht dat deze zaak te lang blijft liggen."


def test_van_openen_tot_beoordelen(bladen: Bladen) -> None:
    auditor = bladen("auditor")
    keur(auditor, "noodtoegang-leeg")
    volg(auditor.get_by_role("main").get_by_role("link", name="Zaak openen"))
    keur(auditor, "noodtoegang-nieuw")
    nummer = "M-2024-00001"
    auditor.get_by_label("Zaaknummer").fill(nummer)
    auditor.get_by_label("Waarom moet u deze zaak nu lezen?").fill(REDEN)
    auditor.get_by_role("button", name="Noodtoegang openen").click()
    expect(auditor.get_by_text("De andere toezichthouders weten ervan.")).to_be_visible()
    keur(auditor, "noodtoegang-lopend")
    volg(auditor.get_by_role("main").get_by_role("link", name="Open de zaak"))
    expect(auditor.get_by_text("U leest met noodtoegang, tot")).to_be_visible()
    keur(auditor, "noodtoegang-zaak")
    privacy = bladen("privacy")
    expect(privacy.get_by_text("De noodtoegang van uw collega loopt.").first).to_be_visible()
    keur(privacy, "noodtoegang-loopt")
    volg(auditor.get_by_role("main").get_by_role("link", name="Noodtoegang beëindigen"))
    auditor.get_by_role("button", name="Noodtoegang beëindigen").click()
    expect(
        auditor.get_by_text("Uw noodtoegang is afgelopen. Een ander beoordeelt of die terecht was.")
    ).to_be_visible()
    privacy.reload()
    volg(privacy.get_by_role("list").get_by_role("link", name=nummer).first)
    keur(privacy, "noodtoegang-beoordelen")
    privacy.get_by_label("Niet terecht gebruikt").check()
    privacy.get_by_role("button", name="Oordeel opslaan").click()
    expect(privacy.get_by_text("Schrijf waarom u de noodtoegang niet terecht vindt.").first).to_be_visible()
    keur(privacy, "noodtoegang-beoordelen-fout")
    privacy.get_by_label("Terecht gebruikt", exact=True).check()
    privacy.get_by_role("button", name="Oordeel opslaan").click()
    expect(privacy.get_by_text("Uw oordeel is opgeslagen.")).to_be_visible()
    keur(privacy, "noodtoegang-beoordeeld")
    auditor.goto("/noodtoegang/")
    keur(auditor, "noodtoegang-lijst")


def test_een_nummer_waar_geen_zaak_bij_hoort(bladen: Bladen) -> None:
    privacy = bladen("privacy", "/noodtoegang/nieuw/")
    privacy.get_by_label("Zaaknummer").fill("M-2024-99999")
    privacy.get_by_label("Waarom moet u deze zaak nu lezen?").fill(REDEN)
    privacy.get_by_role("button", name="Noodtoegang openen").click()
    expect(privacy.get_by_text("De andere toezichthouders weten ervan.")).to_be_visible()
    privacy.get_by_role("main").get_by_role("link", name="Open de zaak").click()
    expect(privacy.get_by_role("heading", name="Er gaat geen zaak open")).to_be_visible()
    privacy.get_by_role("link", name="Terug naar uw noodtoegang").click()
    privacy.get_by_role("button", name="Noodtoegang beëindigen").click()
    expect(privacy.get_by_text("Er is niets gelezen.")).to_be_visible()
