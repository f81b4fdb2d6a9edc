"""Once a month a team lead goes through who has access to the zaken of the team."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Lidmaatschap, Team
from gebruikers.queries import herzieningen
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, sluit_uit
from zaken.models import Herziening, Toekenning
from zaken.services.herziening import geleide_teams, herzie, lezers_van_team

pytestmark = pytest.mark.databank


@pytest.fixture
def t(fabriek):
    """A team with a lead and a member; two zaken shared with a guest, one sealed, one of which the lead is kept out."""
    with fabriek():
        team = maak_team()
        s = SimpleNamespace(
            team=team,
            leider=maak_gebruiker(Rol.ADVISEUR, naam="Leider"),
            lid=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Lid"),
            gast=maak_gebruiker(Rol.ONDERZOEKER, naam="Gast"),
            beheerder=maak_gebruiker(Rol.BEHEERDER),
        )
        Lidmaatschap.objects.create(team=team, gebruiker=s.leider, is_teamleider=True)
        s.een = maak_melding(team=team, lezers=(s.gast, s.lid), behandelaar=s.lid)
        s.twee = maak_melding(team=team, lezers=(s.gast,))
        s.verzegeld = maak_melding(team=team, lezers=(s.gast,), verzegeld=True)
        s.verboden = maak_melding(team=team, lezers=(s.gast,))
        sluit_uit(s.verboden, s.leider)
        maak_melding(team=maak_team(), lezers=(s.gast,))
    return s


def _lopend(fabriek, wie):
    with fabriek():
        return Toekenning.objects.filter(user=wie, beeindigd_op=None).count()


def test_de_teamleider_ziet_wie_toegang_heeft_tot_zaken_die_hij_zelf_ziet(t, als):
    with als(t.leider):
        groepen = lezers_van_team(t.team.pk, lezer=t.leider)
    assert [(g.naam, g.is_lid, g.aantal) for g in groepen] == [("Gast", False, 2)]
    assert {zaak.pk for zaak in groepen[0].zaken} == {t.een.pk, t.twee.pk}


@pytest.mark.parametrize("wie", ["lid", "gast", "beheerder"])
def test_wie_het_team_niet_leidt_ziet_en_beeindigt_niets(t, als, fabriek, client_van, wie):
    gebruiker = getattr(t, wie)
    with als(gebruiker):
        assert lezers_van_team(t.team.pk, lezer=gebruiker) == []
        assert geleide_teams() == []
        with pytest.raises(PermissionDenied):
            herzie(team_id=t.team.pk, beeindig=[t.gast.pk], leden_kloppen=True, door=gebruiker)
    assert client_van(gebruiker).get(reverse("team_toegang", args=[t.team.pk])).status_code == 404
    assert _lopend(fabriek, t.gast) == 5


def test_beeindigen_raakt_alleen_zaken_van_het_team_die_de_teamleider_ziet(t, fabriek, client_van):
    client, adres = client_van(t.leider), reverse("team_toegang", args=[t.team.pk])
    assert client.post(adres, {"leden_kloppen": "ja"}).status_code == 422
    antwoord = client.post(adres, {"leden_kloppen": "ja", f"persoon_{t.gast.pk}": "beeindigen"})
    assert antwoord.status_code == 302
    with fabriek():
        over = set(
            Toekenning.objects.filter(user=t.gast, beeindigd_op=None).values_list(
                "content_object_id", flat=True
            )
        )
        assert {t.een.pk, t.twee.pk}.isdisjoint(over)
        assert {t.verzegeld.pk, t.verboden.pk} <= over
        assert _soorten(t.leider) == {Soort.TOEGANG_BEEINDIGD: 2, Soort.TOEGANG_HERZIEN: 1}
        (herziening,) = Herziening.objects.all()
    assert (herziening.bevestigd, herziening.beeindigd, herziening.door_id) == (0, 2, t.leider.pk)
    assert _lopend(fabriek, t.lid) == 1


def _soorten(wie):
    gezocht = (Soort.TOEGANG_BEEINDIGD, Soort.TOEGANG_HERZIEN)
    rijen = Gebeurtenis.objects.filter(door_id=wie.pk, soort__in=gezocht).values_list("soort", flat=True)
    return {soort: list(rijen).count(soort) for soort in set(rijen)}


def test_mijn_werk_herinnert_tot_het_gedaan_is(t, client_van):
    client, adres = client_van(t.leider), reverse("mijn_werk")
    herinnering = f"Loop de toegang van {t.team.naam} na."
    assert herinnering in client.get(adres).content.decode()
    assert herinnering not in client_van(t.lid).get(adres).content.decode()
    client.post(
        reverse("team_toegang", args=[t.team.pk]), {"leden_kloppen": "ja", f"persoon_{t.gast.pk}": "laten"}
    )
    assert herinnering not in client.get(adres).content.decode()


def test_de_beheerder_ziet_welke_teams_niet_nagelopen_zijn_en_geen_zaak(t, als, fabriek, client_van):
    pagina = client_van(t.beheerder).get(reverse("beheer:start")).content.decode()
    assert "Toegang nog niet nagelopen" in pagina
    assert t.team.naam in pagina
    assert t.een.zaaknummer not in pagina
    with als(t.leider):
        herzie(team_id=t.team.pk, beeindig=[], leden_kloppen=False, door=t.leider)
    client = client_van(t.beheerder)
    assert "Leden kloppen niet" in client.get(reverse("beheer:start")).content.decode()
    assert [s.naam for s in client.get(reverse("beheer:start")).context["niet_nagelopen"]] == []
    with fabriek():
        Herziening.objects.update(op=timezone.now() - timedelta(days=32))
    assert [s.naam for s in client.get(reverse("beheer:start")).context["niet_nagelopen"]] == [t.team.naam]
    with als(t.leider):
        assert herzieningen() == []


def test_een_team_buiten_coid_heeft_niets_na_te_lopen(t, als, fabriek):
    with fabriek():
        buiten = maak_team(soort=Team.Soort.BUITEN_COID)
        Lidmaatschap.objects.create(team=buiten, gebruiker=t.leider, is_teamleider=True)
    with als(t.leider):
        assert [team.team_id for team in geleide_teams()] == [t.team.pk]
    with als(t.beheerder):
        assert buiten.pk not in {stand.team_id for stand in herzieningen()}
