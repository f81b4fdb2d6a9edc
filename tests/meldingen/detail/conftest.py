"""One melding with content in every text field, and everybody who may or may not see it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code, maak_melding
from zaken.models import Notitie, Persoon

GEHEIM = "kwartelslag"
"""A word that stands in every text of the melding and nowhere else."""

Fabriek = Callable[[], AbstractContextManager[None]]
Inlogger = Callable[[Gebruiker], Client]


@dataclass
class Rolverdeling:
    """`behandelaar` handles the melding, `collega` shares the team, `onderzoeker` has a grant to read.

    `intake` owns new meldingen; `buitenstaander` is an adviser elsewhere and `intake_elders` sits at another desk.
    """

    behandelaar: Gebruiker
    collega: Gebruiker
    onderzoeker: Gebruiker
    intake: Gebruiker
    buitenstaander: Gebruiker
    intake_elders: Gebruiker
    team: Team
    intaketeam: Team

    @property
    def buiten(self) -> list[Gebruiker]:
        return [self.buitenstaander, self.intake_elders]


@pytest.fixture
def rollen(fabriek: Fabriek) -> Rolverdeling:
    with fabriek():
        team, intaketeam = maak_team("behandeling"), maak_team("intake", soort=Team.Soort.INTAKE)
        andere_balie = maak_team("balie", soort=Team.Soort.INTAKE)
        return Rolverdeling(
            behandelaar=maak_gebruiker(Rol.ADVISEUR, naam="A. Behandelaar"),
            collega=maak_gebruiker(Rol.ADVISEUR, naam="M. Jansen", teams=[team]),
            onderzoeker=maak_gebruiker(Rol.ONDERZOEKER, naam="O. Onderzoeker"),
            intake=maak_gebruiker(Rol.INTAKE, naam="I. Intake", teams=[intaketeam]),
            buitenstaander=maak_gebruiker(Rol.ADVISEUR, naam="B. Buitenstaander"),
            intake_elders=maak_gebruiker(Rol.INTAKE, naam="E. Elders", teams=[andere_balie]),
            team=team,
            intaketeam=intaketeam,
        )


@pytest.fixture
def melding(fabriek: Fabriek, rollen: Rolverdeling) -> Melding:
    """In behandeling, with the secret word in every text field of the melding."""
    with fabriek():
        melding = maak_melding(
            team=rollen.team,
            lezers=(rollen.behandelaar, rollen.onderzoeker),
            behandelaar=rollen.behandelaar,
            status=Status.IN_BEHANDELING,
            ontvangen_defensie=date(2024, 11, 15),
            aangemaakt_door=rollen.intake,
            defensieonderdeel=code("defensieonderdeel", "clas"),
            **{veld: f"{veld} {GEHEIM}" for veld in TEKSTVELDEN},
        )
        Notitie.objects.create(
            zaak=melding, tekst=f"notitie {GEHEIM}", door=rollen.behandelaar, op=timezone.now()
        )
        maak_persoon(melding, Persoon.Rol.MELDER, 1)
        return melding


@pytest.fixture
def nieuw(fabriek: Fabriek, rollen: Rolverdeling) -> Melding:
    """At the intake desk, unassigned."""
    with fabriek():
        return maak_melding(
            team=rollen.intaketeam, status=Status.IN_BEOORDELING, omschrijving=f"omschrijving {GEHEIM}"
        )


TEKSTVELDEN = (
    "onderwerp",
    "omschrijving",
    "eenheid",
    "wens_melder",
    "ordemaatregel",
    "bevoegd_gezag",
    "afwijking_reden",
    "geen_terugkoppeling_reden",
    "geen_nazorg_reden",
)
PERSOONSVELDEN = ("naam", "contact", "veilig_bereikbaar", "begeleider", "uitstel_reden")


def maak_persoon(melding: Melding, rol: Persoon.Rol, volgnummer: int) -> Persoon:
    teksten = {veld: f"{veld} {GEHEIM}" for veld in PERSOONSVELDEN}
    return Persoon.objects.create(zaak=melding, rol=rol, volgnummer=volgnummer, **teksten)


def iedereen(rollen: Rolverdeling) -> list[Gebruiker]:
    waarden = (getattr(rollen, veld.name) for veld in fields(rollen))
    return [waarde for waarde in waarden if isinstance(waarde, Gebruiker)]
