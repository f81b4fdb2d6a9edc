"""A few fictional onderzoeken of the last months, registered through the services as the demo account would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings

from gebruikers.context import namens
from gebruikers.models import Gebruiker
from onderzoeken.models import Onderzoek
from onderzoeken.register import REGISTER
from onderzoeken.rijen import RIJEN
from onderzoeken.status import Status
from zaken.models import Invoer, Persoon, Zaak
from zaken.services.inhoud import Persoonsgegevens
from zaken.services.registratie import registreer
from zaken.services.rijen import voeg_rij_toe
from zaken.services.status import wijzig_status
from zaken.services.toegang import wijs_toe
from zaken.services.wijzigen import wijzig

from .gemeen import NAAM, code, versie


@dataclass(frozen=True)
class Geval:
    """One onderzoek; `gevraagd` is days before today, and the other days follow from it."""

    gevraagd: int
    onderwerp: str
    stappen: tuple[Status, ...] = ()


ADVIES = (Status.ADVIES_COID, Status.BESLUIT_BG)
GEVALLEN = (
    Geval(4, "Omgang binnen een opleidingsgroep"),
    Geval(12, "Declaraties van een dienstreis", ADVIES),
    Geval(45, "Gebruik van dienstvoertuigen", (*ADVIES, Status.INGESTELD, Status.LOPEND)),
    Geval(95, "Werksfeer op een kazerne", (*ADVIES, Status.INGESTELD, Status.LOPEND, Status.WEDERHOOR)),
)
ONDERZOEKER = next(opgave for opgave in RIJEN if opgave.code == "onderzoeker")


def leg_onderzoeken_vast(*, vandaag: date, invoer: Invoer) -> int:
    """Register `GEVALLEN` as the demo onderzoeker; returns how many. Runs as the owner."""
    wie = Gebruiker.objects.get(email=f"onderzoeker@{settings.DEMO_DOMEIN}")
    for geval in GEVALLEN:
        with namens(wie):
            zaak = _registreer(geval, vandaag=vandaag, door=wie)
            _behandel(geval, zaak, vandaag=vandaag, door=wie)
            Zaak.objects.zichtbaar_voor(wie).filter(pk=zaak.pk).update(invoer=invoer)
    return len(GEVALLEN)


def _registreer(geval: Geval, *, vandaag: date, door: Gebruiker) -> Zaak:
    gegevens: dict[str, Any] = {
        "ontvangen_defensie": vandaag - timedelta(days=geval.gevraagd),
        "onderwerp": geval.onderwerp,
        "omschrijving": "Voorbeeld. Het bevoegd gezag vraagt of onderzoek nodig is.",
        "defensieonderdeel": code("defensieonderdeel", "clas"),
    }
    return registreer(
        register=REGISTER,
        gegevens=gegevens,
        personen=[Persoonsgegevens(Persoon.Rol.BETROKKENE, {"naam": f"{NAAM} betrokkene"})],
        vandaag=vandaag,
        door=door,
    )


def _behandel(geval: Geval, zaak: Zaak, *, vandaag: date, door: Gebruiker) -> None:
    if not geval.stappen:
        return
    begin = vandaag - timedelta(days=geval.gevraagd)
    ingesteld = begin + timedelta(days=14)
    velden: dict[str, Any] = {
        "coid_advies": code("coid_advies", "onderzoek"),
        "coid_advies_op": begin + timedelta(days=6),
    }
    if Status.INGESTELD in geval.stappen:
        velden |= {
            "besluit_bg_op": ingesteld,
            "onderzoeksoort": code("onderzoeksoort", "feitenonderzoek"),
            "uitvoerder": Onderzoek.Uitvoerder.COID,
            "instellingsbeschikking": "Voorbeeld: beschikking",
            "opdracht": "Voorbeeld. Stel vast wat er is gebeurd.",
            "ingesteld_op": ingesteld,
        }
    if Status.WEDERHOOR in geval.stappen:
        velden["wederhoor_op"] = vandaag - timedelta(days=9)
    wijs_toe(zaak=zaak, behandelaar=door, team=None, reden="Voorbeeld", door=door)
    wijzig(
        register=REGISTER,
        zaak_id=zaak.pk,
        gegevens=velden,
        basisversie=versie(zaak, door),
        vandaag=vandaag,
        door=door,
    )
    if Status.LOPEND in geval.stappen:
        onderzoeker = {"naam": "Onderzoeker A", "onafhankelijk_op": ingesteld}
        voeg_rij_toe(register=REGISTER, opgave=ONDERZOEKER, zaak_id=zaak.pk, gegevens=onderzoeker, door=door)
    for naar in geval.stappen:
        wijzig_status(
            register=REGISTER, zaak_id=zaak.pk, naar=naar, toelichting="", vandaag=vandaag, door=door
        )
