"""Sending at the same moment, on real connections: one draft becomes one melding."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction
from django.test import Client

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.wie import aangemeld, als, fabriek
from tests.meldingen.intake_hulp import Invuller

pytestmark = pytest.mark.databank
TEGELIJK = 4


def test_tegelijk_versturen_geeft_een_melding_en_brengt_iedereen_daarheen(kloon):
    with transaction.atomic(), fabriek():
        maak_team("intake", soort=Team.Soort.INTAKE)
        adviseur = maak_gebruiker(Rol.ADVISEUR)
    client = aangemeld(adviseur)
    invuller = Invuller.begin(client)
    with transaction.atomic(), als(adviseur):
        invuller.leg_alles_klaar(adviseur)
    pagina, koekjes, samen = invuller.verborgen("controleren"), client.cookies, Barrier(TEGELIJK)

    def verstuur(_nummer):
        eigen = Client()
        eigen.cookies = koekjes
        try:
            samen.wait()
            return eigen.post(invuller.url("controleren"), pagina).url
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TEGELIJK) as draden:
        adressen = set(draden.map(verstuur, range(TEGELIJK)))

    with transaction.atomic(), als(adviseur):
        meldingen = [str(melding.pk) for melding in Melding.objects.zichtbaar_voor(adviseur)]
    assert len(meldingen) == 1
    assert adressen == {f"/meldingen/{meldingen[0]}/"}
