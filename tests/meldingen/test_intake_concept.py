"""The draft: kept while somebody types, never overwritten by something older, unreadable for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Sessie, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.wie import inhoud_van
from tests.meldingen.intake_hulp import GOED, Invuller
from zaken.models import Concept

pytestmark = pytest.mark.databank
TEKSTVELDEN = {
    "personen": ("naam", "contact", "veilig_bereikbaar", "p1-naam", "p2-naam"),
    "gebeurtenis": ("onderwerp", "eenheid", "omschrijving"),
    "gedaan": ("wens_melder", "ordemaatregel"),
}


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        maak_team("intake", soort=Team.Soort.INTAKE)
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def invuller(adviseur, client_van):
    return Invuller.begin(client_van(adviseur))


def _pagina(invuller, stap):
    return invuller.client.get(invuller.url(stap)).content.decode()


def test_wat_getypt_wordt_is_bewaard_ook_als_het_niet_klopt(invuller, adviseur, client_van, fabriek):
    antwoord = invuller.bewaar("gebeurtenis", 1, onderwerp="half af", voorval_van_maand="dertien")

    assert antwoord.status_code == 200
    with fabriek():
        concept = Concept.objects.zonder_toegangsfilter(reden="test").get()
    om = timezone.localtime(concept.gewijzigd_op)
    assert antwoord.json() == {"bewaard_om": f"{om:%H.%M}", "volgnummer": 1}
    in_een_andere_browser = client_van(adviseur).get(invuller.url("gebeurtenis")).content.decode()
    assert 'value="half af"' in in_een_andere_browser
    assert 'value="dertien"' in in_een_andere_browser
    assert "Concept bewaard om" in in_een_andere_browser


def test_een_oudere_tekst_verdringt_nooit_een_nieuwere(invuller):
    invuller.bewaar("gebeurtenis", 5, onderwerp="nieuwer")

    te_laat = [invuller.bewaar("gebeurtenis", nummer, onderwerp="ouder").status_code for nummer in (4, 5)]
    nog_eens = invuller.bewaar("gebeurtenis", 5, onderwerp="nieuwer")

    assert te_laat == [409, 409]
    assert nog_eens.status_code == 200
    assert 'value="nieuwer"' in _pagina(invuller, "gebeurtenis")


def test_een_ander_venster_verdringt_niets_ook_niet_met_een_hoger_nummer(invuller):
    invuller.bewaar("gebeurtenis", 1, onderwerp="eerste venster")

    ander_venster = invuller.bewaar("gebeurtenis", 2, venster="venster-b", onderwerp="tweede venster")
    zelfde_venster = invuller.bewaar("gebeurtenis", 2, onderwerp="eerste venster, verder")

    assert (ander_venster.status_code, zelfde_venster.status_code) == (409, 200)


def test_de_knop_in_een_verouderd_venster_bewaart_niets_maar_houdt_de_tekst_op_het_scherm(invuller):
    oud_venster = invuller.verborgen("gebeurtenis")
    invuller.bewaar("gebeurtenis", 7, onderwerp="nieuwer")

    eerste = invuller.client.post(invuller.url("gebeurtenis"), {**oud_venster, **GOED["gebeurtenis"]})
    nu = _pagina(invuller, "gebeurtenis")
    opnieuw = {**oud_venster, **GOED["gebeurtenis"], "volgnummer": "7", "basis": "7"}
    tweede = invuller.client.post(invuller.url("gebeurtenis"), opnieuw)

    assert eerste.status_code == 409
    assert GOED["gebeurtenis"]["omschrijving"] in eerste.content.decode()
    assert "U wijzigde dit concept ook in een ander venster." in eerste.content.decode()
    assert 'value="nieuwer"' in nu
    assert tweede.status_code == 302


def test_indienen_wat_niet_op_de_controlepagina_stond_kan_niet(invuller, fabriek):
    invuller.vul_alles_in()
    gezien = invuller.verborgen("controleren")
    invuller.vul_in("gebeurtenis", onderwerp="stiekem anders")

    antwoord = invuller.client.post(invuller.url("controleren"), gezien)

    assert antwoord.status_code == 409
    assert "stiekem anders" in antwoord.content.decode()
    with fabriek():
        assert Concept.objects.zonder_toegangsfilter(reden="test").count() == 1


def test_alleen_velden_van_de_stap_worden_bewaard(invuller, adviseur, als):
    invuller.bewaar("gedaan", 1, wens_melder="dit wel", is_beheerder="1", onderwerp="hoort elders")

    with als(adviseur):
        inhoud = Concept.objects.van(adviseur).select_related("sleutel").get().inhoud
    assert inhoud == {"_": "", "gedaan": {"wens_melder": ["dit wel"]}, "venster": "venster-a"}


@pytest.mark.parametrize("nummer", ["", "-1", "een", "1" * 10, "\x00"])
def test_een_volgnummer_dat_geen_pagina_stuurt_is_een_fout_in_woorden(invuller, nummer):
    antwoorden = [
        invuller.bewaar("gedaan", nummer, wens_melder="x"),
        invuller.client.post(invuller.url("gedaan"), {"volgnummer": nummer, "basis": "0", "venster": "a"}),
        invuller.bewaar("gedaan", 1, basis=nummer),
        invuller.bewaar("gedaan", 1, venster="geen venster"),
        invuller.client.post(invuller.url("controleren"), {"volgnummer": nummer}),
    ]

    assert [antwoord.status_code for antwoord in antwoorden] == [400] * 5


def test_een_merkwoord_is_nergens_in_het_klare_te_lezen(invuller, fabriek):
    merkwoorden = []
    for stap, velden in TEKSTVELDEN.items():
        getypt = {veld.replace("-", "__"): f"merk{stap}{veld.replace('-', '')}" for veld in velden}
        merkwoorden += getypt.values()
        velden = {**GOED[stap], **{k.replace("__", "-"): v for k, v in getypt.items()}}
        pagina = invuller.verborgen(stap)
        pagina["volgnummer"] = str(int(pagina["volgnummer"]) + 1)
        assert invuller.bewaar(**pagina, **velden).status_code == 200
        _nergens(merkwoorden, fabriek)
        invuller.vul_in(stap, **getypt)
    for stap in ("ontvangst", "categorie"):
        invuller.vul_in(stap)
    _nergens(merkwoorden, fabriek)

    assert invuller.dien_in().status_code == 302

    _nergens(merkwoorden, fabriek)


def _nergens(merkwoorden, fabriek):
    """Not in any column of any table, as text or as bytes; sessions are decoded first."""
    with fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        tabellen = [rij[0] for rij in cursor.fetchall()]
        assert "public.zaken_concept" in tabellen
        for tabel in tabellen:
            cursor.execute(f"SELECT t::text FROM {tabel} t")
            tekst = "\n".join(rij[0] for rij in cursor.fetchall())
            gevonden = [m for m in merkwoorden if m in tekst or m.encode().hex() in tekst]
            assert gevonden == [], tabel
        sessies = [inhoud_van(sessie) for sessie in Sessie.objects.all()]
    assert any("_auth_user_id" in sessie for sessie in sessies)
    assert [m for m in merkwoorden if m in str(sessies)] == []


def test_het_aantal_queries_groeit_niet_met_personen_of_concepten(invuller, adviseur, als):
    def tel(stap):
        invuller.client.get(invuller.url(stap))
        with CaptureQueriesContext(connection) as queries:
            assert invuller.client.get(invuller.url(stap)).status_code == 200
        return _echte(queries)

    def tel_begin():
        with CaptureQueriesContext(connection) as queries:
            assert invuller.client.get(reverse("meldingen:nieuw")).status_code == 200
        return _echte(queries)

    invuller.vul_alles_in(personen={"rij": ["1-betrokkene"]})
    weinig = [tel("personen"), tel("controleren"), tel_begin()]
    twintig = [f"{nummer}-betrokkene" for nummer in range(1, 21)]
    invuller.vul_in("personen", rij=twintig, aantal_betrokkenen="20")
    for _ in range(4):
        Invuller.begin(invuller.client).vul_in("gebeurtenis")
    veel = [tel("personen"), tel("controleren"), tel_begin()]

    assert (weinig, veel) == ([10, 11, 7], [10, 11, 7])


def _echte(queries):
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def test_concepten_staan_met_het_laatst_bewaarde_bovenaan(invuller, adviseur, fabriek):
    ander = Invuller.begin(invuller.client)
    ander.vul_in("gebeurtenis", onderwerp="later begonnen")
    invuller.vul_in("gebeurtenis", onderwerp="eerder begonnen")
    with fabriek():
        Concept.objects.zonder_toegangsfilter(reden="test").filter(pk=ander.pk).update(
            gewijzigd_op=timezone.now() - timedelta(days=1)
        )

    pagina = invuller.client.get(reverse("meldingen:nieuw")).content.decode()

    assert pagina.index("eerder begonnen") < pagina.index("later begonnen")
