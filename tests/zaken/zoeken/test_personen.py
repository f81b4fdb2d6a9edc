"""Looking somebody up exactly: what matches, who may, and what stays behind."""

from __future__ import annotations

import pytest
from django.db import connection

from gebruikers.models import Team
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, sluit_uit
from zaken.models import Persoon, Persoonindex
from zaken.services.inhoud import verwijder_persoon, voeg_persoon_toe, wijzig_persoon
from zaken.toegang import PERSONENZOEKERS
from zaken.zoeken import personen as personenzoeken
from zaken.zoeken import tokens_van_teksten

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
LIJST = "/meldingen/"


@pytest.fixture
def team(fabriek):
    with fabriek():
        return maak_team(soort=Team.Soort.INTAKE)


@pytest.fixture
def lid(fabriek, team):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, teams=[team])


@pytest.fixture
def melding(als, fabriek, team, lid):
    with fabriek():
        maak_melding(team=team, onderwerp="Zonder personen")
        melding = maak_melding(team=team, onderwerp="Oefening met een auto")
    with als(lid):
        voeg_persoon_toe(
            zaak=melding,
            rol=Persoon.Rol.BETROKKENE,
            gegevens={
                "naam": "J. van Dijk-Özil",
                "contact": "J.vDijk@mindef.nl of +31 (0)6-1234 5678, pers.nr 00123456",
            },
            door=lid,
        )
    return melding


@pytest.fixture
def gevonden(client_van, lid):
    def zoek(persoon: str, *, door=None, **gekozen):
        antwoord = client_van(door or lid).get(LIJST, {"persoon": persoon, **gekozen})
        assert antwoord.status_code == 200
        return [rij["nummer"] for rij in antwoord.context["rijen"]]

    return zoek


@pytest.mark.parametrize(
    "term",
    ["J. van Dijk-Özil", "van dijk ozil, j", "J.VDIJK@MINDEF.NL", "0612345678", "06-12345678", "0031 6 12345678", "123456", "00123456"],
)  # fmt: skip
def test_wie_een_naam_adres_of_nummer_precies_weet_vindt_de_zaak(melding, gevonden, term):
    assert gevonden(term) == [melding.zaaknummer]


@pytest.mark.parametrize(
    "term", ["van Dijk", "J. van Dijk", "vdijk@mindef.nl", "061234567", "1234", "%", "*", "@"]
)
def test_een_deel_van_een_naam_adres_of_nummer_vindt_niets(melding, gevonden, term):
    assert gevonden(term) == []


def test_een_naam_is_niet_met_gewone_woorden_te_vinden(melding, client_van, lid):
    assert client_van(lid).get(LIJST, {"q": "Dijk"}).context["rijen"] == []


def test_een_persoon_en_woorden_samen(melding, gevonden):
    assert gevonden("van Dijk-Özil J.", q="auto oefeningen") == [melding.zaaknummer]
    assert gevonden("van Dijk-Özil J.", q="fiets") == []
    assert gevonden("van Dijk-Özil J.", status="gesloten") == []
    assert gevonden("Iemand Anders", q="auto") == []
    assert gevonden("van Dijk-Özil J.", q='"oefening met een auto"') == [melding.zaaknummer]
    assert gevonden("van Dijk-Özil J.", q='"auto oefening"') == []


def test_woorden_binnen_zaken_vindt_alleen_wat_men_ziet(als, fabriek, melding, team, lid):
    """Who knows the id of a zaak learns from no word whether it stands there."""
    woord = tokens_van_teksten(["auto"])
    with fabriek():
        buiten, uitgesloten = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR, teams=[team])
        sluit_uit(melding, uitgesloten)
    for wie, ziet_haar in ((lid, True), (buiten, False), (uitgesloten, False)):
        with als(wie), connection.cursor() as cursor:
            cursor.execute("SELECT app.zoek_binnen(%s::uuid[], %s::bigint[])", [[melding.pk], woord])
            assert bool(cursor.fetchall()) is ziet_haar


def test_na_wijzigen_telt_de_nieuwe_naam_en_na_verwijderen_geen(als, melding, lid, gevonden):
    with als(lid):
        [persoon] = Persoon.objects.van(melding)
        wijzig_persoon(zaak=melding, persoon_id=persoon.pk, gegevens={"naam": "K. Smit"}, door=lid)
    assert gevonden("van Dijk-Özil J") == []
    assert gevonden("Smit, K.") == [melding.zaaknummer]
    with als(lid):
        verwijder_persoon(zaak=melding, persoon_id=persoon.pk, door=lid)
    assert gevonden("Smit, K.") == []


def test_alleen_in_zaken_die_iemand_ziet(fabriek, melding, team, gevonden):
    with fabriek():
        buiten, uitgesloten = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR, teams=[team])
        sluit_uit(melding, uitgesloten)
    assert gevonden("0612345678", door=buiten) == []
    assert gevonden("0612345678", door=uitgesloten) == []


@pytest.mark.parametrize("rol", list(Rol))
def test_de_databank_laat_dezelfde_rollen_zoeken_als_de_pagina_met_het_beleid(
    als, fabriek, melding, team, rol
):
    with fabriek():
        gebruiker = maak_gebruiker(rol, teams=[team])
    with als(gebruiker):
        assert personenzoeken.zaken_met("0612345678") == ([melding.pk] if rol in PERSONENZOEKERS else [])


def test_wie_niet_mag_zoeken_heeft_het_veld_niet(fabriek, melding, team, client_van):
    with fabriek():
        onderzoeker = maak_gebruiker(Rol.ONDERZOEKER, teams=[team])
    antwoord = client_van(onderzoeker).get(LIJST, {"persoon": "0612345678"})
    assert len(antwoord.context["rijen"]) == 2  # the address asks nothing of a form without the field
    assert 'name="persoon"' not in antwoord.content.decode()


def test_een_gezochte_persoon_staat_apart_en_onleesbaar_in_het_logboek(fabriek, melding, gevonden):
    gevonden("J. van Dijk-Özil")
    gevonden("Özil van Dijk, J.")
    with fabriek():
        regels = list(
            Gebeurtenis.objects.filter(soort="persoon_gezocht").values_list("bijzonderheden", flat=True)
        )
        assert not Gebeurtenis.objects.filter(soort="gezocht").exists()
    assert [regel["aantal"] for regel in regels] == [1, 1]
    assert len({regel["term"] for regel in regels}) == 1  # the same person is recognised
    assert "ijk" not in str(regels)


def test_met_de_sleutel_verdwijnen_de_kenmerken_van_personen(fabriek, melding):
    with fabriek(), connection.cursor() as cursor:
        assert Persoonindex.objects.filter(persoon__zaak_id=melding.pk).count() == 1
        cursor.execute("UPDATE zaken_zaak SET sleutel_id = NULL WHERE id = %s", [melding.pk])
        assert Persoonindex.objects.filter(persoon__zaak_id=melding.pk).count() == 0


def test_de_index_bevat_geen_naam(fabriek, melding):
    with fabriek():
        [rij] = Persoonindex.objects.all()
    assert len(rij.tokens) == 4  # name, address, two numbers
    assert all(isinstance(token, int) for token in rij.tokens)
