"""Two imports at once: the second waits, and finds that everything is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp import wie
from tests.hulp.opdracht import als_rol
from tests.meldingen.invoer.hulp import bestand, rij

pytestmark = pytest.mark.databank


def test_twee_keer_tegelijk_hetzelfde_bestand_leest_het_een_keer_in(kloon, tmp_path):
    with transaction.atomic(), wie.fabriek():
        maak_gebruiker(Rol.INTAKE, teams=[maak_team("intake", soort=Team.Soort.INTAKE)])
    pad = bestand(tmp_path, *(rij(externe_referentie=f"A-{n}") for n in range(200)))

    def lees_in(_: int) -> None:
        try:
            call_command("importeer", "meldingen", str(pad), stdout=StringIO())
        finally:
            connection.close()

    with als_rol("worker", kloon), ThreadPoolExecutor(2) as samen:
        list(samen.map(lees_in, range(2)))

    with transaction.atomic(), wie.fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(zaaknummer), max(zaaknummer), count(DISTINCT invoer_id) FROM zaken_zaak"
        )
        assert cursor.fetchone() == (200, "M-2024-00001", "M-2024-00200", 1)
