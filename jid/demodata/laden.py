"""Putting the demo data in an installation, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

import rapportages
from gebruikers.models import Gebruiker
from klachten.register import REGISTER as KLACHTREGISTER
from logboek import events as logboek
from meldingen.register import REGISTER as MELDINGREGISTER
from misstanden.register import REGISTER as MISSTANDREGISTER
from onderzoeken.register import REGISTER as ONDERZOEKREGISTER
from rapportages.invoer.cijfers import importeer_cijfers
from vertrouwenspersonen.models import Casus
from vertrouwenspersonen.tellen import tel_nieuwe_jaren
from zaken.invoer.schrijver import Dossier, Schrijver, neem_slot
from zaken.models import Invoer, Nummerreeks
from zaken.register import Register

from .aantallen import MELDINGEN
from .accounts import verdeel_rollen
from .actueel import van_nu
from .casussen import casussen
from .klachten import leg_klachten_vast
from .klachten_jaren import klachten
from .meldingen import Bronnen, van_jaar
from .misstanden import leg_misstanden_vast
from .onderzoeken import leg_onderzoeken_vast
from .oud import Dossier as Oud
from .oud import Kader, schrijf
from .overige_jaren import misstanden, onderzoeken
from .signalen import leg_signalen_vast

REGISTER = "demodata"
VERSIE = 1
"""Raise when the demo data change: it seeds the draw and is the fingerprint of its origin."""
INVOER = uuid5(UUID(int=0), f"{REGISTER} {VERSIE}")
CIJFERS = Path(rapportages.__file__).parent / "gegevens" / "gepubliceerde-jaarcijfers.csv"


@dataclass(frozen=True)
class Verslag:
    """What was put in."""

    meldingen: int
    casussen: int
    cijfers: int


@transaction.atomic
def laad(*, vandaag: date, als_leeg: bool = False) -> Verslag | None:
    """Accounts, published figures, meldingen and casussen; None when they were there already.

    With `als_leeg` also None when anything else was registered before. Runs as the owner. Everything of
    2020-2024 is the same every time; what is of the last months follows from `vandaag`.
    """
    neem_slot()
    if Invoer.objects.filter(register=REGISTER).exists() or (als_leeg and Nummerreeks.objects.exists()):
        return None
    rollen = verdeel_rollen()
    cijfers = importeer_cijfers(CIJFERS)
    invoer = Invoer(id=INVOER, register=REGISTER, bestand_sha256=_vingerafdruk())
    bronnen = Bronnen.uit_databank(rollen=rollen, invoer=invoer)
    dossiers = list(alle_meldingen(vandaag=vandaag, bronnen=bronnen))
    invoer.aantal = len(dossiers)
    invoer.save(force_insert=True)
    with Schrijver(MELDINGREGISTER) as schrijver:
        schrijver.neem(dossiers)
        schrijver.zet_over()
    _leg_jaren_vast(bronnen)
    leg_klachten_vast(vandaag=vandaag, invoer=invoer)
    leg_misstanden_vast(vandaag=vandaag, invoer=invoer)
    leg_onderzoeken_vast(vandaag=vandaag, invoer=invoer)
    gesprekken = casussen(willekeur("casussen"), vandaag=vandaag, bronnen=bronnen)
    Casus.objects.bulk_create(gesprekken)
    tel_nieuwe_jaren(vandaag=vandaag)
    logboek.geimporteerd(register=REGISTER, aantal=invoer.aantal, door=None)
    return Verslag(invoer.aantal, len(gesprekken), cijfers.nieuw + cijfers.gelijk + cijfers.gewijzigd)


def _leg_jaren_vast(bronnen: Bronnen) -> None:
    """Klachten, vermoedens van misstanden, onderzoeken and signals of 2022-2024."""
    for naam, kader, dossiers in oude_zaken(bronnen):
        schrijf(willekeur(f"{naam} schrijven"), kader, dossiers)
    leg_signalen_vast(willekeur("signalen"), bronnen)


def oude_zaken(bronnen: Bronnen) -> Iterator[tuple[str, Kader, list[Oud]]]:
    """Per register what is written, unsaved."""

    def kader(register: Register, account: str) -> Kader:
        behandelaar = Gebruiker.objects.get(email=f"{account}@{settings.DEMO_DOMEIN}")
        return Kader(register, behandelaar, bronnen.invoer, bronnen.codes)

    klacht = kader(KLACHTREGISTER, "klachtsecretaris")
    misstand = kader(MISSTANDREGISTER, "misstanden")
    onderzoek = kader(ONDERZOEKREGISTER, "onderzoeker")
    intake = bronnen.rollen.intake
    yield "klachten", klacht, list(klachten(willekeur("klachten"), klacht))
    yield "misstanden", misstand, list(misstanden(willekeur("misstanden"), misstand, ontvanger=intake))
    yield "onderzoeken", onderzoek, list(onderzoeken(willekeur("onderzoeken"), onderzoek))


def alle_meldingen(*, vandaag: date, bronnen: Bronnen) -> Iterator[Dossier]:
    """All fictional meldingen, unsaved, year by year."""
    jaren = (van_jaar(willekeur(str(jaar)), jaar, vandaag=vandaag, bronnen=bronnen) for jaar in MELDINGEN)
    return chain(chain.from_iterable(jaren), van_nu(willekeur("actueel"), vandaag=vandaag, bronnen=bronnen))


def willekeur(waarvoor: str) -> Random:
    """A draw of its own for each part: a change in one leaves the others as they were."""
    return Random(f"{REGISTER} {VERSIE} {waarvoor}")  # noqa: S311  # fiction, nothing secret


def _vingerafdruk() -> str:
    return hashlib.sha256(f"{REGISTER} {VERSIE}".encode()).hexdigest()
