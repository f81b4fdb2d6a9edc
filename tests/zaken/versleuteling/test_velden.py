"""Encrypted model fields without a database: in memory, towards the database, and their definition."""

from __future__ import annotations

import copy
import logging
import pickle
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, models
from django.db.models import F, Value
from django.test.utils import isolate_apps

from zaken.versleuteling.cijfer import versleutel
from zaken.versleuteling.fouten import OntsleutelingMislukt, SleutelVernietigd
from zaken.versleuteling.sleutels import nieuwe_datasleutel
from zaken.versleuteling.velden import Cijfertekst, VersleuteldeTekst

from .proefmodel import MERKTEKEN, Dossier, Vervolgdossier, bewaar, laad, veld_van

# In memory and back


def test_wat_is_toegekend_komt_versleuteld_in_de_databank_en_klaar_terug(dossier: Dossier) -> None:
    dossier.concept = {"stap": 2, "antwoorden": {"naam": MERKTEKEN}}
    rij = bewaar(dossier)
    assert all(isinstance(rij[naam], Cijfertekst) for naam in ("onderwerp", "concept"))
    assert MERKTEKEN.encode() not in rij["onderwerp"] + rij["concept"]
    geladen = laad(dossier, rij)
    assert geladen.onderwerp == MERKTEKEN
    assert geladen.concept == {"stap": 2, "antwoorden": {"naam": MERKTEKEN}}


def test_na_bewaren_staat_er_geen_klare_tekst_meer_in_het_object(dossier: Dossier) -> None:
    bewaar(dossier)
    assert isinstance(dossier.__dict__["onderwerp"], Cijfertekst)
    assert dossier.onderwerp == MERKTEKEN


def test_leeg_is_null_en_leest_als_leeg_ook_zonder_sleutel(dossier: Dossier) -> None:
    rij = bewaar(dossier)
    assert (rij["omschrijving"], rij["concept"]) == (None, None)
    assert isinstance(rij["kladblok"], Cijfertekst)
    dossier.sleutel = None
    geladen = laad(dossier, rij)
    assert (geladen.omschrijving, geladen.concept) == ("", {})


def test_een_verplicht_concept_begint_leeg_en_komt_leeg_terug(dossier: Dossier) -> None:
    geladen = laad(dossier, bewaar(dossier))
    assert geladen.kladblok == {}
    assert veld_van("kladblok").pre_save(geladen, False) == dossier.__dict__["kladblok"].was


def test_none_telt_als_leeg(dossier: Dossier) -> None:
    dossier.omschrijving = None
    assert dossier.omschrijving == ""
    assert bewaar(dossier)["omschrijving"] is None


def test_een_verplicht_veld_laat_lege_inhoud_aan_de_databank_om_te_weigeren(dossier: Dossier) -> None:
    assert not veld_van("onderwerp").null
    assert veld_van("omschrijving").null
    dossier.onderwerp = ""
    assert bewaar(dossier)["onderwerp"] is None


def test_ongewijzigde_inhoud_houdt_zijn_bytes(dossier: Dossier) -> None:
    rij = bewaar(dossier)
    geladen = laad(dossier, rij)
    geladen.onderwerp = geladen.onderwerp
    assert veld_van("onderwerp").pre_save(geladen, False) == rij["onderwerp"]


def test_gewijzigde_inhoud_krijgt_andere_bytes(dossier: Dossier) -> None:
    rij = bewaar(dossier)
    geladen = laad(dossier, rij)
    geladen.onderwerp = "eerst dit"
    geladen.onderwerp = "toen dat"
    nieuw = veld_van("onderwerp").pre_save(geladen, False)
    assert nieuw != rij["onderwerp"]
    assert laad(geladen, rij | {"onderwerp": nieuw}).onderwerp == "toen dat"


def test_beschadigde_inhoud_is_te_vervangen(dossier: Dossier) -> None:
    rij = bewaar(dossier)
    geladen = laad(dossier, rij | {"onderwerp": rij["onderwerp"][:-1] + b"\x00"})
    with pytest.raises(OntsleutelingMislukt):
        geladen.onderwerp  # noqa: B018  # reading is the act
    geladen.onderwerp = "hersteld"
    assert laad(geladen, bewaar(geladen)).onderwerp == "hersteld"


def test_een_wijziging_in_een_concept_gaat_niet_verloren(dossier: Dossier) -> None:
    dossier.concept["stap"] = 1
    rij = bewaar(dossier)
    dossier.concept["stap"] = 2
    tweede = veld_van("concept").pre_save(dossier, False)
    assert tweede != rij["concept"]
    geladen = laad(dossier, rij | {"concept": tweede})
    assert geladen.concept == {"stap": 2}
    assert veld_van("concept").pre_save(geladen, False) == tweede
    geladen.concept["stap"] = 3
    assert laad(geladen, bewaar(geladen)).concept == {"stap": 3}
    geladen.concept.clear()
    assert bewaar(geladen)["concept"] is None


def test_alleen_gelezen_inhoud_wordt_ontsleuteld(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    rij = bewaar(dossier)
    vragen: list[Dossier] = []

    def tel(self: Dossier) -> bytes | None:
        vragen.append(self)
        return self.sleutel

    monkeypatch.setattr(Dossier, "datasleutel", tel)
    geladen = laad(dossier, rij)
    veld_van("onderwerp").pre_save(geladen, False)
    assert vragen == []
    assert geladen.onderwerp == MERKTEKEN
    assert vragen == [geladen]


@pytest.mark.parametrize("waarde", [7, b"bytes", F("omschrijving"), Value("tekst"), {"a": 1}])
def test_alleen_tekst_past_in_een_tekstveld(waarde: object) -> None:
    with pytest.raises(TypeError, match=r"proef.Dossier.onderwerp takes str"):
        Dossier(onderwerp=waarde)


def test_alleen_een_dict_van_json_past_in_een_jsonveld(dossier: Dossier) -> None:
    with pytest.raises(TypeError, match="takes dict"):
        dossier.concept = []
    dossier.concept = {"moment": uuid.uuid4()}
    with pytest.raises(TypeError, match="not JSON serializable"):
        bewaar(dossier)


# Bound to its place


@pytest.mark.parametrize(
    "elders", [{"tabel": "proef_ander"}, {"pk": str(uuid.uuid4())}, {"veld": "omschrijving"}]
)
def test_een_gegeven_van_een_andere_plaats_gaat_niet_open(dossier: Dossier, elders: dict[str, str]) -> None:
    eigen = {"tabel": "proef_dossier", "pk": str(dossier.pk), "veld": "onderwerp"}
    assert dossier.sleutel
    goed = Cijfertekst(versleutel(dossier.sleutel, MERKTEKEN, **eigen))
    fout = Cijfertekst(versleutel(dossier.sleutel, MERKTEKEN, **(eigen | elders)))
    dossier.onderwerp = goed
    assert dossier.onderwerp == MERKTEKEN
    dossier.onderwerp = fout
    with pytest.raises(OntsleutelingMislukt):
        dossier.onderwerp  # noqa: B018  # reading is the act


def test_een_rij_kopieren_met_cijfertekst_faalt_voor_zij_onleesbaar_wordt(dossier: Dossier) -> None:
    kopie = laad(dossier, bewaar(dossier))
    kopie.pk = uuid.uuid4()
    with pytest.raises(OntsleutelingMislukt):
        bewaar(kopie)


def test_een_kind_versleutelt_ouderveld_en_eigen_veld_elk_op_hun_tabel() -> None:
    vervolg = Vervolgdossier(onderwerp=MERKTEKEN, slot=MERKTEKEN)
    vervolg.sleutel = nieuwe_datasleutel()
    ouder = veld_van("onderwerp", Vervolgdossier).pre_save(vervolg, True)
    vervolg.pk = vervolg.id  # what Django does between the two inserts
    eigen = veld_van("slot", Vervolgdossier).pre_save(vervolg, True)
    assert veld_van("onderwerp", Vervolgdossier).lees(vervolg, ouder) == MERKTEKEN
    als_ouder = Dossier(id=vervolg.id, onderwerp=ouder)
    als_ouder.sleutel = vervolg.sleutel
    assert als_ouder.onderwerp == MERKTEKEN
    assert veld_van("slot", Vervolgdossier).lees(vervolg, eigen) == MERKTEKEN


def test_zonder_primaire_sleutel_wordt_er_niet_versleuteld(dossier: Dossier) -> None:
    dossier.pk = None
    with pytest.raises(ValueError, match="primary key first"):
        bewaar(dossier)


# Destroyed


def test_na_vernietiging_is_inhoud_onleesbaar_maar_de_rest_bruikbaar(dossier: Dossier) -> None:
    rij = bewaar(dossier)
    dossier.sleutel = None
    geladen = laad(dossier, rij)
    with pytest.raises(SleutelVernietigd):
        geladen.onderwerp  # noqa: B018  # reading is the act
    assert geladen.omschrijving == ""
    assert veld_van("onderwerp").pre_save(geladen, False) == rij["onderwerp"]


def test_een_verdwenen_sleutelrij_geldt_als_vernietigd(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def weg(_: Dossier) -> bytes:
        raise ObjectDoesNotExist

    geladen = laad(dossier, bewaar(dossier))
    monkeypatch.setattr(Dossier, "datasleutel", weg)
    with pytest.raises(SleutelVernietigd):
        geladen.onderwerp  # noqa: B018  # reading is the act


def test_beschadigde_inhoud_gaat_niet_door_voor_vernietigd(dossier: Dossier) -> None:
    rij = bewaar(dossier)
    dossier.sleutel = nieuwe_datasleutel()
    with pytest.raises(OntsleutelingMislukt):
        laad(dossier, rij).onderwerp  # noqa: B018  # reading is the act


# Nothing shows


def test_geen_weergave_toont_inhoud(dossier: Dossier, caplog: pytest.LogCaptureFixture) -> None:
    dossier.concept = {"naam": MERKTEKEN}
    geladen = laad(dossier, bewaar(dossier))
    dossier.onderwerp = MERKTEKEN  # in the clear again
    with caplog.at_level(logging.DEBUG):
        for ding in (dossier, vars(dossier), geladen, vars(geladen), geladen.__dict__["onderwerp"]):
            logging.getLogger("proef").info("%s %r", ding, ding)
    assert MERKTEKEN not in caplog.text
    assert "<niet getoond>" in caplog.text
    assert f"<versleuteld, {len(MERKTEKEN) + 29} bytes>" in caplog.text


def test_klare_inhoud_wordt_niet_gepickeld_versleutelde_wel(dossier: Dossier) -> None:
    with pytest.raises(TypeError, match="sessions, caches and queues hold no content"):
        pickle.dumps(dossier.__dict__["onderwerp"])
    cijfer = veld_van("onderwerp").pre_save(dossier, True)
    assert pickle.loads(pickle.dumps(cijfer)) == cijfer


def test_een_diepe_kopie_deelt_niets_met_het_origineel(dossier: Dossier) -> None:
    dossier.concept = {"lijst": [1]}
    ondiep, diep = Dossier(), Dossier()
    ondiep.__dict__.update({naam: copy.copy(staat) for naam, staat in vars(dossier).items()})
    diep.__dict__.update(copy.deepcopy(vars(dossier)))
    ondiep.onderwerp = "anders"
    diep.concept["lijst"].append(2)
    assert (dossier.onderwerp, dossier.concept) == (MERKTEKEN, {"lijst": [1]})
    assert (diep.onderwerp, diep.concept) == (MERKTEKEN, {"lijst": [1, 2]})


def test_een_gegevensdump_van_django_weigert(dossier: Dossier) -> None:
    with pytest.raises(TypeError, match="not serialized"):
        serializers.serialize("json", [dossier])


# Towards the database


def test_alleen_cijfertekst_en_leeg_gaan_naar_de_databank(dossier: Dossier) -> None:
    veld = veld_van("omschrijving")
    assert veld.get_db_prep_save(None, connection) is None
    assert veld.get_db_prep_save("", connection) is None
    assert veld.get_db_prep_save(b"", connection) is None
    cijfer = veld.cijfertekst(dossier, MERKTEKEN)
    assert bytes(veld.get_db_prep_save(cijfer, connection)) == cijfer
    for klaar in (MERKTEKEN, MERKTEKEN.encode(), {"a": 1}, 7):
        with pytest.raises(TypeError, match="needs a row"):
            veld.get_db_prep_save(klaar, connection)


def test_update_met_klare_tekst_faalt_en_met_cijfertekst_niet(dossier: Dossier) -> None:
    def sql(waarde: object) -> str:
        vraag: Any = Dossier._base_manager.filter(pk=dossier.pk).query.chain(models.sql.UpdateQuery)
        vraag.add_update_values({"omschrijving": waarde})
        return str(vraag.get_compiler("default").as_sql()[0])

    with pytest.raises(TypeError, match="needs a row"):
        sql(MERKTEKEN)
    assert 'SET "omschrijving" = %s' in sql(veld_van("omschrijving").cijfertekst(dossier, MERKTEKEN))
    assert 'SET "omschrijving" = NULL' in sql(None)


def test_de_kolom_is_bytea_en_weigert_wat_geen_cijfertekst_is() -> None:
    veld = veld_van("onderwerp")
    assert veld.db_type(connection) == "bytea"
    assert veld.db_parameters(connection)["check"] == (
        'octet_length("onderwerp") > 29'
        " AND \"onderwerp\" >= '\\x01'::bytea AND \"onderwerp\" < '\\x09'::bytea"
    )


# Definition


@pytest.mark.parametrize("naam", ["onderwerp", "omschrijving", "concept", "kladblok"])
def test_een_migratie_bouwt_hetzelfdeveld_van(naam: str) -> None:
    veld = veld_van(naam)
    _, pad, args, kwargs = veld.deconstruct()
    assert pad == f"zaken.versleuteling.velden.{type(veld).__name__}"
    assert type(veld)(*args, **kwargs).deconstruct()[1:] == veld.deconstruct()[1:]


def test_een_eerste_stap_van_een_migratie_mag_null_zonder_blank() -> None:
    veld = VersleuteldeTekst(null=True)  # type: ignore[misc]  # reads as '' even so
    assert (veld.null, veld.blank) == (True, False)


@pytest.fixture
def proef() -> Iterator[None]:
    with isolate_apps():
        yield


@pytest.mark.usefixtures("proef")
def test_de_systeemcontrole_is_tevreden_met_een_goed_model() -> None:
    assert [fout for veld in Dossier._meta.local_fields for fout in veld.check()] == []


@pytest.mark.usefixtures("proef")
def test_de_systeemcontrole_ziet_een_verkeerd_model() -> None:
    class Verkeerd(models.Model):  # noqa: DJ008  # lives for one check
        nummer = models.BigAutoField(primary_key=True)
        geheim = VersleuteldeTekst(blank=True, null=False)
        uniek = VersleuteldeTekst(unique=True)

        class Meta:
            app_label = "proef"
            ordering = ["-geheim"]

    def codes(naam: str) -> list[str]:
        return [str(fout.id) for fout in veld_van(naam, Verkeerd).check()]

    prefix = "versleuteling.E00"
    assert codes("geheim") == [f"{prefix}1", f"{prefix}2", f"{prefix}3", f"{prefix}4"]
    assert codes("uniek") == [f"{prefix}1", f"{prefix}2", f"{prefix}4"]
