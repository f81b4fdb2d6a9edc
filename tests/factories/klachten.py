"""Klachten, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from gebruikers.models import Gebruiker, Team
from klachten.models import Klacht, Klachtonderdeel
from klachten.status import Status
from tests.factories.zaken import maak_toekenning
from zaken.models import Datasleutel, Zaak, Zoekindex
from zaken.zoeken import tokens_van_teksten

_nummers = count(1)


def maak_klacht(*, team: Team | None = None, lezers: tuple[Gebruiker, ...] = (), **velden: Any) -> Klacht:
    """A klacht owned by `team`, with a personal grant for each of `lezers`."""
    nummer = next(_nummers)
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    klacht = Klacht(
        id=uuid4(),
        soort=Zaak.Soort.KLACHT,
        sleutel=sleutel,
        team=team,
        **{
            "zaaknummer": f"K-1999-{nummer:05}",
            "ontvangen_defensie": date(2024, 11, 15),
            "datum_registratie": timezone.now(),
            "status": Status.ONTVANGEN,
            "onderwerp": f"Onderwerp nummer {nummer}",
            **velden,
        },
    )
    klacht.save(force_insert=(Zaak, Klacht))
    Zoekindex.objects.create(zaak_id=klacht.pk, tokens=tokens_van_teksten([klacht.onderwerp]))
    for lezer in lezers:
        maak_toekenning(klacht, lezer)
    if lezers:
        klacht.gebruikers = [lezer.pk for lezer in lezers]
    return klacht


def maak_onderdeel(klacht: Klacht, volgnummer: int = 1, **velden: Any) -> Klachtonderdeel:
    onderdeel = Klachtonderdeel(id=uuid4(), zaak=klacht, volgnummer=volgnummer)
    for veld, waarde in {"omschrijving": "Wat er gebeurde", **velden}.items():
        setattr(onderdeel, veld, waarde)
    onderdeel.save(force_insert=True)
    return onderdeel
