"""A melding of somebody else, an auditor who must read it, and two who look on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding


@dataclass
class Toneel:
    auditor: Gebruiker
    tweede: Gebruiker
    privacy: Gebruiker
    behandelaar: Gebruiker
    melding: Melding
    ander: Melding


@pytest.fixture
def toneel(fabriek) -> Toneel:
    with fabriek():
        behandelaar = maak_gebruiker(Rol.ADVISEUR, naam="B. Handelaar")
        melding = maak_melding(
            lezers=(behandelaar,), behandelaar=behandelaar, onderwerp="Merkwoord onderwerp"
        )
        return Toneel(
            auditor=maak_gebruiker(Rol.AUDITOR, naam="A. Uditor"),
            tweede=maak_gebruiker(Rol.AUDITOR, naam="T. Weede"),
            privacy=maak_gebruiker(Rol.PRIVACY, naam="P. Rivacy"),
            behandelaar=behandelaar,
            melding=melding,
            ander=maak_melding(lezers=(behandelaar,), behandelaar=behandelaar),
        )
