"""Signing in and out, passwords and invitations, as a visitor meets them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from gebruikers import services
from gebruikers.aanmelden.sessies import sleutelhash
from gebruikers.aanmelden.wachtwoorden import GeenVakwoorden
from gebruikers.models import Gebruiker, Sessie
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.aanmelden import is_aangemeld

pytestmark = pytest.mark.django_db
NIEUW = "zes-paarse-olifanten-dansen"


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
    """The kinds of event in the log, oldest first, each with who did it."""

    def lees() -> list[tuple[str, int | None]]:
        with fabriek():
            return list(Gebeurtenis.objects.order_by("tijdstip", "pk").values_list("soort", "door_id"))

    return lees


def meld_aan(client: Client, email: str, wachtwoord: str = WACHTWOORD):
    return client.post(reverse("account_login"), {"login": email, "password": wachtwoord})


def test_aanmelden_gaat_naar_de_startpagina_en_staat_in_het_logboek(client, adviseur, gelogd):
    antwoord = meld_aan(client, adviseur.email)
    assert (antwoord.status_code, antwoord["Location"]) == (302, reverse("start"))
    assert is_aangemeld(client)
    assert gelogd() == [(Soort.AANGEMELD, adviseur.pk)]


def test_hoofdletters_in_het_adres_maken_niet_uit(client, adviseur):
    meld_aan(client, adviseur.email.upper())
    assert is_aangemeld(client)


def test_een_fout_wachtwoord_wordt_geteld_zonder_naam(client, adviseur, gelogd):
    antwoord = meld_aan(client, adviseur.email, "verkeerd-wachtwoord")
    assert "Het e-mailadres of het wachtwoord klopt niet." in antwoord.text
    assert not is_aangemeld(client)
    assert gelogd() == [(Soort.AANMELDEN_MISLUKT, None)]


def test_een_onbekend_adres_geeft_dezelfde_pagina(client, adviseur):
    bekend = meld_aan(client, adviseur.email, "verkeerd-wachtwoord").text
    onbekend = meld_aan(client, "niemand@demo.example", "verkeerd-wachtwoord").text
    schoon = [re.sub(r'value="[^"]*"', "", tekst) for tekst in (bekend, onbekend)]
    assert schoon[0] == schoon[1]


def test_uitloggen_staat_in_het_logboek(client, adviseur, gelogd):
    meld_aan(client, adviseur.email)
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert not is_aangemeld(client)
    assert gelogd() == [(Soort.AANGEMELD, adviseur.pk), (Soort.AFGEMELD, adviseur.pk)]


def test_uitloggen_na_het_einde_van_de_sessie_gaat_naar_aanmelden_en_niet_terug_naar_uitloggen(client):
    assert client.post(reverse("account_logout"))["Location"] == reverse("account_login")
    assert client.get(reverse("account_logout"))["Location"] == reverse("account_login")


def test_een_link_logt_niemand_uit(client_van, adviseur):
    client = client_van(adviseur)
    assert client.get(reverse("account_logout")).status_code == 405
    assert is_aangemeld(client)


def test_wie_niet_actief_is_komt_er_niet_in(client, fabriek):
    with fabriek():
        weg = maak_gebruiker(Rol.ADVISEUR, is_active=False)
    meld_aan(client, weg.email)
    assert not is_aangemeld(client)


def test_wie_gedeactiveerd_wordt_is_er_bij_het_volgende_verzoek_uit(client_van, als, adviseur, beheerder):
    zijn_browser = client_van(adviseur)
    assert is_aangemeld(zijn_browser)
    with als(beheerder):
        services.deactiveer(gebruiker=adviseur, door=beheerder)
    assert not is_aangemeld(zijn_browser)


def test_een_oude_sessie_herleeft_niet_na_activeren(client_van, als, adviseur, beheerder):
    zijn_browser = client_van(adviseur)
    with als(beheerder):
        services.deactiveer(gebruiker=adviseur, door=beheerder)
        services.activeer(gebruiker=adviseur, door=beheerder, basisadres="http://testserver")
    assert not is_aangemeld(zijn_browser)
    assert not is_aangemeld(Client())


def test_na_vijf_fouten_helpt_ook_het_goede_wachtwoord_niet(client, adviseur):
    cache.clear()
    for _poging in range(5):
        meld_aan(client, adviseur.email, "verkeerd-wachtwoord")
    antwoord = meld_aan(client, adviseur.email)
    assert "Te veel pogingen. Wacht 5 minuten en probeer het dan opnieuw." in antwoord.text
    assert not is_aangemeld(client)


def test_pogingen_staan_zonder_adres_in_een_tabel_die_alle_processen_delen(client, adviseur):
    cache.clear()
    meld_aan(client, adviseur.email, "verkeerd-wachtwoord")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM jid_cache")
        sleutels = [rij[0] for rij in cursor.fetchall()]
    assert [re.fullmatch("[0-9a-f]{64}", sleutel) is not None for sleutel in sleutels] == [True] * 3


def test_een_uitnodiging_van_mail_tot_aanmelden(
    client_van, beheerder, gelogd, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = client_van(beheerder).post(
            reverse("beheer:gebruiker_nieuw"),
            {"naam": "Nieuwe Adviseur (demo)", "email": "Nieuw@Demo.example", "rollen": ["adviseur"]},
            follow=True,
        )
    assert "nieuw@demo.example" in antwoord.text
    (mail,) = mailoutbox
    assert mail.to == ["nieuw@demo.example"]
    assert "Beste Nieuwe Adviseur (demo)," in mail.body
    link = re.search(r"http://testserver(/\S+)", mail.body).group(1)

    bezoeker = Client()
    formulier = bezoeker.get(link, follow=True)
    assert link not in formulier.redirect_chain[-1][0]
    assert "Kies een wachtwoord" in formulier.text
    bezoeker.post(formulier.redirect_chain[-1][0], {"password1": NIEUW, "password2": NIEUW})
    assert not is_aangemeld(bezoeker)
    assert "Deze link werkt niet meer" in Client().get(link, follow=True).text

    meld_aan(bezoeker, "nieuw@demo.example", NIEUW)
    assert is_aangemeld(bezoeker)
    nieuw = Gebruiker.objects.get(email="nieuw@demo.example")
    assert [regel for regel in gelogd() if regel != (Soort.AANGEMELD, beheerder.pk)] == [
        (Soort.GEBRUIKER_UITGENODIGD, beheerder.pk),
        (Soort.ROLLEN_GEWIJZIGD, beheerder.pk),
        (Soort.WACHTWOORD_GEWIJZIGD, nieuw.pk),
        (Soort.AANGEMELD, nieuw.pk),
    ]


@pytest.mark.parametrize(
    ("soort", "koppen"),
    [
        ("application/json", {}),
        ("application/x-www-form-urlencoded", {"X-Requested-With": "XMLHttpRequest"}),
        ("application/x-www-form-urlencoded", {"Accept": "application/json"}),
    ],
)
def test_aanmelden_antwoordt_ook_een_programma_met_een_bladzijde_in_woorden(soort, koppen):
    antwoord = Client().post(reverse("account_login"), b'{"login": "x"}', content_type=soort, headers=koppen)
    assert antwoord.status_code == 422
    assert antwoord["Content-Type"].startswith("text/html")
    assert "Aanmelden" in antwoord.text
    assert "Vul " in antwoord.text


@pytest.mark.parametrize(
    ("wachtwoord", "melding"),
    [
        ("kort", "Dit wachtwoord is te kort. Gebruik minstens 12 tekens."),
        ("adminadminadmin", ""),
        ("administrator", "te makkelijk te raden"),
        ("gebruiker-uitnodiging", "lijkt te veel op"),
    ],
)
def test_wachtwoordregels_zijn_in_het_nederlands(wachtwoord, melding, client_van, fabriek):
    with fabriek():
        adviseur = maak_gebruiker(Rol.ADVISEUR, naam="Gebruiker Uitnodiging")
    client = client_van(adviseur)
    antwoord = client.post(
        reverse("account_change_password"),
        {"oldpassword": WACHTWOORD, "password1": wachtwoord, "password2": wachtwoord},
    )
    assert antwoord.status_code == (422 if melding else 302)
    assert melding in (antwoord.text if melding else "")


def test_een_eigen_nieuw_wachtwoord_laat_de_sessie_leven_en_andere_sterven(client_van, adviseur, gelogd):
    hier, elders = client_van(adviseur), client_van(adviseur)
    antwoord = hier.post(
        reverse("account_change_password"),
        {"oldpassword": WACHTWOORD, "password1": NIEUW, "password2": NIEUW},
    )
    assert antwoord.status_code == 302
    assert (is_aangemeld(hier), is_aangemeld(elders)) == (True, False)
    assert gelogd()[-1] == (Soort.WACHTWOORD_GEWIJZIGD, adviseur.pk)


def test_wachtwoord_vergeten_mailt_alleen_een_bekend_adres(client, adviseur, mailoutbox):
    for adres in (adviseur.email, "niemand@demo.example"):
        antwoord = client.post(reverse("account_reset_password"), {"email": adres}, follow=True)
        assert "Bekijk uw e-mail" in antwoord.text
    assert [mail.to for mail in mailoutbox] == [[adviseur.email]]
    assert mailoutbox[0].subject == "Kies een nieuw wachtwoord voor de Integriteitsregistratie"


def test_wie_als_een_ander_is_aangemeld_kiest_met_de_link_het_wachtwoord_van_de_geadresseerde(
    client, client_van, adviseur, beheerder, mailoutbox, fabriek
):
    client.post(reverse("account_reset_password"), {"email": adviseur.email})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body).group(1)
    browser = client_van(beheerder)
    formulier = browser.get(link, follow=True)
    browser.post(formulier.redirect_chain[-1][0], {"password1": NIEUW, "password2": NIEUW})
    with fabriek():
        assert Gebruiker.objects.get(pk=adviseur.pk).check_password(NIEUW)
        assert Gebruiker.objects.get(pk=beheerder.pk).check_password(WACHTWOORD)


@pytest.mark.parametrize(
    "naam",
    [
        "account_signup",
        "account_email",
        "account_set_password",
        "account_confirm_email",
    ],
)
def test_wat_hier_niet_hoort_bestaat_niet(naam):
    with pytest.raises(NoReverseMatch):
        reverse(naam)


@pytest.mark.parametrize(
    "pad", ["/accounts/signup/", "/aanmelden/signup/", "/aanmelden/email/", "/aanmelden/login/"]
)
def test_zelf_een_account_maken_is_een_404(pad, client_van, adviseur):
    assert client_van(adviseur).get(pad).status_code == 404


def test_aangemeld_blijven_verlengt_de_sessie(client_van, adviseur):
    client = client_van(adviseur)
    sessie = Sessie.objects.filter(pk=sleutelhash(client.cookies["sessionid"].value))
    sessie.update(expire_date=timezone.now() + timedelta(minutes=1))
    antwoord = client.post(reverse("sessie_verlengen"))
    assert (antwoord.status_code, antwoord.content) == (204, b"")
    assert sessie.get().expire_date > timezone.now() + timedelta(minutes=29)
    assert client.get(reverse("sessie_verlengen")).status_code == 405
    assert Client().post(reverse("sessie_verlengen")).status_code == 302


def test_wachtwoorden_zijn_argon2id():
    assert make_password(NIEUW).startswith("argon2$argon2id$")


@pytest.mark.parametrize(
    "naam",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
        "account_reset_password_from_key_done",
    ],
)
def test_een_bezoeker_ziet_pagina_zonder_menu(naam, client):
    antwoord = client.get(reverse(naam), follow=True)
    assert antwoord.status_code == 200
    assert "Hoofdmenu" not in antwoord.text


@pytest.mark.parametrize(("wachtwoord", "mag"), [
    ("Integriteit-2026", False), ("Defensie.Defensie", False), ("Welkom-Marechaussee-2026", False),
    ("marine-vertrouwenspersoon", False), ("november2026!!", False),
    ("integriteit-zes-olifanten", True), (NIEUW, True), ("x" * 64, True), ("2026 1999 qwzxkj plv", True),
])  # fmt: skip
def test_een_wachtwoord_van_alleen_vakwoorden_en_jaren_wordt_geweigerd(wachtwoord, mag):
    fout = ""
    try:
        GeenVakwoorden().validate(wachtwoord)
    except ValidationError as geweigerd:
        fout = geweigerd.messages[0]
    assert fout == ("" if mag else "Dit wachtwoord is te makkelijk te raden. Gebruik ook andere woorden.")
