"""Encrypted fields against PostgreSQL: what is stored, what the column refuses, what Django's calls do."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import ClassVar

import pytest
from django.db import IntegrityError, connection, connections, models, transaction
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models import Value
from django.test.utils import CaptureQueriesContext, isolate_apps

from tests.hulp.databank import DATABANK
from zaken.versleuteling.fouten import SleutelVernietigd
from zaken.versleuteling.sleutels import nieuwe_datasleutel
from zaken.versleuteling.velden import Cijfertekst, VersleuteldeJson, VersleuteldeTekst

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

MERKTEKEN = "kwikstaartje"
SLEUTELS: dict[str, bytes] = {}
"""Data keys by reference, as a key table would hold them."""

with isolate_apps():

    class Notitieblok(models.Model):  # noqa: DJ008  # lives for these tests
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        sleutelnaam = models.CharField(max_length=8)
        tekst = VersleuteldeTekst()
        bijschrift = VersleuteldeTekst(blank=True)
        concept = VersleuteldeJson(blank=True)
        volgnummer = models.IntegerField(default=0)

        objects: ClassVar[models.Manager[Notitieblok]] = models.Manager()

        class Meta:
            app_label = "proef"

        def datasleutel(self) -> bytes:
            if self.sleutelnaam not in SLEUTELS:
                raise SleutelVernietigd("vernietigd")
            return SLEUTELS[self.sleutelnaam]


@pytest.fixture(scope="module")
def tafel(kloon: str) -> None:
    """The table as a migration makes it, in a clone of its own; the web role reads and writes."""
    gegevens = connection.settings_dict | DATABANK.verbinding("jid_eigenaar") | {"NAME": kloon}
    connections["eigenaar"] = DatabaseWrapper(gegevens, "eigenaar")
    try:
        with connections["eigenaar"].schema_editor() as maker:
            maker.create_model(Notitieblok)
            maker.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON proef_notitieblok TO jid_web")
    finally:
        connections["eigenaar"].close()
        del connections["eigenaar"]


@pytest.fixture(autouse=True)
def _schoon(tafel: None) -> Iterator[None]:
    SLEUTELS["een"] = nieuwe_datasleutel()
    yield
    SLEUTELS.clear()
    Notitieblok.objects.all().delete()


@pytest.fixture
def blok(_schoon: None) -> Notitieblok:
    return Notitieblok.objects.create(sleutelnaam="een", tekst=MERKTEKEN, concept={"stap": 1})


def _opgeslagen() -> str:
    with connection.cursor() as cursor:
        cursor.execute('SELECT string_agg(t::text, chr(10)) FROM "proef_notitieblok" t')
        return str(cursor.fetchone()[0])


def test_bewaren_en_ophalen_geeft_de_inhoud_terug(blok: Notitieblok) -> None:
    opgehaald = Notitieblok.objects.get(pk=blok.pk)
    assert (opgehaald.tekst, opgehaald.bijschrift, opgehaald.concept) == (MERKTEKEN, "", {"stap": 1})


def test_de_inhoud_staat_nergens_klaar_in_de_rij(blok: Notitieblok) -> None:
    rij = _opgeslagen()
    assert str(blok.pk) in rij
    assert MERKTEKEN not in rij
    assert MERKTEKEN.encode().hex() not in rij


def test_bulk_create_versleutelt_elke_rij_voor_zichzelf() -> None:
    Notitieblok.objects.bulk_create(
        Notitieblok(sleutelnaam="een", tekst=f"{MERKTEKEN} {n}", volgnummer=n) for n in range(50)
    )
    assert MERKTEKEN.encode().hex() not in _opgeslagen()
    terug = [blok.tekst for blok in Notitieblok.objects.order_by("volgnummer")]
    assert terug == [f"{MERKTEKEN} {n}" for n in range(50)]


def test_opslaan_zonder_wijziging_laat_de_bytes_staan(blok: Notitieblok) -> None:
    voor = _opgeslagen()
    opgehaald = Notitieblok.objects.get(pk=blok.pk)
    opgehaald.tekst = MERKTEKEN
    opgehaald.concept["stap"] = 1
    opgehaald.save()
    assert _opgeslagen() == voor


def test_opslaan_met_wijziging_schrijft_haar_weg(blok: Notitieblok) -> None:
    opgehaald = Notitieblok.objects.get(pk=blok.pk)
    opgehaald.concept["stap"] = 2
    opgehaald.tekst = "anders"
    opgehaald.save(update_fields=["concept"])
    terug = Notitieblok.objects.get(pk=blok.pk)
    assert (terug.tekst, terug.concept) == (MERKTEKEN, {"stap": 2})


def test_een_uitgesteld_veld_kost_een_vraag_en_ontsleutelt_pas_bij_lezen(blok: Notitieblok) -> None:
    opgehaald = Notitieblok.objects.defer("tekst").get(pk=blok.pk)
    assert "tekst" in opgehaald.get_deferred_fields()
    with CaptureQueriesContext(connection) as vragen:
        assert (opgehaald.tekst, opgehaald.tekst) == (MERKTEKEN, MERKTEKEN)
    assert len(vragen) == 1
    opgehaald.save()
    assert Notitieblok.objects.only("tekst").get(pk=blok.pk).tekst == MERKTEKEN


def test_verversen_haalt_de_nieuwe_inhoud(blok: Notitieblok) -> None:
    ander = Notitieblok.objects.get(pk=blok.pk)
    ander.tekst = "anders"
    ander.save()
    blok.refresh_from_db()
    assert blok.tekst == "anders"
    blok.refresh_from_db(fields=["tekst"])
    assert blok.tekst == "anders"


def test_values_geeft_cijfertekst(blok: Notitieblok) -> None:
    [waarde] = Notitieblok.objects.values_list("tekst", flat=True)
    assert isinstance(waarde, Cijfertekst)
    assert MERKTEKEN not in str(waarde)


def test_update_neemt_cijfertekst_aan_onder_voorwaarde(blok: Notitieblok) -> None:
    """How an autosave writes: only over an older sequence number, in one statement."""
    veld = Notitieblok._meta.get_field("concept")
    assert isinstance(veld, VersleuteldeJson)
    nieuw = veld.cijfertekst(blok, {"stap": 9})
    assert Notitieblok.objects.filter(pk=blok.pk, volgnummer__lt=5).update(concept=nieuw, volgnummer=5) == 1
    assert Notitieblok.objects.filter(pk=blok.pk, volgnummer__lt=5).update(concept=None, volgnummer=5) == 0
    assert Notitieblok.objects.get(pk=blok.pk).concept == {"stap": 9}


def test_update_en_bulk_update_met_klare_tekst_falen(blok: Notitieblok) -> None:
    with pytest.raises(TypeError, match="needs a row"):
        Notitieblok.objects.update(tekst="klaar")
    blok.tekst = "klaar"
    with pytest.raises(TypeError, match="needs a row"):
        Notitieblok.objects.bulk_update([blok], ["tekst"])


@pytest.mark.parametrize("klaar", ["", "M", MERKTEKEN * 5, "\t" + "x" * 40, "\x00é" * 20])
def test_de_kolom_weigert_klare_tekst_langs_elke_weg(blok: Notitieblok, klaar: str) -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute('UPDATE "proef_notitieblok" SET tekst = %s', [klaar.encode()])
    assert Notitieblok.objects.get(pk=blok.pk).tekst == MERKTEKEN


def test_een_expressie_omzeilt_de_kolom_niet(blok: Notitieblok) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notitieblok.objects.update(tekst=Value(MERKTEKEN * 5))
    assert Notitieblok.objects.get(pk=blok.pk).tekst == MERKTEKEN


def test_een_verplicht_veld_is_nooit_leeg(blok: Notitieblok) -> None:
    blok.tekst = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        blok.save()


def test_leeg_is_te_vinden_met_isnull(blok: Notitieblok) -> None:
    met = Notitieblok.objects.create(sleutelnaam="een", tekst="x", bijschrift="y")
    assert list(Notitieblok.objects.filter(bijschrift__isnull=True)) == [blok]
    assert list(Notitieblok.objects.exclude(bijschrift__isnull=True)) == [met]


def test_na_vernietiging_is_de_rij_te_wijzigen_en_niet_te_lezen(blok: Notitieblok) -> None:
    SLEUTELS.clear()
    opgehaald = Notitieblok.objects.get(pk=blok.pk)
    opgehaald.volgnummer = 7
    opgehaald.save()
    opgehaald = Notitieblok.objects.get(pk=blok.pk)
    assert opgehaald.volgnummer == 7
    for veld in ("tekst", "concept"):
        with pytest.raises(SleutelVernietigd):
            getattr(opgehaald, veld)
