"""Every register that has an app, and who works with it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.doorgeleiden import maak_balies
from zaken.register import registers
from zaken.toegang import rollen_van


@pytest.fixture(params=registers(), ids=lambda register: register.soort)
def register(request):
    return request.param


@pytest.fixture
def rol(register):
    """A role that has the list of this register."""
    return Rol(sorted(rollen_van(register.soort))[0])


@pytest.fixture
def spelers(register, rol, fabriek):
    """A team that owns zaken, a member of it, and somebody with the same role outside it."""
    with fabriek():
        team = maak_team()
        return SimpleNamespace(
            team=team, lid=maak_gebruiker(rol, teams=[team]), buiten=maak_gebruiker(rol), rol=rol
        )


@pytest.fixture
def balies(fabriek):
    with fabriek():
        return maak_balies()
