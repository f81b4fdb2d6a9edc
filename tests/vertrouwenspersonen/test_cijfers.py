"""Figures of casussen: counts per closed quarter, for the figures role alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casussen
from tests.hulp.wie import fabriek
from vertrouwenspersonen.kwartalen import Kwartaal

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.fixture(scope="module")
def gevuld(kloon: str) -> Iterator[None]:
    """Casussen of two people in two quarters, one of them taken over, and some in the quarter of today."""
    nu = str(Kwartaal.van(timezone.localdate()))
    with transaction.atomic(), fabriek():
        een: Gebruiker = maak_gebruiker(Rol.VERTROUWENSPERSOON)
        ander: Gebruiker = maak_gebruiker(Rol.VERTROUWENSPERSOON)
        maak_casussen(een, 3, kwartaal_eerste_contact="2023-K1", kwartaal_laatste_contact="2024-K2")
        maak_casussen(ander, 2, kwartaal_eerste_contact="2023-K1")
        maak_casussen(ander, 1, kwartaal_eerste_contact="2023-K1", voortzetting=True)
        maak_casussen(ander, 4, kwartaal_eerste_contact="2023-K1", hoofdthema=code("thema", "overig"))
        maak_casussen(een, 5, kwartaal_eerste_contact="2023-K4")
        maak_casussen(een, 6, kwartaal_eerste_contact=nu)
    yield
    connections["cijfers"].close()


def gelezen(sql: str) -> list[tuple[object, ...]]:
    with connections["cijfers"].cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_een_casus_telt_eenmaal_in_het_kwartaal_van_het_eerste_gesprek(gevuld: None) -> None:
    assert gelezen(
        "SELECT jaar, kwartaal, hoofdthema, aantal FROM app.cijfers_casussen ORDER BY 1, 2, 3"
    ) == [
        (2023, 1, "overig", 4),
        (2023, 1, "pesten", 5),
        (2023, 4, "pesten", 5),
    ]


def test_de_telling_heeft_alleen_deze_kolommen(gevuld: None) -> None:
    kolommen = gelezen(
        "SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'app.cijfers_casussen'::regclass AND attnum > 0 ORDER BY attnum"
    )
    assert kolommen == [
        ("jaar", "integer"),
        ("kwartaal", "integer"),
        ("hoofdthema", "text"),
        ("aantal", "integer"),
    ]


def test_de_cijferrol_leest_geen_casussen(gevuld: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        gelezen("SELECT count(*) FROM vertrouwenspersonen_casus")


def test_een_lopend_kwartaal_telt_niet_mee(gevuld: None) -> None:
    vandaag = timezone.localdate()
    kwartaal = Kwartaal.van(vandaag)
    assert kwartaal.laatste_dag >= vandaag
    gesloten = gelezen("SELECT jaar, kwartaal FROM app.cijfers_casussen")
    assert gesloten
    assert (kwartaal.jaar, kwartaal.nummer) not in gesloten
