"""Stored all or none, once, for the owner alone; and nothing tells that casussen came together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID, uuid1, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from gebruikers.models import Gebruiker
from tests.factories.vertrouwenspersonen import maak_casus
from tests.vertrouwenspersonen.conftest import Fabriek
from vertrouwenspersonen.invoer.keuzes import Keuzes
from vertrouwenspersonen.invoer.oordeel import Eerder, beoordeel
from vertrouwenspersonen.invoer.overnemen import neem_over, zijn_nieuw
from vertrouwenspersonen.models import Casus

from .hulp import VANDAAG, rij, tabel

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
pytestmark = [pytest.mark.databank, pytest.mark.django_db]

DRIE = (rij(), rij(hoofdthema="Discriminatie", afloop="", status=""), rij(neventhema=""))


def eerdere(*rijen: dict[str, str]) -> dict[UUID, Eerder]:
    uit = beoordeel(tabel(*rijen), Keuzes.van_casussen(), vandaag=VANDAAG)
    assert uit.fouten == ()
    return {uuid4(): een for een in uit.casussen}


def over(casussen: dict[UUID, Eerder], door: Gebruiker, **anders: bool) -> int:
    return neem_over(casussen=casussen, door=door, vandaag=VANDAAG, **anders)


def tellingen() -> Iterator[tuple[str, int]]:
    """How many rows every table has; asked as the factory, who sees all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (naam,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{naam}"')
            yield naam, cursor.fetchone()[0]


def test_alles_komt_erin_en_niets_zegt_dat_het_samen_kwam(als: Als, fabriek: Fabriek, vp: Gebruiker) -> None:
    with fabriek():
        eerst = dict(tellingen())
    with als(vp):
        casussen = eerdere(*DRIE)
        assert over(casussen, vp) == 3
        rijen = list(Casus.objects.zichtbaar_voor(vp).order_by("pk"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, xmin::text FROM vertrouwenspersonen_casus ORDER BY ctid")
            op_schijf = cursor.fetchall()
    with fabriek():
        erbij = {naam: aantal - eerst[naam] for naam, aantal in tellingen() if aantal != eerst[naam]}
    assert {casus.pk for casus in rijen} == casussen.keys()
    assert sorted((casus.status, casus.kwartaal_laatste_contact) for casus in rijen) == [
        ("gesloten", "2024-K4"), ("gesloten", "2024-K4"), ("open", "2024-K4"),
    ]  # fmt: skip
    # On disk in the order of random keys, each written apart; beside the rows only the day of the owner
    assert [pk for pk, _xmin in op_schijf] == sorted(casussen)
    assert len({xmin for _pk, xmin in op_schijf}) == 3
    assert erbij == {"vertrouwenspersonen_casus": 3, "logboek_gebeurtenis": 1}


def test_twee_keer_hetzelfde_bestand_is_een_keer(als: Als, vp: Gebruiker) -> None:
    with als(vp):
        casussen = eerdere(*DRIE, rij())
        assert over(casussen, vp) == 4
        assert over(casussen, vp) == 0  # the button twice
        assert over(casussen, vp, ook_gelijke=True) == 0
        opnieuw = eerdere(*DRIE, rij(), rij())
        assert zijn_nieuw(list(opnieuw.values()), door=vp) == [False, False, False, False, True]
        assert over(opnieuw, vp) == 1  # the file again, with one more like it
        assert over(eerdere(rij()), vp, ook_gelijke=True) == 1
        assert Casus.objects.zichtbaar_voor(vp).count() == 6


def test_bij_een_fout_komt_er_niets_in(
    als: Als, fabriek: Fabriek, vp: Gebruiker, andere_vp: Gebruiker
) -> None:
    with fabriek():
        van_een_ander = maak_casus(andere_vp)
    with als(vp):
        (een, twee, drie) = eerdere(*DRIE).values()
        for sleutels in ((uuid4(), uuid4(), van_een_ander.pk), (uuid4(), uuid4(), uuid1())):
            with pytest.raises(ValidationError):
                over(dict(zip(sleutels, (een, twee, drie), strict=True)), vp)
        assert not Casus.objects.zichtbaar_voor(vp).exists()
    with als(andere_vp):
        assert [casus.hoofdthema_id for casus in Casus.objects.zichtbaar_voor(andere_vp)] == [
            van_een_ander.hoofdthema_id
        ]


def test_wie_geen_vertrouwenspersoon_is_neemt_niets_over(als: Als, buitenstaander: Gebruiker) -> None:
    with als(buitenstaander), pytest.raises(PermissionDenied):
        over(eerdere(rij()), buitenstaander)
