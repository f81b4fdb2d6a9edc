"""A row that is not in a database."""

from __future__ import annotations

import pytest

from zaken.versleuteling.sleutels import nieuwe_datasleutel

from .proefmodel import MERKTEKEN, Dossier


@pytest.fixture
def dossier() -> Dossier:
    dossier = Dossier(onderwerp=MERKTEKEN)
    dossier.sleutel = nieuwe_datasleutel()
    return dossier
