"""Messages, mail and long work, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from achtergrond.models import Resultaatdeel, Taakopdracht
from achtergrond.services import plek
from berichten.models import Bericht
from berichten.soorten import Soort
from gebruikers.geheim import Doel, versleutel
from gebruikers.models import Gebruiker
from post.models import Mail
from zaken.models import Zaak


def maak_bericht(aan: Gebruiker, zaak: Zaak | None = None, **velden: Any) -> Bericht:
    return Bericht.objects.create(
        aan=aan, zaak_id=zaak.pk if zaak else None, **{"soort": Soort.GEDEELD, "op": timezone.now(), **velden}
    )


def maak_mail(adres: str, **velden: Any) -> Mail:
    """A mail that waits since a minute."""
    pk, op = uuid4(), timezone.now() - timedelta(minutes=1)
    inhoud = json.dumps({"van": "noreply@demo.example", "onderwerp": "Merkwoord", "tekst": "Merkwoord tekst"})
    return Mail.objects.create(
        id=pk,
        adres=adres,
        **{
            "inhoud": versleutel(inhoud, doel=Doel.MAIL, bij=str(pk)),
            "soort": "overig",
            "gemaakt_op": op,
            "volgende_poging": op,
            **velden,
        },
    )


def maak_taak(
    eigenaar: Gebruiker, *, invoer: dict[str, Any] | None = None, delen: tuple[str, ...] = (), **velden: Any
) -> Taakopdracht:
    """An export of the log that waits; with `delen` it is ready to be fetched."""
    pk, nu = uuid4(), timezone.now()
    klaar = (
        {"staat": "klaar", "poging": 1, "klaar_op": nu, "verloopt_op": nu + timedelta(hours=1)}
        if delen
        else {}
    )
    opdracht = Taakopdracht.objects.create(
        id=pk,
        eigenaar=eigenaar,
        invoer=versleutel(json.dumps(invoer or {}), doel=Doel.TAAK, bij=str(pk)),
        **{"soort": "logboek_uitvoer", "gevraagd_op": nu, "hartslag": nu, **klaar, **velden},
    )
    for nummer, deel in enumerate(delen):
        inhoud = versleutel(deel, doel=Doel.TAAK, bij=plek(opdracht, nummer))
        Resultaatdeel.objects.create(opdracht=opdracht, nummer=nummer, inhoud=inhoud)
    return opdracht
