"""Date fields in a form: messages at the field, limits, and what was typed stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.utils.timezone import localdate

from schermen.formulieren import Datumveld, DeelDatum, DeelDatumveld


class Formulier(forms.Form):
    ontvangen = Datumveld(vanaf=date(2000, 1, 1), uiterlijk=lambda: date(2024, 11, 21))
    voorval = DeelDatumveld(required=False, uiterlijk=date(2024, 11, 21))


def invoer(dag: str = "", maand: str = "", jaar: str = "", naam: str = "ontvangen") -> dict[str, str]:
    return {f"{naam}_dag": dag, f"{naam}_maand": maand, f"{naam}_jaar": jaar}


def test_een_goede_datum_en_een_deel_van_een_datum_worden_gelezen() -> None:
    formulier = Formulier(invoer("21", "11", "2024") | invoer("", "3", "2024", naam="voorval"))
    assert formulier.is_valid()
    assert formulier.cleaned_data == {"ontvangen": date(2024, 11, 21), "voorval": DeelDatum(2024, 3)}


def test_een_onbekende_datum_van_het_voorval_mag_leeg_blijven() -> None:
    formulier = Formulier(invoer("21", "11", "2024") | invoer(" ", "", "", naam="voorval"))
    assert formulier.is_valid()
    assert formulier.cleaned_data["voorval"] is None


@pytest.mark.parametrize(
    ("gegevens", "melding"),
    [
        (invoer(), "Vul een datum in."),
        (invoer("22", "11", "2024"), "Vul een datum in op of voor 21 november 2024."),
        (invoer("31", "12", "1999"), "Vul een datum in op of na 1 januari 2000."),
        (invoer("31", "11", "2024"), "Vul een datum in die bestaat, bijvoorbeeld 27 3 2024."),
    ],
)
def test_een_foute_datum_krijgt_een_melding_bij_het_veld(gegevens: dict[str, str], melding: str) -> None:
    assert Formulier(gegevens).errors["ontvangen"] == [melding]


def test_het_lopende_jaar_mag_als_deel_van_een_datum() -> None:
    formulier = Formulier(invoer("1", "11", "2024") | invoer("", "", "2024", naam="voorval"))
    assert formulier.is_valid()


def test_een_maand_in_de_toekomst_mag_niet() -> None:
    formulier = Formulier(invoer("1", "11", "2024") | invoer("", "12", "2024", naam="voorval"))
    assert formulier.errors["voorval"] == ["Vul een datum in op of voor 21 november 2024."]


def test_wat_getypt_was_blijft_staan() -> None:
    html = str(Formulier(invoer("31", "11", "twintig & vier"))["ontvangen"])
    assert 'value="31"' in html
    assert 'value="twintig &amp; vier"' in html


@pytest.mark.parametrize(
    ("begin", "getypt", "gewijzigd"),
    [
        (date(2024, 3, 1), invoer("01", "03", "2024"), False),
        (date(2024, 3, 1), invoer("2", "3", "2024"), True),
        (date(2024, 3, 1), invoer("31", "2", "2024"), True),
        (date(2024, 3, 1), invoer(), True),
        (None, invoer(), False),
    ],
)
def test_alleen_een_andere_dag_is_een_wijziging(begin: Any, getypt: dict[str, str], gewijzigd: bool) -> None:
    formulier = Formulier(getypt, initial={"ontvangen": begin})
    assert ("ontvangen" in formulier.changed_data) is gewijzigd


@pytest.mark.parametrize(
    ("begin", "waarden"),
    [
        (DeelDatum(2024), ("", "", "2024")),
        (DeelDatum(2024, 3), ("", "3", "2024")),
        (date(2024, 3, 27), ("27", "3", "2024")),
        (None, ("", "", "")),
    ],
)
def test_een_beginwaarde_staat_verdeeld_over_de_vakken(begin: Any, waarden: tuple[str, ...]) -> None:
    veld = Formulier(initial={"voorval": begin})["voorval"]
    delen = veld.field.widget.get_context("voorval", veld.value(), {})["widget"]["delen"]
    assert tuple(deel["waarde"] for deel in delen) == waarden


@pytest.mark.parametrize(
    ("grenzen", "is_er"),
    [
        ({"uiterlijk": localdate}, True),
        ({"uiterlijk": lambda: date(2099, 1, 1)}, True),
        ({}, False),  # a day still to come
        ({"uiterlijk": date(2024, 1, 1)}, False),
        ({"vanaf": date(2099, 1, 1), "uiterlijk": date(2099, 2, 1)}, False),
    ],
)
@pytest.mark.parametrize("soort", [Datumveld, DeelDatumveld])
def test_vandaag_staat_alleen_waar_vandaag_een_antwoord_kan_zijn(
    soort: Any, grenzen: Any, is_er: bool
) -> None:
    """Hidden: the script shows it, for without script it does nothing."""
    html = str(type("F", (forms.Form,), {"dag": soort(**grenzen)})()["dag"])
    nu = localdate()
    knop = f'<button class="nl-button nl-button--subtle app-date__vandaag" type="button" data-vandaag="{nu.day}-{nu.month}-{nu.year}"'
    assert (knop in html) is is_er
    assert ("hidden><span" in html) is is_er
