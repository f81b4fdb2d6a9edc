"""Meldingen and grants, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import Gebruiker, Team
from meldingen.models import Melding
from meldingen.status import Status
from zaken.models import Datasleutel, Toekenning, Uitsluiting, Zaak, Zoekindex
from zaken.zoeken import zoektokens

_nummers = count(1)


def code(lijst: str, waarde: str) -> Code:
    return Code.objects.get(lijst_id=lijst, code=waarde)


def maak_melding(
    *,
    team: Team | None = None,
    lezers: tuple[Gebruiker, ...] = (),
    hoofdcategorie: str = "omgangsvormen",
    **velden: Any,
) -> Melding:
    """A melding owned by `team`, with a personal grant for each of `lezers`."""
    nummer = next(_nummers)
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    melding = Melding(
        id=uuid4(),
        soort=Zaak.Soort.MELDING,
        sleutel=sleutel,
        team=team,
        hoofdcategorie=code("hoofdcategorie", hoofdcategorie),
        **{
            "zaaknummer": f"M-1999-{nummer:05}",
            "ontvangen_defensie": date(2024, 11, 15),
            "datum_registratie": timezone.now(),
            "status": Status.NIEUW,
            "onderwerp": f"Onderwerp nummer {nummer}",
            **velden,
        },
    )
    melding.save(force_insert=(Zaak, Melding))
    Zoekindex.objects.create(zaak_id=melding.pk, tokens=zoektokens(melding.onderwerp))
    for lezer in lezers:
        maak_toekenning(melding, lezer)
    if lezers:
        melding.gebruikers = [lezer.pk for lezer in lezers]
    return melding


def maak_toekenning(zaak: Zaak, gebruiker: Gebruiker, **velden: Any) -> Toekenning:
    toekenning = Toekenning(
        id=uuid4(),
        user=gebruiker,
        content_object=zaak,
        permission=Permission.objects.get(codename="view_zaak"),
        verleend_op=timezone.now(),
        reden="test",
        **velden,
    )
    Toekenning.objects.bulk_create([toekenning])
    return toekenning


def sluit_uit(zaak: Zaak, gebruiker: Gebruiker) -> Uitsluiting:
    return Uitsluiting.objects.create(
        id=uuid4(), zaak=zaak, gebruiker=gebruiker, grond=Uitsluiting.Grond.BETROKKEN, op=timezone.now()
    )
