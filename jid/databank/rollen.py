"""Database roles and databases: who exists and who may do what, before the first migration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import Connection, sql

EIGENAAR = "jid_eigenaar"
"""Owns everything and migrates; never serves a request."""
WEB = "jid_web"
WORKER = "jid_worker"
CIJFERS = "jid_cijfers"
ROLLEN = (EIGENAAR, WEB, WORKER, CIJFERS)
DATABASE = "jid"
VERSIE = 3
"""Raise when anything in this file changes: every data directory is then set right once more."""

_UITBREIDINGEN = ("unaccent", "pg_trgm", "btree_gin")
_NIETS = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"

_DICHT = """
DO $$ DECLARE v_functie regprocedure;
BEGIN
  FOR v_functie IN
    SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND (proname ~ '^pg_stat_get_'
           OR proname IN ('pg_lock_status', 'pg_terminate_backend', 'pg_cancel_backend',
                          'lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite'))
  LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', v_functie);
  END LOOP;
END $$
"""
"""Counters of the server tell when a row of which table was written (`pg_stat_user_tables` and the like call these
functions), `pg_stat_activity` shows the statements of every other request of the same login with their values, ending
connections ends theirs, and large objects are kept outside every table: for the superuser alone. Only the owner, who
restores, may count who is connected. As docker/postgres/20-dicht.sh."""

type_verbinding = Connection[tuple[Any, ...]]


def zet_rol(
    conn: type_verbinding, naam: str, wachtwoord: str, *, erft: bool = True, bypassrls: bool = False
) -> None:
    """Make the login role, or set it back to exactly this: no rights of its own, this password."""
    if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [naam]).fetchone():
        conn.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(naam)))
    versleuteld = conn.pgconn.encrypt_password(wachtwoord.encode(), naam.encode(), b"scram-sha-256").decode()
    eigenschappen = (
        f"LOGIN {_NIETS} {'INHERIT' if erft else 'NOINHERIT'} {'BYPASSRLS' if bypassrls else 'NOBYPASSRLS'}"
    )
    conn.execute(
        sql.SQL("ALTER ROLE {} WITH {} PASSWORD {}").format(
            sql.Identifier(naam),
            sql.SQL(eigenschappen),
            sql.Literal(versleuteld),
        )
    )


def zet_rollen(conn: type_verbinding, wachtwoorden: Mapping[str, str]) -> None:
    """The four roles. The web role inherits nothing: what it may, it may by its own name."""
    for naam in ROLLEN:
        zet_rol(conn, naam, wachtwoorden[naam], erft=naam != WEB)
    for database in ("postgres", "template1"):
        conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))


def bestaat(conn: type_verbinding, database: str) -> bool:
    return conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is not None


def maak_database(conn: type_verbinding, naam: str, *, sjabloon: str, eigenaar: str) -> None:
    """A database like the template (to which nobody may be connected), that only our roles reach."""
    database = sql.Identifier(naam)
    conn.execute(
        # the other strategy writes every page to the log too
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY").format(
            database, sql.Identifier(eigenaar), sql.Identifier(sjabloon)
        )
    )
    beperk_database(conn, naam)


def beperk_database(conn: type_verbinding, naam: str) -> None:
    """Who may connect. Rights on a database are not copied along with it, so this follows every CREATE."""
    database = sql.Identifier(naam)
    gebruikers = sql.SQL(", ").join(sql.Identifier(rol) for rol in ROLLEN)
    conn.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    conn.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, gebruikers))
    # imports go through a temporary table; the web role makes nothing, not even that
    conn.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, sql.Identifier(WORKER)))


def richt_database_in(conn: type_verbinding, *, eigenaar: str) -> None:
    """Schema `public` (tables and extensions): made in by the owner alone, looked up by our roles. Counters: closed."""
    gebruikers = sql.SQL(", ").join(sql.Identifier(rol) for rol in ROLLEN)
    conn.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    conn.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(eigenaar)))
    conn.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(gebruikers))
    aanwezig = conn.execute(
        "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)", [list(_UITBREIDINGEN)]
    ).fetchall()
    for (naam,) in sorted(aanwezig):
        conn.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(naam)))
    conn.execute(_DICHT)
    conn.execute(
        sql.SQL("GRANT EXECUTE ON FUNCTION pg_stat_get_activity(integer) TO {}").format(
            sql.Identifier(eigenaar)
        )
    )


def zet_testrol(
    conn: type_verbinding, naam: str, wachtwoord: str, *, bypassrls: bool, leden: Sequence[str]
) -> None:
    """A role for test clusters that may read and write every table; `leden` may SET ROLE to it."""
    zet_rol(conn, naam, wachtwoord, bypassrls=bypassrls)
    rol = sql.Identifier(naam)
    conn.execute(sql.SQL("GRANT pg_read_all_data, pg_write_all_data TO {}").format(rol))
    for lid in leden:
        conn.execute(sql.SQL("GRANT {} TO {}").format(rol, sql.Identifier(lid)))
