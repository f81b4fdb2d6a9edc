"""What a zaak went through, from which the figures count: steps and notes of now, and no step that it did not take."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.registers import maak_zaak
from zaken.models import Notitie, Statuswijziging, Zaak

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
STAP = (
    "INSERT INTO zaken_statuswijziging (id, zaak_id, van, naar, door_id, op)"
    " VALUES (gen_random_uuid(), %s, %s, %s, app.uid(), %s)"
)


def _geweigerd(sql, *stap):
    with pytest.raises(DatabaseError) as fout:
        sql(STAP, *stap)
    return fout.value.__cause__.sqlstate


@pytest.mark.aanval("klok", gevonden=True)
def test_een_stap_die_de_zaak_niet_zette_komt_niet_in_de_cijfers(fabriek, als, sql):
    """Nor twice, nor with another moment: closed and reopened in years whose figures are out."""
    with fabriek():
        lezer = maak_gebruiker(Rol.KLACHTSECRETARIS)
        klacht = maak_zaak(
            Zaak.Soort.KLACHT, lezers=(lezer,), ontvangen_defensie=date(2021, 5, 3), status="ontvangen"
        )
    with als(lezer):
        for van, naar, op in (
            ("ontvangen", "gesloten", "2022-02-01"),
            ("gesloten", "oordeel", "2023-03-01"),
            ("", "ontvangen", "2021-01-01"),
        ):
            assert _geweigerd(sql, klacht.pk, van, naar, op) == "JID41"
        sql("UPDATE klachten_klacht SET status = 'beoordelen' WHERE zaak_ptr_id = %s", klacht.pk)
        sql(STAP, klacht.pk, "ontvangen", "beoordelen", "2022-02-01")
        assert _geweigerd(sql, klacht.pk, "ontvangen", "beoordelen", "2022-02-01") == "JID41"
        [stap] = Statuswijziging.objects.van(klacht)
        assert localdate(stap.op) == localdate()
    with fabriek():
        perioden = sql(
            "SELECT is_heropening, begin_op, einde_op FROM app.cijfers_klachtperioden"
            " WHERE ontvangen_defensie = '2021-05-03'"
        )
    assert perioden == [(False, date(2021, 5, 3), None)]


@pytest.mark.aanval("klok", gevonden=True)
def test_een_notitie_is_van_toen_zij_geschreven_werd(toneel, als, sql):
    with als(toneel.aanvaller):
        sql(
            "INSERT INTO zaken_notitie (id, zaak_id, tekst, door_id, op)"
            " VALUES (gen_random_uuid(), %s, %s, app.uid(), '2020-01-01')",
            toneel.mijn.pk,
            b"\x01" + b"0" * 40,
        )
        [op] = Notitie.objects.van(toneel.mijn).values_list("op", flat=True)
    assert localdate(op) == localdate()
