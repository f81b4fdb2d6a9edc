"""What the database itself says about its tables, functions and roles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]

TOEGANG = (Path(__file__).resolve().parents[2] / "docs" / "toegang.md").read_text()


def _lijst(opdracht: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(opdracht)
        return {rij[0] for rij in cursor.fetchall()}


def _uitzonderingen() -> set[str]:
    deel = TOEGANG.split("## Uitzonderingen")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([a-z_]+)` \|", deel, re.MULTILINE))


def test_elke_tabel_heeft_rijbeveiliging_of_staat_met_een_reden_in_de_lijst():
    zonder = _lijst("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relrowsecurity"
                    " AND relnamespace = 'public'::regnamespace")  # fmt: skip
    assert zonder == _uitzonderingen()


def test_de_webrol_bezit_niets_en_passeert_geen_rijbeveiliging():
    assert _lijst("SELECT relname FROM pg_class WHERE relowner IN (SELECT oid FROM pg_roles WHERE rolname IN"
                  " ('jid_web', 'jid_worker', 'jid_cijfers'))") == set()  # fmt: skip
    assert _lijst("SELECT rolname FROM pg_roles WHERE (rolbypassrls OR rolsuper OR rolcreaterole OR rolcreatedb)"
                  " AND rolname LIKE 'jid_%' AND rolname <> 'jid_fabriek'") == set()  # fmt: skip


def test_geen_functie_is_voor_iedereen_en_elke_definer_ligt_zijn_zoekpad_vast():
    assert _lijst("SELECT proname FROM pg_proc WHERE pronamespace = 'app'::regnamespace"
                  " AND (prosecdef OR proconfig::text LIKE '%search_path%')"
                  " AND NOT coalesce(proconfig::text LIKE '%search_path=pg_catalog, public, pg_temp%', false)") == set()  # fmt: skip
    assert _lijst("SELECT p.proname FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
                  " WHERE p.pronamespace = 'app'::regnamespace AND a.grantee = 0") == set()  # fmt: skip


def test_elke_functie_zegt_waar_zij_voor_is():
    """`COMMENT ON FUNCTION` in the migration that makes it; docs/databank/ shows it."""
    assert _lijst("SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'app'::regnamespace"
                  " AND coalesce(obj_description(oid, 'pg_proc'), '') NOT LIKE '%.'") == set()  # fmt: skip


def test_de_cijferrol_leest_alleen_weergaven_codelijsten_en_termijninstellingen():
    leesbaar = _lijst("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace IN"
                      " ('public'::regnamespace, 'app'::regnamespace) AND has_table_privilege('jid_cijfers', oid, 'SELECT')")  # fmt: skip
    anders = {naam for naam in leesbaar if not naam.startswith(("cijfers_", "codelijsten_", "rapportages_"))}
    assert anders == {"zaken_norm", "zaken_gelijkgesteldedag"}


def test_de_webrol_kan_geen_tabel_leegmaken():
    assert (
        _lijst(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND has_table_privilege('jid_web', oid, 'TRUNCATE')"
        )
        == set()
    )


def test_het_logboek_kan_alleen_groeien():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('jid_web', 'logboek_gebeurtenis', p), has_table_privilege('jid_worker', 'logboek_gebeurtenis', p)"
            " FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS p"
        )
        assert set(cursor.fetchall()) == {(False, False)}


def test_schrijven_onder_een_zaak_vraagt_het_recht_op_die_ene_zaak_niet_of_hij_te_zien_is():
    """Who sees a zaak for another reason than a team or a grant must not get to write in it by that."""
    alleen_gezien = _lijst(
        "SELECT tablename || '.' || policyname FROM pg_policies WHERE 'jid_web' = ANY (roles) AND cmd <> 'SELECT'"
        " AND tablename <> 'zaken_zaak' AND coalesce(qual, '') || coalesce(with_check, '') ~ 'zaken_zaak|ziet_zaak'"
        " AND coalesce(qual, '') || coalesce(with_check, '') !~ 'mag_wijzigen'"
    )
    # reading a zaak is an event too; a message about what is not seen is not marked as read
    assert alleen_gezien == {"logboek_gebeurtenis.toevoegen", "berichten_bericht.lezen"}
