"""Who leaves or is away, and what is theirs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gebruikers.models import Lidmaatschap
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, sluit_uit


@pytest.fixture
def t(fabriek):
    """Somebody with a zaak of the team, one of their own, a klacht the successor may not have, and one shared."""
    with fabriek():
        team = maak_team()
        s = SimpleNamespace(
            team=team,
            van=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Vertrekt"),
            aan=maak_gebruiker(Rol.ADVISEUR, teams=[team], naam="Opvolger"),
            leider=maak_gebruiker(Rol.ADVISEUR, naam="Leider"),
            buiten=maak_gebruiker(Rol.KLACHTSECRETARIS, naam="Buiten"),
            beheerder=maak_gebruiker(Rol.BEHEERDER, naam="Beheerder"),
        )
        Lidmaatschap.objects.create(team=team, gebruiker=s.leider, is_teamleider=True)
        s.van_team = maak_melding(team=team, lezers=(s.van,), behandelaar=s.van)
        s.eigen = maak_melding(lezers=(s.van,), behandelaar=s.van)
        s.verboden = maak_melding(lezers=(s.van,), behandelaar=s.van)
        sluit_uit(s.verboden, s.aan)
        s.gedeeld = maak_melding(lezers=(s.van, s.leider), behandelaar=s.leider)
        s.laatste = maak_melding(lezers=(s.van,))
    return s
