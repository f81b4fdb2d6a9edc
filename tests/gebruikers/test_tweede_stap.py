"""The second step of signing in: setting it up, using it, losing it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from gebruikers import services
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Sessie
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.aanmelden import APP, is_aangemeld, stel_in
from tests.hulp.codes import totp, wacht_op_volle_stap

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
AANMELDEN, STAP = "account_login", "mfa_authenticate"


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()
    wacht_op_volle_stap()


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def beheerder(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER)


@pytest.fixture
def gelogd(fabriek):
    def lees(soort: str = "tweede_factor_gewijzigd") -> list[tuple[int | None, str, dict[str, str]]]:
        with fabriek():
            rijen = Gebeurtenis.objects.filter(soort=soort).order_by("tijdstip", "pk")
            return list(rijen.values_list("door_id", "object_id", "bijzonderheden"))

    return lees


def meld_aan(client: Client, wie, wachtwoord: str = WACHTWOORD, **extra):
    return client.post(reverse(AANMELDEN), {"login": wie.email, "password": wachtwoord}, **extra)


def test_na_het_wachtwoord_komt_de_code_en_dan_pas_is_iemand_aangemeld(client_van, adviseur):
    geheim, codes = stel_in(client_van(adviseur))
    assert len(set(codes)) == 10
    client = Client()
    assert meld_aan(client, adviseur)["Location"] == reverse(STAP)
    assert not is_aangemeld(client)
    assert "Deze code klopt niet" in client.post(reverse(STAP), {"code": "000000"}).text
    assert not is_aangemeld(client)
    assert client.post(reverse(STAP), {"code": totp(geheim)})["Location"] == reverse("start")
    assert is_aangemeld(client)


def test_een_code_werkt_maar_een_keer(client_van, adviseur):
    geheim, _codes = stel_in(client_van(adviseur))
    een, twee = Client(), Client()
    for client in (een, twee):
        meld_aan(client, adviseur)
        client.post(reverse(STAP), {"code": totp(geheim)})
    assert (is_aangemeld(een), is_aangemeld(twee)) == (True, False)


def test_een_herstelcode_werkt_maar_een_keer_en_staat_in_het_logboek(client_van, adviseur, gelogd):
    _geheim, codes = stel_in(client_van(adviseur))
    een, twee = Client(), Client()
    for client in (een, twee):
        meld_aan(client, adviseur)
        client.post(reverse(STAP), {"code": codes[3]})
    assert (is_aangemeld(een), is_aangemeld(twee)) == (True, False)
    assert gelogd()[-1] == (None, str(adviseur.pk), {"middel": "herstelcodes", "wat": "gebruikt"})
    assert "U hebt nog 9 codes." in een.get(reverse("mfa_index")).text


def test_herstelcodes_zijn_een_keer_te_zien_en_nieuwe_maken_de_oude_ongeldig(client_van, adviseur):
    client = client_van(adviseur)
    _geheim, codes = stel_in(client)
    assert "U hebt deze codes al gezien" in client.get(reverse("mfa_view_recovery_codes")).text
    client.post(reverse("mfa_generate_recovery_codes"))
    nieuw = re.findall(r"<li>(\d{8})</li>", client.get(reverse("mfa_view_recovery_codes")).text)
    assert len(nieuw) == 10
    assert not set(nieuw) & set(codes)
    ander = Client()
    meld_aan(ander, adviseur)
    ander.post(reverse(STAP), {"code": codes[0]})
    assert not is_aangemeld(ander)
    ander.post(reverse(STAP), {"code": nieuw[0]})
    assert is_aangemeld(ander)


def test_de_app_instellen_werkt_zonder_javascript_en_zonder_camera(client_van, adviseur):
    pagina = client_van(adviseur).get(reverse(APP))
    geheim = pagina.context["form"].secret
    assert f">{geheim}</dd>" in pagina.text
    assert 'src="data:image/svg+xml;base64,' in pagina.text
    vraag = parse_qs(urlsplit(pagina.context["totp_url"]).query)
    assert vraag == {"secret": [geheim], "issuer": ["Integriteitsregistratie"]}
    assert "<script" not in pagina.text.split("<main")[1].split("</main>")[0]


def test_een_verkeerde_eerste_code_zet_niets_aan(client_van, adviseur, gelogd):
    client = client_van(adviseur)
    client.get(reverse(APP))
    assert "Deze code klopt niet" in client.post(reverse(APP), {"code": "000000"}).text
    assert gelogd() == []
    assert meld_aan(Client(), adviseur)["Location"] == reverse("start")


def test_geen_geheim_van_de_tweede_stap_staat_leesbaar_in_de_databank(client_van, adviseur, fabriek):
    """Neither while it is being set up, in the session, nor afterwards; nor the codes or the key of a session."""
    client = client_van(adviseur)
    tijdens = client.get(reverse(APP)).context["form"].secret
    _in_geen_tabel(fabriek, [tijdens, client.cookies["sessionid"].value])
    geheim, codes = stel_in(client)
    _in_geen_tabel(fabriek, [geheim, *codes])
    with fabriek():
        zaad = Authenticator.objects.get(user=adviseur, type="recovery_codes").data["seed"]
    assert zaad.startswith("1.")


def _in_geen_tabel(fabriek, merkwoorden: list[str]) -> None:
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tabellen = [rij[0] for rij in cursor.fetchall()]
        assert {"mfa_authenticator", "gebruikers_sessie"} <= set(tabellen)
        for tabel in tabellen:
            cursor.execute(f"SELECT t::text FROM {tabel} t")
            tekst = "\n".join(rij[0] for rij in cursor.fetchall())
            assert [m for m in merkwoorden if m in tekst] == [], tabel


def test_de_webrol_leest_en_schrijft_geen_tweede_stap_van_een_ander(client_van, adviseur, beheerder, als):
    stel_in(client_van(adviseur))
    with als(beheerder), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mfa_authenticator")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE mfa_authenticator SET data = '{}'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM mfa_authenticator")
        assert cursor.rowcount == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mfa_authenticator")
        assert cursor.fetchone() == (0,)
    with als(adviseur), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mfa_authenticator")
        assert cursor.fetchone() == (2,)


def test_halverwege_aanmelden_opent_de_databank_niets_anders_dan_de_tweede_stap(client_van, adviseur):
    stel_in(client_van(adviseur))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.aanmelder', %s, true)", [str(adviseur.pk)])
        cursor.execute(
            "SELECT (SELECT count(*) FROM mfa_authenticator), app.uid(), (SELECT count(*) FROM app.mijn_rollen())"
        )
        assert cursor.fetchone() == (2, None, 0)
        cursor.execute("DELETE FROM mfa_authenticator")
        assert cursor.rowcount == 0
        cursor.execute("SELECT set_config('app.aanmelder', '', true)")


def test_stoppen_halverwege_vergeet_wie_zich_aanmeldde(client_van, adviseur):
    geheim, _codes = stel_in(client_van(adviseur))
    client = Client()
    meld_aan(client, adviseur)
    client.post(reverse("account_logout"))
    assert client.get(reverse(AANMELDEN)).status_code == 200
    client.post(reverse(STAP), {"code": totp(geheim)})
    assert not is_aangemeld(client)


def test_wie_een_tweede_stap_heeft_bevestigt_daarmee_en_niet_met_het_wachtwoord(client_van, adviseur):
    client = client_van(adviseur)
    geheim, _codes = stel_in(client)
    sessie = client.session
    sessie["bewezen_op"] = 0
    sessie.save()
    bevestigen = client.get(reverse(APP.replace("activate", "deactivate")))["Location"]
    assert client.post(bevestigen, {"password": WACHTWOORD}).status_code == 422
    assert client.post(bevestigen, {"code": totp(geheim)})["Location"] == reverse("mfa_deactivate_totp")


def test_instellen_en_verwijderen_staat_in_het_logboek_en_wordt_gemaild(
    client_van, adviseur, gelogd, mailoutbox, django_capture_on_commit_callbacks
):
    client = client_van(adviseur)
    with django_capture_on_commit_callbacks(execute=True):
        stel_in(client)
    client.post(reverse("mfa_deactivate_totp"))
    wie = (adviseur.pk, str(adviseur.pk))
    assert sorted((*rij[:2], rij[2]["middel"], rij[2]["wat"]) for rij in gelogd()) == [
        (*wie, "herstelcodes", "toegevoegd"),
        (*wie, "herstelcodes", "verwijderd"),
        (*wie, "totp", "toegevoegd"),
        (*wie, "totp", "verwijderd"),
    ]
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([adviseur.email], "Er is iets gewijzigd in hoe u zich aanmeldt")
    ] * 2
    assert meld_aan(Client(), adviseur)["Location"] == reverse("start")


def test_zonder_tweede_stap_alleen_de_pagina_om_hem_in_te_stellen(client_van, adviseur, settings):
    settings.TWEEDE_STAP_VERPLICHT = True
    client = client_van(adviseur)
    for naam in ("start", "mijn_werk", "meldingen:lijst", "mijn_account", "account_change_password"):
        assert client.get(reverse(naam))["Location"] == reverse("mfa_index"), naam
    assert client.get(reverse("mijn_werk"), headers={"HX-Request": "true"})["HX-Redirect"] == reverse(
        "mfa_index"
    )
    assert "Stel eerst een tweede stap in." in client.get(reverse("mfa_index")).text
    stel_in(client)
    assert client.get(reverse("mijn_werk")).status_code == 200
    antwoord = client.post(reverse("mfa_deactivate_totp"))
    assert "U moet een tweede stap houden." in antwoord.text


def test_een_sessie_van_voor_de_tweede_stap_telt_niet_mee(client_van, adviseur, settings):
    """A thief with the password, signed in before the owner set up a second step, stays outside."""
    settings.TWEEDE_STAP_VERPLICHT = True
    dief, eigenaar = client_van(adviseur), client_van(adviseur)
    stel_in(eigenaar)
    assert dief.get(reverse("mijn_werk"))["Location"] == reverse("mfa_index")
    assert dief.get(reverse(APP))["Location"] == reverse("mfa_deactivate_totp")


def test_een_beheerder_wist_de_tweede_stap_en_de_sessies_van_een_ander(
    client_van, adviseur, beheerder, gelogd, mailoutbox, django_capture_on_commit_callbacks
):
    zijn = client_van(adviseur)
    stel_in(zijn)
    scherm = client_van(beheerder)
    adres = reverse("beheer:gebruiker_tweede_stap", args=[adviseur.pk])
    assert "Bel terug op een nummer dat u al kende" in scherm.get(adres).text
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert "is gewist" in scherm.post(adres, follow=True).text
    assert not is_aangemeld(zijn)
    assert meld_aan(Client(), adviseur)["Location"] == reverse("start")
    assert (beheerder.pk, str(adviseur.pk), {"middel": "alles", "wat": "gewist"}) in gelogd()
    assert [(mail.to, "beheerder heeft uw tweede stap gewist" in mail.body) for mail in mailoutbox] == [
        ([adviseur.email], True)
    ]


@pytest.mark.parametrize(("zelf", "reden"), [(True, "eigen_tweede_factor"), (False, "geen_tweede_factor")])
def test_wissen_weigert_bij_zichzelf_en_waar_niets_is(als, adviseur, beheerder, zelf, reden):
    with als(beheerder), pytest.raises(BeheerGeweigerd) as fout:
        services.wis_tweede_stap(gebruiker=beheerder if zelf else adviseur, door=beheerder)
    assert fout.value.reden == reden


def test_sessies_van_zichzelf_beeindigen(client_van, adviseur, beheerder, gelogd):
    hier, elders, vreemd = (
        client_van(adviseur),
        Client(headers={"User-Agent": "X Firefox/1 Windows"}),
        client_van(beheerder),
    )
    meld_aan(elders, adviseur)
    pagina = hier.get(reverse("mfa_index"))
    assert "Firefox op Windows" in pagina.text
    assert len(pagina.context["sessies"]) == 2
    vreemde = Sessie.objects.get(gebruiker=beheerder).pk
    hier.post(reverse("sessie_beeindigen"), {"sessie": vreemde})
    assert is_aangemeld(vreemd)
    hier.post(reverse("sessies_beeindigen"))
    assert (is_aangemeld(hier), is_aangemeld(elders), is_aangemeld(vreemd)) == (True, False, True)
    assert gelogd("sessies_beeindigd") == [(adviseur.pk, str(adviseur.pk), {"aantal": 1})]


def test_een_sessie_van_zichzelf_beeindigen(client_van, adviseur):
    hier, elders = client_van(adviseur), client_van(adviseur)
    (ander,) = [
        sessie for sessie, is_hier, _naam in hier.get(reverse("mfa_index")).context["sessies"] if not is_hier
    ]
    hier.post(reverse("sessie_beeindigen"), {"sessie": ander.pk})
    assert (is_aangemeld(hier), is_aangemeld(elders)) == (True, False)
