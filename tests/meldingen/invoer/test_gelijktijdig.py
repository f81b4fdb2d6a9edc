"""Two imports at once: the second waits, and finds that everything is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp import databank, wie
from tests.meldingen.invoer.hulp import bestand, rij

pytestmark = pytest.mark.databank


def test_twee_keer_tegelijk_hetzelfde_bestand_leest_het_een_keer_in(kloon, tmp_path):
    with transaction.atomic(), wie.fabriek():
        maak_gebruiker(Rol.INTAKE, teams=[maak_team("intake", soort=Team.Soort.INTAKE)])
    pad = bestand(tmp_path, *(rij(externe_referentie=f"A-{n}") for n in range(500)))

    def lees_in(_: int) -> None:
        databank.beheer("importeer", "meldingen", str(pad), rol="worker", database=kloon)

    with ThreadPoolExecutor(2) as samen:
        list(samen.map(lees_in, range(2)))

    with transaction.atomic(), wie.fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(zaaknummer), max(zaaknummer), count(DISTINCT invoer_id) FROM zaken_zaak"
        )
        assert cursor.fetchone() == (500, "M-2024-00001", "M-2024-00500", 1)
