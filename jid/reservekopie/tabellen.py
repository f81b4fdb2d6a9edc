"""What is in a database, in numbers: rows and a fingerprint per table, sequences, rules and rights."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from django.db import models
from psycopg import sql

from zaken.models import Datasleutel, Persoonindex, Sleutelversie, Zoekindex

APART: tuple[type[models.Model], ...] = (Sleutelversie, Datasleutel, Zoekindex, Persoonindex)
"""What destruction must reach in old backups too: keys, and tokens that tell words to who holds the key file."""
ZONDER_INHOUD = (
    "public.django_session",
    "public.gebruikers_sessie",
    "public.jid_cache",
    "public.post_mail",
    "public.achtergrond_taakopdracht",
    "public.achtergrond_resultaatdeel",
    "public.inlezen_inlezing",
    "public.inlezen_inlezingdeel",
)
"""Not worth keeping, and better not put back: who was signed in then signs in again, old mail does not go twice."""

LEESVORM = "SET timezone = 'UTC'; SET datestyle = 'ISO, MDY'; SET bytea_output = 'hex'; SET intervalstyle = 'postgres'"
"""Rows must read the same wherever they are fingerprinted."""
_TABELLEN = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1
"""
_VREEMD = """
SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT pg_has_role(current_user, c.relowner, 'MEMBER')
"""
_REEKSEN = """
SELECT schemaname || '.' || sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1
"""
_ROLLEN = """
WITH eigen AS (SELECT oid, nspacl FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
houder AS (
  SELECT a.grantee AS rol FROM eigen n, aclexplode(n.nspacl) a
  UNION SELECT a.grantee FROM pg_class c JOIN eigen n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
  UNION SELECT a.grantee FROM pg_proc p JOIN eigen n ON n.oid = p.pronamespace, aclexplode(p.proacl) a
  UNION SELECT a.grantee FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid
    JOIN eigen n ON n.oid = c.relnamespace, aclexplode(t.attacl) a
  UNION SELECT unnest(polroles) FROM pg_policy)
SELECT rol::regrole::text FROM houder WHERE rol <> 0
"""


def _kern(uitdrukking: str) -> str:
    """A condition without brackets and casts of text: after a restore PostgreSQL writes those otherwise."""
    return rf"regexp_replace({uitdrukking}, '::(character varying|text)(\[\])?|[()]', '', 'g')"


_EIGEN = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
REGELS: dict[str, str] = {
    "rijbeveiliging": f"""
        SELECT c.oid::regclass || ' ' || c.relrowsecurity || c.relforcerowsecurity FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND {_EIGEN}""",
    "beleid": f"""
        SELECT concat_ws(' ', schemaname, tablename, policyname, permissive, cmd,
        {_kern("qual")}, {_kern("with_check")}, array(SELECT unnest(roles) ORDER BY 1)) FROM pg_policies""",
    "rechten op tabellen": f"""
        SELECT concat_ws(' ', c.oid::regclass, a.grantee::regrole, a.privilege_type) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(coalesce(c.relacl,
        acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a
        WHERE c.relkind IN ('r', 'v', 'm', 'S') AND {_EIGEN}""",
    "rechten op kolommen": f"""
        SELECT concat_ws(' ', c.oid::regclass, t.attname, a.grantee::regrole, a.privilege_type) FROM pg_attribute t
        JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
        aclexplode(t.attacl) a WHERE {_EIGEN}""",
    "functies": f"""
        SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND {_EIGEN}""",
    "rechten op functies": f"""
        SELECT concat_ws(' ', p.oid::regprocedure, a.grantee, a.grantee::regrole, a.privilege_type) FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace,
        aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE {_EIGEN}
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "triggers": f"SELECT {_kern('pg_get_triggerdef(oid)')} FROM pg_trigger WHERE NOT tgisinternal",
    "voorwaarden": f"""
        SELECT concat_ws(' ', t.conrelid::regclass, t.conname, t.convalidated,
        {_kern("pg_get_constraintdef(t.oid)")}) FROM pg_constraint t
        JOIN pg_namespace n ON n.oid = t.connamespace WHERE {_EIGEN}""",
    "indexen": f"""
        SELECT {_kern("pg_get_indexdef(i.indexrelid)")} FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_EIGEN}""",
    "weergaven": f"""
        SELECT concat_ws(' ', schemaname, viewname, {_kern("definition")}) FROM pg_views
        WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'""",
}
"""Per kind of rule a query for its lines; how much there is and a hash of it say whether all came along.
"""


class Telling(NamedTuple):
    """Rows of a table, and a fingerprint of all of them that does not depend on their order."""

    aantal: int
    vingerafdruk: str


type_verbinding = psycopg.Connection[tuple[Any, ...]]


def naam_van(model: type[models.Model]) -> str:
    return f"public.{model._meta.db_table}"


def aparte_tabellen() -> tuple[str, ...]:
    return tuple(naam_van(model) for model in APART)


def tabellen(conn: type_verbinding) -> list[str]:
    """Every table with rows of ours, as `schema.name`."""
    return [naam for (naam,) in conn.execute(_TABELLEN).fetchall()]


def tellingsvraag(tabel: str) -> sql.Composed:
    """A query for the `Telling` of one table: rows as text, hashed, the first 60 bits added up."""
    return sql.SQL(
        "SELECT count(*), coalesce(sum(('x' || left(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 15))"
        "::bit(60)::bigint), 0)::text FROM {} AS t"
    ).format(sql.Identifier(*tabel.split(".", 1)))


def tel(conn: type_verbinding, namen: Sequence[str]) -> dict[str, Telling]:
    """The `Telling` of each table, in the transaction of `conn`."""
    conn.execute(LEESVORM)
    return {naam: Telling(*conn.execute(tellingsvraag(naam)).fetchone() or (0, "0")) for naam in namen}


def reeksen(conn: type_verbinding) -> dict[str, int]:
    """The last number that each sequence gave."""
    return dict(conn.execute(_REEKSEN).fetchall())


def rollen(conn: type_verbinding) -> list[str]:
    """Roles that have rights on something here; they must exist wherever this is put back."""
    return sorted(rol for (rol,) in conn.execute(_ROLLEN).fetchall() if not rol.startswith("pg_"))


def van_een_ander(conn: type_verbinding) -> str:
    """Tables that this role does not own, and so cannot wholly read; empty when there are none."""
    rij = conn.execute(_VREEMD).fetchone()
    return str(rij[0] or "") if rij else ""


def regels(conn: type_verbinding) -> dict[str, list[Any]]:
    """Per kind of rule: how many lines, and one hash over them."""
    conn.execute("SET search_path = pg_catalog")
    uit: dict[str, list[Any]] = {}
    for soort, vraag in REGELS.items():
        lijnen = sorted(str(lijn) for (lijn,) in conn.execute(vraag).fetchall())
        uit[soort] = [len(lijnen), hashlib.sha256("\n".join(lijnen).encode()).hexdigest()]
    return uit
