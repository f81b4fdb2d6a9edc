"""Somebody writes in the table of sessions, as the web role: nobody becomes another by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.sessies import sleutelhash
from gebruikers.models import Sessie

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


def wie_is(klant: Client) -> str:
    """The name on the own page; empty for who is sent to sign in."""
    antwoord = klant.get(reverse("mijn_account"))
    return str(antwoord.context["gebruiker_naam"]) if antwoord.status_code == 200 else ""


@pytest.mark.aanval("sessie", gevonden=True)
def test_de_inhoud_van_een_andere_sessie_opent_niet_in_de_mijne(toneel, client_van, sql):
    """What a session holds is bound to its row: copied to another it is no session at all."""
    dief, slachtoffer = client_van(toneel.aanvaller), client_van(toneel.eigenaar)
    assert (wie_is(dief), wie_is(slachtoffer)) == ("Aanvaller", "Eigenaar")
    sql(
        "UPDATE gebruikers_sessie a SET session_data = b.session_data, gebruiker_id = b.gebruiker_id"
        " FROM gebruikers_sessie b WHERE a.gebruiker_id = %s AND b.gebruiker_id = %s",
        toneel.aanvaller.pk, toneel.eigenaar.pk,
    )  # fmt: skip
    assert wie_is(dief) == ""


@pytest.mark.aanval("sessie", gevonden=True)
def test_een_sessie_opent_niet_onder_een_sleutel_die_iemand_anders_koos(toneel, client_van, sql):
    client_van(toneel.eigenaar)
    eigen = "zelfgekozen-sleutel-van-de-aanvaller"
    sql(
        "UPDATE gebruikers_sessie SET session_key = %s WHERE gebruiker_id = %s",
        sleutelhash(eigen), toneel.eigenaar.pk,
    )  # fmt: skip
    dief = Client()
    dief.cookies[settings.SESSION_COOKIE_NAME] = eigen
    assert wie_is(dief) == ""


@pytest.mark.aanval("sessie")
def test_een_andere_naam_in_de_kolom_maakt_niemand_een_ander(toneel, client_van, sql):
    """The column serves to list and end sessions; who it is stands in what is encrypted."""
    dief = client_van(toneel.aanvaller)
    sql(
        "UPDATE gebruikers_sessie SET gebruiker_id = %s WHERE gebruiker_id = %s",
        toneel.eigenaar.pk, toneel.aanvaller.pk,
    )  # fmt: skip
    assert wie_is(dief) in {"Aanvaller", ""}


@pytest.mark.aanval("sessie")
@pytest.mark.parametrize("inhoud", ["", "1.", "1.AAAA", "e30:1:x", "{}", "1." + "A" * 400])
def test_een_verzonnen_inhoud_is_geen_sessie_en_geen_fout(toneel, client_van, sql, inhoud):
    klant = client_van(toneel.aanvaller)
    sql("UPDATE gebruikers_sessie SET session_data = %s WHERE gebruiker_id = %s", inhoud, toneel.aanvaller.pk)
    assert wie_is(klant) == ""


@pytest.mark.aanval("sessie")
def test_uit_een_rij_van_de_tabel_is_geen_sleutel_te_maken(toneel, client_van, fabriek):
    client_van(toneel.eigenaar)
    with fabriek():
        rij = Sessie.objects.get(gebruiker=toneel.eigenaar)
    for poging in (rij.session_key, rij.session_data, rij.session_key[::-1]):
        dief = Client()
        dief.cookies[settings.SESSION_COOKIE_NAME] = poging
        assert wie_is(dief) == ""


@pytest.mark.aanval("klok")
def test_een_verschoven_einde_houdt_een_sessie_niet_langer_dan_een_werkdag_open(toneel, client_van, fabriek):
    klant = client_van(toneel.eigenaar)
    with fabriek():
        Sessie.objects.filter(gebruiker=toneel.eigenaar).update(
            expire_date=timezone.now() + timedelta(days=365),
            begonnen_op=timezone.now() - timedelta(seconds=settings.SESSIE_HOOGSTENS + 1),
        )
    assert wie_is(klant) == ""


@pytest.mark.aanval("log", gevonden=True)
def test_een_wachtwoord_dat_buiten_de_toepassing_om_wijzigt_staat_in_het_logboek(toneel, als, sql, gelogd):
    """Who has SQL as the web role can claim to be somebody and set that password, but not without a trace."""
    voor = gelogd("wachtwoord_gewijzigd")
    with als(toneel.eigenaar):
        sql("UPDATE gebruikers_gebruiker SET password = password WHERE id = app.uid()")
        assert gelogd("wachtwoord_gewijzigd") == voor
    with als(toneel.eigenaar):
        sql("UPDATE gebruikers_gebruiker SET password = 'argon2$x' WHERE id = app.uid()")
    assert gelogd("wachtwoord_gewijzigd") == voor + 1


@pytest.mark.aanval("log")
def test_een_tweede_stap_die_buiten_de_toepassing_om_verdwijnt_staat_in_het_logboek(toneel, als, sql, gelogd):
    voor = gelogd("tweede_factor_gewijzigd")
    with als(toneel.eigenaar):
        sql(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', now())",
            toneel.eigenaar.pk,
        )
        sql("DELETE FROM mfa_authenticator WHERE user_id = %s", toneel.eigenaar.pk)
    assert gelogd("tweede_factor_gewijzigd") == voor + 2
