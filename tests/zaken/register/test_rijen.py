"""Rows that are added one by one in an intake, of any kind."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import BadRequest
from django.template.loader import render_to_string

from codelijsten.velden import Codekeuze
from zaken.register import registers
from zaken.register.rijen import Rijgegevens
from zaken.schermen.intake.onderwerpen import Bekend
from zaken.schermen.intake.rijen import RijenForm, verwijder_rij, voeg_rij_toe


class OnderdelenForm(RijenForm):
    soorten = {"onderdeel": "Klachtonderdeel"}
    hoogstens = 3
    vraag = forms.CharField(label="Vraag", required=False)

    @classmethod
    def rijvelden(cls, soort):
        return {
            "gedraging": Codekeuze(lijst="gedraging", label="Welke gedraging?", required=False),
            "omschrijving": forms.CharField(label="Wat is er gebeurd?"),
        }


def _form(getypt, rijen):
    return OnderdelenForm(getypt, bekend=Bekend(registers()[0], None, False, 0, {}), rijen=rijen)


def test_wat_in_rijen_staat_komt_per_rij_terug_en_niet_bij_de_zaak():
    form = _form(
        {"vraag": "v", "p1-omschrijving": "een", "p4-omschrijving": "vier"}, ["1-onderdeel", "4-onderdeel"]
    )

    assert form.is_valid()
    assert form.gegevens == {"vraag": "v"}
    assert form.zaakrijen == [
        Rijgegevens("onderdeel", {"gedraging": None, "omschrijving": "een"}),
        Rijgegevens("onderdeel", {"gedraging": None, "omschrijving": "vier"}),
    ]
    assert [kaart.titel for kaart in form.kaarten()] == ["Klachtonderdeel 1", "Klachtonderdeel 2"]
    assert [veld.name for veld, _waarde in form.antwoorden()] == ["vraag"]


def test_een_lege_rij_zegt_wat_er_in_moet():
    form = _form({}, ["2-onderdeel"])

    assert form.errors == {"p2-omschrijving": ["Beantwoord de vraag: Wat is er gebeurd?"]}


def test_rijen_gaan_erbij_en_eraf_en_nummers_komen_niet_terug():
    getypt = {"vraag": ["v"], "rij": ["1-onderdeel", "2-onderdeel"], "p2-omschrijving": ["weg"]}

    verwijder_rij(OnderdelenForm, getypt, "1")
    nieuw = voeg_rij_toe(OnderdelenForm, getypt, "onderdeel")
    verwijder_rij(OnderdelenForm, getypt, "2")

    assert (nieuw.nummer, getypt) == (3, {"vraag": ["v"], "rij": ["3-onderdeel"]})


@pytest.mark.parametrize("rij", ["1-getuige", "0-onderdeel", "onderdeel", "1-onderdeel\n", "10000-onderdeel"])
def test_een_rij_die_geen_pagina_stuurt_is_een_verzoek_dat_niet_kan(rij):
    with pytest.raises(BadRequest):
        _form({}, [rij])


def test_de_bladzijde_toont_elke_rij_met_haar_knoppen():
    html = render_to_string("zaken/register/intake/_rijen.html", {"form": _form({}, ["1-onderdeel"])})
    vol = render_to_string(
        "zaken/register/intake/_rijen.html", {"form": _form({}, [f"{n}-onderdeel" for n in (1, 2, 3)])}
    )

    assert [deel in html for deel in ('name="rij" value="1-onderdeel"', 'name="p1-omschrijving"')] == [
        True
    ] * 2
    assert [deel in html for deel in ("Klachtonderdeel toevoegen", "Verwijderen")] == [True] * 2
    assert "Klachtonderdeel toevoegen" not in vol
    assert "Meer voegt u toe nadat de melding is opgeslagen." in vol


def test_meer_rijen_dan_mag_kan_niet():
    getypt = {"rij": [f"{nummer}-onderdeel" for nummer in (1, 2, 3)]}

    assert _form({}, getypt["rij"]).is_vol
    with pytest.raises(BadRequest):
        voeg_rij_toe(OnderdelenForm, getypt, "onderdeel")
    with pytest.raises(BadRequest):
        _form({}, ["1-onderdeel", "1-onderdeel"])


def test_de_codelijsten_van_de_rijen_worden_ook_gevraagd():
    assert OnderdelenForm.lijsten() == {"gedraging"}
