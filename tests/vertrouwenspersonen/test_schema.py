"""The promises of a casus as facts about the table: what is not there cannot leak."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from gebruikers.models import Gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casus
from vertrouwenspersonen.models import Casus

from .conftest import Fabriek

TABEL = "vertrouwenspersonen_casus"
TELLING = "vertrouwenspersonen_casustelling"
pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]


def rijen(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def kolommen(sleutel: str = TABEL) -> dict[str, str]:
    return dict(
        rijen(
            "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            sleutel,
        )  # type: ignore[arg-type]  # two columns
    )


def test_de_tabel_heeft_precies_deze_kolommen_en_geen_andere() -> None:
    assert kolommen() == {
        "id": "uuid",
        "casusnummer": "character varying(11)",
        "vertrouwenspersoon_id": "bigint",
        "status": "character varying(8)",
        "voortzetting": "boolean",
        "kwartaal_eerste_contact": "character varying(7)",
        "kwartaal_laatste_contact": "character varying(7)",
        "defensieonderdeel_id": "bigint",
        "personeelscategorie_id": "bigint",
        "rol_hulpvrager_id": "bigint",
        "hoofdthema_id": "bigint",
        "neventhema": "bigint[]",
        "aantal_contacten": "character varying(3)",
        "acties": "bigint[]",
        "doorverwezen_naar": "bigint[]",
        "afloop_id": "bigint",
    }


def test_er_is_maar_een_tabel_en_een_met_aantallen() -> None:
    tabellen = rijen(
        "SELECT tablename::text FROM pg_tables WHERE tablename LIKE 'vertrouwenspersonen%%' ORDER BY 1"
    )
    assert tabellen == [(TABEL,), (TELLING,)]
    assert kolommen(TELLING) == {
        "id": "bigint",
        "jaar": "smallint",
        "soort": "character varying(11)",
        "geteld_op": "date",
        "versie": "smallint",
        "aantallen": "jsonb",
    }


def test_geen_kolom_krijgt_een_waarde_van_de_databank() -> None:
    assert rijen("SELECT adnum FROM pg_attrdef WHERE adrelid = %s::regclass", TABEL) == []
    assert (
        rijen(
            "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attidentity <> ''",
            TABEL,
        )
        == []
    )


def test_elke_tekstkolom_laat_alleen_een_vaste_vorm_toe(fabriek: Fabriek, vp: Gebruiker) -> None:
    tekst = [naam for naam, soort in kolommen().items() if "char" in soort or "text" in soort]
    assert sorted(tekst) == [
        "aantal_contacten",
        "casusnummer",
        "kwartaal_eerste_contact",
        "kwartaal_laatste_contact",
        "status",
    ]
    with fabriek():
        for naam in tekst:
            with pytest.raises(IntegrityError), transaction.atomic():
                maak_casus(vp, **{naam: "Jan"})


def test_een_casus_verwijst_alleen_naar_codes_en_naar_zijn_vertrouwenspersoon() -> None:
    naar = rijen(
        "SELECT DISTINCT confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = %s::regclass",
        TABEL,
    )
    assert sorted(naar) == [("codelijsten_code",), ("gebruikers_gebruiker",)]


def test_niets_verwijst_naar_een_casus() -> None:
    assert (
        rijen("SELECT conname FROM pg_constraint WHERE contype = 'f' AND confrelid = %s::regclass", TABEL)
        == []
    )


def test_geen_index_ordent_op_kwartaal() -> None:
    indexen = rijen("SELECT indexdef FROM pg_indexes WHERE tablename = %s", TABEL)
    assert indexen
    assert [definitie for (definitie,) in indexen if "kwartaal" in str(definitie)] == []


def test_de_databank_bewaart_geen_tijdstip_per_transactie() -> None:
    assert rijen("SHOW track_commit_timestamp") == [("off",)]


def test_alleen_de_webrol_heeft_rechten_op_de_tabel() -> None:
    rechten = rijen(
        "SELECT DISTINCT grantee::text, privilege_type::text FROM information_schema.role_table_grants"
        " WHERE table_name = %s AND grantee <> 'jid_eigenaar'",
        TABEL,
    )
    assert sorted(rechten) == [("jid_web", "DELETE"), ("jid_web", "INSERT"), ("jid_web", "SELECT")]
    for rol in ("jid_worker", "jid_cijfers"):
        for recht in ("SELECT", "INSERT", "UPDATE", "REFERENCES"):
            assert rijen("SELECT has_any_column_privilege(%s, %s, %s)", rol, TABEL, recht) == [(False,)]
        for recht in ("DELETE", "TRUNCATE", "TRIGGER"):
            assert rijen("SELECT has_table_privilege(%s, %s, %s)", rol, TABEL, recht) == [(False,)]


def test_een_casus_wisselt_niet_van_nummer_of_eigenaar() -> None:
    wijzigbaar = rijen(
        "SELECT column_name::text FROM information_schema.column_privileges"
        " WHERE table_name = %s AND grantee = 'jid_web' AND privilege_type = 'UPDATE'",
        TABEL,
    )
    assert set(kolommen()) - {str(naam) for (naam,) in wijzigbaar} == {
        "id",
        "casusnummer",
        "vertrouwenspersoon_id",
    }


def test_elke_opdracht_heeft_een_eigen_regel() -> None:
    regels = rijen("SELECT cmd::text, roles::text[] FROM pg_policies WHERE tablename = %s ORDER BY 1", TABEL)
    assert regels == [(opdracht, ["jid_web"]) for opdracht in ("DELETE", "INSERT", "SELECT", "UPDATE")]
    assert rijen("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", TABEL) == [(True,)]


@pytest.mark.parametrize(
    "fout",
    [
        {"acties": []},
        {"kwartaal_eerste_contact": "2024-K5"},
        {"kwartaal_eerste_contact": "2024-K2", "kwartaal_laatste_contact": "2024-K1"},
        {"aantal_contacten": "1", "kwartaal_laatste_contact": "2024-K3"},
        {"status": "gesloten"},
        {"status": "weg"},
        {"aantal_contacten": "5"},
        {"casusnummer": "C-0000-0001"},
    ],
    ids=lambda fout: "-".join(fout),
)
def test_de_databank_weigert(fout: dict[str, object], fabriek: Fabriek, vp: Gebruiker) -> None:
    with fabriek(), pytest.raises(IntegrityError), transaction.atomic():
        maak_casus(vp, **fout)


@pytest.mark.parametrize(
    ("veld", "codes"),
    [
        ("acties", [("thema", "pesten")]),
        ("acties", [("casusactie", "advies"), ("casusactie", "advies")]),
        ("acties", [("casusactie", "advies"), None]),
        ("neventhema", [("casusactie", "advies")]),
        ("neventhema", [("thema", "pesten")]),
        ("neventhema", [("thema", "leiderschap"), ("thema", "leiderschap")]),
        ("neventhema", [("thema", "leiderschap"), ("thema", "intimidatie"), ("thema", "overig")]),
        ("doorverwezen_naar", [("thema", "overig")]),
    ],
)
def test_de_databank_weigert_een_code_van_een_andere_lijst_en_een_dubbele(
    veld: str, codes: list[tuple[str, str] | None], fabriek: Fabriek, vp: Gebruiker
) -> None:
    ids = [code(*paar).pk if paar else None for paar in codes]
    with fabriek(), pytest.raises(IntegrityError), transaction.atomic():
        maak_casus(vp, **{veld: ids})


@pytest.mark.parametrize("veld", ["defensieonderdeel", "personeelscategorie", "rol_hulpvrager", "hoofdthema"])
def test_elk_antwoord_komt_uit_zijn_eigen_lijst(veld: str, fabriek: Fabriek, vp: Gebruiker) -> None:
    with fabriek(), pytest.raises(IntegrityError), transaction.atomic():
        maak_casus(vp, **{veld: code("casusactie", "advies")})


def test_de_eisen_gelden_ook_na_een_wijziging(fabriek: Fabriek, casus: Casus) -> None:
    with fabriek(), connection.cursor() as cursor:
        for zet in ("acties = '{}'", "neventhema = ARRAY[hoofdthema_id]", "status = 'gesloten'"):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(f"UPDATE {TABEL} SET {zet} WHERE id = %s", [casus.pk])
