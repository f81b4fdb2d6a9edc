"""Does it exist? Nobody who may not see it learns so: not by any route, any way of asking, any list or refusal."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from tests.hulp.antwoord import INGEVULD, VRAGEN, kaal, vergelijk
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


RIJEN = {
    "persoon_wijzig": ("persoon", lambda t: t.persoon),
    "persoon_verwijder": ("persoon", lambda t: t.persoon),
    "persoon_herkend": ("persoon", lambda t: t.persoon),
    "koppeling_beeindig": ("koppeling", lambda t: t.koppeling),
    "toegang_beeindig": ("toekenning", lambda t: t.toekenning),
    "uitsluiting_opheffen": ("gebruiker", lambda t: t.wie["uitgeslotene"].pk),
}
"""Routes that take a row beside the zaak, and one that stands under a zaak of somebody else."""
SLEUTEL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""In the own page that a form goes back to: each form there has a key of its own."""


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("naam", RIJEN)
def test_een_rij_van_een_vreemde_zaak_antwoordt_bij_de_eigen_zaak_als_een_rij_die_er_niet_is(toneel, naam):
    veld, van = RIJEN[naam]
    wie = toneel.wie["ander"]
    with fabriek():
        eigen = maak_melding(lezers=(wie,), behandelaar=wie)
        vrij = maak_gebruiker(Rol.ADVISEUR).pk
    client, gezien = aangemeld(wie), []
    for rij in (van(toneel), vrij if veld == "gebruiker" else uuid4()):
        adres = reverse(f"meldingen:{naam}", kwargs={"pk": eigen.pk, veld: rij})
        antwoorden = [client.get(adres), client.post(adres, INGEVULD, follow=True)]
        gezien.append(
            [(een.status_code, SLEUTEL.sub("", kaal(een).replace(adres, "ADRES"))) for een in antwoorden]
        )
    assert gezien[0] == gezien[1]


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
