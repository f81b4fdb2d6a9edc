"""Every function and every table that the web role reaches, found in the catalogue: none is an oracle, none a back door."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

pytestmark = [pytest.mark.databank, pytest.mark.django_db]

FUNCTIES = """
SELECT p.oid::regproc::text, coalesce(array(SELECT format_type(t, NULL) FROM unnest(p.proargtypes) AS t), '{}')
FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace AND p.prokind = 'f'
AND has_function_privilege('jid_web', p.oid, 'EXECUTE') ORDER BY 1
"""
KINDTABELLEN = """
SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'zaken_zaak'::regclass AND array_length(c.conkey, 1) = 1
ORDER BY 1, 2
"""
WAARDEN = {"bigint": 1, "integer": 1, "text": "x", "text[]": ["x"], "bytea": b"\x00", "boolean": True, "date": "2024-01-01",
           "bigint[]": [1], "jsonb": "{}", "timestamp with time zone": "2024-01-01T00:00:00Z"}  # fmt: skip


MET_OPZET = {"app.begin", "app.maak_gebruiker", "app.sleutel_in_gebruik"}
"""What the application claims; an account with the next number; and two that policies of the data keys ask, about a key
of 122 random bits that no page of another shows."""
NUMMERS = {"app.zaak_van_nummer", "app.zaaknummers"}
"""The auditor knows numbers, for the log."""


def _uitslag(sql, opdracht, waarden) -> str:
    """Rows or refusal, without the keys that were asked."""
    try:
        tekst = str(sql(opdracht, *waarden))
    except DatabaseError as fout:
        tekst = f"{type(fout).__name__} {str(fout).splitlines()[0]}"
    for waarde in waarden:
        for een in waarde if isinstance(waarde, list) else [waarde]:
            if not isinstance(een, int | bool):
                tekst = tekst.replace(str(een), "?")
    return tekst


def _zonder_blijvend_spoor(wie, als, sql, opdracht, waarden) -> str:
    """The outcome as this user, undone afterwards: a call may not change what the next one finds."""
    with als(wie), transaction.atomic():
        uitslag = _uitslag(sql, opdracht, waarden)
        transaction.set_rollback(True)
    return uitslag


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("wie", ["aanvaller", "uitgeslotene", "beheerder", "auditor"])
def test_geen_enkele_functie_verraadt_een_sleutel_of_nummer_dat_bestaat(toneel, als, sql, fabriek, wie):
    """Each with a key of the zaak, its person, grant or data key in each place that takes one, against a random one."""
    over = MET_OPZET | (NUMMERS if wie == "auditor" else set())
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIES)
        functies = cursor.fetchall()
    assert len(functies) > 40
    echt = [toneel.doel.pk, toneel.doel_persoon.pk, toneel.doel_toekenning.pk, toneel.doel.sleutel_id]
    verraad = []
    for naam, soorten in functies:
        if naam in over or not {"uuid", "uuid[]", "text"} & set(soorten):
            continue
        opdracht = f"SELECT * FROM {naam}({', '.join(f'%s::{soort}' for soort in soorten)})"
        plekken = [i for i, soort in enumerate(soorten) if soort in {"uuid", "uuid[]", "text"}]
        for plek, sleutel in product(plekken, echt):
            gezien = []
            for waarde in (sleutel, uuid4()):
                soort = soorten[plek]
                if soort == "text":
                    waarde = toneel.doel.zaaknummer if waarde == sleutel else "M-1998-00009"
                waarden = [WAARDEN.get(s) if s not in {"uuid", "uuid[]"} else uuid4() for s in soorten]
                waarden = [[w] if s == "uuid[]" else w for w, s in zip(waarden, soorten, strict=True)]
                waarden[plek] = [waarde] if soort == "uuid[]" else waarde
                gezien.append(_zonder_blijvend_spoor(getattr(toneel, wie), als, sql, opdracht, waarden))
            if gezien[0] != gezien[1]:
                verraad.append((naam, plek, gezien))
    assert verraad == []


@pytest.mark.aanval("tweede muur")
def test_geen_rij_onder_een_andere_zaak_is_te_lezen_te_maken_te_verhuizen_of_te_wissen(toneel, als, sql):
    with connection.cursor() as cursor:
        cursor.execute(KINDTABELLEN)
        tabellen = cursor.fetchall()
    assert len(tabellen) >= 15
    for tabel, kolom in tabellen:
        with als(toneel.aanvaller):
            for opdracht in (
                f"SELECT count(*) FROM {tabel} WHERE {kolom} = %s",
                f"UPDATE {tabel} SET {kolom} = {kolom} WHERE {kolom} = %s",
                f"DELETE FROM {tabel} WHERE {kolom} = %s",
            ):
                try:
                    assert sql(opdracht, toneel.doel.pk) == [(0,)], opdracht
                except ProgrammingError as fout:
                    if "permission denied" not in str(fout):
                        raise


@pytest.mark.aanval("bestaan")
def test_een_verwijzing_naar_een_andere_zaak_wordt_geweigerd_als_naar_een_onbekende(toneel, als, sql):
    """A foreign key is checked past row security: a row that would point there must be refused before that."""
    with connection.cursor() as cursor:
        cursor.execute(KINDTABELLEN)
        tabellen = cursor.fetchall()
    for tabel, kolom in tabellen:
        gezien = set()
        for zaak in (toneel.doel.pk, uuid4()):
            gezien.add(
                _zonder_blijvend_spoor(
                    toneel.aanvaller, als, sql, f"INSERT INTO {tabel} ({kolom}) VALUES (%s)", [zaak]
                )
            )
        assert len(gezien) == 1, (tabel, gezien)


@pytest.mark.aanval("tweede muur")
def test_geen_teller_van_de_databank_telt_wat_een_ander_maakte(toneel, als, sql):
    """Sequences would tell how many zaken, persons or grants were made since yesterday."""
    leesbaar = sql(
        "SELECT schemaname || '.' || sequencename FROM pg_sequences"
        " WHERE has_sequence_privilege('jid_web', format('%I.%I', schemaname, sequencename), 'SELECT')"
    )
    assert {naam for (naam,) in leesbaar} <= {"pgmq.q_c_celery_msg_id_seq"}
