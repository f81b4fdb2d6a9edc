"""Getting in with a passkey that is not yours, not strong enough, or made up."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from gebruikers.aanmelden.tweede_stap import MFAAdapter
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.aanmelden import is_aangemeld
from tests.hulp.passkey import PASSKEY, meld_aan, voeg_toe
from tests.hulp.sleutel import Sleutel
from tests.hulp.wie import fabriek

pytestmark = [pytest.mark.databank, pytest.mark.django_db, pytest.mark.usefixtures("lege_tellers")]
OVERZICHT = "mfa_index"


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.mark.aanval("sessie")
def test_zonder_pincode_of_als_gewone_sleutel_meldt_niemand_aan(client_van, adviseur):
    """Also with a challenge of the second step, which does not demand a PIN: what was signed counts."""
    eigen = client_van(adviseur)
    passkey, sleutel = voeg_toe(eigen), voeg_toe(eigen, route="mfa_add_webauthn")
    client = Client()
    for poging in (meld_aan(client, passkey, pin=False), meld_aan(client, sleutel)):
        assert poging["Location"].startswith(reverse("account_login"))
        assert not is_aangemeld(client)
    client.post(reverse("account_login"), {"login": adviseur.email, "password": WACHTWOORD})
    opties = json.loads(client.get(reverse("mfa_authenticate")).context["opties"])
    client.post(reverse(PASSKEY), {"credential": passkey.teken(opties, pin=False)})
    assert not is_aangemeld(client)


@pytest.mark.aanval("sessie")
def test_een_sleutel_zonder_pincode_wordt_geen_passkey(client_van, adviseur):
    client = client_van(adviseur)
    client.get(reverse("passkey_nieuw"))
    opties = json.loads(client.get(reverse("mfa_add_webauthn")).context["opties"])  # asks for less
    client.post(reverse("passkey_nieuw"), {"credential": Sleutel().maak(opties, pin=False)})
    voeg_toe(client, pin=False)
    assert not MFAAdapter().is_mfa_enabled(adviseur)


@pytest.mark.aanval("sessie")
def test_een_passkey_opent_alleen_het_account_van_zijn_eigenaar(client_van, adviseur, fabriek):
    with fabriek():
        ander = maak_gebruiker(Rol.BEHEERDER)
    van_mij, van_ander = voeg_toe(client_van(adviseur)), voeg_toe(client_van(ander))
    client = Client()
    meld_aan(client, van_mij, voor=van_ander.gebruiker)
    assert not is_aangemeld(client)
    opties = client.get(reverse(PASSKEY)).json()
    antwoord = van_mij.teken(opties)
    ander_venster = Client()
    ander_venster.get(reverse(PASSKEY))
    ander_venster.post(reverse(PASSKEY), {"credential": antwoord})  # a challenge of another browser
    assert not is_aangemeld(ander_venster)
    client.post(reverse(PASSKEY), {"credential": antwoord})
    assert is_aangemeld(client)
    ander_venster.post(reverse(PASSKEY), {"credential": antwoord})
    assert not is_aangemeld(ander_venster)


@pytest.mark.aanval("sessie")
@pytest.mark.parametrize("kolommen", [{"is_active": False}, {"password": "!dicht"}])
def test_een_gesloten_of_heropend_account_gaat_niet_open_met_een_oude_passkey(
    client_van, adviseur, fabriek, kolommen
):
    sleutel = voeg_toe(client_van(adviseur))
    with fabriek():
        type(adviseur).objects.filter(pk=adviseur.pk).update(**kolommen)
    client = Client()
    meld_aan(client, sleutel)
    assert not is_aangemeld(client)


ONZIN = (
    "",
    "x",
    "[]",
    "7",
    "{}",
    '{"id":"","rawId":"","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}',
    '{"id":"AA","rawId":"AA","response":{"clientDataJSON":"W10","authenticatorData":"' + "A" * 50 + '"}}',
    '{"id":"AA","rawId":"AA","response":{"clientDataJSON":1,"authenticatorData":[],"signature":{}}}',
)


@pytest.mark.aanval("invoer")
def test_onzin_in_plaats_van_een_passkey_is_een_gewone_weigering(adviseur, fabriek):
    client = Client()
    client.get(reverse(PASSKEY))
    for antwoord in ONZIN:
        gestuurd = client.post(reverse(PASSKEY), {"credential": antwoord, "next": "https://kwaad.example/"})
        assert gestuurd["Location"] == f"{reverse('account_login')}?next=%2F", antwoord
    assert "Aanmelden met deze passkey lukte niet." in client.get(reverse("account_login")).text
    with fabriek():
        gelogd = list(
            Gebeurtenis.objects.filter(soort="aanmelden_mislukt").values_list("door_id", "bijzonderheden")
        )
    assert gelogd == [(None, {})] * len(ONZIN)


@pytest.mark.aanval("raden")
def test_een_passkey_van_niemand_meldt_niemand_aan(client_van, adviseur):
    sleutel = voeg_toe(client_van(adviseur))
    client = Client()
    for voor in ("", "AA", "enp6enp6enp6enp6enp6", "_w"):
        antwoord = meld_aan(client, sleutel, voor=voor)
        assert antwoord["Location"].startswith(reverse("account_login")), voor
    assert not is_aangemeld(client)


@pytest.mark.aanval("race")
def test_de_laatste_tweede_stap_blijft_ook_als_twee_sleutels_tegelijk_weggaan(
    client_van, adviseur, settings, als
):
    settings.TWEEDE_STAP_VERPLICHT = True
    client = client_van(adviseur)
    voeg_toe(client)
    voeg_toe(client)
    een, twee = [m.pk for m, *_ in client.get(reverse(OVERZICHT)).context["sleutels"]]
    with transaction.atomic(), als(adviseur), connection.cursor() as cursor:
        assert MFAAdapter().can_delete_authenticator(Authenticator.objects.get(pk=een))
        with fabriek():  # other roles do not see the locks
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE relation = 'mfa_authenticator'::regclass AND mode = 'RowShareLock'"
            )
        assert cursor.fetchone() == (1,)
    client.post(reverse("mfa_remove_webauthn", args=[een]))
    client.post(reverse("mfa_remove_webauthn", args=[twee]))
    assert [m.pk for m, *_ in client.get(reverse(OVERZICHT)).context["sleutels"]] == [twee]
