"""Zaken and grants, written past row security. Call inside `with fabriek():`."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import Gebruiker, Team
from meldingen.models import Melding
from meldingen.status import Status
from zaken.models import (
    Datasleutel,
    Statuswijziging,
    Termijn,
    Toekenning,
    Uitsluiting,
    Zaak,
    Zaakkoppeling,
    Zoekindex,
)
from zaken.zoeken import teksten as zoekteksten
from zaken.zoeken import tokens_van_teksten

_nummers = count(1)
_Z = TypeVar("_Z", bound=Zaak)
LETTER = {"melding": "M", "klacht": "K", "misstand": "V", "onderzoek": "O"}


def code(lijst: str, waarde: str) -> Code:
    return Code.objects.get(lijst_id=lijst, code=waarde)


def maak_melding(*, hoofdcategorie: str = "omgangsvormen", **velden: Any) -> Melding:
    """A melding owned by `team`, with a personal grant for each of `lezers`."""
    return maak_zaak_van(
        Melding,
        Zaak.Soort.MELDING,
        **{"status": Status.NIEUW, "hoofdcategorie": code("hoofdcategorie", hoofdcategorie), **velden},
    )


def maak_zaak_van(
    model: type[_Z],
    soort: Zaak.Soort,
    *,
    team: Team | None = None,
    lezers: tuple[Gebruiker, ...] = (),
    **velden: Any,
) -> _Z:
    """A zaak of a register, past its services; or `Zaak` itself for a kind that has no register yet."""
    nummer = next(_nummers)
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    zaak = model(
        id=uuid4(),
        soort=soort,
        sleutel=sleutel,
        team=team,
        **{
            "zaaknummer": f"{LETTER[soort]}-1999-{nummer:05}",
            "ontvangen_defensie": date(2024, 11, 15),
            "datum_registratie": timezone.now(),
            "onderwerp": f"Onderwerp nummer {nummer}",
            **velden,
        },
    )
    zaak.save(force_insert=True if model is Zaak else (Zaak, model))
    Zoekindex.objects.create(zaak_id=zaak.pk, tokens=tokens_van_teksten(zoekteksten.eigen(zaak)))
    for lezer in lezers:
        maak_toekenning(zaak, lezer)
    if lezers:
        zaak.gebruikers = [lezer.pk for lezer in lezers]
    return zaak


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


def maak_statuswijziging(
    zaak: Zaak, *, naar: str, op: datetime, van: str = "", door: Gebruiker | None = None
) -> Statuswijziging:
    """A step in the course of a zaak, without changing the zaak itself."""
    wijziging = Statuswijziging(id=uuid4(), zaak=zaak, van=van, naar=naar, op=op, door=door)
    wijziging.save(force_insert=True)
    return wijziging


def maak_nazorgmoment(zaak: Zaak, maanden: int = 3) -> Termijn:
    """A moment of nazorg that is open."""
    dag = date(2025, 3, 1)
    termijn = Termijn(
        id=uuid4(), zaak=zaak, code="nazorg", kenmerk=str(maanden), naam=f"Nazorg na {maanden} maanden",
        kale_datum=dag, datum=dag, werkdatum=dag, bron="Eigen norm", waarom="Afgehandeld.",
    )  # fmt: skip
    termijn.save(force_insert=True)
    return termijn


def maak_koppeling(van: Zaak, naar: Zaak, soort: str = "verwant") -> Zaakkoppeling:
    koppeling = Zaakkoppeling(id=uuid4(), soort=soort, van=van, naar=naar, op=timezone.now(), reden="test")
    koppeling.save(force_insert=True)
    return koppeling
