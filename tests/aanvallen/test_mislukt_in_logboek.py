"""What the log says of somebody who tries to be somebody else: each failed step, and refusals without an end once."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from gebruikers.aanmelden.sessies import BEWEZEN_OP
from gebruikers.begrenzing import VENSTER
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from logboek.weergave import rijen
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.aanmelden import stel_in
from tests.hulp.codes import totp, wacht_op_volle_stap

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
STAP, BEVESTIG, WIJZIGEN = "mfa_authenticate", "account_reauthenticate", "account_change_password"
OPNIEUW, TWEEDE, TE_VEEL = {"bij": "opnieuw"}, {"bij": "tweede_stap"}, {"te_veel": True}


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def gelogd(fabriek):
    def lees(soort: str = "aanmelden_mislukt") -> list[tuple[int | None, str, dict[str, object]]]:
        with fabriek():
            gevonden = Gebeurtenis.objects.filter(soort=soort).order_by("tijdstip", "pk")
            return list(gevonden.values_list("door_id", "object_id", "bijzonderheden"))

    return lees


@pytest.fixture
def met_app(client_van, adviseur) -> tuple[Client, str]:
    """A browser of the adviseur, who has an app; and its secret."""
    wacht_op_volle_stap()
    client = client_van(adviseur)
    return client, stel_in(client)[0]


def halverwege(wie) -> Client:
    """A browser where the password was right."""
    client = Client()
    antwoord = client.post(reverse("account_login"), {"login": wie.email, "password": WACHTWOORD})
    assert antwoord["Location"] == reverse(STAP)
    return client


@pytest.mark.aanval("raden", gevonden=True)
def test_wie_het_wachtwoord_heeft_en_de_code_raadt_staat_bij_het_account_in_het_logboek(
    met_app, adviseur, gelogd, fabriek
):
    dief = halverwege(adviseur)
    for code in ("000000", "00000000", "", "000000", "000000", "000000", "000000", "000000", "000000"):
        dief.post(reverse(STAP), {"code": code})
    rij = (None, str(adviseur.pk), TWEEDE)
    assert gelogd() == [rij] * 5 + [(None, str(adviseur.pk), TWEEDE | TE_VEEL)]
    with fabriek():
        (tabelrij,) = rijen(list(Gebeurtenis.objects.filter(bijzonderheden__te_veel=True)))
    assert tabelrij["cellen"][-1]["tekst"] == (
        f"over: {adviseur.naam}; bij: tweede stap; geweigerd door een grens: ja"
    )


@pytest.mark.aanval("log")
def test_een_sleutel_die_niets_tekent_staat_er_ook_maar_vult_het_logboek_niet(met_app, adviseur, gelogd):
    """No count stops it, for a signature cannot be guessed."""
    dief = halverwege(adviseur)
    for _keer in range(13):
        dief.post(reverse(STAP), {"credential": '{"id": "AA"}'})
    dief.post(reverse(STAP), {"credential": ""})
    assert gelogd() == [(None, str(adviseur.pk), TWEEDE)] * 10


@pytest.mark.aanval("log")
def test_wie_steeds_een_ander_adres_probeert_maakt_van_zijn_weigeringen_een_regel(
    gelogd, fabriek, monkeypatch
):
    monkeypatch.setattr("gebruikers.aanmelden.backends.Wachtwoorden._mitigate_timing_attack", lambda *_: None)
    for nummer in range(14):
        invoer = {"login": f"wie{nummer}@demo.example", "password": "Merkwoord"}
        Client().post(reverse("account_login"), invoer, REMOTE_ADDR="203.0.113.9")
    assert gelogd() == [(None, "", {})] * 10 + [(None, "", TE_VEEL)]
    with fabriek():
        assert "Merkwoord" not in str(list(Gebeurtenis.objects.values()))


@pytest.mark.aanval("raden", gevonden=True)
@pytest.mark.parametrize("manier", ["wachtwoord", "code"])
def test_opnieuw_bewijzen_staat_in_het_logboek_of_het_lukt_of_niet(
    client_van, adviseur, gelogd, request, manier
):
    if manier == "code":
        client, geheim = request.getfixturevalue("met_app")
        fout, goed = {"code": "000000"}, {"code": totp(geheim)}
    else:
        client, fout, goed = client_van(adviseur), {"password": "mis"}, {"password": WACHTWOORD}
    sessie = client.session
    sessie[BEWEZEN_OP] = 0
    sessie.save()
    assert client.post(reverse(BEVESTIG), fout).status_code == 422
    assert gelogd("herbevestigd") == []
    assert client.post(reverse(BEVESTIG), goed).status_code == 302
    assert gelogd("herbevestigd") == [(adviseur.pk, "", {})]
    for _keer in range(8):
        client.post(reverse(BEVESTIG), fout)
    rij = (adviseur.pk, "", OPNIEUW)
    assert gelogd() == [rij] * (5 if manier == "code" else 6) + [(adviseur.pk, "", OPNIEUW | TE_VEEL)]
    assert len(gelogd("herbevestigd")) == 1


@pytest.mark.aanval("raden", gevonden=True)
def test_ook_het_oude_wachtwoord_raden_om_het_te_wijzigen_laat_een_spoor(client_van, adviseur, gelogd):
    client, nieuw = client_van(adviseur), "een heel nieuw wachtwoord 7"
    invoer = {"oldpassword": "mis", "password1": nieuw, "password2": nieuw}
    for _keer in range(7):
        client.post(reverse(WIJZIGEN), invoer)
    assert gelogd() == [(adviseur.pk, "", OPNIEUW)] * 5 + [(adviseur.pk, "", OPNIEUW | TE_VEEL)]


@pytest.mark.aanval("log")
@pytest.mark.parametrize(
    ("pagina", "grens", "aangemeld"),
    [
        ("account_login", "login", False),
        ("mfa_login_webauthn", "passkey", False),
        (BEVESTIG, "reauthenticate", True),
    ],
)
def test_wat_een_grens_weigert_is_een_regel_per_venster(
    client_van, adviseur, gelogd, settings, monkeypatch, pagina, grens, aangemeld
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        grens: f"1/m/{'user' if aangemeld else 'ip'}"
    }
    bewaard = []
    monkeypatch.setattr("gebruikers.begrenzing.cache.add", _noteer(bewaard, cache.add))
    client = client_van(adviseur) if aangemeld else Client()
    for _keer in range(4):
        client.post(reverse(pagina))
    geweigerd = [rij for rij in gelogd() if "te_veel" in rij[2]]
    assert geweigerd == [(adviseur.pk, "", OPNIEUW | TE_VEEL) if aangemeld else (None, "", TE_VEEL)]
    assert {duur for sleutel, duur in bewaard if sleutel.startswith("te_veel:")} == {VENSTER}


def _noteer(bewaard, add):
    def bewaar(sleutel, waarde, timeout):
        bewaard.append((sleutel, timeout))
        return add(sleutel, waarde, timeout)

    return bewaar
