"""Beheerders, and the colleagues whose accounts they manage."""

from __future__ import annotations

import pytest

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.organisatie import organisatie as organisatie  # the fixtures, asked for by name
from tests.hulp.organisatie import provider as provider


@pytest.fixture
def wie(fabriek):
    with fabriek():
        return {
            "een": maak_gebruiker(Rol.BEHEERDER, naam="Beheerder Een"),
            "twee": maak_gebruiker(Rol.BEHEERDER, naam="Beheerder Twee"),
            "privacy": maak_gebruiker(Rol.PRIVACY, naam="Privacy"),
            "auditor": maak_gebruiker(Rol.AUDITOR, naam="Auditor"),
            "collega": maak_gebruiker(Rol.ADVISEUR, naam="Collega"),
        }
