"""No zaak is left without a reader."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gebruikers import services as beheer
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Gebruiker
from gebruikers.queries import aantal_zonder_lezer, zaken_zonder_lezer
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, sluit_uit
from zaken.services import overdracht as diensten
from zaken.services.overdracht import Overdrachtsreden

from .opvolging import draag_over

pytestmark = pytest.mark.databank


def test_een_account_met_de_laatste_toegang_gaat_pas_dicht_na_overdragen(t, als, fabriek):
    with als(t.beheerder) as door:
        for doe in (
            lambda: beheer.deactiveer(gebruiker=t.van, door=door),
            lambda: beheer.zet_rollen(gebruiker=t.van, rollen=["beleid"], door=door),
            lambda: beheer.zet_rollen(gebruiker=t.van, rollen=[], door=door),
        ):
            with pytest.raises(BeheerGeweigerd, match="enige"):
                doe()
        assert Gebruiker.objects.get(pk=t.van.pk).is_active
        beheer.zet_rollen(gebruiker=t.van, rollen=["onderzoeker"], door=door)  # still reads
    draag_over(als, t, door=t.beheerder)
    with als(t.beheerder) as door:
        with pytest.raises(BeheerGeweigerd):
            beheer.deactiveer(gebruiker=t.van, door=door)  # what the successor may not have
        diensten.draag_over(van=t.van, aan=t.leider, reden=Overdrachtsreden.VERTREK, door=door)
        beheer.deactiveer(gebruiker=t.van, door=door)
        assert zaken_zonder_lezer() == []


def test_het_laatste_lid_blijft_in_een_team_met_zaken(t, als, fabriek):
    with fabriek():
        team = maak_team()
        enig = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        maak_melding(team=team)
    with als(t.beheerder) as door:
        for doe in (
            lambda: beheer.beeindig_lidmaatschap(team=team, gebruiker=enig, door=door),
            lambda: beheer.deactiveer(gebruiker=enig, door=door),
        ):
            with pytest.raises(BeheerGeweigerd, match="enige"):
                doe()
        beheer.zet_lidmaatschap(team=team, gebruiker=t.aan, is_teamleider=False, door=door)
        beheer.beeindig_lidmaatschap(team=team, gebruiker=enig, door=door)


def test_wie_uitgesloten_is_telt_niet_als_lezer_van_het_team(t, als, fabriek):
    with fabriek():
        team = maak_team()
        een, twee = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _ in range(2))
        sluit_uit(maak_melding(team=team), twee)
        maak_melding(team=team)
    with als(t.beheerder) as door:
        beheer.beeindig_lidmaatschap(team=team, gebruiker=twee, door=door)
        beheer.zet_lidmaatschap(team=team, gebruiker=twee, is_teamleider=False, door=door)
        with pytest.raises(BeheerGeweigerd, match="enige"):
            beheer.beeindig_lidmaatschap(team=team, gebruiker=een, door=door)


def test_wat_de_organisatie_afneemt_wordt_afgenomen_en_staat_bij_de_beheerder(t, als, fabriek, client_van):
    with fabriek():
        t.van.roltoekenningen.all().delete()
    with als(t.beheerder):
        assert [(een.naam, een.aantal) for een in zaken_zonder_lezer()] == [("Vertrekt", 3)]
    pagina = client_van(t.beheerder).get(reverse("beheer:start")).content.decode()
    assert "Zaken die niemand kan lezen" in pagina
    assert t.eigen.zaaknummer not in pagina
    with als(t.leider):
        assert zaken_zonder_lezer() == []


def test_wat_niemand_heeft_staat_bij_de_beheerder_hoe_dat_ook_kwam(t, als, fabriek):
    with fabriek():
        maak_melding()
    with als(t.beheerder) as door:
        assert (aantal_zonder_lezer(), diensten.geef_lezer(aan=t.aan, door=door)) == (1, 1)
        assert aantal_zonder_lezer() == 0
