"""Encrypted model fields without a database: in memory, towards the database, in queries and in forms."""

from __future__ import annotations

import copy
import logging
import pickle
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import FieldError, ObjectDoesNotExist, ValidationError
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.forms import model_to_dict
from django.test.utils import isolate_apps

from zaken.versleuteling.cijfer import versleutel
from zaken.versleuteling.fouten import OntsleutelingMislukt, SleutelVernietigd
from zaken.versleuteling.sleutels import nieuwe_datasleutel
from zaken.versleuteling.velden import Cijfertekst, VersleuteldeJson, VersleuteldeTekst

MERKTEKEN = "kwikstaartje"

with isolate_apps():

    class MetSleutel(models.Model):
        """A key in memory stands for the foreign key of the kernel; `sleutel = None` for a destroyed one."""

        sleutel: bytes | None = None

        class Meta:
            abstract = True

        def datasleutel(self) -> bytes:
            if self.sleutel is None:
                raise SleutelVernietigd("vernietigd")
            return self.sleutel

    class Dossier(MetSleutel):  # noqa: DJ008  # its default __str__ is what a log would show
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        onderwerp = VersleuteldeTekst(max_tekens=20, eenregelig=True)
        omschrijving = VersleuteldeTekst(blank=True)
        concept = VersleuteldeJson(blank=True)
        kladblok = VersleuteldeJson()

        class Meta:
            app_label = "proef"

    class Vervolgdossier(Dossier):  # noqa: DJ008  # as above
        slot = VersleuteldeTekst()

        class Meta:
            app_label = "proef"


@pytest.fixture
def dossier() -> Dossier:
    dossier = Dossier(onderwerp=MERKTEKEN)
    dossier.sleutel = nieuwe_datasleutel()
    return dossier


def _veld(naam: str, model: type[models.Model] = Dossier) -> Any:
    return model._meta.get_field(naam)


def _bewaar(instance: MetSleutel) -> dict[str, Any]:
    """What an INSERT sends per column."""
    return {veld.attname: veld.pre_save(instance, True) for veld in type(instance)._meta.concrete_fields}


def _laad(instance: MetSleutel, rij: dict[str, Any]) -> Any:
    """The instance as a SELECT builds it."""
    namen = [veld.attname for veld in type(instance)._meta.concrete_fields if veld.attname in rij]
    waarden = []
    for naam in namen:
        veld = type(instance)._meta.get_field(naam)
        ruw = rij[naam]
        heen = bytes(ruw) if isinstance(ruw, bytes) else ruw
        waarden.append(veld.from_db_value(heen, None, connection) if hasattr(veld, "from_db_value") else heen)
    geladen = type(instance).from_db("default", namen, waarden)
    geladen.sleutel = instance.sleutel
    return geladen


# In memory and back


def test_wat_is_toegekend_komt_versleuteld_in_de_databank_en_klaar_terug(dossier: Dossier) -> None:
    dossier.concept = {"stap": 2, "antwoorden": {"naam": MERKTEKEN}}
    rij = _bewaar(dossier)
    assert all(isinstance(rij[naam], Cijfertekst) for naam in ("onderwerp", "concept"))
    assert MERKTEKEN.encode() not in rij["onderwerp"] + rij["concept"]
    geladen = _laad(dossier, rij)
    assert geladen.onderwerp == MERKTEKEN
    assert geladen.concept == {"stap": 2, "antwoorden": {"naam": MERKTEKEN}}


def test_na_bewaren_staat_er_geen_klare_tekst_meer_in_het_object(dossier: Dossier) -> None:
    _bewaar(dossier)
    assert isinstance(dossier.__dict__["onderwerp"], Cijfertekst)
    assert dossier.onderwerp == MERKTEKEN


def test_leeg_is_null_en_leest_als_leeg_ook_zonder_sleutel(dossier: Dossier) -> None:
    rij = _bewaar(dossier)
    assert (rij["omschrijving"], rij["concept"]) == (None, None)
    assert isinstance(rij["kladblok"], Cijfertekst)
    dossier.sleutel = None
    geladen = _laad(dossier, rij)
    assert (geladen.omschrijving, geladen.concept) == ("", {})


def test_een_verplicht_concept_begint_leeg_en_komt_leeg_terug(dossier: Dossier) -> None:
    geladen = _laad(dossier, _bewaar(dossier))
    assert geladen.kladblok == {}
    assert _veld("kladblok").pre_save(geladen, False) == dossier.__dict__["kladblok"].was


def test_none_telt_als_leeg(dossier: Dossier) -> None:
    dossier.omschrijving = None
    assert dossier.omschrijving == ""
    assert _bewaar(dossier)["omschrijving"] is None


def test_een_verplicht_veld_laat_lege_inhoud_aan_de_databank_om_te_weigeren(dossier: Dossier) -> None:
    assert not _veld("onderwerp").null
    assert _veld("omschrijving").null
    dossier.onderwerp = ""
    assert _bewaar(dossier)["onderwerp"] is None


def test_ongewijzigde_inhoud_houdt_zijn_bytes(dossier: Dossier) -> None:
    rij = _bewaar(dossier)
    geladen = _laad(dossier, rij)
    geladen.onderwerp = geladen.onderwerp
    assert _veld("onderwerp").pre_save(geladen, False) == rij["onderwerp"]


def test_gewijzigde_inhoud_krijgt_andere_bytes(dossier: Dossier) -> None:
    rij = _bewaar(dossier)
    geladen = _laad(dossier, rij)
    geladen.onderwerp = "eerst dit"
    geladen.onderwerp = "toen dat"
    nieuw = _veld("onderwerp").pre_save(geladen, False)
    assert nieuw != rij["onderwerp"]
    assert _laad(geladen, rij | {"onderwerp": nieuw}).onderwerp == "toen dat"


def test_beschadigde_inhoud_is_te_vervangen(dossier: Dossier) -> None:
    rij = _bewaar(dossier)
    geladen = _laad(dossier, rij | {"onderwerp": rij["onderwerp"][:-1] + b"\x00"})
    with pytest.raises(OntsleutelingMislukt):
        geladen.onderwerp  # noqa: B018  # reading is the act
    geladen.onderwerp = "hersteld"
    assert _laad(geladen, _bewaar(geladen)).onderwerp == "hersteld"


def test_een_wijziging_in_een_concept_gaat_niet_verloren(dossier: Dossier) -> None:
    dossier.concept["stap"] = 1
    rij = _bewaar(dossier)
    dossier.concept["stap"] = 2
    tweede = _veld("concept").pre_save(dossier, False)
    assert tweede != rij["concept"]
    geladen = _laad(dossier, rij | {"concept": tweede})
    assert geladen.concept == {"stap": 2}
    assert _veld("concept").pre_save(geladen, False) == tweede
    geladen.concept["stap"] = 3
    assert _laad(geladen, _bewaar(geladen)).concept == {"stap": 3}
    geladen.concept.clear()
    assert _bewaar(geladen)["concept"] is None


def test_alleen_gelezen_inhoud_wordt_ontsleuteld(dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    rij = _bewaar(dossier)
    vragen: list[Dossier] = []

    def tel(self: Dossier) -> bytes | None:
        vragen.append(self)
        return self.sleutel

    monkeypatch.setattr(Dossier, "datasleutel", tel)
    geladen = _laad(dossier, rij)
    _veld("onderwerp").pre_save(geladen, False)
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
        _bewaar(dossier)


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
    kopie = _laad(dossier, _bewaar(dossier))
    kopie.pk = uuid.uuid4()
    with pytest.raises(OntsleutelingMislukt):
        _bewaar(kopie)


def test_een_kind_versleutelt_ouderveld_en_eigen_veld_elk_op_hun_tabel() -> None:
    vervolg = Vervolgdossier(onderwerp=MERKTEKEN, slot=MERKTEKEN)
    vervolg.sleutel = nieuwe_datasleutel()
    ouder = _veld("onderwerp", Vervolgdossier).pre_save(vervolg, True)
    vervolg.pk = vervolg.id  # what Django does between the two inserts
    eigen = _veld("slot", Vervolgdossier).pre_save(vervolg, True)
    assert _veld("onderwerp", Vervolgdossier).lees(vervolg, ouder) == MERKTEKEN
    als_ouder = Dossier(id=vervolg.id, onderwerp=ouder)
    als_ouder.sleutel = vervolg.sleutel
    assert als_ouder.onderwerp == MERKTEKEN
    assert _veld("slot", Vervolgdossier).lees(vervolg, eigen) == MERKTEKEN


def test_zonder_primaire_sleutel_wordt_er_niet_versleuteld(dossier: Dossier) -> None:
    dossier.pk = None
    with pytest.raises(ValueError, match="primary key first"):
        _bewaar(dossier)


# Destroyed


def test_na_vernietiging_is_inhoud_onleesbaar_maar_de_rest_bruikbaar(dossier: Dossier) -> None:
    rij = _bewaar(dossier)
    dossier.sleutel = None
    geladen = _laad(dossier, rij)
    with pytest.raises(SleutelVernietigd):
        geladen.onderwerp  # noqa: B018  # reading is the act
    assert geladen.omschrijving == ""
    assert _veld("onderwerp").pre_save(geladen, False) == rij["onderwerp"]


def test_een_verdwenen_sleutelrij_geldt_als_vernietigd(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def weg(_: Dossier) -> bytes:
        raise ObjectDoesNotExist

    geladen = _laad(dossier, _bewaar(dossier))
    monkeypatch.setattr(Dossier, "datasleutel", weg)
    with pytest.raises(SleutelVernietigd):
        geladen.onderwerp  # noqa: B018  # reading is the act


def test_beschadigde_inhoud_gaat_niet_door_voor_vernietigd(dossier: Dossier) -> None:
    rij = _bewaar(dossier)
    dossier.sleutel = nieuwe_datasleutel()
    with pytest.raises(OntsleutelingMislukt):
        _laad(dossier, rij).onderwerp  # noqa: B018  # reading is the act


# Nothing shows


def test_geen_weergave_toont_inhoud(dossier: Dossier, caplog: pytest.LogCaptureFixture) -> None:
    dossier.concept = {"naam": MERKTEKEN}
    geladen = _laad(dossier, _bewaar(dossier))
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
    cijfer = _veld("onderwerp").pre_save(dossier, True)
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
    veld = _veld("omschrijving")
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
    assert 'SET "omschrijving" = %s' in sql(_veld("omschrijving").cijfertekst(dossier, MERKTEKEN))
    assert 'SET "omschrijving" = NULL' in sql(None)


def test_de_kolom_is_bytea_en_weigert_wat_geen_cijfertekst_is() -> None:
    veld = _veld("onderwerp")
    assert veld.db_type(connection) == "bytea"
    assert veld.db_parameters(connection)["check"] == (
        'octet_length("onderwerp") > 29'
        " AND \"onderwerp\" >= '\\x01'::bytea AND \"onderwerp\" < '\\x09'::bytea"
    )


# Queries


@pytest.mark.parametrize(
    "voorwaarde",
    [
        {"onderwerp": MERKTEKEN},
        {"onderwerp": None},
        {"onderwerp__exact": ""},
        {"onderwerp__icontains": MERKTEKEN},
        {"onderwerp__in": [MERKTEKEN]},
        {"onderwerp__gt": "a"},
        {"onderwerp__length": 3},
        {"onderwerp__length__gt": 3},
        {"concept__stap": 1},
    ],
)
def test_zoeken_in_een_versleuteld_veld_faalt(voorwaarde: dict[str, object]) -> None:
    for vraag in (Dossier._base_manager.filter, Dossier._base_manager.exclude):
        with pytest.raises(FieldError, match="is encrypted"):
            vraag(**voorwaarde)


@pytest.mark.parametrize("pad", ["slot", "onderwerp", "dossier_ptr__onderwerp"])
def test_zoeken_en_sorteren_langs_een_ouder_faalt_ook(pad: str) -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        Vervolgdossier._base_manager.filter(**{pad: MERKTEKEN})
    with pytest.raises(FieldError, match="is encrypted"):
        str(Vervolgdossier._base_manager.order_by(pad).query)


@pytest.mark.parametrize("volgorde", ["onderwerp", "-onderwerp", "?,concept", "pk,omschrijving"])
def test_sorteren_op_een_versleuteld_veld_faalt(volgorde: str) -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        str(Dossier._base_manager.order_by(*volgorde.split(",")).query)


def test_vragen_of_het_veld_leeg_is_kan_overal() -> None:
    leeg = Q(omschrijving__isnull=True)
    binnen = Dossier._base_manager.filter(leeg, pk=OuterRef("pk"))
    for vraag in (
        Dossier._base_manager.filter(leeg),
        Dossier._base_manager.exclude(leeg),
        Dossier._base_manager.filter(Case(When(leeg, then=True), default=False)),
        Dossier._base_manager.filter(Exists(binnen)),
        Vervolgdossier._base_manager.filter(dossier_ptr__omschrijving__isnull=False),
        Dossier._base_manager.annotate(is_leeg=Case(When(leeg, then=1), default=0)).order_by("is_leeg"),
    ):
        assert "NULL" in str(vraag.query)


def test_ophalen_uitstellen_en_waarden_vragen_kan() -> None:
    for vraag in (
        Dossier._base_manager.all(),
        Dossier._base_manager.defer("onderwerp"),
        Dossier._base_manager.only("onderwerp"),
        Dossier._base_manager.values("onderwerp"),
        Vervolgdossier._base_manager.all(),
    ):
        assert "SELECT" in str(vraag.query)
    assert '"onderwerp"' not in str(Dossier._base_manager.defer("onderwerp").query)


def test_rekenen_met_een_versleuteld_veld_gaat_niet_over_de_inhoud() -> None:
    with pytest.raises(FieldError, match="is encrypted"):
        str(Dossier._base_manager.order_by(Lower("onderwerp").asc()).filter(onderwerp__lower="x").query)


# Forms and validation


class Formulier(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    class Meta:
        model = Dossier
        fields = ["onderwerp", "omschrijving"]


def test_een_formulier_toont_de_inhoud_en_neemt_haar_over(dossier: Dossier) -> None:
    geladen = _laad(dossier, _bewaar(dossier))
    assert Formulier(instance=geladen).initial["onderwerp"] == MERKTEKEN
    formulier = Formulier({"onderwerp": "nieuw", "omschrijving": ""}, instance=geladen)
    assert formulier.is_valid(), formulier.errors
    assert formulier.changed_data == ["onderwerp"]
    assert geladen.onderwerp == "nieuw"
    assert _laad(geladen, _bewaar(geladen)).omschrijving == ""


def test_een_formulier_kent_soort_verplichting_en_lengte() -> None:
    velden = Formulier().fields
    assert isinstance(velden["onderwerp"].widget, forms.TextInput)
    assert isinstance(velden["omschrijving"].widget, forms.Textarea)
    assert (velden["onderwerp"].required, velden["omschrijving"].required) == (True, False)
    assert velden["onderwerp"].widget.attrs["maxlength"] == "20"
    assert not Formulier({"onderwerp": "", "omschrijving": "x"}).is_valid()


@pytest.mark.parametrize(("tekens", "past"), [("é" * 20, True), ("é" * 21, False), ("🙂" * 20, True)])
def test_de_lengte_telt_in_tekens(dossier: Dossier, tekens: str, past: bool) -> None:
    assert Formulier({"onderwerp": tekens, "omschrijving": ""}).is_valid() is past
    dossier.onderwerp = tekens
    if past:
        dossier.clean_fields(exclude=["kladblok"])
    else:
        with pytest.raises(ValidationError):
            dossier.clean_fields(exclude=["kladblok"])


def test_een_json_veld_staat_niet_in_een_formulier(dossier: Dossier) -> None:
    assert _veld("concept").formfield() is None
    assert model_to_dict(dossier)["onderwerp"] == MERKTEKEN


# Definition


@pytest.mark.parametrize("naam", ["onderwerp", "omschrijving", "concept", "kladblok"])
def test_een_migratie_bouwt_hetzelfde_veld(naam: str) -> None:
    veld = _veld(naam)
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
        return [str(fout.id) for fout in _veld(naam, Verkeerd).check()]

    prefix = "versleuteling.E00"
    assert codes("geheim") == [f"{prefix}1", f"{prefix}2", f"{prefix}3", f"{prefix}4"]
    assert codes("uniek") == [f"{prefix}1", f"{prefix}2", f"{prefix}4"]
