"""Writing lies into the log, or reading what is not mine to read."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, ProgrammingError
from django.urls import reverse

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import sluit_uit

from .conftest import GEHEIM
from .hulp import schrijf

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]


@pytest.mark.aanval("log")
def test_niemand_schrijft_op_naam_van_een_ander(toneel, als, sql):
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="row-level security"):
        schrijf(sql, "ingezien", toneel.doel.pk, door=str(toneel.eigenaar.pk))


@pytest.mark.aanval("log")
@pytest.mark.parametrize("opdracht", ["UPDATE {} SET door_id = 1", "DELETE FROM {}", "TRUNCATE {}"])
def test_ook_een_auditor_wist_of_herschrijft_niets(toneel, als, sql, opdracht):
    with als(toneel.auditor), pytest.raises(ProgrammingError, match="permission denied"):
        sql(opdracht.format("logboek_gebeurtenis"))


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("wie", ["aanvaller", "eigenaar", "beheerder", "onderzoeker"])
def test_alleen_een_auditor_leest_het_logboek(toneel, als, sql, client_van, wie):
    client_van(toneel.eigenaar).get(reverse("meldingen:detail", args=[toneel.doel.pk]))
    with als(getattr(toneel, wie)):
        assert sql("SELECT count(*) FROM logboek_gebeurtenis") == [(0,)]
    assert client_van(getattr(toneel, wie)).get(reverse("logboek:lijst")).status_code == 404


@pytest.mark.aanval("log")
def test_het_logboek_bevat_geen_inhoud(toneel, client_van, fabriek, sql):
    client = client_van(toneel.eigenaar)
    client.get(reverse("meldingen:detail", args=[toneel.doel.pk]))
    client.get(reverse("meldingen:lijst"), {"q": GEHEIM})
    client.post(reverse("meldingen:notitie", args=[toneel.doel.pk]), {"tekst": GEHEIM})
    with fabriek():
        assert sql("SELECT count(*) FROM logboek_gebeurtenis l WHERE l::text LIKE %s", f"%{GEHEIM}%") == [
            (0,)
        ]
        assert sql("SELECT count(*) FROM logboek_gebeurtenis WHERE soort = 'gezocht'") == [(1,)]


@pytest.mark.aanval("log", gevonden=True)
def test_een_uitgesloten_auditor_vindt_de_zaak_niet_in_wat_anderen_deden(toneel, client_van, fabriek):
    """A colleague looked its log up, and somebody tried it: rows of no zaak, that name it."""
    with fabriek():
        sluit_uit(toneel.doel, toneel.auditor)
        ander = maak_gebruiker(Rol.AUDITOR)
    client_van(toneel.eigenaar).get(reverse("meldingen:detail", args=[toneel.doel.pk]))
    client_van(toneel.aanvaller).get(reverse("meldingen:detail", args=[toneel.doel.pk]))
    lijst, sleutel = reverse("logboek:lijst"), str(toneel.doel.pk)
    collega, ik = client_van(ander), client_van(toneel.auditor)
    assert toneel.doel.zaaknummer in collega.get(lijst, {"zaak": toneel.doel.zaaknummer}).text
    for soort in ("logboek_geraadpleegd", "geweigerd"):
        assert sleutel in collega.get(lijst, {"soort": soort}).text
        assert sleutel not in ik.get(lijst, {"soort": soort}).text
        assert sleutel not in ik.get(reverse("logboek:uitvoer"), {"soort": soort}).text


@pytest.mark.aanval("log")
@pytest.mark.parametrize("methode", ["get", "post", "head"])
def test_elke_poging_op_een_vreemde_zaak_staat_in_het_logboek(toneel, client_van, gelogd, methode):
    getattr(client_van(toneel.aanvaller), methode)(reverse("meldingen:notitie", args=[toneel.doel.pk]))
    assert gelogd("geweigerd") == 1
    assert gelogd("ingezien") == 0


@pytest.mark.aanval("log")
def test_een_mislukte_bewaarpoging_toont_geen_opgeslagen_tekst_zonder_spoor(toneel, client_van, gelogd):
    """The comparing page shows what is stored: that is reading the zaak, and must be logged as such."""
    client = client_van(toneel.eigenaar)
    adres = reverse("meldingen:wijzig", args=[toneel.doel.pk, "gebeurtenis"])
    gegevens = {
        "onderwerp": "x",
        "omschrijving": "x",
        "hoofdcategorie": "omgangsvormen",
        "basisversie": "0",
        "basis": "",
    }
    antwoord = client.post(adres, gegevens)
    assert antwoord.status_code == 409
    assert GEHEIM in antwoord.content.decode()
    assert gelogd("ingezien") == 1


@pytest.mark.aanval("log")
def test_een_vergelijking_van_een_persoon_toont_geen_naam_zonder_spoor(toneel, client_van, gelogd):
    client = client_van(toneel.eigenaar)
    adres = reverse("meldingen:persoon_wijzig", args=[toneel.doel.pk, toneel.doel_persoon.pk])
    antwoord = client.post(adres, {"naam": "x", "basis": "naam:0", "velden": "naam"})
    assert antwoord.status_code == 409
    assert GEHEIM in antwoord.content.decode()
    assert gelogd("ingezien") == 1


VERVALSING = {
    "zegel": "INSERT INTO logboek_zegel (nummer, vorm, aantal, wortel, vorige, verzegeld_op)"
    " VALUES (99, 1, 1, sha256('x'), sha256('y'), now())",
    "zegelregel": "INSERT INTO logboek_zegelregel (gebeurtenis_id, zegel_id, plek, blad)"
    " VALUES (gen_random_uuid(), 1, 0, sha256('x'))",
    "zegel wijzigen": "UPDATE logboek_zegel SET aantal = 1",
    "zegelregel wissen": "DELETE FROM logboek_zegelregel",
    "zegels leegmaken": "TRUNCATE logboek_zegel CASCADE",
    "namens niemand over een zaak": "SELECT app.noteer_zaak('ingezien', gen_random_uuid(), '', '{}')",
    "zonder controle": "SELECT app.noteer('rollen_gewijzigd', '1', '{}')",
}


@pytest.mark.aanval("log")
@pytest.mark.parametrize("wie", ["aanvaller", "auditor", "beheerder"])
@pytest.mark.parametrize("poging", VERVALSING)
def test_de_webrol_vervalst_geen_zegel(toneel, als, sql, wie, poging):
    with als(getattr(toneel, wie)), pytest.raises(ProgrammingError, match="permission denied"):
        sql(VERVALSING[poging])


@pytest.mark.aanval("log")
@pytest.mark.parametrize(
    "soort",
    ["logboek_gecontroleerd", "sleutels_geroteerd", "backup_gemaakt", "hersteld", "casussen_geteld"],
)
def test_niemand_meldt_een_taak_die_niet_gedaan_is(toneel, als, sql, soort):
    with als(toneel.auditor), pytest.raises(DatabaseError, match="row-level security"):
        schrijf(sql, soort)


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("tabel", ["logboek_zegel", "logboek_zegelregel"])
@pytest.mark.parametrize("wie", ["aanvaller", "eigenaar", "beheerder"])
def test_alleen_een_auditor_leest_de_zegels(toneel, als, sql, fabriek, tabel, wie):
    with fabriek():
        sql("INSERT INTO logboek_zegel VALUES (1, 1, 1, sha256('x'), sha256('y'), now())")
        sql("INSERT INTO logboek_zegelregel (gebeurtenis_id, zegel_id, plek, blad)"
            " VALUES (gen_random_uuid(), 1, 0, sha256('x'))")  # fmt: skip
    with als(getattr(toneel, wie)):
        assert sql(f"SELECT count(*) FROM {tabel}") == [(0,)]
    with als(toneel.auditor):
        assert sql(f"SELECT count(*) FROM {tabel}") == [(1,)]


@pytest.mark.aanval("rol")
def test_een_ander_dan_de_behandelaar_vraagt_de_databank_vergeefs_wie_er_las(toneel, als, sql, client_van):
    client_van(toneel.eigenaar).get(reverse("meldingen:detail", args=[toneel.doel.pk]))
    vraag = "SELECT count(*) FROM app.lezers_van_zaak(%s, NULL, NULL, 100)"
    for wie in (toneel.aanvaller, toneel.onderzoeker, toneel.auditor, toneel.uitgeslotene):
        with als(wie):
            assert sql(vraag, toneel.doel.pk) == [(0,)]
    with als(toneel.eigenaar):
        assert sql(vraag, toneel.doel.pk) == [(1,)]
