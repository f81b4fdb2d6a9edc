"""A few fictional klachten of the last months, registered through the services as the demo accounts would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from gebruikers.context import namens
from gebruikers.models import Gebruiker
from klachten.register import REGISTER
from klachten.status import Status
from zaken.models import Invoer, Persoon, Zaak
from zaken.register.rijen import Rijgegevens
from zaken.services.inhoud import Persoonsgegevens
from zaken.services.registratie import registreer
from zaken.services.status import wijzig_status
from zaken.services.toegang import wijs_toe
from zaken.services.wijzigen import wijzig

from .gemeen import NAAM, code, versie


@dataclass(frozen=True)
class Geval:
    """One klacht; `ontvangen` is days before today, `bevestigd` days after receipt."""

    ontvangen: int
    onderwerp: str
    gedraging: str
    stappen: tuple[Status, ...] = ()
    bevestigd: int | None = None
    via_commissie: bool = False


GEVALLEN = (
    Geval(2, "Bejegening aan de poort", "intimidatie"),
    Geval(9, "Toon van een beoordelingsgesprek", "kwaadspreken"),
    Geval(16, "Opmerkingen in een groepsapp", "pesten", (Status.BEOORDELEN,), 3),
    Geval(33, "Gedrag tijdens een oefening", "agressie", (Status.BEOORDELEN, Status.IN_BEHANDELING), 4, True),
    Geval(38, "Uitsluiting bij de planning", "discriminatie", (Status.BEOORDELEN, Status.IN_BEHANDELING), 6),
)


def leg_klachten_vast(*, vandaag: date, invoer: Invoer) -> int:
    """Register `GEVALLEN` as the demo klachtsecretaris; returns how many. Runs as the owner."""
    secretaris = Gebruiker.objects.get(email=f"klachtsecretaris@{settings.DEMO_DOMEIN}")
    for geval in GEVALLEN:
        with namens(secretaris):
            zaak = _registreer(geval, vandaag=vandaag, door=secretaris)
            _behandel(geval, zaak, vandaag=vandaag, door=secretaris)
            Zaak.objects.zichtbaar_voor(secretaris).filter(pk=zaak.pk).update(invoer=invoer)
    return len(GEVALLEN)


def _registreer(geval: Geval, *, vandaag: date, door: Gebruiker) -> Zaak:
    ontvangen = vandaag - timedelta(days=geval.ontvangen)
    gegevens: dict[str, Any] = {
        "ontvangen_defensie": ontvangen,
        "onderwerp": geval.onderwerp,
        "omschrijving": "Voorbeeld. De klager vindt dat de aangeklaagde zich niet goed gedroeg.",
        "klachtsoort": code("klachtsoort", "ongewenst_gedrag"),
        "defensieonderdeel": code("defensieonderdeel", "clas"),
        "via_commissie": geval.via_commissie,
    }
    if geval.bevestigd is not None:
        gegevens["bevestigd_op"] = ontvangen + timedelta(days=geval.bevestigd)
    return registreer(
        register=REGISTER,
        gegevens=gegevens,
        personen=[
            Persoonsgegevens(Persoon.Rol.KLAGER, {"naam": f"{NAAM} klager"}),
            Persoonsgegevens(Persoon.Rol.AANGEKLAAGDE, {"naam": f"{NAAM} aangeklaagde"}),
        ],
        rijen=[Rijgegevens("klachtonderdeel", {"gedraging": code("gedraging", geval.gedraging)})],
        vandaag=vandaag,
        door=door,
    )


def _behandel(geval: Geval, zaak: Zaak, *, vandaag: date, door: Gebruiker) -> None:
    if Status.IN_BEHANDELING in geval.stappen:
        wijs_toe(zaak=zaak, behandelaar=door, team=None, reden="Voorbeeld", door=door)
        wijzig(
            register=REGISTER,
            zaak_id=zaak.pk,
            gegevens={"behandelaar_niet_betrokken": True},
            basisversie=versie(zaak, door),
            vandaag=vandaag,
            door=door,
        )
    for naar in geval.stappen:
        wijzig_status(
            register=REGISTER, zaak_id=zaak.pk, naar=naar, toelichting="", vandaag=vandaag, door=door
        )
