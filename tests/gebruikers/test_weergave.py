"""How somebody wants the screens: kept with the account, without JavaScript."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from jid.statisch import StatischMiddleware
from schermen import huisstijl
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.databank import PROJECT

pytestmark = [pytest.mark.databank, pytest.mark.django_db]

VOORBEELD = PROJECT / "docs/beheer/voorbeeld-huisstijl"


@pytest.fixture
def lid(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.AUDITOR)


def test_zonder_keuze_volgt_de_pagina_de_computer(lid, client_van):
    tekst = client_van(lid).get(reverse("weergave")).text
    assert '<html lang="nl">' in tekst
    assert '<meta name="color-scheme" content="light dark">' in tekst
    assert 'aria-keyshortcuts="Alt+Shift+L"' in tekst


def test_een_keuze_blijft_bij_het_account_en_staat_in_elke_pagina(lid, client_van):
    keuze = {"taal": "nl", "kleuren": "donker", "dichtheid": "compact"}
    assert client_van(lid).post(reverse("weergave"), keuze).status_code == 302
    tekst = client_van(lid).get(reverse("logboek:lijst")).text  # another browser
    assert '<html lang="nl" data-kleuren="donker" data-dichtheid="compact">' in tekst
    assert '<meta name="color-scheme" content="dark">' in tekst
    assert '<body class="app-body" data-sneltoetsen="uit"' in tekst
    assert "aria-keyshortcuts" not in tekst


def test_de_taal_hoort_bij_het_account_en_voor_het_aanmelden_bij_de_browser(lid, client_van):
    bezoeker = Client()
    assert '<html lang="nl">' in bezoeker.get(reverse("account_login")).text
    assert bezoeker.post(reverse("taal"), {"language": "en", "next": "/aanmelden/"}).url == "/aanmelden/"
    tekst = bezoeker.get(reverse("account_login")).text
    assert '<html lang="en">' in tekst
    assert "<h1" in tekst
    assert "Sign in" in tekst
    assert bezoeker.post(reverse("taal"), {"language": "en", "next": "https://elders.example/"}).url == "/"
    keuze = {"taal": "en", "kleuren": "systeem", "dichtheid": "ruim", "sneltoetsen": "on"}
    assert client_van(lid).post(reverse("weergave"), keuze).status_code == 302
    assert '<html lang="en">' in client_van(lid).get(reverse("logboek:lijst")).text
    assert '<html lang="nl">' in Client().get(reverse("account_login")).text


def test_de_taal_die_bij_aanmelden_is_gekozen_blijft_tot_afmelden(lid, client_van):
    client = client_van(lid)
    client.cookies["django_language"] = "xx"  # no language of ours
    assert '<html lang="nl">' in client.get(reverse("logboek:lijst")).text
    client.post(reverse("taal"), {"language": "en"})
    weergave = client.get(reverse("weergave"))
    assert '<html lang="en">' in weergave.text
    assert weergave.context["form"].initial["taal"] == "en"
    assert Gebruiker.objects.get(pk=lid.pk).taal == "nl"
    client.post(reverse("weergave"), {"taal": "nl", "kleuren": "systeem", "dichtheid": "ruim"})
    assert '<html lang="nl">' in client.get(reverse("logboek:lijst")).text
    client.post(reverse("taal"), {"language": "en"})
    client.post(reverse("account_logout"))
    assert client.cookies["django_language"].value == ""


def test_een_onbekende_kleur_wordt_geweigerd_en_verandert_niets(lid, client_van):
    antwoord = client_van(lid).post(
        reverse("weergave"), {"taal": "nl", "kleuren": "roze", "dichtheid": "ruim"}
    )
    assert (antwoord.status_code, list(antwoord.context["form"].errors)) == (422, ["kleuren"])
    assert Gebruiker.objects.get(pk=lid.pk).kleuren == "systeem"


def test_niemand_kiest_de_weergave_van_een_ander(lid, fabriek, als):
    with fabriek():
        ander = maak_gebruiker(Rol.AUDITOR)
    with als(lid):
        assert Gebruiker.objects.filter(pk=ander.pk).update(kleuren="donker") == 0
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE gebruikers_gebruiker SET is_active = true WHERE id = %s", [lid.pk])


def test_een_bezoeker_krijgt_de_pagina_zonder_keuze_en_de_hulp_voor_iedereen():
    antwoord = Client().get(reverse("hulp"))
    assert [onderwerp.sleutel for onderwerp in antwoord.context["onderwerpen"]] == [
        "netwerk",
        "uitgelogd",
        "aanmelden",
        "weergave",
    ]
    assert "data-kleuren" not in antwoord.text


def test_de_hulp_past_bij_de_rol(lid, client_van):
    sleutels = [
        onderwerp.sleutel for onderwerp in client_van(lid).get(reverse("hulp")).context["onderwerpen"]
    ]
    assert "afdrukken" in sleutels
    assert not {"vandaag", "casus", "beheer"} & set(sleutels)


def test_zonder_eigen_huisstijl_is_er_niets_van_te_zien():
    tekst = Client().get(reverse("account_login")).text
    assert "/huisstijl/" not in tekst
    assert "app-brand__mark" in tekst


def test_een_eigen_huisstijl_komt_uit_de_map_en_verder_niets(settings, tmp_path):
    for bestand in VOORBEELD.iterdir():
        (tmp_path / bestand.name).write_bytes(bestand.read_bytes())
    (tmp_path / "geheim.txt").write_text("wachtwoord")
    (tmp_path / "buiten.css").symlink_to(PROJECT / "static/css/app.css")
    settings.HUISSTIJL_DIR = tmp_path
    client = Client()
    tekst = client.get(reverse("account_login")).text
    assert tekst.index("css/afdruk.css") < tekst.index(
        '<link rel="stylesheet" href="/huisstijl/huisstijl.css">'
    )
    assert '<img class="app-brand__logo" src="/huisstijl/logo.svg" alt="" height="40">' in tekst
    stijl = client.get("/huisstijl/huisstijl.css")
    assert (stijl.status_code, stijl.headers["Content-Type"].partition(";")[0]) == (200, "text/css")
    assert b"--app-primary" in b"".join(stijl)
    assert {
        client.get(f"/huisstijl/{naam}").status_code for naam in ("geheim.txt", "buiten.css", "../manage.py")
    } == {404}


def test_een_map_zonder_stijl_houdt_de_start_tegen_in_woorden(settings, tmp_path):
    settings.HUISSTIJL_DIR = tmp_path
    with pytest.raises(ImproperlyConfigured, match=r"daar staat geen leesbare huisstijl\.css"):
        StatischMiddleware(lambda request: None)


def test_een_foutpagina_heeft_de_huisstijl_ook(settings):
    from django.template.loader import render_to_string

    settings.HUISSTIJL_DIR = VOORBEELD
    assert huisstijl.huisstijl() is not None
    assert "/huisstijl/huisstijl.css" in render_to_string("500.html")
