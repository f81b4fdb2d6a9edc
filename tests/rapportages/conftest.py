"""A committed database with some meldingen, casussen and the published series, for the figures role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from rapportages.invoer.cijfers import importeer_cijfers
from rapportages.services import Jaarcijfers, jaarcijfers
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casussen
from tests.factories.zaken import maak_melding
from tests.hulp import wie
from tests.hulp.opdracht import als_rol
from tests.rapportages.hulp import BESTAND, VANDAAG
from vertrouwenspersonen.tellen import tel


@dataclass(frozen=True)
class Cijferdatabank:
    """Who is in it. Meldingen: 2 of 2023, 3 of 2024; casussen: 4 of 2023, 2 of 2024, counted."""

    naam: str
    beleid: Gebruiker
    adviseur: Gebruiker


@pytest.fixture(scope="module")
def databank(kloon: str) -> Cijferdatabank:
    with transaction.atomic(), wie.fabriek():
        beleid, adviseur = maak_gebruiker(Rol.BELEID), maak_gebruiker(Rol.ADVISEUR)
        vertrouwenspersoon = maak_gebruiker(Rol.VERTROUWENSPERSOON)
        for dag, categorie, status in (
            (date(2023, 1, 1), "omgangsvormen", "gesloten"),
            (date(2023, 12, 31), "financieel", "nieuw"),
            (date(2024, 1, 1), "omgangsvormen", "ingetrokken"),
            (date(2024, 6, 1), "omgangsvormen", "nieuw"),
            (date(2024, 12, 31), "overige", "in_onderzoek"),
        ):
            maak_melding(
                ontvangen_defensie=dag,
                hoofdcategorie=categorie,
                status=status,
                datum_registratie=datetime(dag.year, dag.month, dag.day, 10, tzinfo=UTC),
            )
        maak_casussen(vertrouwenspersoon, 4, kwartaal_eerste_contact="2023-K1")
        maak_casussen(
            vertrouwenspersoon, 2, kwartaal_eerste_contact="2024-K4", hoofdthema=code("thema", "overig")
        )
        importeer_cijfers(BESTAND)
    with als_rol("worker", kloon):
        tel(vandaag=date(2025, 2, 1))
    return Cijferdatabank(kloon, beleid, adviseur)


@contextmanager
def als_fabriek() -> Iterator[None]:
    """A committed transaction past row security."""
    with transaction.atomic(), wie.fabriek():
        yield


def geteld(jaar: int, vastgelegd_tot: date | None = None) -> Jaarcijfers:
    """The figures of a year as counted in the database, looked at on a fixed day."""
    return jaarcijfers(jaar=jaar, vandaag=VANDAAG, vastgelegd_tot=vastgelegd_tot)
