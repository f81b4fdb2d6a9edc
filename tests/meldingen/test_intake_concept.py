"""The draft: kept while somebody types, never overwritten by something older, unreadable for others."""

from __future__ import annotations

import re
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
    gezegd = antwoord.json()
    assert set(re.findall(r"([a-z_]+):[0-9a-f]{24}", gezegd.pop("geladen"))) == {"onderwerp", "voorval_van"}
    assert gezegd == {"bewaard_om": f"{om:%H.%M}", "volgnummer": 1}
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


GESTUURD = GOED["gebeurtenis"]


def test_wat_twee_vensters_wijzigden_staat_er_met_beide_teksten_tot_de_gebruiker_kiest(invuller):
    invuller.vul_in("gebeurtenis", eenheid="")
    eerste, tweede = invuller.verborgen("gebeurtenis"), invuller.verborgen("gebeurtenis")
    een = {
        "onderwerp": "uit een",
        "eenheid": "Eenheid Een",
        "voorval_van_maand": "9",
        "locatiecontext": "kazerne",
    }
    twee = {"onderwerp": "uit twee", "eenheid": "", "voorval_tot_maand": "12", "locatiecontext": "online"}
    url = invuller.url("gebeurtenis")
    assert invuller.client.post(url, eerste | GESTUURD | een | {"_volgende": "1"}).status_code == 302
    met_een = _pagina(invuller, "gebeurtenis")

    geweigerd = invuller.client.post(url, tweede | GESTUURD | twee | {"_volgende": "1"})

    botsing = geweigerd.content.decode()
    assert (geweigerd.status_code, _pagina(invuller, "gebeurtenis").count("uit een")) == (409, 1)
    for stuk in (
        "ook in een ander venster", "op 'Volgende stap' drukt", "Wat u hier invulde, is nog niet bewaard.",
        'value="uit twee"', ">uit een<", 'value="Eenheid Een"', "Kazerne of vestiging</p>",
    ):  # fmt: skip
        assert stuk in botsing, stuk
    bewaard = [len(re.findall(r"Concept bewaard om [0-9]", pagina)) for pagina in (met_een, botsing)]
    assert (bewaard, botsing.count("In uw andere venster"), "data-autosave" in botsing) == ([1, 0], 2, False)
    samen = GESTUURD | een | twee | {"eenheid": "Eenheid Een"}
    assert invuller.client.post(url, invuller.uit(botsing) | samen | {"_volgende": "1"}).status_code == 302
    nu = _pagina(invuller, "gebeurtenis")
    assert [
        deel in nu for deel in ('value="uit twee"', 'value="Eenheid Een"', 'value="9"', 'value="12"')
    ] == [True] * 4
    terug = invuller.client.post(url, tweede | GESTUURD | twee | {"onderwerp": "weer terug"})
    assert (terug.status_code, ">uit twee<" in terug.content.decode()) == (409, True)


def test_een_persoon_die_het_andere_venster_weghaalde_komt_terug_als_er_iets_over_getypt_is(invuller):
    invuller.vul_in("personen")
    url, velden = invuller.url("personen"), GOED["personen"]
    pagina = invuller.verborgen("personen")
    assert invuller.vul_in("personen", verwijder="2").status_code == 302
    assert invuller.vul_in("personen", rij=["1-betrokkene"], voeg_toe="getuige").status_code == 302

    onaangeroerd = invuller.client.post(url, pagina | velden | {"voeg_toe": "betrokkene"})
    rijen = re.findall(r'name="rij" value="([^"]*)"', _pagina(invuller, "personen"))
    assert (onaangeroerd.status_code, rijen) == (302, ["1-betrokkene", "2-getuige", "3-betrokkene"])

    pagina = invuller.verborgen("personen")
    drie = velden | {"rij": rijen, "p2-naam": "", "p3-naam": "getypt in twee"}
    assert invuller.vul_in("personen", rij=rijen, verwijder="3", p2__naam="").status_code == 302
    botsing = invuller.client.post(url, pagina | drie | {"_volgende": "1"})
    assert (botsing.status_code, "getypt in twee" in botsing.content.decode()) == (409, True)
    assert "In uw andere venster is dit leeg." in botsing.content.decode()


def test_een_venster_bij_een_andere_stap_staat_het_bewaren_niet_in_de_weg(invuller):
    pagina = invuller.verborgen("gedaan")
    invuller.bewaar("gebeurtenis", 1, onderwerp="eerste venster")

    antwoord = invuller.bewaar(**pagina | {"volgnummer": 2}, wens_melder="tweede venster")
    invuller.bewaar("gebeurtenis", 3, venster="venster-c", basis=2, onderwerp="derde")
    pagina["geladen"] = antwoord.json()["geladen"]
    weer = invuller.bewaar(**pagina | {"volgnummer": 4}, wens_melder="tweede, verder")

    assert (antwoord.status_code, weer.status_code) == (200, 200)
    assert "tweede, verder" in _pagina(invuller, "gedaan")


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
