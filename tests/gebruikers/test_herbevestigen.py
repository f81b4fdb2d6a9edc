"""Proving again who is there, before a step that gives somebody else access.

Which steps ask, each of them tried: docs/herbevestigen.md and tests/architectuur/test_routes.py.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gebruikers.aanmelden.herbevestigen import veilig_doel
from gebruikers.aanmelden.sessies import BEWEZEN_OP
from gebruikers.models import Gebruiker, Lidmaatschap, Team
from gebruikers.rollen import Rol
from gebruikers.vierogen import is_akkoord_nodig
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
BEVESTIG = "account_reauthenticate"


@pytest.fixture
def adviseur(fabriek):
    cache.clear()
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def delen(adviseur, fabriek):
    with fabriek():
        melding = maak_melding(lezers=(adviseur,), behandelaar=adviseur)
    return reverse("meldingen:delen", args=[melding.pk])


@pytest.fixture
def beheer(client_van, fabriek):
    """A beheerder's browser, a team, and somebody who can be in it."""
    cache.clear()
    with fabriek():
        return client_van(maak_gebruiker(Rol.BEHEERDER)), maak_team(), maak_gebruiker(Rol.ADVISEUR)


def _leden(team, fabriek):
    with fabriek():
        return list(Lidmaatschap.objects.filter(team=team).values_list("gebruiker", "is_teamleider"))


@pytest.mark.parametrize(
    "doel", ["", "__all__", "start", "NaN", "//elders.example/", "https://elders.example/", "\x00"]
)
def test_alleen_een_pad_van_hier_is_een_doel(rf, doel):
    """A name of a page is no path either: Django would look for a page that is called so."""
    assert veilig_doel(rf.get("/"), doel) == reverse("start")
    assert veilig_doel(rf.get("/"), "/meldingen/?tab=mijn") == "/meldingen/?tab=mijn"


def verouder(client: Client, **hoe_lang: int) -> None:
    sessie = client.session
    sessie[BEWEZEN_OP] = (timezone.now() - timedelta(**hoe_lang)).timestamp()
    sessie.save()


def bevestig(client: Client, wachtwoord: str = WACHTWOORD, doel: str = ""):
    return client.post(reverse(BEVESTIG), {"password": wachtwoord, "next": doel})


def test_wie_zich_net_aanmeldde_hoeft_niets_te_bevestigen(client_van, adviseur, delen):
    assert client_van(adviseur).get(delen).status_code == 200


def test_na_een_kwartier_eerst_bevestigen_en_dan_terug_naar_dezelfde_pagina(client_van, adviseur, delen):
    client = client_van(adviseur)
    verouder(client, minutes=16)
    antwoord = client.get(delen, follow=True)
    assert antwoord.redirect_chain == [(f"{reverse(BEVESTIG)}?next={delen.replace('/', '%2F')}", 302)]
    assert "Bevestig dat u het bent" in antwoord.text
    assert bevestig(client, doel=delen)["Location"] == delen
    assert client.get(delen).status_code == 200


def test_wie_niet_bevestigt_gaat_terug_naar_de_pagina_van_daarnet(client_van, adviseur, delen):
    client, zaak = client_van(adviseur), delen.removesuffix("delen/")
    verouder(client, minutes=16)
    vraag = client.get(delen, headers={"Referer": f"http://testserver{zaak}"})["Location"]
    assert parse_qs(urlsplit(vraag).query) == {"next": [delen], "terug": [zaak]}
    assert f'href="{zaak}"' in client.get(vraag).text
    mis = client.post(reverse(BEVESTIG), {"password": "mis", "next": delen, "terug": zaak}).text
    assert f'href="{zaak}"' in mis
    elders = client.get(f"{reverse(BEVESTIG)}?terug=https://elders.example/").text
    assert "elders.example" not in elders
    assert "Naar uw startpagina" in elders


def test_wie_een_lid_kiest_vindt_de_keuze_na_het_bewijs_terug(beheer, fabriek):
    """The page of a team is one to read; only who sends is asked, and chooses nothing again."""
    client, team, lid = beheer
    adres = reverse("beheer:team", args=[team.pk])
    verouder(client, hours=1)
    assert client.get(adres).status_code == 200
    keuze, vanaf = {"gebruiker": lid.pk, "is_teamleider": "on"}, {"Referer": f"http://testserver{adres}"}
    vraag = parse_qs(urlsplit(client.post(adres, keuze, headers=vanaf)["Location"]).query)
    doel = vraag["next"][0]
    assert vraag["terug"] == [adres]
    assert doel == f"{adres}?gebruiker={lid.pk}&is_teamleider=True"
    assert _leden(team, fabriek) == []
    assert bevestig(client, doel=doel)["Location"] == doel
    form = client.get(doel).context["form"]
    assert (form["gebruiker"].value(), form["is_teamleider"].value()) == (str(lid.pk), "True")
    assert client.post(doel, keuze)["Location"] == adres
    assert _leden(team, fabriek) == [(lid.pk, True)]


@pytest.mark.parametrize("keuze", ["x", "0", "999999999999999999999", "<b>"])
def test_een_verzonnen_keuze_in_het_adres_van_een_team_kiest_niemand(beheer, keuze):
    client, team, _lid = beheer
    pagina = client.get(reverse("beheer:team", args=[team.pk]), {"gebruiker": keuze}).text
    assert "selected" not in pagina
    assert "<b>" not in pagina


def test_wat_rechten_wegneemt_of_alleen_een_naam_wijzigt_vraagt_niets(beheer, fabriek):
    client, team, lid = beheer
    with fabriek():
        Lidmaatschap.objects.create(team=team, gebruiker=lid, is_teamleider=True)
    verouder(client, hours=1)
    terug = reverse("beheer:team", args=[team.pk])
    leider = reverse("beheer:team_leider", args=[team.pk, lid.pk])
    assert client.post(leider, {"is_teamleider": "0"})["Location"] == terug
    assert _leden(team, fabriek) == [(lid.pk, False)]
    assert client.post(leider, {"is_teamleider": "1"})["Location"].endswith(
        f"next={terug.replace('/', '%2F')}"
    )
    assert _leden(team, fabriek) == [(lid.pk, False)]
    wijzig = reverse("beheer:team_wijzigen", args=[team.pk])
    assert client.post(wijzig, {"naam": "Team met een andere naam", "is_actief": "on"})["Location"] == terug
    assert client.post(reverse("beheer:team_lid_af", args=[team.pk, lid.pk]))["Location"] == terug
    assert _leden(team, fabriek) == []


def test_ook_wie_nog_alleen_beheert_bewijst_zich_voor_een_account_of_rol(beheer, als, fabriek, mailoutbox):
    """Before four eyes began these act at once: somebody at an open screen would make an account of his own."""
    client, _team, lid = beheer
    with fabriek():
        weg = maak_gebruiker(is_active=False)
        beheerder = Gebruiker.objects.get(pk=client.session["_auth_user_id"])
    with als(beheerder):
        assert not is_akkoord_nodig()
    verouder(client, hours=1)
    gegevens = {"naam": "Een ander", "email": "ander@demo.example"}
    for naam, pk, velden in (
        ("gebruiker_nieuw", None, gegevens | {"rollen": ["adviseur"]}),
        ("gebruiker_wijzigen", lid.pk, gegevens),
        ("gebruiker_rollen", lid.pk, {"rollen": ["adviseur", "intake"]}),
        ("gebruiker_activeren", weg.pk, {}),
    ):
        antwoord = client.post(reverse(f"beheer:{naam}", args=[pk] if pk else []), velden)
        assert antwoord["Location"].startswith(reverse(BEVESTIG)), naam
    with fabriek():
        assert not Gebruiker.objects.filter(email=gegevens["email"]).exists()
        assert list(lid.roltoekenningen.values_list("rol", flat=True)) == ["adviseur"]
        weg.refresh_from_db()
    assert (weg.is_active, mailoutbox) == (False, [])


def test_een_gewone_statusstap_vraagt_niets(client_van, fabriek):
    """Merging does: tests/architectuur/test_routes.py."""
    with fabriek():
        team = maak_team(soort=Team.Soort.INTAKE)
        intake = maak_gebruiker(Rol.INTAKE, teams=[team])
        melding = maak_melding(team=team)
    client = client_van(intake)
    verouder(client, hours=1)
    assert client.get(reverse("meldingen:status", args=[melding.pk, "in_beoordeling"])).status_code == 200


def test_wie_op_tijd_begon_met_invullen_verliest_niets(client_van, adviseur, delen):
    client = client_van(adviseur)
    verouder(client, minutes=29)
    assert client.post(delen, {}).status_code == 422
    verouder(client, minutes=31)
    antwoord = client.post(delen, {}, headers={"Referer": f"http://testserver{delen}?x=1"})
    assert antwoord["Location"].endswith(f"next={delen.replace('/', '%2F')}%3Fx%3D1")


def test_een_ander_adres_waar_een_formulier_vandaan_kwam_telt_niet(client_van, adviseur, delen):
    client = client_van(adviseur)
    verouder(client, hours=1)
    antwoord = client.post(delen, {}, headers={"Referer": "https://kwaad.example/x"})
    assert antwoord["Location"].endswith(f"next={delen.replace('/', '%2F')}")


@pytest.mark.parametrize("wanneer", [None, "nu", {"weeks": -1}])
def test_een_sessie_zonder_leesbaar_tijdstip_is_niet_vers(client_van, adviseur, delen, wanneer):
    client = client_van(adviseur)
    if isinstance(wanneer, dict):
        verouder(client, **wanneer)
    else:
        sessie = client.session
        sessie[BEWEZEN_OP] = wanneer
        sessie.save()
    assert client.get(delen)["Location"].startswith(reverse(BEVESTIG))


def test_een_fout_wachtwoord_bevestigt_niets_en_na_vijf_keer_is_het_wachten(client_van, adviseur, delen):
    client = client_van(adviseur)
    verouder(client, hours=1)
    for _keer in range(5):
        assert "Dit is niet uw huidige wachtwoord." in bevestig(client, "fout-fout-fout").text
    assert bevestig(client).status_code == 429
    assert client.get(delen).status_code == 302


def test_een_ander_zijn_wachtwoord_bevestigt_niets(client_van, adviseur, delen, fabriek):
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
        ander.set_password("een-heel-ander-wachtwoord")
        ander.save()
    client = client_van(adviseur)
    verouder(client, hours=1)
    assert bevestig(client, "een-heel-ander-wachtwoord").status_code == 422
    assert client.get(delen).status_code == 302


@pytest.mark.parametrize(
    "doel", ["https://kwaad.example/", "//kwaad.example/", "/\\kwaad.example", "javascript:1", ""]
)
def test_bevestigen_stuurt_niemand_naar_buiten(client_van, adviseur, doel):
    client = client_van(adviseur)
    assert bevestig(client, doel=doel)["Location"] == reverse("start")


def test_een_htmx_verzoek_gaat_als_hele_pagina_naar_het_bevestigen(client_van, adviseur, delen):
    client = client_van(adviseur)
    verouder(client, hours=1)
    antwoord = client.get(delen, headers={"HX-Request": "true"})
    assert antwoord["HX-Redirect"].startswith(reverse(BEVESTIG))


def test_wie_de_zaak_niet_ziet_hoort_ook_bij_het_bevestigen_niet_of_ze_bestaat(client_van, delen, fabriek):
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(ander)
    assert client.get(delen).status_code == 404
    verouder(client, hours=1)
    onbekend = delen.replace(delen.split("/")[2], "00000000-0000-4000-8000-000000000000")
    assert client.get(delen).status_code == client.get(onbekend).status_code == 302


def test_na_het_bevestigen_voor_een_bestand_begint_het_een_keer_en_staat_de_weg_terug_er(client_van, fabriek):
    """A file leaves the browser on the page that it was on, which asked for a proof that was given."""
    with fabriek():
        client = client_van(maak_gebruiker(Rol.AUDITOR))
    uitvoer, lijst = (
        f"{reverse('logboek:uitvoer')}?soort=aangemeld",
        f"{reverse('logboek:lijst')}?soort=aangemeld",
    )
    verouder(client, hours=1)
    vraag = client.get(uitvoer, headers={"Referer": f"http://testserver{lijst}"})
    doel = parse_qs(urlsplit(vraag["Location"]).query)["next"][0]
    assert bevestig(client, doel=doel)["Location"] == f"{uitvoer}&bevestigd=1"
    pagina = client.get(doel)
    assert pagina["Refresh"] == f"1; url={uitvoer}"
    assert "Het downloaden begint vanzelf." in pagina.text
    for adres in (uitvoer, lijst):
        assert f'href="{adres}"' in pagina.text
    assert client.get(uitvoer)["Content-Disposition"].startswith("attachment")
    weer = client.get(doel)
    assert "Refresh" not in weer.headers
    assert f'href="{lijst}"' in weer.text
    verouder(client, hours=1)
    vraag = client.get(doel, headers={"Referer": f"http://testserver{lijst}"})
    assert parse_qs(urlsplit(vraag["Location"]).query)["next"] == [doel]


def test_een_verzonnen_bestandspagina_begint_niets_en_kent_geen_weg_naar_buiten(client_van, fabriek):
    with fabriek():
        client = client_van(maak_gebruiker(Rol.AUDITOR))
    adres = f"{reverse('logboek:uitvoer')}?bevestigd=1"
    pagina = client.get(adres, headers={"Referer": "https://kwaad.example/"})
    assert "Refresh" not in pagina.headers
    assert "kwaad.example" not in pagina.text
    verouder(client, hours=1)
    client.get(reverse("logboek:uitvoer"), headers={"Referer": "https://kwaad.example/"})
    bevestig(client)
    pagina = client.get(adres)
    assert pagina["Refresh"] == f"1; url={reverse('logboek:uitvoer')}"
    assert "kwaad.example" not in pagina.text
