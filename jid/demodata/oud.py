"""Writing fictional zaken of earlier years, of any register but meldingen: few, so row by row, past the services."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from zaken.models import (
    Datasleutel,
    Invoer,
    Nummerreeks,
    Persoon,
    Persoonindex,
    Statuswijziging,
    Termijn,
    Toekenning,
    Zaak,
    Zaakrij,
    Zoekindex,
)
from zaken.register import Register
from zaken.services.termijnen import eerste_termijn, nieuwe
from zaken.zoeken import personen as personenzoeken
from zaken.zoeken import teksten as zoekteksten
from zaken.zoeken import tokens_van_teksten

from .toeval import moment, uuid

REDEN = "Voorbeeld: behandelaar"


Stappen = list[tuple[str, date]]


@dataclass
class Dossier:
    """One zaak to write; nothing of it is saved yet. `stappen` begins with the first status."""

    zaak: Any
    """A zaak of the model of its register."""
    stappen: Stappen
    personen: list[Persoon] = field(default_factory=list)
    rijen: list[Zaakrij] = field(default_factory=list)


@dataclass(frozen=True)
class Kader:
    """What every fictional zaak of a register refers to."""

    register: Register
    behandelaar: Gebruiker
    invoer: Invoer
    codes: Mapping[tuple[str, str], Code]

    def code(self, lijst: str, waarde: str) -> Code:
        return self.codes[lijst, waarde]


def maak(willekeur: Random, kader: Kader, *, stappen: Stappen, eigen: bool = True, **velden: Any) -> Dossier:
    """A zaak that walked `stappen`; the demo account handles and sees it, unless not `eigen`."""
    ontvangen = stappen[0][1]
    geregistreerd = min(ontvangen + timedelta(days=willekeur.choice((0, 0, 1, 2))), stappen[-1][1])
    pk = uuid(willekeur)
    model: Any = kader.register.model
    zaak = model(
        id=pk,
        zaak_ptr_id=pk,
        soort=kader.register.soort,
        sleutel=Datasleutel.nieuw(),
        status=stappen[-1][0],
        behandelaar=kader.behandelaar if eigen else None,
        gebruikers=[],
        aangemaakt_door=kader.behandelaar,
        datum_registratie=moment(willekeur, geregistreerd),
        ontvangen_defensie=ontvangen,
        ontvangen_register=geregistreerd,
        invoer=kader.invoer,
        **velden,
    )
    return Dossier(zaak, stappen)


def schrijf(willekeur: Random, kader: Kader, dossiers: Sequence[Dossier]) -> int:
    """Number the dossiers by year, in the order in which they come, and write them; returns how many."""
    lijst = kader.register.lijst
    laatste: Counter[int] = Counter()
    termijnen: list[Termijn] = []
    wijzigingen: dict[UUID, list[Statuswijziging]] = {}
    Datasleutel.objects.bulk_create([dossier.zaak.sleutel for dossier in dossiers])
    for dossier in dossiers:
        zaak = dossier.zaak
        jaar = zaak.ontvangen_defensie.year
        laatste[jaar] += 1
        zaak.zaaknummer = f"{lijst.letter}-{jaar}-{laatste[jaar]:05}"
        stand = kader.register.regels.termijnen(zaak)
        eigen = nieuwe(
            zaak=zaak, berekeningen=stand.berekeningen, is_klaar=stand.is_klaar, vervalt=stand.vervalt
        )
        zaak.eerste_termijn = eerste_termijn(eigen)
        termijnen += eigen
        wijzigingen[zaak.pk] = list(_wijzigingen(willekeur, kader, dossier))
        zaak.save(force_insert=(Zaak, kader.register.model))  # two tables, so not in bulk
    personen = [persoon for dossier in dossiers for persoon in dossier.personen]
    Persoon.objects.bulk_create(personen)
    for soort in {type(rij) for dossier in dossiers for rij in dossier.rijen}:
        van_soort = [rij for dossier in dossiers for rij in dossier.rijen if type(rij) is soort]
        soort.objects.bulk_create(van_soort)
    Statuswijziging.objects.bulk_create([w for eigen in wijzigingen.values() for w in eigen])
    Termijn.objects.bulk_create(termijnen)
    Zoekindex.objects.bulk_create(
        [
            Zoekindex(zaak_id=d.zaak.pk, tokens=_tokens((d.zaak, *d.rijen, *wijzigingen[d.zaak.pk])))
            for d in dossiers
        ]
    )
    Persoonindex.objects.bulk_create(
        [Persoonindex(persoon_id=p.pk, tokens=personenzoeken.tokens_van(p)) for p in personen]
    )
    _geef_toegang(willekeur, kader, dossiers)
    for jaar, aantal in laatste.items():
        Nummerreeks.objects.create(soort=kader.register.soort, jaar=jaar, laatste=aantal)
    return len(dossiers)


def persoon(willekeur: Random, zaak: Zaak, rol: Persoon.Rol) -> Persoon:
    """Somebody called after the role."""
    return Persoon(id=uuid(willekeur), zaak=zaak, rol=rol.value, volgnummer=1, naam=f"{rol.label} A")


def _tokens(delen: Sequence[Any]) -> list[int]:
    return tokens_van_teksten([tekst for deel in delen for tekst in zoekteksten.eigen(deel)])


def _wijzigingen(willekeur: Random, kader: Kader, dossier: Dossier) -> Iterator[Statuswijziging]:
    """The course, in order also within a day; where a step asks for a reason there is one."""
    van, vorige = "", datetime.min.replace(tzinfo=timezone.get_default_timezone())
    for status, dag in dossier.stappen:
        op = moment(willekeur, dag)
        if van:
            op = max(op, vorige + timedelta(minutes=5))
        yield Statuswijziging(
            id=uuid(willekeur),
            zaak=dossier.zaak,
            van=van,
            naar=status,
            toelichting="Voorbeeld: reden van deze stap."
            if status in kader.register.stappen.toelichting_verplicht
            else "",
            door=kader.behandelaar,
            op=op,
        )
        van, vorige = status, op


def _geef_toegang(willekeur: Random, kader: Kader, dossiers: Sequence[Dossier]) -> None:
    leesrecht = Permission.objects.get(content_type__app_label="zaken", codename="view_zaak")
    Toekenning.objects.bulk_create(
        [
            Toekenning(
                id=uuid(willekeur),
                user=kader.behandelaar,
                permission=leesrecht,
                content_object=dossier.zaak,
                reden=REDEN,
                verleend_door=kader.behandelaar,
                verleend_op=moment(willekeur, dossier.zaak.ontvangen_defensie),
            )
            for dossier in dossiers
        ]
    )
