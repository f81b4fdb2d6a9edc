"""Somebody who is named in a zaak and has an account here is recognised, whatever the account adds to the name."""

from __future__ import annotations

import pytest

from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from zaken.herkennen import Genoemde, herken

pytestmark = pytest.mark.databank


@pytest.mark.parametrize(
    ("getypt", "is_herkend"),
    [
        ("voorbeeld, ANNA", True),
        ("Anna Voorbeeld (DOSCO)", True),
        ("Anna", False),
        ("DOSCO", False),
    ],
)
def test_wat_een_account_tussen_haakjes_toevoegt_verbergt_niemand(getypt, is_herkend, fabriek, als):
    with fabriek():
        collega, intaker = (
            maak_gebruiker(Rol.ADVISEUR, naam="Anna Voorbeeld (DOSCO)"),
            maak_gebruiker(Rol.INTAKE),
        )
    with als(intaker):
        herkend = herken([Genoemde("Betrokkene 1", naam=getypt)])
    assert [een.gebruiker_id for een in herkend] == [collega.pk] * is_herkend
