"""Printing the list of every register: all of it, asked again who is there, and logged as what left the application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.sessies import BEWEZEN_OP
from logboek.models import Gebeurtenis
from tests.factories.registers import maak_zaak
from tests.hulp.vragen import aantal_vragen
from zaken.schermen.lijst import Lijstafdruk, Zaaklijst

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.fixture
def drie(register, spelers, fabriek):
    with fabriek():
        return [maak_zaak(register.soort, team=spelers.team) for _n in range(3)]


def test_op_papier_staat_de_hele_lijst_en_niet_een_bladzijde(
    register, spelers, drie, client_van, fabriek, monkeypatch
):
    monkeypatch.setattr(Zaaklijst, "hoogstens", 2)
    client = client_van(spelers.lid)
    lijst = client.get(register.url("lijst"))
    afdruk = client.get(lijst.context["afdruk_url"])
    assert (len(lijst.context["rijen"]), len(afdruk.context["rijen"])) == (2, 3)
    assert all(zaak.zaaknummer in afdruk.text for zaak in drie)
    assert "De lijst is langer" not in afdruk.text
    with fabriek():
        geexporteerd = Gebeurtenis.objects.get(soort="geexporteerd", door_id=spelers.lid.pk)
    assert geexporteerd.bijzonderheden == {
        "wat": "lijst",
        "formaat": "afdruk",
        "register": register.adressen,
        "aantal": 3,
    }
    with fabriek():
        gelezen = Gebeurtenis.objects.filter(soort="afgedrukt", door_id=spelers.lid.pk)
        assert set(gelezen.values_list("zaak_id", flat=True)) == {zaak.pk for zaak in drie}
        assert gelezen.count() == 3


def test_meer_dan_er_op_past_wordt_gezegd(register, spelers, drie, client_van, monkeypatch):
    monkeypatch.setattr(Lijstafdruk, "hoogstens", 2)
    tekst = client_van(spelers.lid).get(register.url("lijst_afdrukken")).text
    assert "Dit zijn de eerste 2" in tekst
    assert sum(zaak.zaaknummer in tekst for zaak in drie) == 2


def test_filters_gaan_mee_en_een_filter_dat_niet_kan_gaat_terug_naar_de_lijst(
    register, spelers, drie, client_van
):
    client = client_van(spelers.lid)
    antwoord = client.get(register.url("lijst_afdrukken"), {"q": drie[0].zaaknummer})
    assert [rij["nummer"] for rij in antwoord.context["rijen"]] == [drie[0].zaaknummer]
    assert f"Zoeken: {drie[0].zaaknummer}" in antwoord.text
    fout = client.get(register.url("lijst_afdrukken"), {"jaar": "abc"})
    assert (fout.status_code, fout["Location"].partition("?")[0]) == (302, register.url("lijst"))


def test_een_buitenstaander_krijgt_een_leeg_vel(register, spelers, drie, client_van):
    antwoord = client_van(spelers.buiten).get(register.url("lijst_afdrukken"))
    assert antwoord.context["rijen"] == []
    assert not any(zaak.zaaknummer in antwoord.text for zaak in drie)


def test_na_een_kwartier_wordt_eerst_gevraagd_wie_er_zit(register, spelers, drie, client_van):
    client = client_van(spelers.lid)
    sessie = client.session
    sessie[BEWEZEN_OP] = (timezone.now() - timedelta(minutes=16)).timestamp()
    sessie.save()
    antwoord = client.get(register.url("lijst_afdrukken"))
    assert antwoord["Location"].startswith(reverse("account_reauthenticate"))


def test_een_afdruk_vraagt_altijd_evenveel(register, spelers, drie, client_van, fabriek):
    client = client_van(spelers.lid)
    vragen = [aantal_vragen(client, register.url("lijst_afdrukken"))]
    with fabriek():
        for _n in range(4):
            maak_zaak(register.soort, team=spelers.team)
    vragen.append(aantal_vragen(client, register.url("lijst_afdrukken")))
    assert vragen == [vragen[0]] * 2
    assert vragen[0] <= 11
