"""Guessing in parallel: the counters are shared and locked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp import wie

pytestmark = pytest.mark.databank


@pytest.mark.aanval("race")
def test_tegelijk_raden_geeft_niet_meer_dan_vijf_pogingen(kloon, monkeypatch):
    with transaction.atomic(), wie.fabriek():
        doel = maak_gebruiker(Rol.ADVISEUR)
    cache.clear()
    pogingen = []
    echt = Gebruiker.check_password
    monkeypatch.setattr(Gebruiker, "check_password", lambda s, w: pogingen.append(1) or echt(s, w))

    def een(nummer):
        try:
            Client(REMOTE_ADDR=f"10.1.0.{nummer}").post(
                reverse("account_login"), {"login": doel.email, "password": f"fout-fout-{nummer}"}
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as draden:
        list(draden.map(een, range(40)))
    cache.clear()
    assert 1 <= len(pogingen) <= 5
