"""Onderzoeken, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from onderzoeken.models import Onderzoek, Onderzoeker
from onderzoeken.status import Status
from tests.factories.zaken import maak_zaak_van
from zaken.models import Zaak


def maak_onderzoek(**velden: Any) -> Onderzoek:
    """An onderzoek owned by `team`, with a personal grant for each of `lezers`."""
    return maak_zaak_van(Onderzoek, Zaak.Soort.ONDERZOEK, **{"status": Status.ADVIES_GEVRAAGD, **velden})


def maak_onderzoeker(onderzoek: Onderzoek, volgnummer: int = 1, **velden: Any) -> Onderzoeker:
    rij = Onderzoeker(id=uuid4(), zaak=onderzoek, volgnummer=volgnummer)
    for veld, waarde in {"naam": "naam van de onderzoeker", **velden}.items():
        setattr(rij, veld, waarde)
    rij.save(force_insert=True)
    return rij
