"""Files with figures, of rows that are committed: the figures role sees no others."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.urls import reverse

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import maak_casus
from tests.factories.zaken import maak_melding
from tests.hulp.wie import aangemeld, fabriek

pytestmark = pytest.mark.databank


@pytest.mark.aanval("uitvoer")
def test_een_uitvoer_van_cijfers_noemt_geen_zaak_geen_mens_en_geen_casus(kloon: str) -> None:
    with transaction.atomic(), fabriek():
        beleid, vp = maak_gebruiker(Rol.BELEID), maak_gebruiker(Rol.VERTROUWENSPERSOON)
        melding = maak_melding(
            onderwerp="kwartelslag",
            omschrijving="kwartelslag",
            ontvangen_defensie=date(2024, 11, 15),
            datum_registratie=datetime(2024, 11, 15, 10, tzinfo=UTC),
            hoofdcategorie="financieel",
        )
        casus = maak_casus(vp, kwartaal_eerste_contact="2024-K4")
    klant = aangemeld(beleid)
    geheim = (
        "kwartelslag",
        melding.zaaknummer,
        melding.pk,
        casus.casusnummer,
        casus.pk,
        beleid.naam,
        vp.naam,
    )

    tekst = klant.get(reverse("jaarcijfers:csv"), {"jaar": "2024"}).content.decode()
    boek = zipfile.ZipFile(io.BytesIO(klant.get(reverse("jaarcijfers:xlsx"), {"jaar": "2024"}).content))
    bladen = b"".join(boek.read(deel) for deel in boek.namelist()).decode(errors="replace")

    assert "meldingen_uitkomst;totaal;Totaal;2024;1;" in tekst  # it was counted
    assert [woord for woord in geheim if str(woord) in tekst + bladen] == []
