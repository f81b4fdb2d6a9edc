"""The desks, who works there, and what they answer to "Wat is dit?"."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from zaken.register.triage import TRIAGE

GEHEIM = "Merkwoord"


def antwoorden(soort: str, **anders: str) -> dict[str, str]:
    """A page that was filled in well."""
    basis = {f"triage_{vraag.code}": "nee" for vraag in TRIAGE} | {
        "ontvangen_op_dag": "15",
        "ontvangen_op_maand": "11",
        "ontvangen_op_jaar": "2024",
        "onderwerp": f"{GEHEIM} onderwerp",
        "omschrijving": f"{GEHEIM} omschrijving",
        "soort": soort,
        "reden": f"{GEHEIM} reden",
    }
    if soort == "hoort_elders":
        basis |= {"aard": "datalek", "verwezen_naar": "privacy_officer"}
    return basis | anders


@pytest.fixture
def balie(fabriek):
    """The three desks with somebody at each, a second one at the intake, and people who know nothing of it."""
    with fabriek():
        teams = {
            soort: maak_team(soort.value, soort=soort)
            for soort in (Team.Soort.INTAKE, Team.Soort.KLACHTEN, Team.Soort.MISSTANDEN)
        }
        return SimpleNamespace(
            teams=teams,
            intake=maak_gebruiker(Rol.INTAKE, teams=[teams[Team.Soort.INTAKE]]),
            collega=maak_gebruiker(Rol.INTAKE, teams=[teams[Team.Soort.INTAKE]]),
            ckp=maak_gebruiker(Rol.CKP, teams=[teams[Team.Soort.KLACHTEN]]),
            misstanden=maak_gebruiker(Rol.MISSTANDEN, teams=[teams[Team.Soort.MISSTANDEN]]),
            adviseur=maak_gebruiker(Rol.ADVISEUR),
            anderen=[
                maak_gebruiker(rol)
                for rol in Rol
                if rol not in {Rol.INTAKE, Rol.CKP, Rol.MISSTANDEN, Rol.ADVISEUR, Rol.KLACHTSECRETARIS}
            ],
        )
