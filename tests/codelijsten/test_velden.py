"""Choosing from a code list in a form: what can be chosen on a day, and what comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django import forms

from codelijsten.models import Code
from codelijsten.velden import LANG, Codekeuze, Codekeuzes, keuzelijsten, kies_codes, lijsten_van
from tests.factories.zaken import code

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
DAG = date(2024, 11, 15)


class Vragen(forms.Form):
    onderdeel = Codekeuze(lijst="defensieonderdeel")
    kanaal = Codekeuze(lijst="meldkanaal", required=False, widget=forms.RadioSelect)
    sub = Codekeuzes(lijst="subcategorie", required=False)

    def __init__(self, *args, op=DAG, ook=(), **kwargs):
        super().__init__(*args, **kwargs)
        kies_codes(self.fields.values(), keuzelijsten(lijsten_van(self.fields.values()), op=op, ook=ook))


def _gesloten():
    return Code.objects.filter(lijst_id="defensieonderdeel", geldig_tot__lt=DAG).first()


def test_alle_lijsten_komen_in_een_vraag(django_assert_num_queries):
    with django_assert_num_queries(1):
        Vragen({"onderdeel": "clas", "sub": ["pesten"]}).is_valid()


def test_een_antwoord_is_de_rij_en_niets_is_niets():
    form = Vragen({"onderdeel": "clas", "sub": ["pesten", "discriminatie", "pesten"]})

    assert form.is_valid()
    assert form.cleaned_data == {
        "onderdeel": code("defensieonderdeel", "clas"),
        "kanaal": None,
        "sub": [code("subcategorie", "pesten"), code("subcategorie", "discriminatie")],
    }


@pytest.mark.parametrize("waarde", ["pesten", "1", "CLAS", "bestaat_niet", "clas\x00"])
def test_wat_niet_op_de_lijst_staat_kan_niet(waarde):
    fouten = Vragen({"onderdeel": waarde, "sub": [waarde]}).errors

    assert "onderdeel" in fouten
    assert ("sub" in fouten) == (waarde != "pesten")


def test_een_gesloten_code_kan_alleen_wie_haar_al_had():
    gesloten = _gesloten()
    gegevens = {"onderdeel": gesloten.code}

    assert not Vragen(gegevens).is_valid()
    assert Vragen(gegevens, ook=[gesloten.pk]).is_valid()
    assert Vragen(gegevens, op=gesloten.geldig_tot).is_valid()
    assert not Vragen(gegevens, op=gesloten.geldig_tot + timedelta(days=1)).is_valid()


def test_wat_er_al_stond_is_aangevinkt_als_rij_en_als_code():
    for onderdeel, sub in (
        (code("defensieonderdeel", "clas"), code("subcategorie", "pesten")),
        ("clas", "pesten"),
    ):
        html = str(Vragen(initial={"onderdeel": onderdeel, "sub": [sub]}))
        assert '<option value="clas" selected>' in html
        assert [regel for regel in html.split("<input") if "checked" in regel and 'value="pesten"' in regel]


def test_antwoorden_staan_onder_de_kop_waar_ze_bij_horen():
    koppen = [kop for kop, _opties in Vragen().fields["sub"].choices]

    assert code("hoofdcategorie", "omgangsvormen").label in koppen
    assert len(koppen) == len(set(koppen))


def test_een_lange_lijst_wordt_een_zoekvak_en_een_korte_niet():
    rijen = [Code(pk=n, lijst_id="x", code=f"c{n}", label=f"Code {n}") for n in range(LANG + 1)]
    lang, kort, keuzerondjes = (
        Codekeuze(lijst="x"),
        Codekeuze(lijst="x"),
        Codekeuze(lijst="x", widget=forms.RadioSelect),
    )
    for veld, gekozen in ((lang, rijen), (kort, rijen[1:]), (keuzerondjes, rijen)):
        veld.kies_uit(gekozen)

    assert ["data-combobox" in veld.widget.attrs for veld in (lang, kort, keuzerondjes)] == [
        True,
        False,
        False,
    ]
    assert [veld.choices[0][0] for veld in (lang, kort, keuzerondjes)] == ["", "", "c0"]
