"""SQL with the passwords of the other logins: what a leaked file of the worker or of the figures opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.hulp.databank import DATABANK

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
ROLLEN = ("jid_web", "jid_worker", "jid_cijfers")


@contextmanager
def aangemeld_als(rol: str) -> Iterator[Callable[[str], Any]]:
    gegevens = DATABANK.verbinding(rol, connection.settings_dict["NAME"])
    with psycopg.connect(
        host=gegevens["HOST"], port=gegevens["PORT"], dbname=gegevens["NAME"], user=rol, password=gegevens["PASSWORD"],
        autocommit=True,
    ) as conn:  # fmt: skip
        yield lambda opdracht: conn.execute(opdracht).fetchall()


def _leesbaar(vraag: Callable[[str], Any], rol: str) -> dict[str, set[str]]:
    """Table or view → columns that this login may read."""
    gevonden: dict[str, set[str]] = {}
    for tabel, kolom in vraag(
        "SELECT c.oid::regclass::text, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'app') AND c.relkind IN ('r', 'v', 'm')"
        f" AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege('{rol}', c.oid, a.attnum, 'SELECT')"
    ):
        gevonden.setdefault(tabel, set()).add(kolom)
    return gevonden


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("opdracht", [
    "SELECT naam FROM zaken_persoon", "SELECT tekst FROM zaken_notitie", "SELECT omschrijving FROM zaken_zaak",
    "SELECT * FROM zaken_datasleutel", "SELECT * FROM vertrouwenspersonen_casus", "SELECT * FROM logboek_gebeurtenis",
    "SELECT password FROM gebruikers_gebruiker", "SELECT * FROM gebruikers_sessie", "SELECT * FROM mfa_authenticator",
    "SELECT id FROM zaken_zaak", "SELECT * FROM zaken_concept", "DELETE FROM codelijsten_code RETURNING 1",
    "SELECT app.begin(1)", "SET ROLE jid_web", "SET ROLE jid_eigenaar", "CREATE TEMP TABLE x (y int)", "SELECT pg_read_file('PG_VERSION')",
])  # fmt: skip
def test_de_rol_van_de_cijfers_leest_geen_zaak_geen_mens_en_schrijft_niets(opdracht):
    with aangemeld_als("jid_cijfers") as vraag, pytest.raises(psycopg.Error):
        vraag(opdracht)


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("opdracht", [
    "SELECT * FROM vertrouwenspersonen_casus", "SELECT password FROM gebruikers_gebruiker", "SELECT * FROM mfa_authenticator",
    "SELECT session_data FROM gebruikers_sessie", "UPDATE zaken_zaak SET omschrijving = NULL RETURNING 1",
    "DELETE FROM zaken_zaak RETURNING 1", "UPDATE logboek_gebeurtenis SET soort = 'x' RETURNING 1",
    "DELETE FROM logboek_gebeurtenis RETURNING 1", "DELETE FROM logboek_zegel RETURNING 1", "UPDATE logboek_zegel SET aantal = 0 RETURNING 1",
    "INSERT INTO zaken_toekenning DEFAULT VALUES RETURNING 1", "DELETE FROM zaken_uitsluiting RETURNING 1",
    "INSERT INTO gebruikers_roltoekenning DEFAULT VALUES RETURNING 1", "SET ROLE jid_web", "SET ROLE jid_eigenaar",
    "SET session_replication_role = replica", "TRUNCATE zaken_zaak",
])  # fmt: skip
def test_de_rol_van_de_taken_leest_geen_casus_en_geen_geheim_en_herschrijft_niets(opdracht):
    with aangemeld_als("jid_worker") as vraag, pytest.raises(psycopg.Error):
        vraag(opdracht)


@pytest.mark.aanval("tweede muur")
def test_geen_enkele_rol_leest_een_tabel_zonder_rijbeveiliging_die_inhoud_heeft():
    """Every readable table of `public` has row security, but for those that are listed in docs/toegang.md."""
    from tests.hulp.databank import PROJECT

    uitzonderingen = (PROJECT / "docs/toegang.md").read_text().split("## Uitzonderingen")[1].split("\n## ")[0]
    for rol in ROLLEN:
        with aangemeld_als(rol) as vraag:
            zonder = {
                naam
                for (naam,) in vraag(
                    "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    " WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT c.relrowsecurity"
                )
            }
            gelezen = zonder & set(_leesbaar(vraag, rol))
        assert [tabel for tabel in gelezen if f"`{tabel}`" not in uitzonderingen] == [], rol


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("rol", ROLLEN)
def test_geen_rol_van_de_toepassing_kan_meer_dan_zij_kreeg(rol):
    with aangemeld_als(rol) as vraag:
        assert vraag(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles WHERE rolname = current_user"
        ) == [(False,) * 5]
        assert vraag(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member"
            " WHERE r.rolname = current_user AND m.roleid <> 'jid_fabriek'::regrole"  # of the tests alone
        ) == [(0,)]
        assert vraag("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user") == [(0,)]
        ((schema, databank, tijdelijk),) = vraag(
            "SELECT has_schema_privilege('public', 'CREATE'), has_database_privilege(current_database(), 'CREATE'),"
            " has_database_privilege(current_database(), 'TEMP')"
        )
        assert (schema, databank, tijdelijk) == (False, False, rol == "jid_worker")


@pytest.mark.aanval("rol")
@pytest.mark.parametrize("rol", ROLLEN)
def test_een_login_komt_niet_binnen_zonder_wachtwoord_of_met_dat_van_een_ander(rol):
    gegevens = DATABANK.verbinding(rol, connection.settings_dict["NAME"])
    andere = [DATABANK.verbinding(ander)["PASSWORD"] for ander in ROLLEN if ander != rol]
    for wachtwoord in ("", "postgres", rol, *andere):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host=gegevens["HOST"], port=gegevens["PORT"], dbname=gegevens["NAME"], user=rol,
                            password=wachtwoord, passfile="/dev/null")  # fmt: skip


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("rol", ROLLEN)
@pytest.mark.parametrize("opdracht", [
    "SELECT query FROM pg_stat_activity", "SELECT query FROM pg_stat_get_activity(NULL)", "SELECT pg_stat_get_backend_activity(1)",
    "SELECT pg_terminate_backend(1)", "SELECT pg_cancel_backend(1)",
])  # fmt: skip
def test_wat_een_ander_op_dit_moment_vraagt_is_niet_mee_te_lezen_of_af_te_breken(rol, opdracht):
    """All requests share one login: the statement that records a casus would stand there whole, with its moment."""
    with aangemeld_als(rol) as vraag, pytest.raises(psycopg.errors.InsufficientPrivilege):
        vraag(opdracht)


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("opdracht", [
    "SELECT app.tel_nieuwe_casusjaren(current_date)", "SELECT app.tel_nieuwe_casusjaren('1600-03-01')",
    "SELECT app.tel_casussen(current_date)", "SELECT app.tel_casusjaar_opnieuw(2015, current_date)",
])  # fmt: skip
def test_wie_eigen_casussen_toevoegt_telt_daarmee_niet_die_van_een_ander(opdracht):
    """Add k of your own, count, look whether five were reached, roll back: how many there were, without a trace."""
    with aangemeld_als("jid_web") as vraag, pytest.raises(psycopg.errors.InsufficientPrivilege):
        vraag(opdracht)


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("telling", ["tel_casussen", "tel_nieuwe_casusjaren"])
def test_niemand_telt_casussen_op_een_dag_van_eeuwen_terug(telling):
    with aangemeld_als("jid_worker") as vraag, pytest.raises(psycopg.errors.InvalidParameterValue):
        vraag(f"SELECT app.{telling}('1600-03-01')")


@pytest.mark.aanval("log", gevonden=True)
@pytest.mark.parametrize("soort", [
    "casussen_geteld", "casus_dag", "zonder_lezer", "zonder_toezicht", "noodtoegang_geopend", "toegang_beeindigd", "ontzegeld", "akkoord_gegeven",
    "rollen_gewijzigd", "gebruiker_gewijzigd", "team_gewijzigd", "gebruiker_geactiveerd", "code_gewijzigd", "vier_ogen_begonnen", "tweede_persoon_weg", "vernietigd",
])  # fmt: skip
def test_de_worker_verzint_geen_gebeurtenis_die_de_databank_zelf_schrijft(soort):
    with aangemeld_als("jid_worker") as vraag, pytest.raises(psycopg.errors.InsufficientPrivilege):
        vraag(
            "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, object_id, bijzonderheden)"
            f" VALUES (gen_random_uuid(), now(), '{soort}', '2020', '{{}}') RETURNING 1"
        )


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("rol", [*ROLLEN, "jid_eigenaar"])
@pytest.mark.parametrize("opdracht", [
    "SELECT n_tup_ins FROM pg_stat_user_tables", "SELECT n_tup_upd FROM pg_stat_xact_all_tables",
    "SELECT heap_blks_hit FROM pg_statio_user_tables", "SELECT idx_scan FROM pg_stat_all_indexes",
    "SELECT pg_stat_get_tuples_inserted('vertrouwenspersonen_casus'::regclass)", "SELECT tup_inserted FROM pg_stat_database",
    "SELECT relation FROM pg_locks",
])  # fmt: skip
def test_geen_teller_van_de_server_verraadt_wanneer_een_casus_wordt_vastgelegd(rol, opdracht):
    with aangemeld_als(rol) as vraag, pytest.raises(psycopg.errors.InsufficientPrivilege):
        vraag(opdracht)


@pytest.mark.aanval("rol", gevonden=True)
@pytest.mark.parametrize("rol", ROLLEN)
@pytest.mark.parametrize("opdracht", [
    "SELECT lo_from_bytea(0, 'meegenomen')", "SELECT lo_create(0)", "SELECT lo_creat(-1)", "SELECT lo_put(1, 0, 'x')",
    "SELECT lowrite(0, 'x')", "SELECT lo_import('/etc/hostname')",
])  # fmt: skip
def test_geen_rol_bewaart_iets_buiten_elke_tabel(rol, opdracht):
    with aangemeld_als(rol) as vraag, pytest.raises(psycopg.errors.InsufficientPrivilege):
        vraag(opdracht)
