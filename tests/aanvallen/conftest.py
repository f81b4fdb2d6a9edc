"""A melding with a secret in every text, and the people who must not reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from copy import deepcopy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from tests.hulp import wie
from tests.hulp.doorgeleiden import maak_balies
from tests.hulp.organisatie import organisatie as organisatie  # the fixtures, asked for by name
from tests.hulp.organisatie import provider as provider
from zaken.models import Notitie, Persoon, Toekenning, Zaakkoppeling
from zaken.services.toegang import verzegel

from .helften import behandelt, vers

GEHEIM = "kwartelslag"
Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
Fabriek = Callable[[], AbstractContextManager[None]]


@dataclass
class Toneel:
    """`mijn` is what the attacker (`aanvaller`) sees and handles; `doel` belongs to `eigenaar` alone."""

    aanvaller: Gebruiker
    eigenaar: Gebruiker
    uitgeslotene: Gebruiker
    onderzoeker: Gebruiker
    beheerder: Gebruiker
    auditor: Gebruiker
    team: Team
    mijn: Melding
    doel: Melding
    mijn_persoon: Persoon
    doel_persoon: Persoon
    doel_toekenning: Toekenning


@pytest.fixture(scope="module")
def opgebouwd(kloon: str) -> Toneel:
    """Made once per module, committed in a copy of its own; what a test changes is rolled back."""
    with transaction.atomic(), wie.fabriek():
        team = maak_team("intake", soort=Team.Soort.INTAKE)
        aanvaller = maak_gebruiker(Rol.ADVISEUR, naam="Aanvaller")
        eigenaar = maak_gebruiker(Rol.ADVISEUR, naam="Eigenaar")
        uitgeslotene = maak_gebruiker(Rol.ADVISEUR, naam="Uitgeslotene", teams=[team])
        onderzoeker = maak_gebruiker(Rol.ONDERZOEKER, naam="Onderzoeker")
        velden = {"status": Status.IN_BEOORDELING}
        mijn = maak_melding(
            lezers=(aanvaller,), behandelaar=aanvaller, **velden | {"omschrijving": "van mij"}
        )
        doel = maak_melding(
            team=team,
            lezers=(eigenaar, uitgeslotene, onderzoeker),
            behandelaar=eigenaar,
            aangemaakt_door=uitgeslotene,
            onderwerp=f"onderwerp {GEHEIM}",
            omschrijving=f"omschrijving {GEHEIM}",
            **velden,
        )
        sluit_uit(doel, uitgeslotene)
        Notitie.objects.create(zaak=doel, tekst=GEHEIM, door=eigenaar, op=timezone.now())
        return Toneel(
            aanvaller=aanvaller,
            eigenaar=eigenaar,
            uitgeslotene=uitgeslotene,
            onderzoeker=onderzoeker,
            beheerder=maak_gebruiker(Rol.BEHEERDER, naam="Beheerder"),
            auditor=maak_gebruiker(Rol.AUDITOR, naam="Auditor"),
            team=team,
            mijn=mijn,
            doel=doel,
            mijn_persoon=_persoon(mijn),
            doel_persoon=_persoon(doel),
            doel_toekenning=maak_toekenning(doel, maak_gebruiker(Rol.ONDERZOEKER)),
        )


@pytest.fixture
def toneel(db: None, opgebouwd: Toneel) -> Toneel:
    return deepcopy(opgebouwd)


def _persoon(melding: Melding) -> Persoon:
    return Persoon.objects.create(
        id=uuid4(), zaak=melding, rol=Persoon.Rol.MELDER, volgnummer=1, naam=f"naam {GEHEIM}"
    )


@pytest.fixture
def sql() -> Callable[..., list[tuple[Any, ...]]]:
    """One statement in a savepoint; rows, or the number of rows it touched."""

    def voer_uit(opdracht: str, *waarden: object) -> list[tuple[Any, ...]]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, waarden or None)
            return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]

    return voer_uit


@pytest.fixture
def gelogd(fabriek: Fabriek) -> Callable[[str], int]:
    """How many rows of a kind stand in the log."""

    def tel(soort: str) -> int:
        with fabriek(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM logboek_gebeurtenis WHERE soort = %s", [soort])
            return int(cursor.fetchone()[0])

    return tel


@pytest.fixture
def lege_tellers(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def balies(fabriek: Fabriek) -> SimpleNamespace:
    with fabriek():
        return maak_balies()


@pytest.fixture
def paar(fabriek: Fabriek) -> SimpleNamespace:
    """A melding that became a klacht, each with a behandelaar who sees that half alone, and somebody who reads both."""
    with fabriek():
        balie = maak_team(soort=Team.Soort.KLACHTEN)
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        van = maak_gebruiker(Rol.ADVISEUR, naam="Van")
        naar = maak_gebruiker(Rol.CKP, naam="Naar")
        beide = maak_gebruiker(Rol.ADVISEUR, Rol.KLACHTSECRETARIS, naam="Beide")
        oud = maak_zaak("melding", lezers=(van, beide), behandelaar=van)
        nieuw = maak_zaak("klacht", lezers=(naar, beide), behandelaar=naar)
        Zaakkoppeling(
            soort="doorgeleid", van=oud, naar=nieuw, van_status="in_beoordeling", op=timezone.now()
        ).save(force_insert=True)
        return SimpleNamespace(
            balie=balie, oud=oud, nieuw=nieuw, van=van, naar=naar, beide=beide,
            aan_de_balie=maak_gebruiker(Rol.CKP, teams=[balie]),
            adviseur_buiten=maak_gebruiker(Rol.ADVISEUR, teams=[elders]),
            buiten=maak_gebruiker(Rol.KLACHTSECRETARIS, teams=[elders]),
        )  # fmt: skip


@pytest.fixture
def laatste(paar: SimpleNamespace, fabriek: Fabriek, als: Als) -> SimpleNamespace:
    """Both halves are sealed to `buiten`, who is the only reader of the klacht; of the melding a colleague is too."""
    with als(paar.van):
        verzegel(zaak=vers(paar.oud, paar.van), behandelaar=paar.buiten, reden="proef", door=paar.van)
    with fabriek():
        maak_toekenning(paar.oud, paar.adviseur_buiten)
        behandelt(paar.oud, paar.adviseur_buiten)
        paar.beheerder = maak_gebruiker(Rol.BEHEERDER)
        team = Team.objects.get(soort=Team.Soort.BUITEN_COID)
        paar.opvolger = maak_gebruiker(Rol.KLACHTSECRETARIS, teams=[team], naam="Opvolger")
    return paar


@pytest.fixture
def duo(fabriek: Fabriek) -> SimpleNamespace:
    """A melding and its duplicate, each with a behandelaar who sees that one alone, and two outside COID who may see both."""
    with fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        duo = SimpleNamespace(
            bij_over=maak_gebruiker(Rol.ADVISEUR, naam="Bij over"),
            bij_dubbel=maak_gebruiker(Rol.ADVISEUR, naam="Bij dubbel"),
            derde=maak_gebruiker(Rol.ADVISEUR, naam="Derde"),
            buiten=maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Buiten"),
            tweede=maak_gebruiker(Rol.ADVISEUR, teams=[elders], naam="Tweede"),
        )
        begin = {"status": Status.IN_BEOORDELING}
        duo.over = maak_zaak("melding", lezers=(duo.bij_over, duo.derde), behandelaar=duo.bij_over, **begin)
        duo.dubbel = maak_zaak(
            "melding", lezers=(duo.bij_dubbel, duo.derde), behandelaar=duo.bij_dubbel, **begin
        )
        return duo
