"""The second wall, by raw SQL as the web login: what a forgotten filter or a clever query would meet."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.stappen import STAPPEN
from meldingen.status import OVERGANGEN, Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_koppeling, maak_melding, maak_toekenning, sluit_uit
from zaken.models import Concept, Signaal, Toekenning, Zaakkoppeling
from zaken.services import herziening, noodtoegang, overdracht
from zaken.services.concepten import begin_concept, verwijder_concept
from zaken.services.databank import NietMogelijk, roep
from zaken.services.kwalificatie import leg_signaal_vast
from zaken.toegang import Recht

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

GESLOTEN = [
    "zaken_toekenning",
    "zaken_uitsluiting",
    "zaken_nummerreeks",
    "zaken_zoekindex",
    "zaken_persoonindex",
    "gebruikers_lidmaatschap",
    "gebruikers_roltoekenning",
    "guardian_userobjectpermission",
    "guardian_groupobjectpermission",
]


def sql(opdracht: str, *waarden: object) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


@pytest.fixture
def toneel(fabriek):
    with fabriek():
        team = maak_team("intake", soort=Team.Soort.INTAKE)
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        buiten = maak_gebruiker(Rol.ADVISEUR, Rol.INTAKE)
        return {"team": team, "lid": lid, "buiten": buiten, "melding": maak_melding(team=team)}


@pytest.mark.parametrize("tabel", GESLOTEN)
@pytest.mark.parametrize(
    "opdracht", ["SELECT * FROM {}", "DELETE FROM {}", "TRUNCATE {}", "SELECT * FROM {} FOR UPDATE"]
)
def test_gesloten_tabellen_zijn_dicht_voor_de_webrol(toneel, als, tabel, opdracht):
    with als(toneel["lid"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql(opdracht.format(tabel))


@pytest.mark.parametrize(
    "zet",
    ["team_id = NULL", "gebruikers = '{1}'", "verzegeld = false", "zaaknummer = 'M-1'", "sleutel_id = NULL", "behandelaar_id = 1",
     "aangemaakt_door_id = 1", "soort = 'klacht'", "id = gen_random_uuid()"],
)  # fmt: skip
def test_wie_een_zaak_ziet_verandert_haar_eigenaar_niet(toneel, als, zet):
    with als(toneel["lid"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql(f"UPDATE zaken_zaak SET {zet}")


def test_een_zaak_komt_er_alleen_door_de_functie_bij(toneel, als):
    with als(toneel["lid"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql("INSERT INTO zaken_zaak (id, soort) VALUES (gen_random_uuid(), 'melding')")
    with als(toneel["lid"]), pytest.raises(ProgrammingError, match="permission denied"):
        sql("DELETE FROM zaken_zaak")


def test_zonder_gebruiker_is_elke_tabel_met_rijbeveiliging_leeg(toneel, db):
    for (tabel,) in sql(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND c.relrowsecurity"
        " AND has_table_privilege(c.oid, 'SELECT') AND c.relname ~ '^(zaken|meldingen|vertrouwenspersonen|logboek)_'"
        " AND c.relname NOT IN ('zaken_norm', 'zaken_gelijkgesteldedag', 'zaken_sleutelversie', 'zaken_herinnering')"  # of nobody
    ):
        assert sql(f"SELECT count(*) FROM {tabel}") == [(0,)], tabel


def test_een_buitenstaander_raakt_niets(toneel, als):
    with als(toneel["buiten"]):
        assert sql("SELECT count(*) FROM zaken_zaak") == [(0,)]
        assert sql("UPDATE zaken_zaak SET versie = versie + 1") == [(0,)]
        assert sql("UPDATE meldingen_melding SET aangifte = 'ja'") == [(0,)]
        with pytest.raises(DatabaseError, match="row-level security"):
            sql(
                "INSERT INTO zaken_notitie (id, zaak_id, tekst, door_id, op) VALUES (gen_random_uuid(), %s, %s, app.uid(), now())",
                toneel["melding"].pk,
                b"\x01" + b"0" * 40,
            )


def test_de_weergave_van_toekenningen_toont_alleen_eigen_lopende(toneel, als, fabriek):
    gisteren = timezone.now() - timedelta(days=1)
    with fabriek():
        ander = maak_gebruiker(Rol.ADVISEUR)
        beleid = maak_gebruiker(Rol.BELEID)
        verlopen, beeindigd, lopend = (maak_melding() for _ in range(3))
        maak_toekenning(verlopen, ander, verloopt_op=timezone.now() + timedelta(days=1))
        Toekenning.objects.filter(content_object=verlopen).update(
            verleend_op=gisteren - timedelta(days=1), verloopt_op=gisteren
        )
        maak_toekenning(beeindigd, ander, beeindigd_op=timezone.now())
        for gebruiker in (ander, beleid, toneel["lid"]):
            maak_toekenning(lopend, gebruiker)
    with als(ander):
        assert sql("SELECT zaak_id, gebruiker_id FROM app.eigen_toekenningen") == [(lopend.pk, ander.pk)]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            sql("SELECT count(*) FROM zaken_toekenning")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            sql("DELETE FROM app.eigen_toekenningen")
    with als(beleid):  # a grant without a zaakrol opens nothing
        assert sql("SELECT zaak_id FROM app.eigen_toekenningen") == []


def test_een_uitgeslotene_ziet_niets_al_is_de_uitsluiting_zelf_onzichtbaar(toneel, als, fabriek):
    with fabriek():
        sluit_uit(toneel["melding"], toneel["lid"])
    with als(toneel["lid"]) as lid:
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("SELECT count(*) FROM zaken_uitsluiting")
        assert sql("SELECT count(*) FROM zaken_zaak") == [(0,)]
        assert Melding.objects.zichtbaar_voor(lid).count() == 0
        assert sql("SELECT count(*) FROM zaken_datasleutel") == [(0,)]


def test_de_eerste_muur_alleen_toont_wat_de_definitie_zegt(toneel, als, fabriek):
    """Past row security; any sequence of changes: `test_wie_ziet_wat.py`."""
    with fabriek():
        gedeeld = maak_melding()
        verzegeld = maak_melding(team=toneel["team"], verzegeld=True)
        zonder_zaakrol = maak_gebruiker(Rol.BELEID, teams=[toneel["team"]])
        uitgesloten = maak_gebruiker(Rol.ADVISEUR, teams=[toneel["team"]])
        ook_auditor = maak_gebruiker(Rol.ADVISEUR, Rol.AUDITOR)  # which the database refuses to give
        for gebruiker in (toneel["lid"], zonder_zaakrol, uitgesloten, ook_auditor):
            maak_toekenning(gedeeld, gebruiker)
        for zaak in (toneel["melding"], gedeeld):
            sluit_uit(zaak, uitgesloten)
    for gebruiker, ziet in (
        (toneel["lid"], {toneel["melding"].pk, gedeeld.pk}),
        (toneel["buiten"], set()),
        (ook_auditor, {gedeeld.pk}),
        (zonder_zaakrol, set()),
        (uitgesloten, set()),
    ):
        with als(gebruiker):
            zichtbaar = Melding.objects.zichtbaar_voor(gebruiker).values_list("pk", flat=True)
            with fabriek():
                assert set(zichtbaar) == ziet
                assert verzegeld.pk not in zichtbaar


def test_de_eerste_muur_alleen_van_signalen_koppelingen_en_concepten(toneel, als, fabriek):
    with fabriek():
        balie = maak_gebruiker(Rol.INTAKE, teams=[toneel["team"]])
        zonder_zaakrol = maak_gebruiker(Rol.BELEID, teams=[toneel["team"]])
        verborgen = maak_melding()
        koppeling = maak_koppeling(toneel["melding"], verborgen)
    with als(balie):
        los, werd_zaak = (_signaal(balie) for _ in range(2))
        concept = begin_concept(soort="melding", door=balie)
    with fabriek():
        sql("UPDATE zaken_signaal SET zaak_id = %s WHERE id = %s", verborgen.pk, werd_zaak.pk)
    for gebruiker, ziet in ((balie, {los.pk, concept.pk}), (zonder_zaakrol, set())):
        with als(gebruiker):
            deuren = (
                Signaal.objects.zichtbaar_voor(gebruiker),
                Zaakkoppeling.objects.zichtbaar_voor(gebruiker),
                Concept.objects.van(gebruiker),
            )
            with fabriek():
                assert {rij.pk for deur in deuren for rij in deur.only("pk")} == ziet
    with fabriek():
        maak_toekenning(verborgen, balie)
    with als(balie):
        beide = Zaakkoppeling.objects.zichtbaar_voor(balie)
        with fabriek():
            assert [rij.pk for rij in beide] == [koppeling.pk]


def _signaal(door):
    return leg_signaal_vast(
        soort=Signaal.Soort.ADVIESVRAAG,
        ontvangen_op=date(2024, 11, 15),
        onderwerp="Een vraag",
        reden="",
        triage={"gevaar": "nee"},
        door=door,
    )


def test_het_filter_weigert_een_andere_gebruiker_dan_die_van_de_transactie(toneel, als):
    ander = toneel["buiten"]
    with als(ander):
        assert ander.rollen
        assert ander.teams == ()
    with (
        als(toneel["lid"]),
        pytest.raises(ProgrammingError, match="actor is not the user"),
        transaction.atomic(),
    ):
        Melding.objects.zichtbaar_voor(ander).count()


def test_een_functie_weigert_wie_de_zaak_niet_ziet(toneel, als):
    from django.core.exceptions import PermissionDenied

    zaak, reden = toneel["melding"].pk, b"\x01" + b"0" * 40
    pogingen = [
        ("verleen", uuid4(), zaak, toneel["buiten"].pk, reden, None),
        ("wijs_toe", zaak, toneel["buiten"].pk, None, uuid4(), reden),
        ("sluit_uit", uuid4(), zaak, toneel["lid"].pk, "betrokken"),
        ("hef_uitsluiting_op", zaak, toneel["lid"].pk),
        ("verzegel", zaak, toneel["buiten"].pk, uuid4(), reden),
        ("zet_zoektokens", zaak, [1]),
        ("beeindig", zaak, uuid4()),
    ]
    with als(toneel["buiten"]):
        for functie, *waarden in pogingen:
            with pytest.raises(PermissionDenied):
                roep(functie, *waarden)
        assert roep("verwijder_concept", uuid4()) is False


def test_een_zaak_die_niemand_kan_lezen_wordt_geweigerd(toneel, als):
    with als(toneel["lid"]), pytest.raises(NietMogelijk):
        roep("sluit_uit", uuid4(), toneel["melding"].pk, toneel["lid"].pk, "betrokken")


def test_voor_elk_paar_statussen_zegt_de_databank_hetzelfde_als_de_tabel(toneel, als, fabriek):
    melding = toneel["melding"]
    for van, naar in product(Status.values, repeat=2):
        punt = transaction.savepoint()
        with fabriek(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM meldingen_melding WHERE zaak_ptr_id = %s", [melding.pk])
            melding.status = van
            melding.save_base(raw=True, force_insert=True)
        with als(toneel["lid"]):
            try:
                gelukt = sql(
                    "UPDATE meldingen_melding SET status = %s WHERE zaak_ptr_id = %s", naar, melding.pk
                ) == [(1,)]
            except DatabaseError:
                gelukt = False
        met_een_andere = (van, naar) in STAPPEN.eigen_weg or (van != naar and naar == STAPPEN.samenvoegen)
        mag = van == naar or ((van, naar) in OVERGANGEN and not met_een_andere)
        assert gelukt == mag, (van, naar)
        transaction.savepoint_rollback(punt)
    assert set(OVERGANGEN.values()) <= set(Recht)


@pytest.mark.parametrize(
    "dienst",
    [
        lambda door: verwijder_concept(concept_id=uuid4(), door=door),
        lambda door: noodtoegang.open_noodtoegang(
            zaaknummer="M-2024-00001", reden="proef", uren=1, door=door
        ),
        lambda door: noodtoegang.beeindig(noodtoegang=uuid4(), door=door),
        lambda door: overdracht.geef_lezer(aan=door, door=door),
        lambda door: herziening.herzie(team_id=1, beeindig=[], leden_kloppen=True, door=door),
    ],
    ids=["concept", "open", "beeindig", "geef", "herzie"],
)
def test_een_dienst_doet_niets_namens_een_ander_dan_wie_vraagt(toneel, als, dienst):
    with als(toneel["lid"]), pytest.raises(ProgrammingError, match="actor is not the user"):
        dienst(toneel["buiten"])
