"""Back after adding somebody or something leads to the zaak, in every register; other words are never lost."""

from __future__ import annotations

import re

import pytest

from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from zaken.models import Persoon
from zaken.register import register_van
from zaken.toegang import BELEID

pytestmark = pytest.mark.databank


@pytest.fixture
def dossier(fabriek):
    def maak(register):
        with fabriek():
            wie = maak_gebruiker(min(BELEID[register.soort].behandelt))
            return wie, maak_zaak(register.soort, lezers=(wie,), behandelaar=wie)

    return maak


def _adres(client, register, zaak, naam, *delen):
    """The link on the page of the zaak, with a key that this page made."""
    pagina = client.get(register.url("detail", zaak.pk)).text
    (adres,) = re.findall(rf'href="({register.url(naam, zaak.pk, *delen)}\?sleutel=[0-9a-f-]{{36}})"', pagina)
    return adres


def test_terug_na_een_persoon_toevoegen_voegt_geen_tweede_toe(register, dossier, client_van, als):
    wie, zaak = dossier(register)
    client = client_van(wie)
    adres = _adres(client, register, zaak, "persoon_nieuw")
    iemand = {"rol": register.persoonrollen[-1].value, "naam": "Kwartel"}
    detail = register.url("detail", zaak.pk)
    assert client.post(adres, iemand).url == detail

    terug = client.get(adres, follow=True)  # what the browser asks after Back
    dubbel = client.post(adres, iemand)
    anders = client.post(adres, iemand | {"naam": "Patrijs"})

    assert terug.redirect_chain == [(detail, 302)]
    assert "De persoon is al toegevoegd." in terug.text
    assert {dubbel.status_code, anders.status_code} == {302}
    with als(wie):
        personen = Persoon.objects.van(zaak).filter(rol=iemand["rol"]).select_related("zaak__sleutel")
        assert sorted(een.naam for een in personen) == ["Kwartel", "Patrijs"]
    # an address without a key is as it was
    assert client.get(register.url("persoon_nieuw", zaak.pk)).status_code == 200


def test_terug_na_een_rij_toevoegen_voegt_geen_tweede_toe(dossier, client_van, als):
    register = register_van("klacht")
    wie, zaak = dossier(register)
    client = client_van(wie)
    adres = _adres(client, register, zaak, "rij_nieuw", "klachtonderdeel")
    deel = {"omschrijving": "Kwam steeds te laat"}
    assert client.post(adres, deel).status_code == 302

    terug = client.get(adres, follow=True)
    client.post(adres, deel)
    client.post(adres, deel | {"omschrijving": "Riep in de gang"})

    assert "is al toegevoegd. Wijzig de gegevens als dat nodig is." in terug.text
    with als(wie):
        rijen = register.rijen[0].model.objects.van(zaak).select_related("zaak__sleutel")
        assert sorted((een.volgnummer, een.omschrijving) for een in rijen) == [
            (1, "Kwam steeds te laat"),
            (2, "Riep in de gang"),
        ]
