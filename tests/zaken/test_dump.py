"""What a thief of the database holds without the key file: codes and dates, no name and no sentence.

The fields come from the models. A new encrypted field is filled and looked for by itself; a column that is encrypted by
hand fails here until `geheimen.py` fills it, and so does a place in the code that encrypts; a new plain text field until
it stands in `LEESBAAR` with the reason why it may. What can be encrypted and is not filled fails too.
"""

from __future__ import annotations

import os
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone

from gebruikers.geheim import Doel
from gebruikers.models import Gebruiker, Team, Voorstel
from gebruikers.rollen import Rol
from gebruikers.velden import VasteTekst
from jid.databank import programmas
from jid.reservekopie.tabellen import APART
from logboek.models import Gebeurtenis
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.noodtoegang import maak_noodtoegang
from tests.factories.registers import maak_zaak
from tests.factories.zaken import code
from tests.hulp import meldingen as services
from tests.hulp.databank import DATABANK, PROJECT
from tests.hulp.wie import als, fabriek
from tests.zaken import geheimen
from zaken.models import Datasleutel, Noodtoegang, Persoon, Termijn, Zaak
from zaken.register import registers
from zaken.services import toegang
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.services.inhoud import Persoonsgegevens, annuleer, voeg_notitie_toe
from zaken.versleuteling.velden import VersleuteldeJson, VersleuteldVeld

MERK = "Zeldzaammerkwoord"
OPENLIJK = "Openbaarmerkwoord"
"""Written into a plain field: if the search does not find this one, it would not find the other either."""

LEESBAAR: dict[str, str] = {
    "account.EmailAddress.email": "not used: the address stands encrypted at the account",
    "account.EmailConfirmation.key": "not used: an address is set by a beheerder",
    "achtergrond.Taakopdracht.foutcode": "code",
    "achtergrond.Taakopdracht.soort": "code",
    "auth.Group.name": "not used: roles are ours",
    "auth.Permission.codename": "code",
    "auth.Permission.name": "name of a permission",
    "codelijsten.Code.code": "code",
    "codelijsten.Code.label": "term of a code list, for everybody",
    "codelijsten.Code.label_en": "the same in English",
    "codelijsten.Code.label_was": "the term before, for everybody",
    "codelijsten.Code.rapportagecategorie": "code",
    "codelijsten.Code.toelichting": "explanation of a term, for everybody",
    "codelijsten.Code.toelichting_en": "the same in English",
    "codelijsten.Codelijst.code": "code",
    "codelijsten.Codelijst.naam": "name of a code list",
    "codelijsten.Codelijst.naam_en": "the same in English",
    "codelijsten.Codelijst.uitleg": "explanation of a code list, for everybody",
    "codelijsten.Codelijst.uitleg_en": "the same in English",
    "contenttypes.ContentType.app_label": "code",
    "contenttypes.ContentType.model": "name of a model",
    "gebruikers.Gebruiker.password": "Argon2 hash",
    "gebruikers.OidcIdentiteit.issuer": "address of the organisation's sign-in",
    "gebruikers.Sessie.apparaat": "kind of browser of a colleague",
    "gebruikers.Sessie.session_key": "hash",
    "gebruikers.Team.code": "code",
    "gebruikers.Team.naam": "name of a team; its form asks for no names of persons",
    "gebruikers.Voorstel.gegevens": "roles and labels; the name and address of an account are encrypted",
    "guardian.GroupObjectPermission.object_pk": "not used: grants are a table of ours",
    "guardian.UserObjectPermission.object_pk": "not used: grants are a table of ours",
    "inlezen.Inlezing.bestemming": "name of a team",
    "inlezen.Inlezing.soort": "code",
    "inlezen.Kolomkeuze.koppen": "hash",
    "inlezen.Kolomkeuze.soort": "code",
    "logboek.Gebeurtenis.bijzonderheden": "codes, ids, counts; the log's own tests guard that",
    "logboek.Gebeurtenis.object_id": "id or code",
    "logboek.Zegel.vorige": "hash",
    "logboek.Zegel.wortel": "hash",
    "logboek.Zegelregel.blad": "hash",
    "rapportages.GepubliceerdCijfer.bron": "public source",
    "rapportages.GepubliceerdCijfer.label": "published",
    "rapportages.GepubliceerdCijfer.opmerking": "published",
    "sessions.Session.session_data": "not used: sessions are a table of ours",
    "sessions.Session.session_key": "not used: sessions are a table of ours",
    "vertrouwenspersonen.Casus.casusnummer": "random number",
    "vertrouwenspersonen.Casus.kwartaal_eerste_contact": "quarter",
    "vertrouwenspersonen.Casus.kwartaal_laatste_contact": "quarter",
    "vertrouwenspersonen.Casustelling.aantallen": "codes and counts",
    "zaken.Bewaardfilter.criteria": "codes of choices; words and persons that were searched for are left out",
    "zaken.Datasleutel.hoofdsleutel_id": "id of a key",
    "zaken.Datasleutel.ingepakt": "wrapped key",
    "zaken.GelijkgesteldeDag.bron": "law",
    "zaken.Invoer.bestand_sha256": "hash",
    "zaken.Invoer.register": "code",
    "zaken.Noodtoegang.zaaknummer": "number",
    "zaken.Norm.bron": "law",
    "zaken.Nummerreeks.soort": "code",
    "zaken.Sleutelversie.controle": "known value of a key, not secret",
    "zaken.Sleutelversie.id": "id of a key",
    "zaken.Statuswijziging.naar": "code",
    "zaken.Statuswijziging.van": "code",
    "zaken.Termijn.bron": "law",
    "zaken.Termijn.code": "code",
    "zaken.Termijn.kenmerk": "code",
    "zaken.Termijn.naam": "name of a term",
    "zaken.Termijn.waarom": "computed from dates",
    "zaken.Veldwijziging.nieuw": "coded columns only; an encrypted one says that it changed",
    "zaken.Veldwijziging.oud": "coded columns only; an encrypted one says that it changed",
    "zaken.Veldwijziging.rij": "id",
    "zaken.Veldwijziging.tabel": "name of a table",
    "zaken.Veldwijziging.veld": "name of a field",
    "zaken.Zaak.zaaknummer": "number",
    "zaken.Zaakkoppeling.van_status": "code",
}


def _eigen_modellen() -> list[type[models.Model]]:
    return [
        model
        for config in apps.get_app_configs()
        if Path(config.path).parent == PROJECT
        for model in config.get_models()
    ]


def _velden() -> Iterator[tuple[type[models.Model], models.Field[object, object]]]:
    for model in apps.get_models():
        for veld in model._meta.local_concrete_fields:
            yield model, veld


def _is_leesbare_tekst(veld: models.Field[object, object]) -> bool:
    """Free text that the database stores as it is: no choices, no key of something else."""
    if isinstance(veld, (VersleuteldVeld, VasteTekst)) or veld.choices or veld.is_relation:
        return False
    kern = veld.base_field if isinstance(veld, ArrayField) else veld
    return isinstance(kern, (models.CharField, models.TextField, models.JSONField, models.BinaryField))


def test_elk_tekstveld_is_versleuteld_of_mag_met_een_reden_leesbaar_zijn():
    """Fails for a new field? Make it a `VersleuteldeTekst`, or say in `LEESBAAR` why nobody is named there.

    What is encrypted by `gebruikers.geheim` is filled in `geheimen.py`.
    """
    assert {
        f"{model._meta.label}.{veld.name}" for model, veld in _velden() if _is_leesbare_tekst(veld)
    } == set(LEESBAAR) | set(geheimen.KOLOMMEN)
    assert not set(LEESBAAR) & set(geheimen.KOLOMMEN)


def test_elk_doel_van_een_geheim_heeft_een_kolom():
    met_kolom = {kolom.doel for kolom in geheimen.KOLOMMEN.values()}
    met_kolom |= {veld.doel for _model, veld in _velden() if isinstance(veld, VasteTekst)}
    assert met_kolom == set(Doel) - set(geheimen.NERGENS_BEWAARD)


def test_wat_een_dump_over_collegas_bij_een_zaak_zegt_staat_in_het_dreigingsmodel():
    wie_bij_welke_zaak = {
        model._meta.db_table
        for model in _eigen_modellen()
        if _verwijst(model, Gebruiker) and (issubclass(model, Zaak) or _verwijst(model, Zaak))
    }
    assert "zaken_uitsluiting" in wie_bij_welke_zaak
    kop = "### What a dump tells without the key file"
    deel = (PROJECT / "docs/toegang.md").read_text().partition(kop)[2].partition("**Not covered yet.**")[0]
    assert {tabel for tabel in wie_bij_welke_zaak if f"`{tabel}`" not in deel} == set()


def _verwijst(model: type[models.Model], naar: type[models.Model]) -> bool:
    return any(veld.related_model is naar for veld in model._meta.local_concrete_fields)


def test_alles_met_zoektokens_staat_bij_de_sleutels_en_wordt_met_de_zaak_vernietigd():
    met_tokens = {model for model, veld in _velden() if veld.name.startswith(("token", "blind"))}
    assert met_tokens
    assert met_tokens <= set(APART)
    bron = "".join(
        pad.read_text()
        for patroon in (
            "*vernietig*.py",
            "sql/*_zoeken.sql",
        )  # the function, and the trigger on the key of a zaak
        for pad in (PROJECT / "zaken/migrations").glob(patroon)
    )
    for model in met_tokens:
        assert f"DELETE FROM {model._meta.db_table} " in bron


class Gevuld(NamedTuple):
    nummer: str
    modellen: set[str]
    plaatsen: set[str]
    """Where in the code something was encrypted by `gebruikers.geheim`."""


@pytest.fixture(scope="module")
def gevuld(kloon: str) -> Gevuld:
    """A melding by the services, a row of every model with encrypted fields, and every column of `geheimen.py`."""
    with transaction.atomic():
        with fabriek():
            team = maak_team(OPENLIJK, soort=Team.Soort.INTAKE)
            adviseur = maak_gebruiker(Rol.ADVISEUR, teams=[team])
            ander = maak_gebruiker(Rol.ADVISEUR)
        with als(adviseur):
            nummer = _langs_de_diensten(adviseur, ander)
        with fabriek():
            gedaan = {_vul(model, adviseur) for model in _eigen_modellen() if _versleutelde(model)}
            maak_zaak(
                Zaak.Soort.MELDING,
                lezers=(adviseur,),
                bronsysteem="mvv",
                externe_referentie=f"{MERK} referentie",
            )
        plaatsen = geheimen.vul(MERK)
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute("CHECKPOINT")
    return Gevuld(nummer, gedaan, plaatsen)


def _langs_de_diensten(adviseur: Gebruiker, ander: Gebruiker) -> str:
    velden = ("onderwerp", "omschrijving", "eenheid", "wens_melder", "ordemaatregel", "bevoegd_gezag")
    persoon = {veld: f"{MERK} {veld}" for veld in ("naam", "contact", "veilig_bereikbaar", "begeleider")}
    melding = services.registreer(
        gegevens={
            "ontvangen_defensie": date(2024, 11, 15),
            "hoofdcategorie": code("hoofdcategorie", "overige"),
            **{veld: f"{MERK} {veld}" for veld in velden},
        },
        personen=[Persoonsgegevens(Persoon.Rol.MELDER, persoon)],
        door=adviseur,
    )
    voeg_notitie_toe(zaak=melding, tekst=f"{MERK} notitie", door=adviseur)
    toegang.verleen(
        zaak=melding, aan=ander, reden=f"{MERK} reden", verloopt_op=None, nu=timezone.now(), door=adviseur
    )
    services.wijzig_status(
        zaak_id=melding.pk, naar="in_beoordeling", toelichting=f"{MERK} toelichting", door=adviseur
    )
    annuleer(zaak=melding, reden=f"{MERK} reden", door=adviseur)
    concept = begin_concept(soort=Zaak.Soort.MELDING, door=adviseur)
    bewaar_concept(concept_id=concept.pk, velden={"tekst": f"{MERK} concept"}, volgnummer=1, door=adviseur)
    return melding.zaaknummer


def _versleutelde_velden(model: type[models.Model]) -> list[VersleuteldVeld[object]]:
    return [veld for veld in model._meta.concrete_fields if isinstance(veld, VersleuteldVeld)]


def _versleutelde(model: type[models.Model]) -> bool:
    return bool([veld for veld in model._meta.local_concrete_fields if isinstance(veld, VersleuteldVeld)])


def _vul(model: type[models.Model], wie: Gebruiker) -> str:
    """One row of `model` with the mark in every encrypted field; gives the label of the model."""
    if issubclass(model, Zaak):
        rij: models.Model = maak_zaak(_soort_van(model), lezers=(wie,))
        rij = rij if type(rij) is model else model._base_manager.get(pk=rij.pk)
    elif model is Noodtoegang:  # its times and people hang together
        rij = maak_noodtoegang(maak_zaak(Zaak.Soort.MELDING), wie)
    else:
        rij = model(
            **{veld.name: _waarde(veld, wie) for veld in model._meta.local_concrete_fields if _moet(veld)}
        )
    if isinstance(rij, Termijn):  # what is not needed is not open
        rij.vervallen = True
    for veld in _versleutelde_velden(model):
        setattr(rij, veld.name, _merk(model, veld))
    if rij._state.adding:
        model._base_manager.bulk_create([rij])
    else:
        rij.save(update_fields=[veld.name for veld in _versleutelde_velden(model)])
    return model._meta.label


def _soort_van(model: type[models.Model]) -> str:
    """The kind of zaak that has this model; any for the kernel's own."""
    return next((register.soort for register in registers() if register.model is model), Zaak.Soort.MELDING)


def _merk(model: type[models.Model], veld: VersleuteldVeld[object]) -> object:
    tekst = f"{MERK} {model._meta.model_name} {veld.name}"
    return {"tekst": tekst} if isinstance(veld, VersleuteldeJson) else tekst


def _moet(veld: models.Field[object, object]) -> bool:
    if isinstance(veld, VersleuteldVeld):
        return False
    if veld.is_relation and veld.related_model is Datasleutel:
        return True
    return veld.primary_key or not (veld.null or veld.has_default() or veld.has_db_default())


def _waarde(veld: models.Field[object, object], wie: Gebruiker) -> object:
    """Something that the database takes. A model with stranger demands: give it an example here."""
    if isinstance(veld, models.ForeignKey):
        return _doel(veld, wie)
    if veld.choices:
        return next(iter(dict(veld.flatchoices)))
    soorten: list[tuple[type[models.Field[object, object]], object]] = [
        (models.UUIDField, uuid4()),
        (models.DateTimeField, timezone.now()),
        (models.DateField, date(2024, 11, 15)),
        (models.BooleanField, False),
        (models.IntegerField, 1),
    ]
    return next((waarde for soort, waarde in soorten if isinstance(veld, soort)), "x")


def _doel(veld: models.ForeignKey[object, object], wie: Gebruiker) -> models.Model:
    doel = veld.related_model
    if doel is Gebruiker:
        return wie
    if doel is Datasleutel:
        sleutel = Datasleutel.nieuw()
        sleutel.save(force_insert=True)
        return sleutel
    if isinstance(doel, type) and issubclass(doel, Zaak):
        return maak_zaak(_soort_van(doel), lezers=(wie,))
    bestaand = doel._base_manager.first()
    assert bestaand is not None, f"{veld}: make a row of {doel} for this test"
    return bestaand


def _base64(merk: str) -> Iterator[bytes]:
    """The mark inside a longer text in base64, which may begin at each of three places in it."""
    for plaats in range(3):
        yield b64encode(bytes(plaats) + merk.encode()).rstrip(b"=")[4 if plaats else 0 : -1]


VORMEN = [
    *(
        merk.encode(tekens)
        for merk in (MERK, MERK.lower(), MERK.upper())
        for tekens in ("utf-8", "utf-16-le", "utf-16-be")
    ),
    *_base64(MERK),
]


@pytest.mark.databank
@pytest.mark.pg15
class TestZonderSleutelbestand:
    def test_elk_versleuteld_veld_doet_mee(self, gevuld):
        assert gevuld.modellen == {model._meta.label for model in _eigen_modellen() if _versleutelde(model)}
        assert len(gevuld.modellen) >= 6

    @pytest.mark.parametrize("kolom", geheimen.KOLOMMEN)
    def test_elke_kolom_met_een_geheim_doet_mee_en_opent_alleen_als_zichzelf(self, gevuld, kolom):
        with transaction.atomic(), fabriek():
            assert any(MERK in tekst for tekst in geheimen.geopend(kolom))

    def test_elke_kolom_die_zich_laat_vergelijken_doet_mee(self, gevuld):
        """Who a colleague is, and what another system calls a zaak; an address is written in small letters."""
        kolommen = [(model, veld) for model, veld in _velden() if isinstance(veld, VasteTekst)]
        assert len(kolommen) == 5
        with transaction.atomic(), fabriek():
            for model, veld in kolommen:
                gelezen = model._base_manager.values_list(veld.name, flat=True)
                assert any(MERK.lower() in tekst.lower() for tekst in gelezen), veld
            assert any(MERK in str(voorstel.wat) for voorstel in Voorstel.objects.all())
            assert Gebeurtenis.objects.filter(bijzonderheden__has_key="naam_was").exists()
            assert not EmailAddress.objects.exists()

    def test_elke_plaats_in_de_code_die_een_geheim_maakt_is_doorlopen(self, gevuld):
        assert gevuld.plaatsen >= geheimen.plaatsen_in_de_code()
        assert len(gevuld.plaatsen) >= len({kolom.doel for kolom in geheimen.KOLOMMEN.values()})

    def test_een_dump_van_de_superuser_bevat_geen_woord_van_de_inhoud(self, gevuld, kloon):
        gegevens = DATABANK.verbinding("postgres", kloon)
        opties = ["-h", gegevens["HOST"], "-p", gegevens["PORT"], "-U", "postgres", kloon]
        dump = subprocess.run(
            [programmas.zoek_map() / "pg_dump", *opties],
            env=os.environ | programmas.omgeving() | {"PGPASSWORD": gegevens["PASSWORD"]},
            capture_output=True,
            check=True,
        ).stdout
        assert gevuld.nummer.encode() in dump
        assert OPENLIJK.encode() in dump
        for vorm in VORMEN:
            assert vorm not in dump
            assert vorm.hex().encode() not in dump

    def test_de_bestanden_van_de_databank_en_het_wal_bevatten_geen_woord_van_de_inhoud(self, gevuld, kloon):
        """The data directory as a thief of the disk has it: tables, indexes, statistics, write-ahead log, server log."""
        with DATABANK.als_superuser(kloon) as superuser:
            superuser.execute("ANALYZE")  # statistics hold values of columns
            superuser.execute("CHECKPOINT")
            [(oid,)] = superuser.execute(
                "SELECT oid::text FROM pg_database WHERE datname = current_database()"
            ).fetchall()
        gevonden: set[str] = set()
        for pad in [*DATABANK.cluster.rglob("*"), DATABANK.log]:
            deel = pad.relative_to(DATABANK.map).parts
            if not pad.is_file() or (deel[1:2] == ("base",) and deel[2] != oid):
                continue  # of another test
            inhoud = pad.read_bytes()
            assert not any(vorm in inhoud for vorm in VORMEN), pad
            if OPENLIJK.encode() in inhoud:
                gevonden.add(deel[1])
        assert gevonden >= {"base", "pg_wal"}
