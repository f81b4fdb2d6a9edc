"""The script of the screens in a real browser, under the strict content security policy."""

from __future__ import annotations

import pytest
from django import forms
from playwright.sync_api import expect

from schermen.formulieren import Uitgelegd, Zoekkeuze

from .conftest import Nagespeeld, met_status

pytestmark = pytest.mark.browser


class Formulier(forms.Form):
    onderwerp = forms.CharField(label="Onderwerp", error_messages={"required": "Vul een onderwerp in"})
    tekst = forms.CharField(label="Omschrijving", widget=forms.Textarea, max_length=20, required=False)
    waar = forms.ChoiceField(
        label="Waar?",
        required=False,
        widget=forms.RadioSelect,
        choices=[("online", Uitgelegd("Online", uitleg="In een groep")), ("kazerne", "Kazerne")],
    )
    locatie = forms.CharField(label="Welke locatie?", required=False)
    wie = forms.ChoiceField(
        label="Wie behandelt dit?",
        widget=Zoekkeuze,
        required=False,
        choices=[("", "Kies")] + [(str(nummer), f"Medewerker {nummer}") for nummer in range(10, 40)],
    )


def test_het_foutenoverzicht_krijgt_de_focus_en_brengt_naar_het_veld(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open(
        '{% include "componenten/foutenoverzicht.html" %}<form method="post">{{ form }}</form>',
        form=Formulier({}),
    )
    expect(page.locator("#foutoverzicht")).to_be_focused()
    expect(page).to_have_title("Fout: Proef - Integriteitsregistratie")
    page.get_by_role("link", name="Vul een onderwerp in").press("Enter")
    expect(page.get_by_label("Onderwerp")).to_be_focused()


def test_de_teller_zegt_hoeveel_er_nog_past_en_kapt_niets_af(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open('<form method="post">{{ form }}</form>', form=Formulier())
    vak = page.get_by_label("Omschrijving")
    expect(page.locator("#id_tekst_teller")).to_have_text("U kunt 20 tekens gebruiken")
    vak.fill("12345678")
    expect(page.locator("#id_tekst_teller")).to_have_text("U kunt nog 12 tekens gebruiken")
    vak.fill("x" * 25)
    expect(page.locator("#id_tekst_teller")).to_have_text("U hebt 5 tekens te veel")
    expect(vak).to_have_value("x" * 25)


def test_een_vervolgvraag_staat_er_alleen_bij_haar_antwoord(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open(
        '<form method="post">{{ form.waar.as_field_group }}<div data-toon-bij="waar:kazerne">'
        "{{ form.locatie.as_field_group }}</div></form>",
        form=Formulier(),
    )
    expect(page.get_by_label("Welke locatie?")).to_be_hidden()
    page.get_by_label("Kazerne").check()
    expect(page.get_by_label("Welke locatie?")).to_be_visible()


def test_een_groep_die_dichtgaat_verliest_zijn_vinkjes(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open(
        '<form method="post">{{ form.waar.as_field_group }}<div data-toon-bij="waar:kazerne" data-leeg-als-dicht>'
        '<label><input type="checkbox" name="sub" value="x"> Precies</label></div></form>',
        form=Formulier(),
    )
    page.get_by_label("Kazerne").check()
    page.get_by_label("Precies").check()
    page.get_by_label("Online").check()
    page.get_by_label("Kazerne").check()
    expect(page.get_by_label("Precies")).not_to_be_checked()


def test_een_lange_lijst_wordt_een_zoekvak(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open('<form method="post">{{ form.wie.as_field_group }}</form>', form=Formulier())
    page.get_by_role("combobox", name="Wie behandelt dit?").fill("23")
    page.get_by_role("option", name="Medewerker 23").click()
    assert page.eval_on_selector("select", "lijst => lijst.value") == "23"


def test_een_sneltoets_werkt_alleen_met_alt_en_shift_en_kan_uit(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open('<input aria-label="Zoeken" data-sneltoets="Z"><input aria-label="Iets anders">')
    zoeken, anders = page.get_by_label("Zoeken"), page.get_by_label("Iets anders")
    anders.press("z")
    expect(anders).to_be_focused()
    anders.press("Alt+Shift+KeyZ")
    expect(zoeken).to_be_focused()
    nagespeeld.open(
        '<input aria-label="Zoeken" data-sneltoets="Z" aria-keyshortcuts="Alt+Shift+Z"><input aria-label="Iets anders">',
        weergave={"sneltoetsen": False},
    )
    expect(zoeken).not_to_have_attribute("aria-keyshortcuts", "Alt+Shift+Z")
    anders.press("Alt+Shift+KeyZ")
    expect(anders).to_be_focused()


@pytest.mark.parametrize(("breedte", "zichtbaar"), [(1280, True), (390, False)])
@pytest.mark.parametrize("met_script", [True, False])
def test_het_filterpaneel_is_open_waar_plaats_is(
    nagespeeld: Nagespeeld, breedte: int, zichtbaar: bool, met_script: bool
) -> None:
    if not met_script:
        nagespeeld.page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    nagespeeld.page.set_viewport_size({"width": breedte, "height": 800})
    page = nagespeeld.open(
        '{% include "componenten/filterpaneel.html" with naam="Filteren" wissen_url="/" verborgen="" %}',
        opmaak=True,
        form=Formulier(),
    )
    expect(page.get_by_label("Onderwerp")).to_be_visible(visible=zichtbaar)
    if not zichtbaar:
        page.locator("summary").click()
        expect(page.get_by_label("Onderwerp")).to_be_visible()


STAPEL = """
<form action="/toewijzen/" data-stapel>
<div hidden><input type="checkbox" id="a" data-stapel-alles><label for="a">Alles</label></div>
<p data-stapel-aantal data-een="1 zaak gekozen" data-meer="{aantal} zaken gekozen"></p>
<input type="checkbox" name="zaak" value="1" aria-label="Een"><input type="checkbox" name="zaak" value="2" aria-label="Twee">
</form>"""


def test_alle_zaken_van_een_pagina_kiezen(nagespeeld: Nagespeeld) -> None:
    page = nagespeeld.open(STAPEL)
    page.get_by_label("Een").check()
    expect(page.locator("[data-stapel-aantal]")).to_have_text("1 zaak gekozen")
    page.get_by_label("Alles").check()
    expect(page.locator("[data-stapel-aantal]")).to_have_text("2 zaken gekozen")
    expect(page.get_by_label("Twee")).to_be_checked()


HTMX = '<button hx-get="/deel/" hx-target="#doel">Laad</button><div id="doel">oud</div>'


def test_een_deel_van_de_pagina_wordt_geladen_onder_het_strenge_beleid(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/deel/"] = lambda route: route.fulfill(
        body="<p>nieuw</p>", content_type="text/html"
    )
    page = nagespeeld.open(HTMX)
    page.get_by_role("button", name="Laad").click()
    expect(page.locator("#doel")).to_have_text("nieuw")
    expect(page.locator("#storing")).to_be_hidden()


def test_een_deel_dat_niet_laadt_wordt_gezegd(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/deel/"] = met_status(500)
    page = nagespeeld.open(HTMX)
    page.get_by_role("button", name="Laad").click()
    expect(page.get_by_role("alert")).to_contain_text("Een deel van deze pagina kon niet worden geladen.")
    expect(page.locator("#doel")).to_have_text("oud")
    nagespeeld.meldingen.clear()  # htmx reports the failed answer on the console


def test_een_aanmeldpagina_komt_niet_in_een_deel_van_de_pagina(nagespeeld: Nagespeeld) -> None:
    nagespeeld.antwoorden["/deel/"] = lambda route: route.fulfill(
        body="<!doctype html><title>Aanmelden</title><h1>Aanmelden</h1>", content_type="text/html"
    )
    page = nagespeeld.open(HTMX)
    with page.expect_navigation():
        page.get_by_role("button", name="Laad").click()
    expect(page.locator("#doel")).to_have_text("oud")
