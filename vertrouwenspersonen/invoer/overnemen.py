"""Storing casussen of an earlier registration: all or none, and nothing that says that they came together.

There is no row about an import and no mark on a casus. So the same file twice is known by the answers alone:
as often as an own casus has exactly the answers of a row, that row is one that is there already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker
from logboek import events as logboek
from vertrouwenspersonen.models import Casus
from vertrouwenspersonen.services import (
    beantwoord,
    eis_geldig,
    eis_gesprekken,
    eis_laatste_contact,
    eis_vertrouwenspersoon,
    voeg_toe,
)
from vertrouwenspersonen.status import Status

from .oordeel import Eerder


class Antwoorden(NamedTuple):
    """All that a casus says, in a form that can be compared; the order of several answers does not count."""

    eerste: str
    laatste: str
    voortzetting: bool
    codes: tuple[int | None, ...]
    contacten: str
    neventhema: frozenset[int]
    acties: frozenset[int]
    doorverwezen: frozenset[int]

    @classmethod
    def van(cls, casus: Casus) -> Antwoorden:
        los = ("defensieonderdeel", "personeelscategorie", "rol_hulpvrager", "hoofdthema", "afloop")
        return cls(
            casus.kwartaal_eerste_contact,
            casus.kwartaal_laatste_contact,
            casus.voortzetting,
            tuple(getattr(casus, f"{naam}_id") for naam in los),
            str(casus.aantal_contacten),
            *(frozenset(ids) for ids in (casus.neventhema, casus.acties, casus.doorverwezen_naar)),
        )


def zijn_nieuw(casussen: Sequence[Eerder], *, door: Gebruiker) -> list[bool]:
    """Per casus whether `door` has none with exactly these answers; one query."""
    gevraagd = [Antwoorden.van(_als_casus(None, eerder, door=door)) for eerder in casussen]
    return nieuw(gevraagd, (Antwoorden.van(casus) for casus in Casus.objects.zichtbaar_voor(door)))


def eerste_gelijke(casussen: Sequence[Eerder], *, door: Gebruiker) -> list[int | None]:
    """Per casus the place of the first one before it with exactly these answers."""
    plek: dict[Antwoorden, int] = {}
    alle = [Antwoorden.van(_als_casus(None, eerder, door=door)) for eerder in casussen]
    eerste = [plek.setdefault(antwoorden, nummer) for nummer, antwoorden in enumerate(alle)]
    return [een if een < nummer else None for nummer, een in enumerate(eerste)]


def nieuw(gevraagd: Sequence[Antwoorden], bestaand: Iterable[Antwoorden]) -> list[bool]:
    """Per asked one whether it is more than what exists: three equal ones and two of them known, one is new."""
    over = Counter(bestaand)
    uit = []
    for antwoorden in gevraagd:
        uit.append(over[antwoorden] <= 0)
        over[antwoorden] -= 1
    return uit


@transaction.atomic
def neem_over(
    *, casussen: Mapping[UUID, Eerder], door: Gebruiker, vandaag: date, ook_gelijke: bool = False
) -> int:
    """Store casussen of `door` under the random keys that were made for them; returns how many are new.

    What `door` has already is left out: under the same key always, with the same answers unless `ook_gelijke`.
    Raises `PermissionDenied` and `ValidationError`; nothing is stored then.
    """
    eis_vertrouwenspersoon(door)
    if any(sleutel.version != 4 for sleutel in casussen):
        raise ValidationError(_("Kies het bestand opnieuw."))
    eigen = Casus.objects.zichtbaar_voor(door)
    te_doen = {sleutel: _als_casus(sleutel, eerder, door=door) for sleutel, eerder in casussen.items()}
    for eerder in casussen.values():
        eis_geldig(eerder.gegevens, vandaag=vandaag)
        eerste, laatste = eerder.gegevens.kwartaal_eerste_contact, eerder.kwartaal_laatste_contact
        eis_laatste_contact(laatste, eerste=eerste, vandaag=vandaag)
        eis_gesprekken(eerder.gegevens.aantal_contacten, eerste=eerste, laatste=laatste)
    for sleutel in eigen.filter(pk__in=casussen).values_list("pk", flat=True):
        del te_doen[sleutel]
    if not ook_gelijke:
        andere = (Antwoorden.van(casus) for casus in eigen.exclude(pk__in=casussen))
        oordeel = nieuw([Antwoorden.van(casus) for casus in te_doen.values()], andere)
        te_doen = {
            s: casus for (s, casus), is_nieuw in zip(te_doen.items(), oordeel, strict=True) if is_nieuw
        }
    # In the order of their random keys: the order of the file is lost, and two at once wait for each other in one order
    opgeslagen = sum(voeg_toe(te_doen[sleutel], door=door) is None for sleutel in sorted(te_doen))
    logboek.casus_dag(door=door)
    return opgeslagen


def _als_casus(sleutel: UUID | None, eerder: Eerder, *, door: Gebruiker) -> Casus:
    casus = Casus(
        **({"pk": sleutel} if sleutel else {}),
        vertrouwenspersoon=door,
        status=Status.OPEN if eerder.afloop is None else Status.GESLOTEN,
        voortzetting=eerder.voortzetting,
        kwartaal_laatste_contact=str(eerder.kwartaal_laatste_contact),
        afloop=eerder.afloop,
        doorverwezen_naar=[code.pk for code in eerder.doorverwezen_naar],
    )
    beantwoord(casus, eerder.gegevens)
    return casus
