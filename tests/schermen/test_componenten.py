"""The page of the components: complete, and not there in production."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from gebruikers.rollen import Rol
from jid.componenten import COMPONENTEN, teken
from jid.componenten.soorten import TOESTANDEN
from tests.factories.gebruikers import maak_gebruiker

SJABLONEN = Path(__file__).resolve().parents[2] / "templates/componenten"


def test_elk_component_staat_erin_met_een_voorbeeld() -> None:
    assert set(COMPONENTEN) == {pad.stem for pad in SJABLONEN.glob("*.html")}
    assert all(component.voorbeelden for component in COMPONENTEN.values())


def test_elke_toestand_komt_ergens_voor_en_er_zijn_geen_andere() -> None:
    assert {staat for component in COMPONENTEN.values() for staat in component.toestanden} == set(TOESTANDEN)


def test_een_voorbeeld_toont_wat_het_sjabloon_vraagt() -> None:
    """An example that leaves its template empty shows nothing."""
    for naam, component in COMPONENTEN.items():
        for nummer, voorbeeld in enumerate(component.voorbeelden, start=1):
            html = teken(naam, voorbeeld, nummer)
            assert re.sub(r"<[^>]+>|\s", "", html), (naam, voorbeeld.titel)


@pytest.mark.databank
@pytest.mark.django_db
def test_in_productie_is_de_pagina_er_niet(settings, fabriek, client_van) -> None:
    with fabriek():
        client = client_van(maak_gebruiker(Rol.BEHEERDER))
    assert client.get(reverse("componenten")).status_code == 200
    settings.PRODUCTIE = True
    assert client.get(reverse("componenten")).status_code == 404
