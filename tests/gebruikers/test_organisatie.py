"""Signing in with the account of the organisation, against a real provider."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from requests import Response
from requests.adapters import HTTPAdapter

from gebruikers.aanmelden.rollenkaart import OngeldigeRollenkaart, Rollenkaart
from gebruikers.models import Roltoekenning
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker, maak_team
from tests.hulp.aanmelden import is_aangemeld, stel_in
from tests.hulp.codes import totp, wacht_op_volle_stap
from tests.hulp.oidc import vervalsingen

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
BEGIN = "/aanmelden/organisatie/"


@pytest.fixture
def kaart(settings, tmp_path):
    pad = tmp_path / "rollen.json"
    rollen = {"jid-adviseurs": "adviseur", "jid-intake": "intake", "jid-beheer": "beheerder"}
    pad.write_text(json.dumps({"claim": "groups", "rollen": rollen}))
    settings.OIDC_ROLLEN = str(pad)
    return pad


@pytest.fixture
def jansen(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def rollen_van(fabriek):
    def lees(gebruiker) -> set[str]:
        with fabriek():
            return set(Roltoekenning.objects.filter(gebruiker=gebruiker).values_list("rol", flat=True))

    return lees


def claims(gebruiker, **meer):
    return {"email": gebruiker.email, "email_verified": True, **meer}


def test_aanmelden_met_het_account_van_de_organisatie(organisatie, jansen, fabriek):
    organisatie.kent("s-1", **claims(jansen))
    client = Client()
    pagina = client.get(reverse("account_login")).text
    assert f'href="{BEGIN}?next=%2F"' in pagina
    assert "Aanmelden met uw organisatie" in pagina
    assert "Wachtwoord" not in pagina
    begin = client.get(f"{BEGIN}?next=/mijn-account/")
    vraag = parse_qs(urlsplit(begin["Location"]).query)
    assert vraag["response_type"] == ["code"]
    assert vraag["code_challenge_method"] == ["S256"]
    assert len(vraag["nonce"][0]) >= 16
    assert client.get(organisatie.meld_aan(begin["Location"], "s-1"))["Location"] == "/mijn-account/"
    assert is_aangemeld(client)
    with fabriek():
        soorten = list(Gebeurtenis.objects.order_by("tijdstip").values_list("soort", "door_id", "object_id"))
    assert soorten == [("gebruiker_gewijzigd", None, str(jansen.pk)), ("aangemeld", jansen.pk, "")]


def test_na_de_eerste_keer_telt_het_onderwerp_en_niet_het_adres(organisatie, jansen, fabriek):
    organisatie.kent("s-2", **claims(jansen))
    organisatie.rond(Client(), "s-2", BEGIN)
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    organisatie.kent("s-2", email=ander.email, email_verified=True)
    client = Client()
    organisatie.rond(client, "s-2", BEGIN)
    assert jansen.email in client.get(reverse("mijn_account")).text
    organisatie.kent("s-2b", **claims(jansen))
    assert "hoort al bij iemand anders" in organisatie.rond(Client(), "s-2b", BEGIN).text


@pytest.mark.parametrize("bevestigd", [False, None, "true", "false", 1])
def test_een_adres_dat_de_organisatie_niet_bevestigde_opent_niets(organisatie, jansen, bevestigd):
    organisatie.kent(
        "s-3", email=jansen.email, **({} if bevestigd is None else {"email_verified": bevestigd})
    )
    client = Client()
    antwoord = organisatie.rond(client, "s-3", BEGIN)
    assert (antwoord.status_code, "niet bevestigd" in antwoord.text) == (403, True)
    assert not is_aangemeld(client)


def test_wie_geen_account_heeft_of_gedeactiveerd_is_komt_er_niet_in(organisatie, jansen, fabriek):
    organisatie.kent("s-4", email="niemand@demo.example", email_verified=True)
    assert "nog geen account" in organisatie.rond(Client(), "s-4", BEGIN).text
    organisatie.kent("s-5", **claims(jansen))
    organisatie.rond(Client(), "s-5", BEGIN)
    with fabriek():
        jansen.is_active = False
        jansen.save()
        weg = maak_gebruiker(Rol.ADVISEUR, is_active=False)
    organisatie.kent("s-6", **claims(weg))
    for onderwerp in ("s-5", "s-6"):
        client = Client()
        assert "niet actief" in organisatie.rond(client, onderwerp, BEGIN).text
        assert not is_aangemeld(client)


@pytest.mark.parametrize(
    "fout",
    [
        {"iss": "https://kwaad.example"},
        {"aud": "een-andere-toepassing"},
        {"aud": ["jid", "een-andere-toepassing"]},
        {"azp": "een-andere-toepassing"},
        {"nonce": "van-een-ander-gesprek"},
        {"exp": 1},
        {"iat": 4_000_000_000},
        {"nbf": 4_000_000_000},
        {"at_hash": "xxxxxxxxxxxxxxxxxxxxxx"},
    ],
    ids=lambda fout: next(iter(fout)),
)
def test_een_bewijs_dat_niet_klopt_opent_niets(organisatie, jansen, fout, fabriek):
    organisatie.kent("s-7", **claims(jansen, **fout))
    client = Client()
    antwoord = organisatie.rond(client, "s-7", BEGIN)
    assert (antwoord.status_code, "is niet gelukt" in antwoord.text) == (403, True)
    assert not is_aangemeld(client)
    with fabriek():
        assert list(Gebeurtenis.objects.values_list("soort", "door_id")) == [("aanmelden_mislukt", None)]


@pytest.fixture
def vervals(monkeypatch):
    """From now on the provider gives another ID token than the one it signed."""
    echt = HTTPAdapter.send

    def met(maak: Callable[[str, str, str], str]) -> None:
        def stuur(adapter, verzoek, **meer):
            antwoord = echt(adapter, verzoek, **meer)
            if urlsplit(verzoek.url).path.endswith("/token"):
                inhoud = antwoord.json()
                inhoud["id_token"] = maak(*inhoud["id_token"].split("."))
                antwoord._content = json.dumps(inhoud).encode()
            return antwoord

        monkeypatch.setattr(HTTPAdapter, "send", stuur)

    return met


def test_een_bewijs_dat_de_organisatie_niet_ondertekende_opent_niets(organisatie, jansen, vervals):
    """Each way to make one; the true one goes the same road, and opens."""
    organisatie.kent("s-15", **claims(jansen))
    binnen = []
    for naam, maak in vervalsingen(organisatie.issuer).items():
        client = Client()
        terug = organisatie.meld_aan(client.get(BEGIN)["Location"], "s-15")
        vervals(maak)
        antwoord = client.get(terug)
        if is_aangemeld(client):
            binnen.append(naam)
        else:
            assert (antwoord.status_code, "is niet gelukt" in antwoord.text) == (403, True), naam
    assert binnen == ["echt"]


@pytest.mark.parametrize("noemt", [["none"], ["HS256"], ["none", "HS256"]])
def test_een_aanbieder_die_alleen_zwak_ondertekent_wordt_geweigerd(organisatie, monkeypatch, noemt):
    """Before anybody is sent there; an empty list would leave the choice to Authlib."""
    echt = HTTPAdapter.send

    def stuur(adapter, verzoek, **meer):
        antwoord = echt(adapter, verzoek, **meer)
        gegevens = antwoord.json() | {"id_token_signing_alg_values_supported": noemt}
        antwoord._content = json.dumps(gegevens).encode()
        return antwoord

    monkeypatch.setattr(HTTPAdapter, "send", stuur)
    antwoord = Client().get(BEGIN)
    assert (antwoord.status_code, "is niet gelukt" in antwoord.text) == (403, True)


def test_een_antwoord_dat_niet_bij_deze_browser_hoort_opent_niets(organisatie, jansen):
    organisatie.kent("s-8", **claims(jansen))
    eigen, ander = Client(), Client()
    terug = organisatie.meld_aan(eigen.get(BEGIN)["Location"], "s-8")
    ander.get(BEGIN)
    assert ander.get(terug).status_code == 403
    assert Client().get(terug).status_code == 403
    assert not is_aangemeld(ander)
    eigen.get(terug)
    assert is_aangemeld(eigen)
    assert eigen.get(terug).status_code == 403  # a code and a state work once


def test_een_geweigerde_of_verzonnen_terugkomst_opent_niets(organisatie):
    client = Client()
    client.get(BEGIN)
    for vraag in ("error=access_denied", "code=x&state=y", "", "state=", "code=x"):
        client.get(BEGIN)
        assert client.get(f"{BEGIN}terug/?{vraag}").status_code == 403


def test_groepen_worden_rollen_en_een_onbekende_groep_geeft_niets(
    organisatie, kaart, jansen, rollen_van, fabriek
):
    def meld_aan(**meer):
        organisatie.kent("s-9", **claims(jansen, **meer))
        return organisatie.rond(Client(), "s-9", BEGIN)

    meld_aan(groups=["jid-adviseurs", "jid-intake", "iets-anders"])
    assert rollen_van(jansen) == {"adviseur", "intake"}
    meld_aan(groups="jid-intake")
    assert rollen_van(jansen) == {"intake"}
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(soort="rollen_gewijzigd").order_by("tijdstip")
        assert gelogd.last().bijzonderheden == {
            "van": ["adviseur", "intake"], "rollen": ["intake"], "bron": "organisatie",
        }  # fmt: skip
        team = maak_team()
        jansen.lidmaatschappen.create(team=team)
    assert "niet samengaan" in meld_aan(groups=["jid-intake", "jid-beheer"]).text
    assert rollen_van(jansen) == {"intake"}
    for onleesbaar in (
        {},
        {"groups": None},
        {"groups": {"jid-intake": True}},
        {"groups": 7},
        {"groups": [["jid-intake"]]},
    ):
        assert "niet door in welke groepen" in meld_aan(**onleesbaar).text  # a setting that went wrong there
        assert rollen_van(jansen) == {"intake"}
    for niets in (["onbekend"], []):
        with fabriek():
            Roltoekenning.objects.update_or_create(gebruiker=jansen, rol="intake")
        meld_aan(groups=niets)
        assert rollen_van(jansen) == set()
    with fabriek():
        assert not jansen.lidmaatschappen.exists()


def test_zonder_kaart_blijven_rollen_bij_de_beheerder(organisatie, jansen, rollen_van):
    organisatie.kent("s-10", **claims(jansen, groups=["jid-beheer"], roles=["beheerder"]))
    organisatie.rond(Client(), "s-10", BEGIN)
    assert rollen_van(jansen) == {"adviseur"}


def test_de_tweede_stap_van_de_organisatie_telt_en_anders_is_er_een_eigen(organisatie, jansen, settings):
    settings.TWEEDE_STAP_VERPLICHT = True
    wacht_op_volle_stap()
    organisatie.kent("s-11", **claims(jansen, amr=["pwd", "mfa"]))
    met = Client()
    organisatie.rond(met, "s-11", BEGIN)
    assert met.get(reverse("mijn_werk")).status_code == 200
    organisatie.kent("s-11", **claims(jansen, amr=["pwd"]))
    zonder = Client()
    organisatie.rond(zonder, "s-11", BEGIN)
    assert zonder.get(reverse("mijn_werk"))["Location"] == reverse("mfa_index")
    geheim, _codes = stel_in(zonder)
    assert zonder.get(reverse("mijn_werk")).status_code == 200
    weer = Client()
    assert organisatie.rond(weer, "s-11", BEGIN)["Location"] == reverse("mfa_authenticate")
    assert weer.post(reverse("mfa_authenticate"), {"code": totp(geheim)})["Location"] == reverse("start")


def test_opnieuw_bewijzen_gaat_bij_de_organisatie_en_vers(organisatie, jansen, fabriek):
    organisatie.kent("s-12", **claims(jansen))
    client = Client()
    organisatie.rond(client, "s-12", BEGIN)

    def verouderd():
        sessie = client.session
        sessie["bewezen_op"] = 0
        sessie.save()
        return client.get(reverse("mfa_activate_totp")).status_code == 302

    assert verouderd()
    pagina = client.get(reverse("account_reauthenticate")).text
    assert "Opnieuw aanmelden met uw organisatie" in pagina
    assert 'type="password"' not in pagina
    begin = client.get(f"{BEGIN}?next=/mijn-account/")
    vraag = parse_qs(urlsplit(begin["Location"]).query)
    assert (vraag["prompt"], vraag["max_age"]) == (["login"], ["0"])
    assert client.get(organisatie.meld_aan(begin["Location"], "s-12"))["Location"] == "/mijn-account/"
    assert client.get(reverse("mfa_activate_totp")).status_code == 200

    organisatie.kent("s-12", **claims(jansen, auth_time=int(time.time()) - 600))
    assert verouderd()
    assert "niet opnieuw laten aanmelden" in organisatie.rond(client, "s-12", BEGIN).text
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    organisatie.kent("s-13", **claims(ander))
    assert "een ander account" in organisatie.rond(client, "s-13", BEGIN).text
    assert verouderd()
    with fabriek():
        gelogd = Gebeurtenis.objects.filter(soort__in=["herbevestigd", "aanmelden_mislukt"]).order_by(
            "tijdstip"
        )
        assert list(gelogd.values_list("soort", "door_id", "bijzonderheden")) == [
            ("herbevestigd", jansen.pk, {}),
            *[("aanmelden_mislukt", jansen.pk, {"bij": "opnieuw"})] * 2,
        ]


def test_een_organisatie_zonder_moment_houdt_niemand_buiten(organisatie, jansen, settings):
    """No `auth_time`, no `amr`: the first step of our own can be set up and proves who is there; the page says what lacks."""
    settings.TWEEDE_STAP_VERPLICHT = True
    organisatie.kent("s-14", **claims(jansen, auth_time=None))
    client = Client()
    organisatie.rond(client, "s-14", BEGIN)
    assert client.get(reverse("mijn_werk"))["Location"].startswith(reverse("mfa_index"))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert "zegt niet wanneer" in organisatie.rond(client, "s-14", BEGIN).text
    settings.TWEEDE_STAP_VERPLICHT = False
    ander = Client()
    organisatie.rond(ander, "s-14", BEGIN)
    assert "bewezen_op" not in ander.session


def test_met_het_account_van_de_organisatie_zijn_er_geen_eigen_wachtwoorden(organisatie, jansen, client_van):
    client = Client()
    aangeboden = {"login": jansen.email, "password": WACHTWOORD}
    assert client.post(reverse("account_login"), aangeboden).status_code == 405
    assert not client.login(email=jansen.email, password=WACHTWOORD)
    for naam in ("account_reset_password", "account_reset_password_done", "account_change_password"):
        assert client_van(jansen).get(reverse(naam)).status_code == 404
    assert "Wachtwoord wijzigen" not in client_van(jansen).get(reverse("mijn_account")).text


def test_een_organisatie_die_niet_antwoordt_wordt_in_woorden_gezegd(organisatie, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:1"
    antwoord = Client().get(BEGIN)
    assert (antwoord.status_code, "is niet gelukt" in antwoord.text) == (403, True)


def test_een_aanbieder_die_zich_anders_noemt_dan_afgesproken_wordt_geweigerd(organisatie, settings):
    """Its metadata must name the issuer of the setting to the letter, before anybody is sent there."""
    settings.OIDC_ISSUER = f"{organisatie.issuer}/"
    antwoord = Client().get(BEGIN)
    assert (antwoord.status_code, "is niet gelukt" in antwoord.text) == (403, True)


@pytest.mark.parametrize("doel", ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example"])
def test_na_het_aanmelden_gaat_niemand_naar_buiten(organisatie, jansen, doel):
    organisatie.kent("s-14", **claims(jansen))
    assert organisatie.rond(Client(), "s-14", f"{BEGIN}?next={doel}")["Location"] == reverse("start")


@pytest.mark.parametrize(
    "inhoud",
    [
        "",
        "[]",
        "{}",
        '{"claim": "g"}',
        '{"claim": "g", "rollen": {"a": "baas"}}',
        '{"claim": "g", "rollen": []}',
    ],
)
def test_een_rollenkaart_die_niet_klopt_wordt_in_woorden_geweigerd(inhoud, tmp_path):
    pad = tmp_path / "rollen.json"
    pad.write_text(inhoud)
    with pytest.raises(OngeldigeRollenkaart, match="geen geldige rollenkaart"):
        Rollenkaart.lees(pad)
    with pytest.raises(OngeldigeRollenkaart, match="niet te lezen"):
        Rollenkaart.lees(tmp_path / "weg")


def test_een_antwoord_dat_ergens_anders_heen_wijst_wordt_niet_gevolgd(organisatie, monkeypatch):
    gevraagd = []

    def verwijs(self, verzoek, **_):
        gevraagd.append(verzoek.url)
        antwoord = Response()
        antwoord.status_code, antwoord.request, antwoord.url = 302, verzoek, verzoek.url
        antwoord.headers["Location"] = "http://169.254.169.254/geheim"
        antwoord.raw = BytesIO()
        return antwoord

    monkeypatch.setattr(HTTPAdapter, "send", verwijs)
    antwoord = Client().get(BEGIN)
    assert antwoord.status_code == 403
    assert gevraagd == [f"{organisatie.issuer.rstrip('/')}/.well-known/openid-configuration"]
