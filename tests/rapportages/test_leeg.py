"""A fresh installation: nothing counted, nothing published, and pages that say so."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from rapportages.services import jaarcijfers
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp import wie

pytestmark = pytest.mark.databank


@pytest.mark.parametrize("route", ["jaarcijfers:overzicht", "jaarcijfers:vandaag"])
def test_een_lege_registratie_zegt_dat_er_niets_te_tellen_is(kloon: str, route: str) -> None:
    with transaction.atomic(), wie.fabriek():
        beleid = maak_gebruiker(Rol.BELEID)
    client = wie.aangemeld(beleid)

    antwoord = client.get(reverse(route))

    assert antwoord.status_code == 200
    assert "Er zijn nog geen meldingen om te tellen." in antwoord.content.decode()


def test_een_lege_registratie_is_onbekend_en_niet_nul(kloon: str) -> None:
    vandaag = timezone.localdate()

    cijfers = jaarcijfers(jaar=vandaag.year, vandaag=vandaag)

    assert set(cijfers.tabel("meldingen_vijf_jaar").totaal.values()) == {None}
    assert cijfers.tekst == f"Over {vandaag.year} zijn geen meldingen vastgelegd."
    assert cijfers.bevindingen == ()
