"""Misstanden, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from gebruikers.models import Gebruiker, Team
from misstanden.models import Benadeling, Misstand
from misstanden.status import Status
from tests.factories.zaken import code, maak_toekenning
from zaken.models import Datasleutel, Zaak, Zoekindex
from zaken.zoeken import tokens_van_teksten

_nummers = count(1)


def maak_misstand(*, team: Team | None = None, lezers: tuple[Gebruiker, ...] = (), **velden: Any) -> Misstand:
    """A misstand owned by `team`, with a personal grant for each of `lezers`."""
    nummer = next(_nummers)
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    misstand = Misstand(
        id=uuid4(),
        soort=Zaak.Soort.MISSTAND,
        sleutel=sleutel,
        team=team,
        **{
            "zaaknummer": f"V-1999-{nummer:05}",
            "ontvangen_defensie": date(2024, 11, 15),
            "datum_registratie": timezone.now(),
            "status": Status.ONTVANGEN,
            "anonimiteit": Zaak.Anonimiteit.VERTROUWELIJK,
            "onderwerp": f"Onderwerp nummer {nummer}",
            **velden,
        },
    )
    misstand.save(force_insert=(Zaak, Misstand))
    Zoekindex.objects.create(zaak_id=misstand.pk, tokens=tokens_van_teksten([misstand.onderwerp]))
    for lezer in lezers:
        maak_toekenning(misstand, lezer)
    if lezers:
        misstand.gebruikers = [lezer.pk for lezer in lezers]
    return misstand


def maak_benadeling(misstand: Misstand, volgnummer: int = 1, **velden: Any) -> Benadeling:
    """Something that was done to the melder."""
    rij = Benadeling(
        id=uuid4(),
        zaak=misstand,
        volgnummer=volgnummer,
        **{"vorm": code("benadeling", "verplaatsen"), "bekend_op": date(2024, 12, 1), **velden},
    )
    rij.save(force_insert=True)
    return rij
