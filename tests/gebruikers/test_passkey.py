"""Signing in with a passkey alone, and naming, removing and unlinking what somebody signs in with."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gebruikers.aanmelden.sessies import BEWEZEN_OP, TWEEDE_STAP
from gebruikers.aanmelden.tweede_stap import MFAAdapter
from gebruikers.models import OidcIdentiteit
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.aanmelden import is_aangemeld
from tests.hulp.passkey import PASSKEY, meld_aan, voeg_toe

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
OVERZICHT = "mfa_index"


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
    for pin, status in ((False, 422), (True, 302)):
        opties = json.loads(client.get(bevestigen).context["opties"])
        gestuurd = client.post(bevestigen, {"credential": sleutel.teken(opties, pin=pin)})
        assert gestuurd.status_code == status
    assert client.get(reverse("passkey_nieuw")).status_code == 200


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


def test_een_nieuwe_sleutel_heet_zoals_geen_eigen_sleutel(adviseur, als, fabriek):
    """Also when the first of three is gone, or one got another name; keys of others do not count."""

    def noem(wie, *namen):
        with fabriek():
            for naam in namen:
                Authenticator.objects.create(user=wie, type=Authenticator.Type.WEBAUTHN, data={"name": naam})

    def voorstel():
        with als(adviseur) as wie:
            return MFAAdapter().generate_authenticator_name(wie, Authenticator.Type.WEBAUTHN)

    assert voorstel() == "Mijn sleutel"
    noem(adviseur, "Mijn sleutel 2", "Mijn sleutel 3", "Kluisje thuis")
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    noem(ander, "Mijn sleutel 4")
    assert voorstel() == "Mijn sleutel"
    noem(adviseur, "Mijn sleutel")
    assert voorstel() == "Mijn sleutel 4"


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
