"""A desk that was left: what counts as a proof, without the telephone or key that is asked for."""

from __future__ import annotations

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as instellingen
from django.contrib.auth import HASH_SESSION_KEY
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.sessies import AANGEMELD_OP, BEWEZEN_OP
from gebruikers.models import OidcIdentiteit
from gebruikers.rollen import Rol
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.aanmelden import is_aangemeld, stel_in

pytestmark = [pytest.mark.databank, pytest.mark.django_db, pytest.mark.usefixtures("lege_tellers")]
UREN = timedelta(hours=8)
NIEUW = {"oldpassword": WACHTWOORD} | dict.fromkeys(("password1", "password2"), "een-heel-ander-wachtwoord-9")


@pytest.fixture
def ik(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER)


def verouder(client: Client) -> dict[str, float]:
    """Signed in and proven eight hours ago; both moments."""
    toen = {naam: (timezone.now() - UREN).timestamp() for naam in (AANGEMELD_OP, BEWEZEN_OP)}
    sessie = client.session
    sessie.update(toen)
    sessie.save()
    return toen


def momenten(client: Client) -> dict[str, float]:
    sessie = client.session
    return {naam: sessie[naam] for naam in (AANGEMELD_OP, BEWEZEN_OP)}


def zwaar(client: Client) -> list[int]:
    """The answers of pages that ask a recent proof."""
    namen = ("mfa_activate_totp", "mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_add_webauthn")
    return [client.get(reverse(naam)).status_code for naam in (*namen, "account_change_password")]


@pytest.mark.aanval("sessie", gevonden=True)
def test_een_wachtwoord_wijzigen_vraagt_eerst_de_tweede_stap(ik, client_van):
    """Who knows the password but has no telephone changes neither the password nor how the account is opened."""
    klant = client_van(ik)
    stel_in(klant)
    toen = verouder(klant)
    antwoord = klant.post(reverse("account_change_password"), NIEUW)
    assert antwoord["Location"].startswith(reverse("account_reauthenticate"))
    vraag = klant.get(antwoord["Location"]).text
    assert ('name="code"' in vraag, 'name="password"' in vraag) == (True, False)
    assert set(zwaar(klant)) == {302}
    assert momenten(klant) == toen
    ik.refresh_from_db()
    assert ik.check_password(WACHTWOORD)


@pytest.mark.aanval("sessie", gevonden=True)
def test_een_gewijzigd_wachtwoord_is_geen_bewijs_en_geen_nieuwe_aanmelding(ik, client_van):
    """Django gives the session another key: the twelve hours go on, and the last proof stays as old as it was."""
    klant = client_van(ik)
    sessie = klant.session
    begin = sessie[AANGEMELD_OP] = (timezone.now() - UREN).timestamp()
    bewijs = sessie[BEWEZEN_OP] = (timezone.now() - timedelta(minutes=10)).timestamp()
    sessie.save()
    sleutel = klant.cookies[instellingen.SESSION_COOKIE_NAME].value
    assert klant.post(reverse("account_change_password"), NIEUW).status_code == 302
    assert klant.cookies[instellingen.SESSION_COOKIE_NAME].value != sleutel
    assert momenten(klant) == {AANGEMELD_OP: begin, BEWEZEN_OP: bewijs}


@pytest.mark.aanval("mail", gevonden=True)
def test_wie_het_wachtwoord_heeft_hoort_dat_het_wijzigde(
    ik, client_van, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        client_van(ik).post(reverse("account_change_password"), NIEUW)
    assert [(mail.to, "Uw wachtwoord is gewijzigd." in mail.body) for mail in mailoutbox] == [
        ([ik.email], True)
    ]


@pytest.mark.aanval("invoer", gevonden=True)
def test_wie_geen_eigen_wachtwoord_heeft_vindt_geen_pagina_om_het_te_wijzigen(ik, client_van, fabriek):
    with fabriek():
        ik.set_unusable_password()
        ik.save()
    klant, pagina = client_van(ik), reverse("account_change_password")
    assert pagina not in klant.get(reverse("mijn_account")).text
    assert (klant.get(pagina).status_code, klant.post(pagina, NIEUW).status_code) == (404, 404)


@pytest.mark.aanval("sessie", gevonden=True)
def test_een_nieuwe_geheime_sleutel_van_de_toepassing_is_geen_bewijs(ik, client_van, settings):
    """Django gives each session of before another key then, at its first request."""
    klant = client_van(ik)
    toen = verouder(klant)
    hash_van_toen = klant.session[HASH_SESSION_KEY]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "een-andere-sleutel-van-de-toepassing-van-vijftig-tekens"
    assert is_aangemeld(klant)
    assert klant.session[HASH_SESSION_KEY] != hash_van_toen
    assert momenten(klant) == toen
    assert set(zwaar(klant)) == {302}


@pytest.mark.aanval("sessie")
def test_een_sessie_die_niet_zegt_sinds_wanneer_is_er_geen(ik, client_van):
    klant = client_van(ik)
    sessie = klant.session
    del sessie[AANGEMELD_OP]
    sessie.save()
    assert not is_aangemeld(klant)


@pytest.mark.aanval("sessie", gevonden=True)
@pytest.mark.parametrize("gezegd", ["acht uur geleden", "niets"])
def test_opnieuw_aanmelden_door_een_oude_sessie_bij_de_organisatie_is_geen_bewijs(organisatie, ik, gezegd):
    """The provider vouches again without asking anybody anything; heavy steps go by when it did ask."""
    toen = int(time.time() - UREN.total_seconds()) if gezegd == "acht uur geleden" else None
    wie = {"email": ik.email, "email_verified": True}
    organisatie.kent("s-bewijs", **wie, auth_time=toen)
    klant, begin = Client(), reverse("oidc_begin")
    for _keer in range(2):
        vraag = parse_qs(urlsplit((heen := klant.get(begin))["Location"]).query)
        assert (vraag["max_age"], "prompt" in vraag) == ([str(instellingen.SESSIE_HOOGSTENS)], False)
        klant.get(organisatie.meld_aan(heen["Location"], "s-bewijs"))
        assert is_aangemeld(klant)
        assert klant.session.get(BEWEZEN_OP) == toen
        assert klant.session[AANGEMELD_OP] > time.time() - 60
        assert klant.get(reverse("mfa_activate_totp")).status_code == 302
        opnieuw = organisatie.rond(klant, "s-bewijs", begin)
        assert opnieuw.status_code == 403  # it must have asked
        klant.post(reverse("account_logout"))
    organisatie.kent("s-bewijs", **wie, auth_time=int(time.time()))
    organisatie.rond(klant, "s-bewijs", begin)
    assert klant.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.aanval("sessie", gevonden=True)
@pytest.mark.parametrize(("methode", "status"), [("pwd", 403), ("mfa", 302)])
def test_een_wachtwoord_bij_de_organisatie_is_geen_bewijs_voor_wie_een_eigen_tweede_stap_heeft(
    organisatie, ik, fabriek, client_van, methode, status
):
    """As at signing in, where the own step follows; a second step of the organisation is one."""
    with fabriek():
        OidcIdentiteit.objects.create(gebruiker=ik, issuer=organisatie.issuer, onderwerp="s-stap")
    organisatie.kent("s-stap", email=ik.email, email_verified=True, amr=[methode])
    klant = client_van(ik)
    stel_in(klant)
    verouder(klant)
    antwoord = organisatie.rond(klant, "s-stap", reverse("oidc_begin"))
    assert antwoord.status_code == status
    assert ("eigen tweede stap" in antwoord.text) == (status == 403)
    assert klant.get(reverse("mfa_view_recovery_codes")).status_code == (302 if status == 403 else 200)
