"""Noodtoegang, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from gebruikers.models import Gebruiker
from zaken.models import Datasleutel, Noodtoegang, Zaak

ONBEKEND = "M-1998-00009"
"""A number that was never given out."""


def maak_noodtoegang(
    zaak: Zaak | None, gebruiker: Gebruiker, *, gemeld_aan: tuple[Gebruiker, ...] = (), **velden: Any
) -> Noodtoegang:
    """Running for four hours from now, unless `geopend_op` and `tot` say otherwise. Without zaak: of a number of nothing."""
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    begin: datetime = velden.pop("geopend_op", timezone.now() - timedelta(minutes=1))
    rij = Noodtoegang(
        id=uuid4(),
        zaak=zaak,
        zaaknummer=zaak.zaaknummer if zaak else velden.pop("zaaknummer", ONBEKEND),
        gebruiker=gebruiker,
        sleutel=sleutel,
        **{
            "geopend_op": begin,
            "tot": begin + timedelta(hours=4),
            "gemeld_aan": [wie.pk for wie in gemeld_aan] or [0],
            "reden": "Onderzoek naar een vermoeden van inzage zonder reden",
            **velden,
        },
    )
    rij.save(force_insert=True)
    return rij
