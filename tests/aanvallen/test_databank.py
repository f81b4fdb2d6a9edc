"""Raw SQL as the web login, in the name of somebody who should not reach it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import maak_casus

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
TEKST = b"\x01" + b"0" * 40


@pytest.mark.aanval("tweede muur")
def test_een_persoon_verhuist_niet_naar_een_zaak_die_ik_niet_zie(toneel, als, sql):
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match="row-level security"):
        sql("UPDATE zaken_persoon SET zaak_id = %s", toneel.doel.pk)


@pytest.mark.aanval("tweede muur")
def test_een_persoon_van_een_andere_zaak_komt_niet_naar_de_mijne(toneel, als, sql):
    with als(toneel.aanvaller):
        assert sql(
            "UPDATE zaken_persoon SET zaak_id = %s WHERE id = %s", toneel.mijn.pk, toneel.doel_persoon.pk
        ) == [(0,)]
        assert sql("DELETE FROM zaken_persoon WHERE id = %s", toneel.doel_persoon.pk) == [(0,)]


@pytest.mark.aanval("tweede muur")
def test_een_melding_verhuist_niet_naar_een_andere_zaak(toneel, als, sql):
    with als(toneel.aanvaller), pytest.raises(DatabaseError):
        sql("UPDATE meldingen_melding SET zaak_ptr_id = %s", toneel.doel.pk)


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize(
    "opdracht",
    [
        "INSERT INTO zaken_persoon (id, zaak_id, rol, volgnummer) VALUES (gen_random_uuid(), %s, 'melder', 9)",
        "INSERT INTO meldingen_afdoening (zaak_id, code_id) SELECT %s, min(id) FROM codelijsten_code",
        "INSERT INTO meldingen_subcategorie (zaak_id, code_id) SELECT %s, min(id) FROM codelijsten_code",
        "INSERT INTO zaken_statuswijziging (id, zaak_id, van, naar, door_id, op)"
        " VALUES (gen_random_uuid(), %s, '', 'gesloten', app.uid(), now())",
        "INSERT INTO zaken_termijn (id, zaak_id, code, kenmerk, naam, kale_datum, datum, werkdatum, bron, waarom,"
        " is_indicatie, vervallen) VALUES (gen_random_uuid(), %s, 'x', '', '', now(), now(), now(), '', '', false, false)",
    ],
)  # fmt: skip
def test_onder_een_zaak_die_ik_niet_zie_komt_niets_bij(toneel, als, sql, opdracht):
    with als(toneel.aanvaller), pytest.raises(DatabaseError, match=r"row-level security|permission denied"):
        sql(opdracht, toneel.doel.pk)


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize("tabel", ["zaken_notitie", "zaken_statuswijziging"])
@pytest.mark.parametrize("opdracht", ["UPDATE {} SET op = now()", "DELETE FROM {}"])
def test_wat_er_gezegd_is_blijft_staan_ook_voor_wie_de_zaak_ziet(toneel, als, sql, tabel, opdracht):
    with als(toneel.eigenaar), pytest.raises(ProgrammingError, match="permission denied"):
        sql(opdracht.format(tabel))


@pytest.mark.aanval("tweede muur")
def test_een_notitie_op_naam_van_een_ander_wordt_geweigerd(toneel, als, sql):
    with als(toneel.eigenaar), pytest.raises(DatabaseError, match="row-level security"):
        sql(
            "INSERT INTO zaken_notitie (id, zaak_id, tekst, door_id, op) VALUES (gen_random_uuid(), %s, %s, %s, now())",
            toneel.doel.pk,
            TEKST,
            toneel.aanvaller.pk,
        )


@pytest.mark.aanval("tweede muur")
def test_een_datasleutel_is_niet_te_lezen_te_wisselen_of_te_wissen(toneel, als, sql):
    with als(toneel.aanvaller):
        assert sql("SELECT count(*) FROM zaken_datasleutel WHERE id = %s", toneel.doel.sleutel_id) == [(0,)]
        for opdracht in (
            "UPDATE zaken_datasleutel SET id = gen_random_uuid()",
            "DELETE FROM zaken_datasleutel",
            f"UPDATE zaken_zaak SET sleutel_id = '{toneel.doel.sleutel_id}'",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"):
                sql(opdracht)


@pytest.mark.aanval("concept")
def test_een_concept_weggooien_vernietigt_geen_sleutel_van_een_zaak(toneel, als, sql):
    eigen = uuid4()
    with als(toneel.aanvaller), pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012  # the last one must fail, the first may
        sql(
            "INSERT INTO zaken_concept (id, eigenaar_id, soort, sleutel_id, inhoud, volgnummer, gewijzigd_op)"
            " VALUES (%s, app.uid(), 'melding', %s, %s, 0, now())",
            eigen,
            toneel.mijn.sleutel_id,
            TEKST,
        )
        sql("SELECT app.verwijder_concept(%s)", eigen)
        sql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.aanval("concept")
def test_een_concept_van_een_ander_is_niet_te_zien_en_wisselt_niet_van_eigenaar(toneel, als, sql):
    from zaken.services.concepten import begin_concept

    with als(toneel.eigenaar) as eigenaar:
        concept = begin_concept(soort="melding", door=eigenaar)
    with als(toneel.aanvaller):
        assert sql("SELECT count(*) FROM zaken_concept") == [(0,)]
        assert sql("UPDATE zaken_concept SET volgnummer = 99 WHERE id = %s", concept.pk) == [(0,)]
        assert sql("SELECT app.verwijder_concept(%s)", concept.pk) == [(False,)]
        for opdracht in ("UPDATE zaken_concept SET eigenaar_id = app.uid()", "DELETE FROM zaken_concept"):
            with pytest.raises(ProgrammingError, match="permission denied"):
                sql(opdracht)


@pytest.mark.aanval("bestaan")
def test_een_voorwaarde_die_fouten_gooit_verraadt_geen_rij(toneel, als, sql):
    nummer = toneel.doel.zaaknummer
    with als(toneel.aanvaller):
        for opdracht in (
            "SELECT count(*) FROM zaken_zaak WHERE 1 / (CASE WHEN zaaknummer = %s THEN 0 ELSE 1 END) = 0",
            "SELECT count(*) FROM meldingen_melding m JOIN zaken_zaak z ON z.id = m.zaak_ptr_id"
            " WHERE (CASE WHEN z.zaaknummer = %s THEN 'x' ELSE '1' END)::int = 0",
        ):
            assert sql(opdracht, nummer) == [(0,)]


@pytest.mark.aanval("tweede muur")
def test_statistieken_van_de_planner_tonen_geen_waarden(toneel, als, sql):
    with als(toneel.aanvaller):
        assert sql(
            "SELECT count(*) FROM pg_stats WHERE tablename ~ '^(zaken|meldingen|vertrouwenspersonen|logboek)_'"
        ) == [(0,)]
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("SELECT count(*) FROM pg_statistic")


@pytest.mark.aanval("tweede muur")
def test_een_samenvoegverwijzing_naar_een_vreemde_zaak_antwoordt_als_naar_een_onbekende(toneel, als, sql):
    with als(toneel.aanvaller):
        antwoorden = set()
        for doel in (toneel.doel.pk, uuid4()):
            with pytest.raises(DatabaseError) as fout, transaction.atomic():
                sql("UPDATE zaken_zaak SET samengevoegd_met_id = %s", doel)
            antwoorden.add((fout.value.__cause__.sqlstate, str(fout.value)))
    assert len(antwoorden) == 1


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize(
    "opdracht",
    [
        "CREATE TEMP TABLE gebruikers_roltoekenning (gebruiker_id bigint, rol text)",
        "CREATE TABLE public.x (y int)",
        "CREATE TABLE app.x (y int)",
        "CREATE SCHEMA kwaad",
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW pg_temp.v AS SELECT 1",
        "SET ROLE jid_eigenaar",
        "SET SESSION AUTHORIZATION jid_eigenaar",
        "ALTER TABLE zaken_zaak DISABLE ROW LEVEL SECURITY",
        "DROP POLICY zien ON zaken_zaak",
        "ALTER FUNCTION app.uid() RENAME TO x",
        "COPY zaken_zaak TO PROGRAM 'cat'",
        "SELECT pg_read_file('PG_VERSION')",
        "CREATE EXTENSION dblink",
        "ALTER TABLE zaken_zaak DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE TRIGGER t AFTER INSERT ON zaken_zaak FOR EACH ROW EXECUTE FUNCTION app.ververs_gebruikers()",
    ],
)
def test_de_webrol_bouwt_niets_om_de_muur_heen(toneel, als, sql, opdracht):
    with als(toneel.aanvaller), pytest.raises(DatabaseError):
        sql(opdracht)


@pytest.mark.aanval("tweede muur")
def test_rijbeveiliging_uitzetten_geeft_een_fout_en_geen_rijen(toneel, als, sql):
    with als(toneel.aanvaller):
        sql("SET LOCAL row_security = off")
        with pytest.raises(DatabaseError, match="row-level security"):
            sql("SELECT * FROM zaken_zaak")
        sql("SET LOCAL row_security = on")


@pytest.mark.aanval("tweede muur")
def test_een_vergiftigd_zoekpad_maakt_niemand_een_ander(toneel, als, sql):
    with als(toneel.aanvaller):
        sql("SET LOCAL search_path = pg_temp, app, public")
        assert sql("SELECT app.heeft_rol('beheerder')") == [(False,)]
        assert sql("SELECT count(*) FROM public.zaken_zaak") == [(1,)]
        sql("SET LOCAL search_path = public")


@pytest.mark.aanval("tweede muur")
def test_onzin_als_gebruiker_of_team_toont_niets(toneel, als, sql):
    with als(toneel.aanvaller):
        for waarde in ("", "0", "-1", "99999999"):
            sql("SELECT set_config('app.gebruiker', %s, true)", waarde)
            assert sql("SELECT count(*) FROM zaken_zaak") == [(0,)]
            assert sql("SELECT count(*) FROM logboek_gebeurtenis") == [(0,)]
        sql("SELECT set_config('app.gebruiker', %s, true)", "1 OR 1=1")
        with pytest.raises(DatabaseError):
            sql("SELECT count(*) FROM zaken_zaak")
        sql("SELECT set_config('app.gebruiker', %s, true)", "")


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("rol", [r for r in Rol if r != Rol.VERTROUWENSPERSOON])
def test_geen_rol_telt_een_casus(rol, als, sql, fabriek):
    with fabriek():
        maak_casus(maak_gebruiker(Rol.VERTROUWENSPERSOON))
        ander = maak_gebruiker(rol)
    with als(ander):
        assert sql("SELECT count(*) FROM vertrouwenspersonen_casus") == [(0,)]
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("SELECT * FROM app.cijfers_casussen")
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql("SELECT * FROM app.cijfers_meldingen")


@pytest.mark.aanval("tweede muur")
def test_een_casus_gaat_niet_over_naar_een_ander(als, sql, fabriek):
    with fabriek():
        vp, ander = maak_gebruiker(Rol.VERTROUWENSPERSOON), maak_gebruiker(Rol.VERTROUWENSPERSOON)
        maak_casus(vp)
    with als(vp), pytest.raises(ProgrammingError, match="permission denied"):
        sql("UPDATE vertrouwenspersonen_casus SET vertrouwenspersoon_id = %s", ander.pk)
    with als(ander):
        assert sql("UPDATE vertrouwenspersonen_casus SET status = 'gesloten'") == [(0,)]
        assert sql("DELETE FROM vertrouwenspersonen_casus") == [(0,)]


@pytest.mark.aanval("tweede muur")
@pytest.mark.parametrize("kolom", ["password = 'x'", "taal = 'en'", "last_login = now()"])
def test_een_aangemelde_wijzigt_geen_account_van_een_ander(toneel, als, sql, kolom):
    with als(toneel.aanvaller):
        assert sql(f"UPDATE gebruikers_gebruiker SET {kolom} WHERE id <> app.uid()") == [(0,)]


@pytest.mark.aanval("bestaan")
def test_een_dubbele_sleutel_zegt_niets_over_een_zaak_die_ik_niet_zie(toneel, als, sql):
    """The same refusal for a zaak of somebody else as for one that does not exist."""
    fouten = set()
    for zaak in (toneel.doel.pk, uuid4()):
        with als(toneel.aanvaller), pytest.raises(DatabaseError) as fout:
            sql(
                "INSERT INTO zaken_persoon (id, zaak_id, rol, volgnummer) VALUES (gen_random_uuid(), %s, 'melder', 1)",
                zaak,
            )
        fouten.add(str(fout.value))
    assert len(fouten) == 1


@pytest.mark.aanval("tweede muur")
def test_de_wachtrij_is_niet_te_legen_of_te_herschrijven(toneel, als, sql):
    with als(toneel.aanvaller):
        for opdracht in (
            "DELETE FROM pgmq.q_c_celery",
            "UPDATE pgmq.q_c_celery SET message = '{}'",
            "TRUNCATE pgmq.q_c_celery",
            "SELECT pgmq.drop_queue('c_celery')",
            "SELECT pgmq.purge_queue('c_celery')",
            "SELECT pgmq.create('kwaad')",
            "SELECT * FROM pgmq.pop('c_celery')",
        ):
            with pytest.raises(DatabaseError):
                sql(opdracht)


@pytest.mark.aanval("tweede muur")
def test_buiten_het_schema_app_verhoogt_geen_functie_de_rechten(db, sql):
    gevonden = sql(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner"
        " WHERE p.prosecdef AND p.pronamespace <> 'app'::regnamespace AND has_function_privilege('jid_web', p.oid, 'EXECUTE')"
    )
    assert gevonden == []
