"""Getting in as somebody else: sign-in, reset, session, redirects."""

from __future__ import annotations

import re
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import get_resolver, reverse

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.antwoord import gebreken, kaal
from tests.hulp.routes import patronen

pytestmark = [pytest.mark.databank, pytest.mark.django_db, pytest.mark.usefixtures("lege_tellers")]

BUITEN = [
    "https://kwaad.example/",
    "//kwaad.example/",
    "///kwaad.example/",
    "/\\kwaad.example/",
    "\\\\kwaad.example/",
    "http:///kwaad.example/",
    "javascript:alert(1)",
    "https:kwaad.example",
    "/%09/kwaad.example",
    "\thttps://kwaad.example/",
    "https://testserver@kwaad.example/",
    "https://testserver.kwaad.example/",
]


def _meld_aan(client: Client, email: str, wachtwoord: str = WACHTWOORD, **extra: str):
    return client.post(reverse("account_login"), {"login": email, "password": wachtwoord, **extra})


@pytest.mark.aanval("route")
@pytest.mark.parametrize("doel", BUITEN)
def test_aanmelden_stuurt_niemand_naar_buiten(fabriek, doel):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = Client()
    antwoord = _meld_aan(client, wie.email, next=doel)
    assert antwoord.status_code == 302
    assert "kwaad" not in antwoord.headers["Location"] or antwoord.headers["Location"].startswith("/%09")
    assert not antwoord.headers["Location"].lower().startswith(("//", "/\\", "http", "javascript"))
    antwoord = client.get(reverse("account_login"), {"next": doel})
    if antwoord.status_code == 302:
        assert not antwoord.headers["Location"].lower().startswith(("//", "/\\", "http", "javascript"))


GEEN_ADRES = [
    "http://[",
    "//[",
    "http://a]b",
    "http://\u2100.example/",
    "//testserver/hulp/",
    "http://testserver/hulp/",
]


@pytest.mark.aanval("route", gevonden=True)
@pytest.mark.parametrize("doel", GEEN_ADRES)
def test_een_adres_dat_er_geen_is_maakt_geen_storing_voor_of_na_het_aanmelden(fabriek, client_van, doel):
    """Nobody needs an account for it; and a whole address is no place to go to, even one of this site."""
    for naam in ("account_login", "account_reset_password"):
        assert Client().get(reverse(naam), {"next": doel}).status_code == 200
    with fabriek():
        wie = maak_gebruiker(Rol.BEHEERDER)
    aanmelding = {"login": wie.email, "password": WACHTWOORD, "next": doel}
    assert Client().post(reverse("account_login"), aanmelding)["Location"] == reverse("start")
    klant = client_van(wie)
    sessie = klant.session
    sessie["bewezen_op"] = 0
    sessie.save()
    for vandaan in (doel, f"http://testserver{doel}"):
        gevraagd = klant.post(reverse("account_change_password"), {}, headers={"Referer": vandaan})
        assert gevraagd["Location"].startswith(f"{reverse('account_reauthenticate')}?next=%2F")


@pytest.mark.aanval("route")
@pytest.mark.parametrize("doel", BUITEN)
def test_afmelden_stuurt_niemand_naar_buiten(fabriek, client_van, doel):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    antwoord = client_van(wie).post(reverse("account_logout"), {"next": doel})
    assert antwoord.status_code == 302
    assert not antwoord.headers["Location"].lower().startswith(("//", "/\\", "http", "javascript"))


@pytest.mark.aanval("route")
@pytest.mark.parametrize("pad", ["//kwaad.example/meldingen", "//kwaad.example", "/\\kwaad.example/x"])
def test_een_dubbele_schuine_streep_leidt_niet_naar_buiten(pad):
    """As the server hands the path over: the test client itself would take `//host` for the host."""
    antwoord = Client().get("/", PATH_INFO=pad)
    assert antwoord.status_code in {302, 404}
    assert not antwoord.headers.get("Location", "").startswith(("//", "/\\", "http"))


@pytest.mark.aanval("sessie")
def test_de_sessie_krijgt_bij_aanmelden_een_nieuwe_sleutel(fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = Client()
    sessie = client.session
    sessie["vooraf"] = "geplant"
    sessie.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = geplant = sessie.session_key
    _meld_aan(client, wie.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != geplant
    ander = Client()
    ander.cookies[settings.SESSION_COOKIE_NAME] = geplant
    assert ander.get(reverse("mijn_account")).status_code == 302


@pytest.mark.aanval("sessie")
def test_een_verzonnen_sessiesleutel_wordt_niet_overgenomen(fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    _meld_aan(client, wie.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


@pytest.mark.aanval("sessie")
def test_na_afmelden_is_de_oude_sessie_dood(fabriek, client_van):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(wie)
    ander = Client()
    ander.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert ander.get(reverse("mijn_account")).status_code == 200
    client.post(reverse("account_logout"))
    assert ander.get(reverse("mijn_account")).status_code == 302


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("staat", ["onbekend", "bekend", "niet_actief", "uitgenodigd"])
def test_een_fout_wachtwoord_kost_voor_iedereen_evenveel_rekenwerk(fabriek, staat):
    """One Argon2 per try, whether the address exists, is closed or has no password yet."""
    adres = "niemand@demo.example"
    with fabriek():
        if staat != "onbekend":
            wie = maak_gebruiker(Rol.ADVISEUR, is_active=staat != "niet_actief")
            if staat == "uitgenodigd":
                Gebruiker.objects.filter(pk=wie.pk).update(password="!" + "a" * 64)
            adres = wie.email
    echt = {"encode": Argon2PasswordHasher.encode, "verify": Argon2PasswordHasher.verify}
    teller = []

    def tel(naam):
        def erin(self, *args, **kwargs):
            teller.append(naam)
            return echt[naam](self, *args, **kwargs)

        return erin

    with (
        mock.patch.object(Argon2PasswordHasher, "encode", tel("encode")),
        mock.patch.object(Argon2PasswordHasher, "verify", tel("verify")),
    ):
        antwoord = _meld_aan(Client(), adres, "fout-wachtwoord-hier")
    assert antwoord.status_code == 422
    assert len(teller) == 1


@pytest.mark.aanval("bestaan")
def test_aanmelden_antwoordt_hetzelfde_voor_bekend_en_onbekend(fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    paginas = {
        kaal(_meld_aan(Client(), adres, "fout-fout-fout")).replace(adres, "A")
        for adres in (wie.email, "niemand@demo.example")
    }
    assert len(paginas) == 1


@pytest.mark.aanval("raden")
def test_een_ander_adres_per_poging_omzeilt_de_grens_per_machine_niet(db):
    """Ten failures a minute from one machine, whatever names are tried."""
    antwoorden = [_meld_aan(Client(), f"x{nummer}@demo.example", "fout-fout-fout") for nummer in range(12)]
    assert "Te veel pogingen" in antwoorden[-1].content.decode() or antwoorden[-1].status_code == 429


@pytest.mark.aanval("raden")
@pytest.mark.parametrize("kop", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CF_CONNECTING_IP"])  # fmt: skip
def test_een_verzonnen_afzender_omzeilt_de_grens_niet(db, kop):
    for nummer in range(12):
        antwoord = Client().post(
            reverse("account_login"),
            {"login": f"y{nummer}@demo.example", "password": "fout-fout-fout"},
            **{kop: f"10.0.0.{nummer}"},
        )
    assert "Te veel pogingen" in antwoord.content.decode() or antwoord.status_code == 429


@pytest.mark.aanval("raden")
def test_hoofdletters_en_spaties_omzeilen_de_grens_per_adres_niet(fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    naam, _, domein = wie.email.partition("@")
    for adres in (
        wie.email,
        wie.email.upper(),
        f" {wie.email} ",
        f"{naam.title()}@{domein}",
        wie.email.title(),
    ):
        _meld_aan(Client(), adres, "fout-fout-fout")
    antwoord = _meld_aan(Client(), wie.email)
    assert antwoord.status_code != 302


@pytest.mark.aanval("raden")
def test_het_eigen_wachtwoord_is_niet_te_raden_met_een_open_sessie(fabriek, client_van):
    """Somebody at an unlocked screen tries the current password."""
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(wie)
    nieuw = "een-heel-ander-wachtwoord"
    for nummer in range(8):
        antwoord = client.post(
            reverse("account_change_password"),
            {"oldpassword": f"gok-{nummer}-gok-gok", "password1": nieuw, "password2": nieuw},
        )
    assert antwoord.status_code == 429 or "Te veel pogingen" in antwoord.content.decode()


@pytest.mark.aanval("host")
@pytest.mark.parametrize("host", ["kwaad.example", "testserver.kwaad.example", "testserver@kwaad.example"])
def test_een_andere_host_krijgt_geen_antwoord_en_geen_mail(fabriek, mailoutbox, host):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    antwoord = Client(HTTP_HOST=host).post(reverse("account_reset_password"), {"email": wie.email})
    assert (antwoord.status_code, mailoutbox) == (400, [])


@pytest.mark.aanval("host")
def test_doorgestuurde_koppen_komen_niet_in_de_resetlink(fabriek, mailoutbox):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    Client().post(
        reverse("account_reset_password"),
        {"email": wie.email},
        HTTP_X_FORWARDED_HOST="kwaad.example",
        HTTP_FORWARDED="host=kwaad.example",
        HTTP_X_FORWARDED_SERVER="kwaad.example",
        HTTP_X_HOST="kwaad.example",
        HTTP_ORIGIN="https://kwaad.example",
    )
    (bericht,) = mailoutbox
    assert "kwaad" not in bericht.body
    assert bericht.to == [wie.email]


@pytest.mark.aanval("mail")
@pytest.mark.parametrize("invoer", ["{a}, kwaad@kwaad.example", "{a}\nBcc: kwaad@kwaad.example", "{a};kwaad@kwaad.example", "kwaad@kwaad.example <{a}>"])  # fmt: skip
def test_een_resetmail_gaat_alleen_naar_het_account(fabriek, mailoutbox, invoer):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    Client().post(reverse("account_reset_password"), {"email": invoer.format(a=wie.email)})
    assert mailoutbox == []


def _link(bericht) -> str:
    return re.search(r"http://testserver(\S+)", bericht.body).group(1)


@pytest.mark.aanval("sessie")
def test_een_resetlink_werkt_een_keer_en_niet_voor_een_ander(fabriek, mailoutbox):
    with fabriek():
        wie, ander = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.BEHEERDER)
    Client().post(reverse("account_reset_password"), {"email": wie.email})
    link = _link(mailoutbox[0])
    from allauth.account.utils import user_pk_to_url_str

    omgezet = link.replace(f"/{user_pk_to_url_str(wie)}-", f"/{user_pk_to_url_str(ander)}-")
    assert omgezet != link
    kwaad = Client()
    pagina = kwaad.get(omgezet, follow=True)
    assert "password1" not in pagina.content.decode()
    nieuw = "een-heel-ander-wachtwoord"
    eigen = Client()
    eigen.get(link, follow=True)
    doel = eigen.get(link).headers["Location"]
    assert eigen.post(doel, {"password1": nieuw, "password2": nieuw}).status_code == 302
    assert "password1" not in Client().get(link, follow=True).content.decode()


@pytest.mark.aanval("sessie")
def test_een_resetlink_van_voor_de_deactivering_opent_niets(fabriek, mailoutbox, client_van):
    with fabriek():
        wie, baas = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.BEHEERDER)
    Client().post(reverse("account_reset_password"), {"email": wie.email})
    link = _link(mailoutbox[0])
    client_van(baas).post(reverse("beheer:gebruiker_deactiveren", args=[wie.pk]))
    assert "password1" not in Client().get(link, follow=True).content.decode()


@pytest.mark.aanval("bestaan")
def test_een_gesloten_account_krijgt_geen_resetmail(fabriek, mailoutbox):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR, is_active=False)
    antwoord = Client().post(reverse("account_reset_password"), {"email": wie.email})
    onbekend = Client().post(reverse("account_reset_password"), {"email": "niemand@demo.example"})
    assert (antwoord.status_code, antwoord.headers["Location"]) == (
        onbekend.status_code,
        onbekend.headers["Location"],
    )
    assert mailoutbox == []


@pytest.mark.aanval("csrf")
def test_geen_enkele_route_is_vrijgesteld_van_csrf():
    vrij = [naam for naam, p in patronen(get_resolver()) if getattr(p.callback, "csrf_exempt", False)]
    assert vrij == []


WAARDEN = {"pk": "9b2f8e36-6d3a-4f0e-9a1a-3a9d1c7a0001", "naar": "gesloten", "stap": "ontvangst", "onderdeel": "gegevens", "lijst": "meldkanaal", "uidb36": "1", "key": "x-y"}  # fmt: skip


@pytest.mark.aanval("csrf")
def test_elke_post_zonder_token_wordt_geweigerd(fabriek, client_van):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(wie)
    client.handler.enforce_csrf_checks = True
    for naam, patroon in patronen(get_resolver()):
        if naam in {"leeft", "klaar"}:
            continue  # without a user and without anything to change
        kwargs = {}
        for veld, omzetter in patroon.pattern.converters.items():
            soort = type(omzetter).__name__
            kwargs[veld] = (
                WAARDEN["pk"]
                if soort == "UUIDConverter"
                else 1
                if soort == "IntConverter"
                else WAARDEN.get(veld, "x")
            )
        if naam == "account_reset_password_from_key":
            kwargs = {"uidb36": "1", "key": "x-y"}
        antwoord = client.post(reverse(naam, kwargs=kwargs), {"x": "1"})
        assert antwoord.status_code == 403, naam
        assert client.session.get("_auth_user_id") == str(wie.pk), naam


@pytest.mark.aanval("cache")
@pytest.mark.parametrize("pad", ["/", "/aanmelden/", "/meldingen/", "/bestaat-niet/", "/gezond/leeft/", "/mijn-werk/", "/jaarcijfers/", "/wachtwoord/kiezen/1-x-y/"])  # fmt: skip
def test_elk_antwoord_draagt_de_koppen_die_lekken_voorkomen(fabriek, client_van, pad):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    for client in (Client(), client_van(wie)):
        antwoord = client.get(pad)
        assert gebreken(antwoord) == []


@pytest.mark.aanval("sessie")
def test_een_sessiekoekje_is_onbereikbaar_voor_scripts_en_andere_sites(fabriek):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = Client()
    _meld_aan(client, wie.email)
    koekje = client.cookies[settings.SESSION_COOKIE_NAME]
    assert koekje["httponly"]
    assert koekje["samesite"] == "Lax"


@pytest.mark.aanval("route")
@pytest.mark.parametrize("kop", ["HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL"])  # fmt: skip
def test_een_kop_verandert_geen_methode_of_adres(fabriek, client_van, kop):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    antwoord = client_van(wie).get("/mijn-account/", **{kop: "/logboek/" if "URL" in kop else "POST"})
    assert antwoord.status_code == 200
    assert (antwoord.wsgi_request.method, antwoord.wsgi_request.path) == ("GET", "/mijn-account/")
    assert "Mijn account" in antwoord.text


@pytest.mark.aanval("mail")
def test_een_naam_met_een_regeleinde_wordt_geen_kop_van_een_mail(fabriek, client_van, mailoutbox, django_capture_on_commit_callbacks):  # fmt: skip
    with fabriek():
        baas = maak_gebruiker(Rol.BEHEERDER)
    client = client_van(baas)
    client.raise_request_exception = False
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = client.post(
            reverse("beheer:gebruiker_nieuw"),
            {"naam": "A\r\nBcc: kwaad@kwaad.example", "email": "nieuw@demo.example", "rollen": ["beleid"]},
        )
    assert antwoord.status_code == 302
    [bericht] = mailoutbox
    assert bericht.recipients() == ["nieuw@demo.example"]
    assert [kop for kop, waarde in bericht.message().items() if kop == "Bcc" or "kwaad" in str(waarde)] == []


@pytest.mark.aanval("log")
def test_tellers_van_pogingen_bevatten_geen_adres(db):
    from django.db import connection

    _meld_aan(Client(), "herkenbaar@demo.example", "fout-fout-fout")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jid_cache WHERE cache_key LIKE '%herkenbaar%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM jid_cache")
        assert cursor.fetchone()[0] > 0
