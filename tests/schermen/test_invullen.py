"""What is typed is not lost: drafts, leaving, the end of a session, no network; in a real browser."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localdate
from playwright.sync_api import Dialog, Route, expect

from schermen.formulieren import Datumveld

from .conftest import ADRES, Nagespeeld, met_status

pytestmark = pytest.mark.browser

ELDERS = '<a href="/elders/">Elders</a>'
CONCEPT = """
<form method="post" action="/klaar/" novalidate data-autosave="#bewaarregel" data-autosave-url="/bewaar/">
  <input type="hidden" name="volgnummer" value="3">
  <label for="t">Tekst</label><textarea id="t" name="tekst"></textarea>
  <label for="b">Bestand</label><input id="b" type="file" name="bestand">
  <button type="submit">Volgende stap</button>
  {% include "componenten/bewaarregel.html" %}
</form>
"""
SESSIE = {"sessie_url": "/verleng/", "sessie_seconden": 1800}


class Dag(forms.Form):
    dag = Datumveld(label="Wanneer?", uiterlijk=localdate)


def bewaard(route: Route) -> None:
    nummer = re.search(r'name="volgnummer"\s+(\d+)', route.request.post_data or "")
    assert nummer
    route.fulfill(json={"bewaard_om": "14.32", "volgnummer": int(nummer[1])})


def nummers(proef: Nagespeeld) -> list[int]:
    return [
        int(nummer)
        for inhoud in proef.verstuurd_naar("/bewaar/")
        for nummer in re.findall(r'name="volgnummer"\s+(\d+)', inhoud)
    ]


def test_een_concept_wordt_op_de_server_bewaard_en_zegt_wanneer(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/bewaar/"] = bewaard
    page = nagespeeld.open(
        CONCEPT.replace("{% include", "{{ form.dag.as_field_group }}{% include"), form=Dag()
    )
    page.get_by_label("Tekst").fill("Het merkwoord <b>kwartel</b>")
    page.get_by_label("Jaar").press("Tab")
    page.keyboard.press("Enter")  # the button Vandaag
    expect(page.get_by_label("Jaar")).to_have_value(str(localdate().year))
    expect(page.get_by_text(f"Ingevuld: {date_format(localdate())}")).to_have_count(1)
    expect(page.locator("#bewaarregel")).to_have_text("Concept bewaard om 14.32 uur. Alleen u ziet het.")
    (bewaard_,) = nagespeeld.verstuurd_naar("/bewaar/")
    assert "kwartel" in bewaard_
    assert f'name="dag_maand"\r\n\r\n{localdate().month}\r\n' in bewaard_
    assert 'name="bestand"' not in nagespeeld.verstuurd_naar("/bewaar/")[0]
    assert page.locator('[name="volgnummer"]').input_value() == "4"


def test_het_volgnummer_van_een_concept_stijgt_alleen(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/bewaar/"] = bewaard
    page = nagespeeld.open(CONCEPT)
    for aantal, tekst in enumerate(("een", "een twee", "een twee drie"), start=1):
        with page.expect_response("**/bewaar/"):
            page.get_by_label("Tekst").fill(tekst)
        assert len(nummers(nagespeeld)) == aantal
    assert nummers(nagespeeld) == [4, 5, 6]


def test_een_mislukte_bewaring_wordt_gezegd_en_opnieuw_geprobeerd(nagespeeld_met_klok: Nagespeeld) -> None:
    nagespeeld_met_klok.antwoorden["/bewaar/"] = met_status(503)
    page = nagespeeld_met_klok.open(CONCEPT)
    regel = page.locator("#bewaarregel")
    page.get_by_label("Tekst").fill("iets")
    page.clock.run_for(1_500)
    expect(regel).to_have_text("Opslaan lukt nu niet. Uw tekst staat nog op dit scherm.")
    nagespeeld_met_klok.antwoorden["/bewaar/"] = bewaard
    page.clock.run_for(11_000)
    expect(regel).to_have_text("Concept bewaard om 14.32 uur. Alleen u ziet het.")
    assert nummers(nagespeeld_met_klok) == [4, 5]


@pytest.mark.parametrize(
    ("status", "tekst"),
    [
        (409, "U hebt dit concept ook in een ander venster open. Daar staat een nieuwere tekst. "
              "Uw tekst hier is niet bewaard."),
        (410, "Dit concept is al verstuurd of verwijderd. Uw tekst hier wordt niet meer bewaard."),
        (403, "U bent uitgelogd. Meld u in een nieuw venster aan. Uw tekst staat nog op dit scherm."),
    ],
)  # fmt: skip
def test_waarom_een_concept_niet_bewaard_is_staat_in_woorden(
    nagespeeld: Nagespeeld, status: int, tekst: str
) -> None:
    nagespeeld.antwoorden["/bewaar/"] = met_status(status)
    page = nagespeeld.open(CONCEPT)
    page.get_by_label("Tekst").fill("iets")
    expect(page.locator("#bewaarregel")).to_have_text(tekst)


def test_na_een_nieuwere_tekst_elders_wordt_niets_meer_bewaard(nagespeeld_met_klok: Nagespeeld) -> None:
    nagespeeld_met_klok.antwoorden["/bewaar/"] = met_status(409)
    page = nagespeeld_met_klok.open(CONCEPT)
    for tekst in ("een", "twee"):
        page.get_by_label("Tekst").fill(tekst)
        page.clock.run_for(60_000)
        expect(page.locator("#bewaarregel")).to_contain_text("een ander venster")
    assert nummers(nagespeeld_met_klok) == [4]


def weg(proef: Nagespeeld) -> list[str]:
    """What the browser asks when the user follows a link away."""
    gevraagd: list[str] = []

    def sluit(dialoog: Dialog) -> None:
        gevraagd.append(dialoog.type)
        dialoog.accept()

    proef.page.on("dialog", sluit)
    proef.page.get_by_role("link", name="Elders").click()
    proef.page.wait_for_url("**/elders/")
    return gevraagd


def test_wie_weggaat_met_onbewaarde_tekst_krijgt_een_vraag(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open(
        '<form method="post" data-bewaak><input aria-label="Naam" name="n"></form>' + ELDERS
    )
    page.get_by_label("Naam").press_sequentially("iets")
    assert weg(nagespeeld) == ["beforeunload"]


def test_wie_weggaat_met_een_bewaard_concept_krijgt_geen_vraag(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/bewaar/"] = bewaard
    page = nagespeeld.open(CONCEPT + ELDERS)
    page.get_by_label("Tekst").press_sequentially("iets")
    expect(page.locator("#bewaarregel")).to_contain_text("bewaard om 14.32")
    assert weg(nagespeeld) == []


def test_twee_keer_klikken_verstuurt_een_keer(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/klaar/"] = met_status(204)  # the page stays
    page = nagespeeld.open(CONCEPT)
    knop = page.get_by_role("button", name="Volgende stap")
    knop.evaluate("knop => { knop.click(); knop.click(); }")
    expect(knop).to_have_attribute("aria-disabled", "true")
    assert len(nagespeeld.verstuurd_naar("/klaar/")) == 1


def test_niets_van_de_tekst_blijft_achter_in_de_browser(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/bewaar/"] = bewaard
    page = nagespeeld.open(CONCEPT, **SESSIE)
    page.get_by_label("Tekst").fill("kwartel")
    expect(page.locator("#bewaarregel")).to_contain_text("bewaard om 14.32")
    opslag = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert opslag == '[{},{},""]'


def test_twee_minuten_voor_het_einde_van_de_sessie_komt_een_waarschuwing(
    nagespeeld_met_klok: Nagespeeld,
) -> None:
    nagespeeld_met_klok.antwoorden["/bewaar/"] = bewaard
    nagespeeld_met_klok.antwoorden["/verleng/"] = met_status(204)
    page = nagespeeld_met_klok.open(CONCEPT, **SESSIE)
    venster = page.get_by_role("dialog", name="Bent u er nog?")
    page.clock.run_for(27 * 60_000)
    expect(venster).to_be_hidden()
    page.clock.run_for(61_000)
    expect(venster).to_contain_text("U wordt over 2 minuten uitgelogd. Uw concept is bewaard.")
    page.get_by_role("button", name="Blijf aangemeld").click()
    expect(venster).to_be_hidden()
    assert len(nagespeeld_met_klok.verstuurd_naar("/verleng/")) == 1
    page.clock.run_for(27 * 60_000)
    expect(venster).to_be_hidden()


def test_de_waarschuwing_bewaart_eerst_wat_getypt_is(nagespeeld_met_klok: Nagespeeld) -> None:
    nagespeeld_met_klok.antwoorden["/bewaar/"] = met_status(503)
    page = nagespeeld_met_klok.open(CONCEPT, sessie_url="/verleng/", sessie_seconden=150)
    page.get_by_label("Tekst").fill("iets")
    page.clock.run_for(25_000)
    nagespeeld_met_klok.antwoorden["/bewaar/"] = bewaard
    with page.expect_response("**/bewaar/"):
        page.clock.run_for(6_000)
    expect(page.locator("#bewaarregel")).to_contain_text("bewaard om 14.32")


def test_na_het_einde_verdwijnt_de_pagina_als_er_niets_te_verliezen_is(
    nagespeeld_met_klok: Nagespeeld,
) -> None:
    page = nagespeeld_met_klok.open("<p>Vertrouwelijk</p>", **SESSIE)
    nagespeeld_met_klok.html = "<!doctype html><title>Aanmelden</title><h1>Aanmelden</h1>"
    with page.expect_navigation():
        page.clock.run_for(1_801_000)
    expect(page.get_by_role("heading")).to_have_text("Aanmelden")
    assert page.url == f"{ADRES}/"


def test_na_het_einde_blijft_onbewaarde_tekst_staan(nagespeeld_met_klok: Nagespeeld) -> None:
    page = nagespeeld_met_klok.open(
        '<form method="post" data-bewaak><input aria-label="Naam" name="n"></form>', **SESSIE
    )
    page.get_by_label("Naam").fill("iets")
    page.clock.run_for(1_801_000)
    expect(page.get_by_role("dialog")).to_contain_text(
        "U bent uitgelogd. Meld u opnieuw aan om verder te gaan."
    )
    expect(page.locator("input[name=n]")).to_have_value("iets")


INVUL = '<form method="post" action="/klaar/" data-bewaak><input aria-label="Naam" name="n"><button type="submit">Opslaan</button></form>'


def test_zonder_netwerk_gaat_een_formulier_niet_weg_en_blijft_de_tekst_staan(
    nagespeeld_met_klok: Nagespeeld,
) -> None:
    nagespeeld = nagespeeld_met_klok
    page = nagespeeld.open(INVUL)
    page.get_by_label("Naam").fill("iets")
    page.context.set_offline(True)
    try:
        balk = page.get_by_role("alert")
        expect(balk).to_contain_text("U bent niet verbonden. Wat u typte, staat nog op dit scherm.")
        page.get_by_role("button", name="Opslaan").click()
        assert nagespeeld.verstuurd_naar("/klaar/") == []
    finally:
        page.context.set_offline(False)
    expect(balk).to_contain_text("U bent weer verbonden.")
    page.clock.run_for(61_000)
    nagespeeld.antwoorden["/gezond/leeft/"] = lambda route: route.abort()
    page.get_by_role("button", name="Opslaan").click()
    expect(balk).to_contain_text("De server antwoordt niet. Uw tekst is nog niet verstuurd")
    expect(page.get_by_label("Naam")).to_have_value("iets")
    assert nagespeeld.verstuurd_naar("/klaar/") == []
    del nagespeeld.antwoorden["/gezond/leeft/"]
    with page.expect_navigation():
        page.get_by_role("button", name="Opslaan").click()
    assert nagespeeld.verstuurd_naar("/klaar/") == ["n=iets"]
    nagespeeld.meldingen.clear()  # the browser reports the request that did not arrive
