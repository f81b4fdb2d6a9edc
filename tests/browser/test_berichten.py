"""Messages, mail that failed, and work that goes on while one looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.hulp.databank import DATABANK
from tests.hulp.wie import in_databank

from .conftest import keur, volg

ACCOUNT = "SELECT id FROM gebruikers_gebruiker WHERE email = %s"


@pytest.fixture
def sql(demokloon: str) -> Callable[..., Any]:
    """One statement as the owner, committed; gives the first value of the first row."""

    def voer_uit(opdracht: str, *waarden: object) -> Any:
        with DATABANK.als_superuser(demokloon) as conn:
            cursor = conn.execute(opdracht, waarden)
            rij = cursor.fetchone() if cursor.description else None
        return rij[0] if rij else None

    return voer_uit


def test_een_bericht_lezen_en_kiezen_wanneer_er_mail_komt(
    bladen: Callable[..., Page], sql: Callable[..., Any]
) -> None:
    wie = sql(ACCOUNT, in_databank("email", "adviseur@demo.example"))
    zaak = sql("SELECT id FROM zaken_zaak WHERE behandelaar_id = %s AND soort = 'melding' LIMIT 1", wie)
    nummer = sql("SELECT zaaknummer FROM zaken_zaak WHERE id = %s", zaak)
    for soort in ("toegewezen", "termijn", "gedeeld"):
        sql(
            "INSERT INTO berichten_bericht (id, aan_id, soort, zaak_id, op) VALUES (%s, %s, %s, %s, now())",
            uuid4(), wie, soort, zaak,
        )  # fmt: skip
    page = bladen("adviseur")
    volg(page.get_by_role("link", name="Berichten (3 nieuwe berichten)"))
    keur(page, "berichten")
    page.get_by_role("link", name="Er is een zaak aan u toegewezen").click()
    expect(page.locator("main")).to_contain_text(nummer)
    page.get_by_role("link", name="Berichten (2 nieuwe berichten)").click()
    page.get_by_role("button", name="Alles als gelezen markeren").click()
    expect(page.get_by_role("link", name="Berichten", exact=True)).to_be_visible()
    volg(page.get_by_role("link", name="Mail instellen"))
    keur(page, "berichten-mail")
    page.get_by_label("Meteen").check()
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("main")).to_contain_text("Uw keuze is opgeslagen.")


def test_een_taak_wordt_vanzelf_klaar_op_het_scherm(
    bladen: Callable[..., Page], sql: Callable[..., Any]
) -> None:
    wie = sql(ACCOUNT, in_databank("email", "auditor@demo.example"))
    pk: UUID = uuid4()
    sql(
        "INSERT INTO achtergrond_taakopdracht (id, eigenaar_id, soort, invoer, staat, poging, gedaan, totaal, foutcode,"
        " gevraagd_op, hartslag) VALUES (%s, %s, 'logboek_uitvoer', '', 'bezig', 1, 1200, 5000, '', now(), now())",
        pk, wie,
    )  # fmt: skip
    page = bladen("auditor", f"/taken/{pk}/")
    expect(page.get_by_role("status")).to_contain_text("Bezig: 1.200 van 5.000.")
    keur(page, "taak-bezig")
    sql("UPDATE achtergrond_taakopdracht SET gedaan = 4000 WHERE id = %s", pk)
    expect(page.get_by_role("status")).to_contain_text("Bezig: 4.000 van 5.000.")
    sql(
        "UPDATE achtergrond_taakopdracht SET staat = 'klaar', klaar_op = now(), verloopt_op = now() + interval '1 day'"
        " WHERE id = %s",
        pk,
    )
    expect(page.get_by_role("button", name="Bestand ophalen")).to_be_visible()
    keur(page, "taak-klaar")
    volg(page.get_by_role("link", name="Alle taken"))
    keur(page, "taken")


def test_de_beheerder_ziet_welke_mail_niet_aankwam_en_wanneer_er_herinnerd_wordt(
    bladen: Callable[..., Page], sql: Callable[..., Any]
) -> None:
    for adres, staat, fout in (("weg@demo.example", "mislukt", "adres_geweigerd"), ("later@demo.example", "wacht", "geen_verbinding")):  # fmt: skip
        sql(
            "INSERT INTO post_mail (id, soort, adres, inhoud, staat, pogingen, gemaakt_op, volgende_poging, foutsoort)"
            " VALUES (%s, 'uitnodiging', %s, 'x', %s, 1, now(), now(), %s)",
            uuid4(), in_databank("email", adres), staat, fout,
        )  # fmt: skip
    page = bladen("beheerder")
    page.get_by_role("link", name="Mail", exact=True).click()
    expect(page.locator("main")).to_contain_text("De mailserver weigert dit adres")
    keur(page, "mail")
    page.goto("/beheer/termijnen/herinneringen/")
    keur(page, "herinneringen")
    page.get_by_role("link", name="Klacht: oordeel").click()
    page.get_by_label("Hoeveel dagen vooraf?").fill("91")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("#foutoverzicht")).to_contain_text("van 0 tot en met 90")
    keur(page, "herinnering-fout")
    page.get_by_label("Hoeveel dagen vooraf?").fill("10")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator("main")).to_contain_text("10 dagen vooraf")
    page.get_by_role("link", name="Klacht: oordeel").click()
    page.get_by_label("Hoeveel dagen vooraf?").fill("12")
    sql("UPDATE zaken_herinnering SET dagen = 4 WHERE code = 'klacht_oordeel'")  # somebody else was first
    page.get_by_role("button", name="Opslaan").click()
    expect(page.get_by_role("alert").first).to_contain_text("Iemand wijzigde deze herinnering ook.")
    expect(page.get_by_label("Hoeveel dagen vooraf?")).to_have_value("12")
    keur(page, "herinnering-botsing")
