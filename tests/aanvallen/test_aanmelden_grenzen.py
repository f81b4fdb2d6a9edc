"""Guessing passwords and codes: who is stopped, and who must not be."""

from __future__ import annotations

import threading

import pytest
import requests
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gebruikers.aanmelden.apparaten import bekend_apparaat
from gebruikers.rollen import Rol
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp import databank
from tests.hulp.aanmelden import stel_in
from tests.hulp.codes import totp, wacht_op_volle_stap
from tests.hulp.server import server

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
STAP = "mfa_authenticate"
TEVEEL = "Te veel pogingen"


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()
    wacht_op_volle_stap()


@pytest.fixture
def eigenaar(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def geheim(client_van, eigenaar) -> str:
    return stel_in(client_van(eigenaar))[0]


def probeer(client: Client, email: str, wachtwoord: str, *, vanaf: str = "127.0.0.1"):
    return client.post(reverse("account_login"), {"login": email, "password": wachtwoord}, REMOTE_ADDR=vanaf)


@pytest.fixture
def goedkoop_raden(monkeypatch):
    """A wrong password costs no Argon2: what is counted here is tries."""
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda *_: False)
    monkeypatch.setattr("gebruikers.aanmelden.backends.Wachtwoorden._mitigate_timing_attack", lambda *_: None)


@pytest.mark.aanval("raden")
def test_honderd_fouten_van_elders_houden_de_eigenaar_met_een_tweede_stap_niet_buiten(
    eigenaar, geheim, monkeypatch
):
    with monkeypatch.context() as m:
        m.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda *_: False)
        for nummer in range(100):
            probeer(Client(), eigenaar.email, "verkeerd", vanaf=f"203.0.113.{nummer % 20}")
    client = Client()
    assert probeer(client, eigenaar.email, WACHTWOORD, vanaf="198.51.100.7")["Location"] == reverse(STAP)
    assert client.post(reverse(STAP), {"code": totp(geheim)})["Location"] == reverse("start")


@pytest.mark.aanval("raden")
def test_een_plek_die_blijft_raden_wordt_wel_gestopt(eigenaar, geheim, goedkoop_raden):
    antwoorden = [probeer(Client(), eigenaar.email, "verkeerd", vanaf="203.0.113.9").text for _ in range(6)]
    assert [TEVEEL in tekst for tekst in antwoorden] == [False] * 5 + [True]


@pytest.mark.aanval("raden")
def test_een_account_zonder_tweede_stap_gaat_na_vijf_fouten_overal_even_dicht(eigenaar, goedkoop_raden):
    """Nothing stands behind that password: here guessing weighs more than being kept out."""
    for nummer in range(5):
        probeer(Client(), eigenaar.email, "verkeerd", vanaf=f"203.0.113.{nummer}")
    assert TEVEEL in probeer(Client(), eigenaar.email, "verkeerd", vanaf="198.51.100.7").text


@pytest.mark.aanval("raden")
def test_van_een_bekend_apparaat_komt_de_eigenaar_er_altijd_in(eigenaar, monkeypatch):
    """Also without a second step, and also when a colleague behind the same address fills every count."""
    client = Client()
    probeer(client, eigenaar.email, WACHTWOORD)
    client.post(reverse("account_logout"))
    with monkeypatch.context() as m:
        m.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda *_: False)
        for _ in range(12):
            probeer(Client(), eigenaar.email, "verkeerd")
    assert TEVEEL in probeer(Client(), eigenaar.email, WACHTWOORD).text
    assert probeer(client, eigenaar.email, WACHTWOORD)["Location"] == reverse("start")


@pytest.mark.aanval("raden")
def test_ook_een_bekend_apparaat_raadt_niet_eindeloos(eigenaar, monkeypatch):
    client = Client()
    probeer(client, eigenaar.email, WACHTWOORD)
    client.post(reverse("account_logout"))
    monkeypatch.setattr("django.contrib.auth.hashers.Argon2PasswordHasher.verify", lambda *_: False)
    antwoorden = [probeer(client, eigenaar.email, "verkeerd").text for _ in range(6)]
    assert [TEVEEL in tekst for tekst in antwoorden] == [False] * 5 + [True]


@pytest.mark.aanval("sessie")
@pytest.mark.parametrize("knoei", [lambda c: c[:-2] + "xx", lambda c: "", lambda c: "a.b.c"])
def test_een_verzonnen_apparaat_is_niet_bekend(eigenaar, knoei, rf):
    client = Client()
    probeer(client, eigenaar.email, WACHTWOORD)
    koekje = client.cookies[settings.APPARAAT_COOKIE]
    verzoek = rf.get("/")
    verzoek.COOKIES[settings.APPARAAT_COOKIE] = koekje.value
    assert bekend_apparaat(verzoek, eigenaar) != ""
    assert (koekje["httponly"], koekje["samesite"]) == (True, "Lax")
    verzoek.COOKIES[settings.APPARAAT_COOKIE] = knoei(koekje.value)
    assert bekend_apparaat(verzoek, eigenaar) == ""


@pytest.mark.aanval("sessie")
def test_een_apparaat_is_van_een_account_en_sterft_met_het_wachtwoord(eigenaar, fabriek, rf):
    client = Client()
    probeer(client, eigenaar.email, WACHTWOORD)
    verzoek = rf.get("/")
    verzoek.COOKIES[settings.APPARAAT_COOKIE] = client.cookies[settings.APPARAAT_COOKIE].value
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    assert bekend_apparaat(verzoek, ander) == ""
    eigenaar.set_password("een-heel-nieuw-wachtwoord")
    assert bekend_apparaat(verzoek, eigenaar) == ""


@pytest.mark.aanval("raden")
def test_wie_het_wachtwoord_heeft_raadt_de_code_niet_en_sluit_de_eigenaar_niet_uit(eigenaar, geheim):
    eigen = Client()
    probeer(eigen, eigenaar.email, WACHTWOORD)
    eigen.post(reverse(STAP), {"code": totp(geheim)})
    eigen.post(reverse("account_logout"))
    cache.clear()
    antwoorden = []
    for nummer in range(8):
        dief = Client()
        probeer(dief, eigenaar.email, WACHTWOORD, vanaf=f"203.0.113.{nummer}")
        antwoorden.append(
            dief.post(reverse(STAP), {"code": "000000"}, REMOTE_ADDR=f"203.0.113.{nummer}").text
        )
        for _ in range(3):  # a key cannot be guessed, and is no way to fill the count either
            dief.post(reverse(STAP), {"credential": "{}"}, REMOTE_ADDR=f"203.0.113.{nummer}")
    assert [TEVEEL in tekst for tekst in antwoorden] == [False] * 5 + [True] * 3
    dief = Client()
    probeer(dief, eigenaar.email, WACHTWOORD)
    assert TEVEEL in dief.post(reverse(STAP), {"code": totp(geheim)}).text
    probeer(eigen, eigenaar.email, WACHTWOORD)
    assert eigen.post(reverse(STAP), {"code": totp(geheim)})["Location"] == reverse("start")


@pytest.mark.aanval("raden")
def test_een_onbekend_adres_wordt_geteld_als_een_account_met_een_tweede_stap(
    eigenaar, geheim, goedkoop_raden
):
    for email in (eigenaar.email, "niemand@demo.example"):
        for nummer in range(12):
            assert TEVEEL not in probeer(Client(), email, "verkeerd", vanaf=f"203.0.113.{nummer}").text


class TestProcessen:
    """One server with two processes: neither knows what the other counted, but by the database."""

    @pytest.mark.aanval("raden")
    def test_pogingen_tellen_over_processen_heen_ook_als_ze_tegelijk_komen(self):
        with databank.kloon(databank.demosjabloon()) as naam, server(naam) as adres:
            uitslag: list[str] = []

            def raad() -> None:
                sessie = requests.Session()
                pagina = sessie.get(f"{adres}/aanmelden/", timeout=20).text
                token = pagina.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
                gegevens = {
                    "csrfmiddlewaretoken": token,
                    "login": "adviseur@demo.example",
                    "password": "verkeerd",
                }
                uitslag.append(sessie.post(f"{adres}/aanmelden/", gegevens, timeout=60).text)

            draden = [threading.Thread(target=raad) for _ in range(10)]
            for draad in draden:
                draad.start()
            for draad in draden:
                draad.join()
            assert len(uitslag) == 10
            assert sum("klopt niet" in tekst for tekst in uitslag) == 5
            assert sum(TEVEEL in tekst for tekst in uitslag) == 5
