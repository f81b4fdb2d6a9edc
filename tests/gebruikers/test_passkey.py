"""Signing in with a passkey alone, and naming, removing and unlinking what somebody signs in with."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from gebruikers.models import OidcIdentiteit
from gebruikers.rollen import Rol
from gebruikers.sessies import BEWEZEN_OP, TWEEDE_STAP
from gebruikers.tweede_stap import MFAAdapter
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.sleutel import Sleutel

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
PASSKEY, OVERZICHT = "mfa_login_webauthn", "mfa_index"


@pytest.fixture
def adviseur(fabriek):
    cache.clear()
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def gelogd(fabriek):
    def lees(soort: str) -> list[tuple[int | None, dict[str, object]]]:
        with fabriek():
            rijen = Gebeurtenis.objects.filter(soort=soort).order_by("tijdstip", "pk")
            return list(rijen.values_list("door_id", "bijzonderheden"))

    return lees


def voeg_toe(client: Client, *, route: str = "passkey_nieuw", pin: bool = True) -> Sleutel:
    sleutel = Sleutel()
    opties = json.loads(client.get(reverse(route)).context["opties"])
    sleutel.antwoord = client.post(
        reverse(route), {"name": "Sleutelbos", "credential": sleutel.maak(opties, pin=pin)}
    )
    return sleutel


def meld_aan(client: Client, sleutel: Sleutel, *, doel: str = "", **teken):
    opties = client.get(reverse(PASSKEY)).json()
    return client.post(reverse(PASSKEY), {"credential": sleutel.teken(opties, **teken), "next": doel})


def is_aangemeld(client: Client) -> bool:
    return client.get(reverse("mijn_account")).status_code == 200


def test_een_passkey_meldt_aan_zonder_wachtwoord_en_telt_als_tweede_stap(
    client_van, adviseur, settings, gelogd
):
    settings.TWEEDE_STAP_VERPLICHT = True
    sleutel = voeg_toe(client_van(adviseur))
    client = Client()
    vraag = client.get(reverse(PASSKEY)).json()["publicKey"]
    assert (vraag["userVerification"], vraag.get("allowCredentials", [])) == ("required", [])
    assert meld_aan(client, sleutel, doel="/mijn-account/")["Location"] == "/mijn-account/"
    assert is_aangemeld(client)
    assert client.get(reverse("mijn_werk")).status_code == 200
    assert [wat for _door, wat in gelogd("tweede_factor_gewijzigd")] == [
        {"middel": "webauthn", "wat": "toegevoegd"},
        {"middel": "herstelcodes", "wat": "toegevoegd"},
        {"middel": "webauthn", "wat": "zonder_wachtwoord"},
    ]
    assert gelogd("aangemeld")[-1][0] == adviseur.pk


def test_met_een_passkey_bevestigt_iemand_zich_ook(client_van, adviseur):
    client = client_van(adviseur)
    sleutel = voeg_toe(client)
    sessie = client.session
    sessie[BEWEZEN_OP] = 0
    sessie.save()
    bevestigen = client.get(reverse("passkey_nieuw"))["Location"]
    for pin, status in ((False, 200), (True, 302)):
        opties = json.loads(client.get(bevestigen).context["opties"])
        gestuurd = client.post(bevestigen, {"credential": sleutel.teken(opties, pin=pin)})
        assert gestuurd.status_code == status
    assert client.get(reverse("passkey_nieuw")).status_code == 200


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


def test_een_sleutel_zonder_pincode_wordt_geen_passkey(client_van, adviseur):
    client = client_van(adviseur)
    client.get(reverse("passkey_nieuw"))
    opties = json.loads(client.get(reverse("mfa_add_webauthn")).context["opties"])  # asks for less
    client.post(reverse("passkey_nieuw"), {"credential": Sleutel().maak(opties, pin=False)})
    voeg_toe(client, pin=False)
    assert not MFAAdapter().is_mfa_enabled(adviseur)


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


def test_onzin_in_plaats_van_een_passkey_is_een_gewone_weigering(adviseur, gelogd):
    client = Client()
    client.get(reverse(PASSKEY))
    for antwoord in ONZIN:
        gestuurd = client.post(reverse(PASSKEY), {"credential": antwoord, "next": "https://kwaad.example/"})
        assert gestuurd["Location"] == f"{reverse('account_login')}?next=%2F", antwoord
    assert "Aanmelden met deze passkey lukte niet." in client.get(reverse("account_login")).text
    assert gelogd("aanmelden_mislukt") == [(None, {})] * len(ONZIN)


def test_een_passkey_van_niemand_meldt_niemand_aan(client_van, adviseur):
    sleutel = voeg_toe(client_van(adviseur))
    client = Client()
    for voor in ("", "AA", "enp6enp6enp6enp6enp6", "_w"):
        antwoord = meld_aan(client, sleutel, voor=voor)
        assert antwoord["Location"].startswith(reverse("account_login")), voor
    assert not is_aangemeld(client)


def test_wie_bij_de_organisatie_aanmeldt_heeft_hier_geen_passkey(client_van, adviseur, settings):
    client = client_van(adviseur)
    settings.LOKALE_WACHTWOORDEN = False
    assert client.get(reverse("passkey_nieuw")).status_code == 404
    assert Client().get(reverse(PASSKEY)).status_code == 404
    assert reverse("passkey_nieuw") not in client.get(reverse(OVERZICHT)).text
    assert reverse(PASSKEY) not in Client().get(reverse("account_login")).text


def test_een_sleutel_hernoemen_staat_in_het_logboek_en_de_mail_zonder_de_naam(
    client_van, adviseur, fabriek, gelogd, mailoutbox, django_capture_on_commit_callbacks
):
    client = client_van(adviseur)
    voeg_toe(client)
    (middel,) = [m for m, *_ in client.get(reverse(OVERZICHT)).context["sleutels"]]
    adres = reverse("mfa_edit_webauthn", args=[middel.pk])
    assert client.post(adres, {"naam": "x" * 41}).status_code == 422
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(adres, {"naam": "Kluisje thuis"})
    assert "Kluisje thuis" in client.get(reverse(OVERZICHT)).text
    assert gelogd("tweede_factor_gewijzigd")[-1] == (adviseur.pk, {"middel": "webauthn", "wat": "hernoemd"})
    assert [("andere naam" in mail.body, "Kluisje" in mail.body) for mail in mailoutbox] == [(True, False)]
    with fabriek():
        ander = client_van(maak_gebruiker(Rol.ADVISEUR))
    assert ander.post(adres, {"naam": "van mij"}).status_code == 404


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
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'mfa_authenticator'::regclass AND mode = 'RowShareLock'"
        )
        assert cursor.fetchone() == (1,)
    client.post(reverse("mfa_remove_webauthn", args=[een]))
    client.post(reverse("mfa_remove_webauthn", args=[twee]))
    assert [m.pk for m, *_ in client.get(reverse(OVERZICHT)).context["sleutels"]] == [twee]


@pytest.fixture
def gekoppeld(adviseur, fabriek, settings):
    settings.OIDC_NAAM = "Defensie"
    with fabriek():
        OidcIdentiteit.objects.create(gebruiker=adviseur, issuer="https://inloggen.example", onderwerp="42")
    return adviseur


def test_het_account_van_de_organisatie_losmaken(
    client_van, gekoppeld, gelogd, mailoutbox, django_capture_on_commit_callbacks, fabriek
):
    client = client_van(gekoppeld)
    assert "Gekoppeld aan Defensie" in client.get(reverse(OVERZICHT)).text
    adres = reverse("organisatie_losmaken")
    assert "met uw wachtwoord" in client.get(adres).text
    with django_capture_on_commit_callbacks(execute=True):
        assert "is losgemaakt" in client.post(adres, follow=True).text
    assert client.get(adres).status_code == 404
    assert gelogd("gebruiker_gewijzigd")[-1] == (
        gekoppeld.pk,
        {"velden": ["organisatieaccount"], "wat": "losgemaakt"},
    )
    assert [("losgemaakt" in mail.body, "Defensie" in mail.body) for mail in mailoutbox] == [(True, False)]
    with fabriek():
        assert not OidcIdentiteit.objects.filter(gebruiker=gekoppeld).exists()


@pytest.mark.parametrize(
    ("wijziging", "tekst"),
    [
        ({"LOKALE_WACHTWOORDEN": False}, "enige manier"),
        ({"OIDC_ROLLEN": "rollen.json"}, "enige manier"),
        ({"TWEEDE_STAP_VERPLICHT": True}, "Stel eerst zelf een tweede stap in."),
        ({}, "enige manier"),
    ],
    ids=["organisatie", "rollen", "tweede-stap", "geen-wachtwoord"],
)
def test_wie_zich_daarna_niet_kan_aanmelden_maakt_niets_los(
    client_van, gekoppeld, settings, fabriek, wijziging, tekst
):
    if not wijziging:
        gekoppeld.password = "!geen"
        with fabriek():
            gekoppeld.save(update_fields=["password"])
    client = client_van(gekoppeld)
    sessie = client.session
    sessie[TWEEDE_STAP] = True
    sessie.save()
    for naam, waarde in wijziging.items():
        setattr(settings, naam, waarde)
    antwoord = client.post(reverse("organisatie_losmaken"), follow=True)
    assert tekst in antwoord.text
    with fabriek():
        assert OidcIdentiteit.objects.filter(gebruiker=gekoppeld).exists()
