"""The beheerder and today."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker


@pytest.fixture
def beheerder(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.BEHEERDER)


@pytest.fixture
def scherm(client_van, beheerder):
    return client_van(beheerder)


@pytest.fixture
def vandaag():
    return timezone.localdate()
