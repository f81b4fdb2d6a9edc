"""The screens of the beheerder: what they do, and that nobody else sees them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from gebruikers import queries
from gebruikers.beheer import uitnodigen
from gebruikers.beheer.urls import urlpatterns
from gebruikers.models import Gebruiker, Lidmaatschap, Roltoekenning, Team
from gebruikers.rollen import Rol
from jid.controles import keur_rollen
from tests.factories.gebruikers import maak_gebruiker, maak_team

pytestmark = pytest.mark.django_db
VRAGEN_LIJST = 14
"""Ten of the page and the session; the rest are savepoints, for the test itself holds the transaction."""


@pytest.fixture
def beheerder(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER, naam="Beheerder (demo)")


@pytest.fixture
def scherm(client_van, beheerder):
    return client_van(beheerder)


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, naam="Adviseur (demo)")


@pytest.fixture
def team(fabriek):
    with fabriek():
        return maak_team("noord")


@pytest.fixture
def rollen_van(fabriek):
    def lees(gebruiker: Gebruiker) -> set[str]:
        with fabriek():
            return set(Roltoekenning.objects.filter(gebruiker=gebruiker).values_list("rol", flat=True))

    return lees


@pytest.fixture
def adressen(adviseur, team, fabriek):
    """Every address of the beheerder, filled in with things that exist."""
    with fabriek():
        Lidmaatschap.objects.create(team=team, gebruiker=adviseur)
        weg = maak_gebruiker(is_active=False)

    def adres(naam: str, voorbeeld: str) -> str:
        if "gebruiker_pk" in voorbeeld:
            return reverse(f"beheer:{naam}", args=[team.pk, adviseur.pk])
        if "teams/<int:pk>" in voorbeeld:
            return reverse(f"beheer:{naam}", args=[team.pk])
        if "<int:pk>" in voorbeeld:
            return reverse(f"beheer:{naam}", args=[weg.pk if naam == "gebruiker_activeren" else adviseur.pk])
        return reverse(f"beheer:{naam}")

    return [adres(punt.name, str(punt.pattern)) for punt in urlpatterns] + [reverse("beheer:start")]


@pytest.mark.parametrize("rol", [None, *(rol for rol in Rol if rol != Rol.BEHEERDER)])
def test_wie_geen_beheerder_is_ziet_geen_pagina_van_beheer(rol, adressen, client_van, fabriek):
    with fabriek():
        wie = maak_gebruiker(*([rol] if rol else []))
    client = client_van(wie)
    for adres in adressen:
        # a page that takes no GET (or no POST) says 405 to everybody
        assert {client.get(adres).status_code, client.post(adres).status_code} <= {404, 405}, adres


def test_een_bezoeker_moet_zich_eerst_aanmelden(adressen):
    for adres in adressen:
        assert Client().get(adres)["Location"].startswith(reverse("account_login")), adres


def test_een_beheerder_ziet_elke_pagina(adressen, scherm):
    for adres in adressen:
        assert scherm.get(adres).status_code in {200, 405}, adres


def test_de_lijst_zoekt_filtert_en_bladert(scherm, fabriek, adviseur):
    with fabriek():
        for _nummer in range(51):
            maak_gebruiker(Rol.BELEID, naam="Beleid (demo)")
        maak_gebruiker(naam="Ómer Ünal (demo)", is_active=False)
        zonder = maak_gebruiker(naam="Zonder Rol (demo)")
        weg = maak_gebruiker(Rol.BELEID, naam="Weg (demo)", is_active=False)
        nieuw = maak_gebruiker(Rol.BELEID, naam="Nieuw (demo)")
        nieuw.set_unusable_password()
        nieuw.save(update_fields=["password"])

    def namen(**vraag: str) -> list[str]:
        rijen = scherm.get(reverse("beheer:gebruikers"), vraag).context["rijen"]
        return [rij["cellen"][0]["tekst"] for rij in rijen]

    assert len(namen()) == 50
    assert len(namen(pagina="2")) == 4
    assert namen(q="adviseur") == [adviseur.naam]
    assert namen(q=adviseur.email.upper()) == [adviseur.naam]
    assert namen(rol="adviseur") == [adviseur.naam]
    assert namen(rol="geen") == [zonder.naam]
    assert namen(staat="niet_actief") == ["Ómer Ünal (demo)", weg.naam]
    for vraag in ("unal", "ÜNAL", "ómer u"):
        assert namen(staat="alle", q=vraag) == ["Ómer Ünal (demo)"]
    assert namen(staat="alle", q="weg") == [weg.naam]
    assert namen(staat="uitgenodigd") == [nieuw.naam]
    assert namen(q=nieuw.naam) == []
    assert namen(q="bestaat niet") == []


def test_de_lijst_doet_altijd_evenveel_vragen(scherm, fabriek, adviseur, django_assert_num_queries):
    scherm.get(reverse("beheer:gebruikers"))  # the first request of a process asks once more
    for aantal in (0, 2, 47):
        with fabriek():
            for _nummer in range(aantal):
                maak_gebruiker(Rol.ADVISEUR)
        with django_assert_num_queries(VRAGEN_LIJST):
            scherm.get(reverse("beheer:gebruikers"), {"rol": "adviseur"})


def test_uitnodigen_zegt_waar_de_mail_ligt(scherm, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        antwoord = scherm.post(
            reverse("beheer:gebruiker_nieuw"),
            {"naam": "Nieuw (demo)", "email": "n@demo.example"},
            follow=True,
        )
    assert "staat klaar in de map voor e-mail op de server" in antwoord.text
    assert str(tmp_path) not in antwoord.text
    (bestand,) = tmp_path.iterdir()
    assert "/wachtwoord/kiezen/" in bestand.read_text()
    assert "Uitnodiging open" in antwoord.text


def test_een_adres_dat_al_bestaat_wordt_bij_het_veld_gemeld(scherm, adviseur):
    antwoord = scherm.post(
        reverse("beheer:gebruiker_nieuw"), {"naam": "Ander (demo)", "email": adviseur.email.upper()}
    )
    assert antwoord.context["form"].errors == {
        "email": ["Er is al een gebruiker met dit e-mailadres. U vindt die in de lijst van gebruikers."]
    }
    assert "Ander (demo)" in antwoord.text


@pytest.mark.parametrize(
    ("naam", "code", "fouten"),
    [
        ("Team noord", "oost", {"naam": ["Er is al een team met deze naam. Kies een andere naam."]}),
        ("Team oost", "noord", {"code": ["Er is al een team met deze code. Kies een andere code."]}),
        ("Team noord", "noord", {"naam": ["Er is al een team met deze naam. Kies een andere naam."]}),
    ],
    ids=["naam", "code", "allebei"],
)
def test_een_team_dat_al_bestaat_wordt_bij_het_veld_gemeld(scherm, team, naam, code, fouten):
    antwoord = scherm.post(reverse("beheer:team_nieuw"), {"naam": naam, "code": code, "soort": "behandeling"})
    assert (antwoord.status_code, antwoord.context["form"].errors) == (422, fouten)
    (veld,) = fouten
    assert f'<a class="nl-link" href="#id_{veld}">{fouten[veld][0]}</a>' in antwoord.text
    assert antwoord.text.count(fouten[veld][0]) == 2
    assert f'value="{naam}"' in antwoord.text


def test_een_team_krijgt_geen_naam_die_al_bestaat(scherm, team, fabriek):
    with fabriek():
        ander = maak_team("oost")
    antwoord = scherm.post(
        reverse("beheer:team_wijzigen", args=[ander.pk]), {"naam": team.naam, "is_actief": "on"}
    )
    assert antwoord.context["form"].errors == {
        "naam": ["Er is al een team met deze naam. Kies een andere naam."]
    }


def test_rollen_wijzigen(scherm, adviseur, rollen_van):
    scherm.post(reverse("beheer:gebruiker_rollen", args=[adviseur.pk]), {"rollen": ["intake", "beleid"]})
    assert rollen_van(adviseur) == {"intake", "beleid"}
    scherm.post(reverse("beheer:gebruiker_rollen", args=[adviseur.pk]), {})
    assert rollen_van(adviseur) == set()


def test_rollen_die_niet_samengaan_worden_met_name_geweigerd(scherm, adviseur, rollen_van):
    antwoord = scherm.post(
        reverse("beheer:gebruiker_rollen", args=[adviseur.pk]), {"rollen": ["beheerder", "adviseur"]}
    )
    assert "Functioneel beheerder en COID-adviseur gaan niet samen bij één persoon." in antwoord.text
    assert rollen_van(adviseur) == {"adviseur"}


def test_de_eigen_rollen_wijzigt_een_ander(scherm, beheerder, rollen_van):
    antwoord = scherm.post(
        reverse("beheer:gebruiker_rollen", args=[beheerder.pk]), {"rollen": ["beheerder", "beleid"]}
    )
    assert "U kunt uw eigen rollen niet wijzigen. Vraag een andere beheerder." in antwoord.text
    assert rollen_van(beheerder) == {"beheerder"}


def test_het_eigen_account_deactiveert_een_ander(scherm, beheerder):
    antwoord = scherm.post(reverse("beheer:gebruiker_deactiveren", args=[beheerder.pk]), follow=True)
    assert "U kunt uw eigen account niet deactiveren. Vraag een andere beheerder." in antwoord.text
    assert Gebruiker.objects.get(pk=beheerder.pk).is_active


def test_deactiveren_vraagt_eerst_en_activeren_stuurt_een_mail(
    scherm, adviseur, mailoutbox, django_capture_on_commit_callbacks
):
    adres = reverse("beheer:gebruiker_deactiveren", args=[adviseur.pk])
    assert "meteen uitgelogd" in scherm.get(adres).text
    assert Gebruiker.objects.get(pk=adviseur.pk).is_active
    scherm.post(adres)
    weg = Gebruiker.objects.get(pk=adviseur.pk)
    assert (weg.is_active, weg.has_usable_password()) == (False, False)
    terug = reverse("beheer:gebruiker_activeren", args=[adviseur.pk])
    assert "komen niet terug" in scherm.get(terug).text
    with django_capture_on_commit_callbacks(execute=True):
        scherm.post(terug)
    assert Gebruiker.objects.get(pk=adviseur.pk).is_active
    assert [mail.to for mail in mailoutbox] == [[adviseur.email]]


def test_een_nieuw_adres_wordt_aan_het_oude_gemeld(
    scherm, adviseur, mailoutbox, django_capture_on_commit_callbacks
):
    oud = adviseur.email
    with django_capture_on_commit_callbacks(execute=True):
        scherm.post(
            reverse("beheer:gebruiker_wijzigen", args=[adviseur.pk]),
            {"naam": adviseur.naam, "email": "elders@demo.example"},
        )
    assert Gebruiker.objects.get(pk=adviseur.pk).email == "elders@demo.example"
    assert [mail.to for mail in mailoutbox] == [[oud]]


def test_een_link_werkt_niet_meer_na_een_nieuw_adres(scherm, adviseur, client):
    link = uitnodigen.wachtwoordlink(adviseur, basisadres="http://testserver")
    scherm.post(
        reverse("beheer:gebruiker_wijzigen", args=[adviseur.pk]),
        {"naam": adviseur.naam, "email": "elders@demo.example"},
    )
    assert "Deze link werkt niet meer" in client.get(link.removeprefix("http://testserver"), follow=True).text


def test_een_team_maken_vullen_en_legen(scherm, adviseur, fabriek):
    scherm.post(reverse("beheer:team_nieuw"), {"naam": "Team Oost", "code": "oost", "soort": "behandeling"})
    team = Team.objects.get(code="oost")
    pagina = reverse("beheer:team", args=[team.pk])

    def leden() -> list[tuple[int, bool]]:
        with fabriek():
            return list(Lidmaatschap.objects.filter(team=team).values_list("gebruiker_id", "is_teamleider"))

    geweigerd = scherm.post(pagina, {"gebruiker": "?Rev Proef"}).text
    assert "Deze naam staat niet in de lijst. Kies een naam uit de lijst." in geweigerd
    assert "“?Rev" not in geweigerd
    assert "Alleen wie een rol heeft die zaken behandelt, kan lid zijn." in geweigerd
    scherm.post(pagina, {"gebruiker": adviseur.pk})
    assert leden() == [(adviseur.pk, False)]
    scherm.post(reverse("beheer:team_leider", args=[team.pk, adviseur.pk]), {"is_teamleider": "1"})
    assert leden() == [(adviseur.pk, True)]
    assert (
        "Dit is het laatste lid."
        in scherm.get(reverse("beheer:team_lid_af", args=[team.pk, adviseur.pk])).text
    )
    scherm.post(reverse("beheer:team_lid_af", args=[team.pk, adviseur.pk]))
    assert leden() == []


def test_een_team_met_leden_gaat_niet_dicht(scherm, adviseur, team, fabriek):
    with fabriek():
        Lidmaatschap.objects.create(team=team, gebruiker=adviseur)
    antwoord = scherm.post(reverse("beheer:team_wijzigen", args=[team.pk]), {"naam": team.naam})
    assert "Dit team heeft nog leden. Haal eerst de leden uit het team." in antwoord.text
    assert Team.objects.get(pk=team.pk).is_actief


def test_alleen_wie_zaken_behandelt_staat_in_de_keuze_van_een_team(
    scherm, adviseur, team, beheerder, fabriek
):
    with fabriek():
        maak_gebruiker(Rol.BELEID)
        maak_gebruiker(Rol.ADVISEUR, is_active=False)
    kandidaten = scherm.get(reverse("beheer:team", args=[team.pk])).context["kandidaten"]
    assert kandidaten == [adviseur]


def test_de_startpagina_zegt_wat_er_te_doen_is(scherm, team, fabriek, adviseur):
    with fabriek():
        zonder = maak_gebruiker(naam="Zonder Rol (demo)")
        open_ = maak_gebruiker(Rol.BELEID, naam="Open Uitnodiging (demo)")
        Gebruiker.objects.filter(pk=open_.pk).update(password="!x")
    inhoud = scherm.get(reverse("beheer:start")).context
    assert list(inhoud["zonder_rol"]) == [zonder]
    assert list(inhoud["uitnodigingen"]) == [open_]
    assert inhoud["teams_zonder_leden"] == [team]
    assert list(inhoud["codes"]) == []


@pytest.fixture
def botsend(fabriek):
    """Two roles from before the rule, and the same of an account that is closed."""
    with fabriek():
        beide = (Rol.VERTROUWENSPERSOON, Rol.BELEID)
        maak_gebruiker(*beide, naam="Gesloten (demo)", is_active=False)
        return maak_gebruiker(*beide, naam="Van Vroeger (demo)")


def test_rollen_van_voor_de_regel_staan_bij_te_doen_en_bij_de_gebruiker(scherm, botsend, adviseur):
    start = scherm.get(reverse("beheer:start"))
    assert start.context["botsend"] == [(botsend, ["Vertrouwenspersoon en Beleidsmedewerker"])]
    pagina = reverse("beheer:gebruiker", args=[botsend.pk])
    assert f'<a class="nl-link" href="{pagina}">Van Vroeger (demo)</a>' in start.text
    melding = "Deze rollen gaan niet samen: Vertrouwenspersoon en Beleidsmedewerker"
    assert melding in scherm.get(pagina).text
    assert "niet samen" not in scherm.get(reverse("beheer:gebruiker", args=[adviseur.pk])).text
    scherm.post(reverse("beheer:gebruiker_rollen", args=[botsend.pk]), {"rollen": ["vertrouwenspersoon"]})
    assert melding not in scherm.get(pagina).text
    assert scherm.get(reverse("beheer:start")).context["botsend"] == []


@pytest.mark.parametrize(("rol", "aantal"), [("web", 1), ("worker", 0)])
def test_de_controle_van_de_installatie_telt_rollen_die_niet_samengaan(botsend, settings, rol, aantal):
    settings.ROL = rol
    bevindingen = list(keur_rollen(["default", "cijfers"]))
    assert [bevinding.id for bevinding in bevindingen] == ["jid.W001"] * aantal
    assert not any("Vroeger" in bevinding.msg for bevinding in bevindingen)
    assert list(keur_rollen(["cijfers"])) == []


def test_van_veel_open_uitnodigingen_staan_de_oudste_tien_voorop(scherm, fabriek):
    with fabriek():
        genodigden = [
            maak_gebruiker(Rol.BELEID, naam=f"Genodigde {nummer:02} (demo)") for nummer in range(12)
        ]
        Gebruiker.objects.filter(pk__in=[g.pk for g in genodigden]).update(password="!x")
    boven, _som, onder = scherm.get(reverse("beheer:start")).content.decode().partition("<details")
    assert "De overige 2 uitnodigingen" in onder
    assert sum("Genodigde" in regel for regel in boven.split("<li>")) == 10
    assert sum("Genodigde" in regel for regel in onder.split("<li>")) == 2


def test_mijn_account_toont_rollen_en_teams(client_van, fabriek, team):
    with fabriek():
        lid = maak_gebruiker(Rol.ADVISEUR, naam="Lid (demo)", teams=[team])
    client = client_van(lid)
    antwoord = client.get(reverse("mijn_account"))
    assert [str(label) for label, _uitleg in antwoord.context["rollen"]] == ["COID-adviseur"]
    assert list(antwoord.context["teams"]) == [team]
    assert client.post(reverse("mijn_account")).status_code == 405


def test_niemand_ziet_rollen_buiten_een_verzoek_om():
    assert queries.rollen_overzicht() == {}
