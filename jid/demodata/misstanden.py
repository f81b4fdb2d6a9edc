"""A few fictional vermoedens of the last months, registered through the services as the demo account would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from gebruikers.context import namens
from gebruikers.models import Gebruiker
from misstanden.register import REGISTER
from misstanden.status import Status
from zaken.models import Invoer, Persoon, Zaak
from zaken.services.inhoud import Persoonsgegevens
from zaken.services.registratie import registreer
from zaken.services.status import wijzig_status
from zaken.services.toegang import wijs_toe
from zaken.services.wijzigen import wijzig

from .gemeen import NAAM, code, versie


@dataclass(frozen=True)
class Geval:
    """One vermoeden; `ontvangen` is days before today, `bevestigd` days after receipt."""

    ontvangen: int
    onderwerp: str
    melder: str
    stappen: tuple[Status, ...] = ()
    bevestigd: int | None = None
    is_anoniem: bool = False


BEOORDEELD = (Status.BEVESTIGD, Status.BEOORDEELD)
GEVALLEN = (
    Geval(3, "Opslag van gevaarlijke stoffen", "medewerker"),
    Geval(10, "Keuringen die niet zijn gedaan", "derde", is_anoniem=True),
    Geval(24, "Aanbesteding zonder concurrentie", "medewerker", (Status.BEVESTIGD,), 5),
    Geval(47, "Omgang met munitie op een schietbaan", "medewerker", (*BEOORDEELD, Status.IN_ONDERZOEK), 4),
    Geval(81, "Metingen van de luchtkwaliteit", "oud_medewerker", (*BEOORDEELD, Status.IN_ONDERZOEK), 6),
)


def leg_misstanden_vast(*, vandaag: date, invoer: Invoer) -> int:
    """Register `GEVALLEN` as the demo behandelaar misstanden; returns how many. Runs as the owner."""
    behandelaar = Gebruiker.objects.get(email=f"misstanden@{settings.DEMO_DOMEIN}")
    ontvanger = Gebruiker.objects.get(email=f"intake@{settings.DEMO_DOMEIN}")
    for geval in GEVALLEN:
        with namens(behandelaar):
            zaak = _registreer(geval, vandaag=vandaag, door=behandelaar)
            _behandel(geval, zaak, ontvanger=ontvanger, vandaag=vandaag, door=behandelaar)
            Zaak.objects.zichtbaar_voor(behandelaar).filter(pk=zaak.pk).update(invoer=invoer)
    return len(GEVALLEN)


def _registreer(geval: Geval, *, vandaag: date, door: Gebruiker) -> Zaak:
    ontvangen = vandaag - timedelta(days=geval.ontvangen)
    gegevens: dict[str, Any] = {
        "ontvangen_defensie": ontvangen,
        "onderwerp": geval.onderwerp,
        "omschrijving": "Voorbeeld. De melder denkt dat hierdoor een groep mensen gevaar loopt.",
        "anonimiteit": Zaak.Anonimiteit.ANONIEM if geval.is_anoniem else Zaak.Anonimiteit.VERTROUWELIJK,
        "melder_status": code("melder_status", geval.melder),
        "defensieonderdeel": code("defensieonderdeel", "clas"),
    }
    if geval.bevestigd is not None:
        gegevens["bevestigd_op"] = ontvangen + timedelta(days=geval.bevestigd)
    melder = {"contact": "Voorbeeld: alleen per brief"} if geval.is_anoniem else {"naam": f"{NAAM} melder"}
    return registreer(
        register=REGISTER,
        gegevens=gegevens,
        personen=[Persoonsgegevens(Persoon.Rol.MELDER, melder)],
        vandaag=vandaag,
        door=door,
    )


def _behandel(geval: Geval, zaak: Zaak, *, ontvanger: Gebruiker, vandaag: date, door: Gebruiker) -> None:
    if Status.BEOORDEELD in geval.stappen:
        wijs_toe(zaak=zaak, behandelaar=door, team=None, reden="Voorbeeld", door=door)
        wijzig(
            register=REGISTER,
            zaak_id=zaak.pk,
            gegevens={
                "ontvanger": ontvanger,
                "opvolger": door,
                "maatschappelijk_belang_toets": "ja",
                "inbreuk_unierecht": "nee",
            },
            basisversie=versie(zaak, door),
            vandaag=vandaag,
            door=door,
        )
    for naar in geval.stappen:
        wijzig_status(
            register=REGISTER, zaak_id=zaak.pk, naar=naar, toelichting="", vandaag=vandaag, door=door
        )
