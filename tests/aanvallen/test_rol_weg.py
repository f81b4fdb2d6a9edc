"""A role that somebody lost, or had in another function, still opens what it opened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gebruikers.fouten import in_woorden
from gebruikers.models import Gebruiker, Lidmaatschap, OidcIdentiteit, Roltoekenning, Team
from gebruikers.rollen import Rol
from gebruikers.services import roep_als_aanmelder
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding, maak_toekenning
from zaken.models import Toekenning, Zaak

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]


@pytest.fixture
def misstanden(fabriek):
    """A desk of misstanden with two people; the first is an adviseur too."""
    with fabriek():
        team = maak_team(soort=Team.Soort.MISSTANDEN)
        wie = maak_gebruiker(Rol.MISSTANDEN, Rol.ADVISEUR)
        return team, wie, maak_gebruiker(Rol.MISSTANDEN, teams=[team])


def ontneem(wie, *rollen, client):
    """A beheerder leaves these roles alone."""
    pagina = reverse("beheer:gebruiker_rollen", args=[wie.pk])
    return client.post(pagina, {"rollen": [rol.value for rol in rollen]}, follow=True)


def van_de_organisatie(wie, *rollen, fabriek):
    """The organisation says at signing in that these are the roles."""
    with fabriek():
        OidcIdentiteit.objects.create(gebruiker=wie, issuer="https://i.example", onderwerp=str(wie.pk))
    with in_woorden():
        roep_als_aanmelder("app.zet_rollen_van_bron", [rol.value for rol in rollen], wie=wie)


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("door", ["beheerder", "organisatie"])
@pytest.mark.parametrize("hoe", ["team", "toekenning", "behandelaar"])
def test_wie_de_rol_misstanden_kwijt_is_leest_er_geen_meer(
    toneel, misstanden, client_van, fabriek, hoe, door
):
    """By the desk, by sharing, or as its behandelaar; what the other role reads stays."""
    team, wie, blijft = misstanden
    with fabriek():
        if hoe == "team":
            wie.lidmaatschappen.create(team=team)
        lezers = (blijft,) if hoe == "team" else (blijft, wie)
        zaak = maak_zaak(
            Zaak.Soort.MISSTAND, team=team, lezers=lezers, behandelaar=wie if hoe == "behandelaar" else None
        )
        melding = maak_melding(lezers=(wie,), behandelaar=wie)
    klant, pagina = client_van(wie), reverse("misstanden:detail", args=[zaak.pk])
    assert klant.get(pagina).status_code == 200
    if door == "beheerder":
        ontneem(wie, Rol.ADVISEUR, client=client_van(toneel.beheerder))
    else:
        van_de_organisatie(wie, Rol.ADVISEUR, fabriek=fabriek)
    assert klant.get(pagina).status_code == 404
    assert zaak.zaaknummer not in klant.get(reverse("mijn_werk")).text
    assert klant.get(reverse("meldingen:detail", args=[melding.pk])).status_code == 200
    with fabriek():
        assert not Lidmaatschap.objects.filter(gebruiker=wie, team=team).exists()
        if hoe != "team":
            assert Toekenning.objects.get(user=wie, content_object=zaak).einde == "rol"
            einde = Gebeurtenis.objects.get(soort="toegang_beeindigd", zaak_id=zaak.pk)
            assert einde.bijzonderheden == {"van": wie.pk, "einde": "rol"}
        else:
            af = Gebeurtenis.objects.get(soort="team_gewijzigd", object_id=str(team.pk))
            assert af.bijzonderheden == {"lid_af": wie.pk}


@pytest.mark.aanval("rol", gevonden=True)
def test_de_laatste_lezer_van_een_misstand_verliest_de_rol_niet_en_bij_aanmelden_hoort_de_beheerder_het(
    toneel, misstanden, client_van, fabriek
):
    _team, wie, _blijft = misstanden
    with fabriek():
        zaak = maak_zaak(Zaak.Soort.MISSTAND, team=None, lezers=(wie,), behandelaar=wie)
    geweigerd = ontneem(wie, Rol.ADVISEUR, client=client_van(toneel.beheerder))
    assert "de enige die een of meer zaken kan lezen" in geweigerd.text
    klant, pagina = client_van(wie), reverse("misstanden:detail", args=[zaak.pk])
    assert klant.get(pagina).status_code == 200
    van_de_organisatie(wie, Rol.ADVISEUR, fabriek=fabriek)
    assert klant.get(pagina).status_code == 404
    with fabriek():
        assert Gebeurtenis.objects.filter(soort="zonder_lezer", zaak_id=zaak.pk).count() == 1


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("weg", ["gedeactiveerd", "een tijd zonder rol"])
def test_wie_wegging_en_in_een_andere_functie_terugkomt_leest_niets_van_vroeger(
    toneel, client_van, fabriek, weg
):
    with fabriek():
        wie, b = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(b, wie), behandelaar=b)
    beheer = client_van(toneel.beheerder)
    if weg == "gedeactiveerd":
        for stap in ("deactiveren", "activeren"):
            assert beheer.post(reverse(f"beheer:gebruiker_{stap}", args=[wie.pk])).status_code == 302
    else:
        ontneem(wie, client=beheer)
    with fabriek():
        Roltoekenning.objects.create(gebruiker=wie, rol=Rol.KLACHTSECRETARIS)
        wie = Gebruiker.objects.get(pk=wie.pk)
        wie.set_password(WACHTWOORD)
        wie.save()
    assert client_van(wie).get(reverse("meldingen:detail", args=[zaak.pk])).status_code == 404
    assert "Rol vervallen" in client_van(b).get(reverse("meldingen:toegang", args=[zaak.pk])).text


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("soort", [Team.Soort.KLACHTEN, Team.Soort.MISSTANDEN])
def test_een_balie_neemt_niemand_zonder_haar_rol(toneel, client_van, fabriek, soort):
    with fabriek():
        team = maak_team(soort=soort)
    antwoord = client_van(toneel.beheerder).post(
        reverse("beheer:team", args=[team.pk]), {"gebruiker": toneel.eigenaar.pk}
    )
    assert "geen rol die bij dit team hoort" in antwoord.text
    with fabriek():
        assert not Lidmaatschap.objects.filter(team=team).exists()


@pytest.mark.aanval("rol")
def test_wie_registreerde_houdt_wat_de_rol_registreert(toneel, client_van, fabriek):
    """Intake registers a misstand and is no reader of one; another role that goes changes nothing there."""
    with fabriek():
        wie, lezer = maak_gebruiker(Rol.INTAKE, Rol.ADVISEUR), maak_gebruiker(Rol.MISSTANDEN)
        zaak = maak_zaak(Zaak.Soort.MISSTAND, lezers=(wie, lezer), aangemaakt_door=wie)
    ontneem(wie, Rol.INTAKE, client=client_van(toneel.beheerder))
    assert client_van(wie).get(reverse("misstanden:detail", args=[zaak.pk])).status_code == 200
    ontneem(wie, Rol.BELEID, client=client_van(toneel.beheerder))
    assert client_van(wie).get(reverse("misstanden:detail", args=[zaak.pk])).status_code == 404
    with fabriek():
        assert Toekenning.objects.get(user=wie, content_object=zaak).einde == "rol"


BEHANDELROLLEN = [
    (Zaak.Soort.MISSTAND, Rol.MISSTANDEN, Rol.ONDERZOEKER, "misstanden"),
    (Zaak.Soort.KLACHT, Rol.KLACHTSECRETARIS, Rol.ADVISEUR, "klachten"),
    (Zaak.Soort.ONDERZOEK, Rol.ADVISEUR, Rol.KLACHTSECRETARIS, "onderzoeken"),
]


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("door", ["beheerder", "organisatie"])
@pytest.mark.parametrize(("soort", "had", "houdt", "ruimte"), BEHANDELROLLEN)
def test_wie_nog_wel_leest_maar_niet_meer_behandelt_laat_de_zaak_aan_een_ander(
    toneel, client_van, fabriek, soort, had, houdt, ruimte, door
):
    with fabriek():
        wie, blijft = maak_gebruiker(had, houdt), maak_gebruiker(had)
        zaak = maak_zaak(soort, team=None, lezers=(wie, blijft), behandelaar=wie)
    if door == "beheerder":
        ontneem(wie, houdt, client=client_van(toneel.beheerder))
    else:
        van_de_organisatie(wie, houdt, fabriek=fabriek)
    klant, ander = client_van(wie), client_van(blijft)
    paginas = [
        reverse(f"{ruimte}:{naam}", args=[zaak.pk])
        for naam in ("delen", "toewijzen", "uitsluiten", "verzegelen", "annuleer", "persoon_nieuw")
    ]
    assert klant.get(reverse(f"{ruimte}:detail", args=[zaak.pk])).status_code == 200
    assert [klant.get(pagina).status_code for pagina in paginas] == [403] * len(paginas)
    assert ander.get(reverse(f"{ruimte}:toewijzen", args=[zaak.pk])).status_code == 200


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("daarna", [Rol.ADVISEUR, Rol.INTAKE])
def test_wat_sliep_ontwaakt_niet_in_een_andere_functie(toneel, client_van, fabriek, daarna):
    """First no role at all, and at the next sign-in another one."""
    with fabriek():
        wie = maak_gebruiker(Rol.MISSTANDEN)
        zaak = maak_zaak(Zaak.Soort.MISSTAND, team=None, lezers=(wie,), behandelaar=wie)
    van_de_organisatie(wie, fabriek=fabriek)
    with in_woorden():
        roep_als_aanmelder("app.zet_rollen_van_bron", [daarna.value], wie=wie)
    assert client_van(wie).get(reverse("misstanden:detail", args=[zaak.pk])).status_code == 404
    with fabriek():
        assert Gebeurtenis.objects.filter(soort="zonder_lezer", zaak_id=zaak.pk).exists()


@pytest.mark.aanval("rol")
def test_een_geannuleerde_zaak_houdt_een_rol_niet_vast(toneel, client_van, fabriek):
    """Nobody can share or assign it any more; the beheerder gives it to another afterwards."""
    with fabriek():
        wie = maak_gebruiker(Rol.MISSTANDEN, Rol.ADVISEUR)
        zaak = maak_zaak(Zaak.Soort.MISSTAND, team=None, lezers=(wie,), behandelaar=wie)
        melding = maak_melding(lezers=(wie,), behandelaar=wie)
    klant = client_van(wie)
    annuleer = reverse("misstanden:annuleer", args=[zaak.pk])
    assert klant.post(annuleer, {"reden": "vergissing"}).status_code == 302
    ontneem(wie, Rol.ADVISEUR, client=client_van(toneel.beheerder))
    assert klant.get(reverse("misstanden:detail", args=[zaak.pk])).status_code == 404
    assert klant.get(reverse("meldingen:detail", args=[melding.pk])).status_code == 200
    with fabriek():
        assert Gebeurtenis.objects.filter(soort="zonder_lezer", zaak_id=zaak.pk).exists()


@pytest.mark.aanval("rol", gevonden=True)
def test_toegang_die_al_voorbij_was_houdt_een_rol_niet_vast(toneel, client_van, fabriek):
    """Nobody reads the zaak, and who once could is no reader of it: to refuse would keep the role for nothing."""
    with fabriek():
        wie = maak_gebruiker(Rol.MISSTANDEN, Rol.ADVISEUR)
        zaak = maak_zaak(Zaak.Soort.MISSTAND, team=None)
        toen = timezone.now() - timedelta(days=2)
        voorbij = maak_toekenning(zaak, wie, verloopt_op=timezone.now() + timedelta(days=1))
        Toekenning.objects.filter(pk=voorbij.pk).update(
            verleend_op=toen, verloopt_op=toen + timedelta(days=1)
        )
    ontneem(wie, Rol.ADVISEUR, client=client_van(toneel.beheerder))
    with fabriek():
        assert list(Roltoekenning.objects.filter(gebruiker=wie).values_list("rol", flat=True)) == ["adviseur"]
        assert Toekenning.objects.get(pk=voorbij.pk).einde == ""  # it ended on its own day
        assert not Gebeurtenis.objects.filter(soort="zonder_lezer").exists()
