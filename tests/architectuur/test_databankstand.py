"""docs/databank/ says what stands in the database now; `scripts/databank.py` makes it anew."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from scripts import databank

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.mark.skipif("JID_PG_BIN" in os.environ, reason="another PostgreSQL says a view back in other words")
def test_de_beschrijving_van_de_databank_is_die_van_nu():
    with connection.cursor() as cursor:

        def vraag(opdracht):
            cursor.execute(opdracht)
            return cursor.fetchall()

        nu = databank.bestanden(vraag)
    staat_er = {pad.name: pad.read_text() for pad in databank.MAP.iterdir()}
    verschil = sorted(naam for naam in nu.keys() | staat_er.keys() if nu.get(naam) != staat_er.get(naam))
    assert not verschil, f"Draai {databank.OPDRACHT} en neem op wat er verandert: {', '.join(verschil)}"
