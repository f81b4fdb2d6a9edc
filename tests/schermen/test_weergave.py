"""Forms as HTML: what a screen reader needs stands where it belongs."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template.loader import render_to_string

from schermen.formulieren import Datumveld, Foutregel, Uitgelegd, Zoekkeuze, foutregels


class Formulier(forms.Form):
    onderwerp = forms.CharField(label="Onderwerp", help_text="Geen <namen>", max_length=80)
    tekst = forms.CharField(label="Omschrijving", widget=forms.Textarea, max_length=2000, required=False)
    datum = Datumveld(label="Wanneer?")
    waar = forms.ChoiceField(
        label="Waar?",
        widget=forms.RadioSelect,
        choices=[("kazerne", "Kazerne"), ("online", Uitgelegd("Online", uitleg="In een <groep>"))],
    )
    acties = forms.MultipleChoiceField(
        label="Wat?", widget=forms.CheckboxSelectMultiple, choices=[("a", Uitgelegd("Eén", aantal="6"))]
    )
    vaker = forms.BooleanField(label="Het is vaker gebeurd", required=False)
    wie = forms.ChoiceField(
        label="Wie?", widget=Zoekkeuze, choices=[("", "Kies"), ("1", "Een")], required=False
    )
    geheim = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if "waar" in self.cleaned_data:
            raise forms.ValidationError("Dit past niet bij elkaar")


def veld(formulier: forms.Form, naam: str) -> str:
    return re.sub(r"\s+", " ", formulier[naam].as_field_group())


@pytest.fixture
def leeg() -> forms.Form:
    return Formulier()


@pytest.fixture
def fout() -> forms.Form:
    return Formulier(
        {"tekst": "x" * 2001, "datum_dag": "31", "datum_maand": "2", "datum_jaar": "2024", "waar": "kazerne"}
    )


def test_label_hulp_en_invoer_horen_bij_elkaar(leeg: forms.Form) -> None:
    html = veld(leeg, "onderwerp")
    assert (
        '<label class="utrecht-form-label utrecht-form-field__label" for="id_onderwerp">Onderwerp</label>'
        in html
    )
    assert 'id="id_onderwerp_helptext">Geen &lt;namen&gt;</div>' in html
    assert 'aria-describedby="id_onderwerp_helptext"' in html
    assert 'aria-required="true"' in html
    assert " required" not in html


def test_een_fout_staat_in_woorden_bij_het_veld(fout: forms.Form) -> None:
    html = veld(fout, "onderwerp")
    assert 'id="id_onderwerp_error"' in html
    assert '<span class="app-vh">Fout: </span>' in html
    assert 'aria-describedby="id_onderwerp_helptext id_onderwerp_error"' in html
    assert 'aria-invalid="true"' in html
    assert "utrecht-textbox--invalid" in html


def test_niet_verplicht_staat_erbij_en_verplicht_niet(leeg: forms.Form) -> None:
    assert "(niet verplicht)" in veld(leeg, "tekst")
    assert "(niet verplicht)" not in veld(leeg, "onderwerp")
    assert "(niet verplicht)" not in veld(leeg, "vaker")


def test_een_filterformulier_zegt_nergens_niet_verplicht() -> None:
    class Filter(Formulier):
        toon_niet_verplicht = False

    assert "(niet verplicht)" not in str(Filter())


def test_een_tekstvak_telt_en_kapt_niet_af(leeg: forms.Form) -> None:
    html = veld(leeg, "tekst")
    assert 'data-max="2000"' in html
    assert "maxlength" not in html
    assert 'aria-describedby="id_tekst_teller"' in html
    assert "U kunt 2.000 tekens gebruiken" in html


def test_alleen_het_foute_deel_van_een_datum_is_gemarkeerd(fout: forms.Form) -> None:
    html = veld(fout, "datum")
    assert html.count('aria-invalid="true"') == 1
    assert re.search(r'id="id_datum_dag"[^>]*aria-invalid="true"', html)
    assert (
        '<legend class="utrecht-form-fieldset__legend utrecht-form-fieldset__legend--html-legend">Wanneer?'
        in html
    )
    assert 'aria-describedby="id_datum_error"' in html


def test_een_keuze_met_uitleg_is_ermee_verbonden(leeg: forms.Form) -> None:
    html = veld(leeg, "waar")
    assert 'aria-describedby="id_waar_1_uitleg"' in html
    assert 'id="id_waar_1_uitleg">In een &lt;groep&gt;</div>' in html
    assert html.count('class="utrecht-radio-button') == 2
    assert "aria-required" not in html


def test_vinkjes_zijn_vinkjes_en_tonen_een_aantal(leeg: forms.Form) -> None:
    html = veld(leeg, "acties")
    assert 'type="checkbox"' in html
    assert "utrecht-checkbox" in html
    assert "utrecht-radio-button" not in html
    assert '<span class="app-count">6</span>' in html


def test_een_los_vinkje_staat_voor_zijn_label(leeg: forms.Form) -> None:
    html = veld(leeg, "vaker")
    assert html.index("<input") < html.index("<label")


def test_een_lange_lijst_is_zonder_javascript_een_gewone_lijst(leeg: forms.Form) -> None:
    html = veld(leeg, "wie")
    assert html.count("<option") == 2
    assert "data-combobox" in html


def test_het_foutenoverzicht_wijst_naar_elk_fout_veld_in_volgorde(fout: forms.Form) -> None:
    assert [regel.doel for regel in foutregels(fout)] == [
        "",
        "id_onderwerp",
        "id_tekst",
        "id_datum_dag",
        "id_acties_0",
    ]
    html = render_to_string("componenten/foutenoverzicht.html", {"form": fout})
    assert "Er zijn 5 fouten gevonden" in html
    assert html.count('<a class="nl-link" href="#id_') == 4
    geheel = str(fout)
    for regel in foutregels(fout):
        assert not regel.doel or f'id="{regel.doel}"' in geheel


def test_een_fout_in_een_verborgen_veld_staat_in_het_overzicht_zonder_link() -> None:
    class Verborgen(forms.Form):
        versie = forms.IntegerField(
            widget=forms.HiddenInput, error_messages={"required": "Laad de pagina opnieuw"}
        )

    assert list(foutregels(Verborgen({}))) == [Foutregel("Laad de pagina opnieuw", "")]


def test_zonder_fouten_is_er_geen_overzicht(leeg: forms.Form) -> None:
    assert render_to_string("componenten/foutenoverzicht.html", {"form": leeg}).strip() == ""


def test_een_heel_formulier_toont_elk_veld_een_keer(leeg: forms.Form) -> None:
    html = str(leeg)
    for naam in ("onderwerp", "tekst", "vaker", "wie", "geheim", "datum_dag", "datum_maand", "datum_jaar"):
        assert html.count(f'name="{naam}"') == 1
    assert "style=" not in html


def test_het_foutenoverzicht_noemt_de_vraag_en_zegt_niet_twee_keer_hetzelfde():
    class Dagen(forms.Form):
        advies = Datumveld(label="Advies gegeven op")
        besluit = Datumveld(label="Wanneer was het besluit?")
        toelichting = forms.CharField(
            label="Toelichting", error_messages={"required": "Schrijf een toelichting."}
        )

    form = Dagen(
        {f"{dag}_dag": "31" for dag in ("advies", "besluit")} | {"advies_maand": "2", "advies_jaar": "2024"}
    )
    form.add_error("besluit", "COID gaf nog geen advies.")
    teksten = [regel.tekst for regel in foutregels(form)]
    assert len(set(teksten)) == len(teksten) == 4
    assert teksten[0].startswith("Advies gegeven op: vul ")
    assert teksten[1].startswith("Wanneer was het besluit? Vul ")
    assert teksten[2:] == ["Wanneer was het besluit? COID gaf nog geen advies.", "Schrijf een toelichting."]
