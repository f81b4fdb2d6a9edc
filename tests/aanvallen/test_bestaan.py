"""Does it exist? Nobody who may not see it learns so: not by any route, any way of asking, any list or refusal."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.hulp.antwoord import VRAGEN, vergelijk
from tests.hulp.routes import ROUTES, VERGELEKEN, vergeleken_met
from tests.hulp.toneel import opgebouwd as opgebouwd
from tests.hulp.toneel import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.wie import aangemeld, fabriek

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("naam", VERGELEKEN)
def test_vreemd_en_onbekend_antwoorden_gelijk_hoe_er_ook_gevraagd_wordt(toneel, naam):
    """Status, headers, cookies, body and number of statements; as a page, a part, a form, and the rarer methods.

    Each way by one outsider, in turn: over all routes everybody asks in every way, and a visitor who is nobody too.
    """
    route = ROUTES[naam]
    kwargs = route.kwargs(toneel)
    vreemd, onbekend = (reverse(naam, kwargs=kwargs | anders) for anders in ({}, {"pk": uuid4()}))
    vragers = [*vergeleken_met(naam), None]
    beurt = VERGELEKEN.index(naam)
    for plek, wie in enumerate(vragers):
        manieren = [hoe for nummer, hoe in enumerate(VRAGEN, beurt) if nummer % len(vragers) == plek]
        client = aangemeld(toneel.wie[wie]) if wie else Client()
        assert vergelijk(client, vreemd, onbekend, manieren) == [], wie


VAN_NIEMAND = {"zaken_norm", "zaken_gelijkgesteldedag", "zaken_sleutelversie", "zaken_herinnering"}
"""Settings, which every process reads."""


@pytest.mark.aanval("tweede muur")
def test_zonder_gebruiker_is_elke_tabel_leeg_waarin_iets_van_iemand_staat(toneel):
    """The stage has one of everything, so most tables do hold rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relrowsecurity AND c.relname <> ALL (%s)"
            " AND c.relnamespace = 'public'::regnamespace AND has_table_privilege(c.oid, 'SELECT')"
            " AND c.relname !~ '^(account|codelijsten|gebruikers|rapportages)_'",
            [list(VAN_NIEMAND)],
        )
        tabellen = [tabel for (tabel,) in cursor.fetchall()]

        def gevuld() -> set[str]:
            cursor.execute(
                " UNION ALL ".join(f"(SELECT '{tabel}' FROM {tabel} LIMIT 1)" for tabel in tabellen)
            )
            return {tabel for (tabel,) in cursor.fetchall()}

        with fabriek():
            vol = gevuld()
        assert len(vol) >= 15
        assert gevuld() == set()
