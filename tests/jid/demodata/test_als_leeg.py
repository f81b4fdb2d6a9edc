"""An installation with work of its own is left alone."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.hulp import wie
from tests.hulp.opdracht import geef_opdracht
from tests.jid.demodata.hulp import telling

pytestmark = pytest.mark.databank


def test_als_leeg_laat_een_installatie_met_een_eigen_zaak_met_rust(kloon):
    with transaction.atomic(), wie.fabriek(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO zaken_nummerreeks (soort, jaar, laatste) VALUES ('melding', 2024, 1)")
    eerder = telling()
    klaar = geef_opdracht(kloon, "demodata", "--als-leeg")

    assert (klaar.returncode, klaar.stdout) == (0, "Er zijn al gegevens. Er is niets toegevoegd.\n")
    assert telling() == eerder
