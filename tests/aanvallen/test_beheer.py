"""A beheerder, and whoever would like to be one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from .conftest import GEHEIM

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("pagina", ["beheer:start", "beheer:gebruikers", "beheer:teams", "codelijsten:lijst"])
def test_een_beheerder_vindt_nergens_inhoud_of_nummers(toneel, client_van, pagina):
    antwoord = client_van(toneel.beheerder).get(reverse(pagina))
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    assert GEHEIM not in tekst
    assert toneel.doel.zaaknummer not in tekst


@pytest.mark.aanval("sessie")
def test_wie_zijn_rol_verliest_ziet_in_dezelfde_sessie_niets_meer(toneel, client_van):
    client = client_van(toneel.eigenaar)
    assert client.get(reverse("meldingen:detail", args=[toneel.doel.pk])).status_code == 200
    beheer = client_van(toneel.beheerder)
    beheer.post(reverse("beheer:gebruiker_rollen", args=[toneel.eigenaar.pk]), {"rollen": ["beleid"]})
    assert client.get(reverse("meldingen:detail", args=[toneel.doel.pk])).status_code == 404
    assert client.get(reverse("meldingen:lijst")).status_code == 404
    assert client.get(reverse("mijn_werk")).status_code == 404


@pytest.mark.aanval("massa")
@pytest.mark.parametrize("veld", ["rollen", "is_active", "password", "is_superuser", "email", "naam"])
def test_niemand_verhoogt_zichzelf_via_het_eigen_account(toneel, client_van, fabriek, veld):
    was = _account(toneel.aanvaller, fabriek)
    client_van(toneel.aanvaller).post(reverse("mijn_account"), {"taal": "nl", veld: "beheerder"})
    assert _account(toneel.aanvaller, fabriek) == was


def _account(gebruiker, fabriek):
    from gebruikers.models import Gebruiker, Roltoekenning

    with fabriek():
        rij = Gebruiker.objects.filter(pk=gebruiker.pk).values("email", "naam", "password", "is_active").get()
        return rij, sorted(Roltoekenning.objects.filter(gebruiker=gebruiker).values_list("rol", flat=True))


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("actie", ["gebruiker_rollen", "team_lid"])
def test_een_beheerder_geeft_zichzelf_geen_toegang(toneel, client_van, fabriek, actie):
    client = client_van(toneel.beheerder)
    if actie == "gebruiker_rollen":
        client.post(
            reverse("beheer:gebruiker_rollen", args=[toneel.beheerder.pk]),
            {"rollen": ["beheerder", "beleid", "auditor"]},
        )
    else:
        client.post(reverse("beheer:team", args=[toneel.team.pk]), {"gebruiker": toneel.beheerder.pk})
        leider = reverse("beheer:team_leider", args=[toneel.team.pk, toneel.beheerder.pk])
        client.post(leider, {"is_teamleider": "1"})
    with fabriek():
        from gebruikers.models import Lidmaatschap, Roltoekenning

        assert not Lidmaatschap.objects.filter(gebruiker=toneel.beheerder).exists()
        assert list(
            Roltoekenning.objects.filter(gebruiker=toneel.beheerder).values_list("rol", flat=True)
        ) == ["beheerder"]
