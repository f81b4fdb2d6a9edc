"""Two requests at the same moment, each in a connection and a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casus
from tests.hulp.wie import als, fabriek
from vertrouwenspersonen import services
from vertrouwenspersonen.models import AantalContacten, Casus
from vertrouwenspersonen.status import OngeldigeOvergang

from .conftest import VANDAAG, gegevens

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.fixture
def bewaarde_vp(kloon: str) -> Iterator[Gebruiker]:
    with transaction.atomic(), fabriek():
        vp = maak_gebruiker(Rol.VERTROUWENSPERSOON)
    yield vp
    connection.close()


def tegelijk(vp_pk: int, stap: Callable[[Gebruiker], object]) -> list[object]:
    """Run `stap` four times at once, each as a request would."""
    hek = Barrier(4)

    def verzoek(_nummer: int) -> object:
        try:
            vp = Gebruiker.objects.get(pk=vp_pk)
            hek.wait(timeout=10)
            with transaction.atomic(), als(vp):
                return stap(vp)
        except OngeldigeOvergang as fout:
            return fout
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as draden:
        return list(draden.map(verzoek, range(4)))


def test_vier_keer_tegelijk_versturen_legt_een_casus_vast(bewaarde_vp: Gebruiker) -> None:
    sleutel = uuid4()
    antwoorden = gegevens()
    uitkomst = tegelijk(
        bewaarde_vp.pk,
        lambda vp: (
            services.registreer(casus_id=sleutel, gegevens=antwoorden, door=vp, vandaag=VANDAAG).casusnummer
        ),
    )
    assert len(set(uitkomst)) == 1
    with transaction.atomic(), als(bewaarde_vp):
        assert (
            list(Casus.objects.zichtbaar_voor(bewaarde_vp).values_list("casusnummer", flat=True))
            == uitkomst[:1]
        )


def test_vier_keer_tegelijk_sluiten_lukt_een_keer(bewaarde_vp: Gebruiker) -> None:
    with transaction.atomic(), fabriek():
        casus = maak_casus(bewaarde_vp)
    opgelost = code("afloop_casus", "opgelost")
    uitkomst = tegelijk(
        bewaarde_vp.pk,
        lambda vp: (
            services.sluit(
                casus_id=casus.pk,
                afloop=opgelost,
                doorverwezen_naar=[],
                aantal_contacten=AantalContacten.EEN,
                door=vp,
            ).pk
        ),
    )
    assert sum(isinstance(een, OngeldigeOvergang) for een in uitkomst) == 3
    assert uitkomst.count(casus.pk) == 1
