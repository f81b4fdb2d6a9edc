"""Asking for long work, stopping it and fetching what came out: what its owner does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gebruikers.context import namens
from gebruikers.geheim import Doel, ontsleutel, versleutel
from gebruikers.models import Gebruiker
from gebruikers.wachtrij import stuur_na_commit

from .models import Resultaatdeel, Taakopdracht
from .soorten import Invoer, Soort, Taaksoort, soort_van

TAAK = "achtergrond.voer_uit"
HOOGSTENS_OPEN = 3


class TaakGeweigerd(Exception):
    """It cannot be done now; the message says in Dutch why."""


@transaction.atomic
def vraag_aan(*, soort: Soort, invoer: Invoer, door: Gebruiker, nu: datetime) -> Taakopdracht:
    """Write down what is asked and send the task after the commit. Raises `TaakGeweigerd`."""
    if not door.rollen & soort.rollen:
        raise TaakGeweigerd(_("U mag dit niet aanvragen."))
    if (
        Taakopdracht.objects.filter(eigenaar=door, staat__in=["wacht", "bezig"], annuleren_op=None).count()
        >= HOOGSTENS_OPEN
    ):
        raise TaakGeweigerd(_("Er lopen al 3 taken van u. Wacht tot er een klaar is, of stop er een."))
    pk = uuid4()
    opdracht = Taakopdracht(
        id=pk,
        eigenaar=door,
        soort=soort.code,
        invoer=versleutel(json.dumps(dict(invoer)), doel=Doel.TAAK, bij=str(pk)),
        gevraagd_op=nu,
        hartslag=nu,
    )
    opdracht.save(force_insert=True)
    stuur_na_commit(TAAK, str(pk))
    return opdracht


@transaction.atomic
def annuleer(*, opdracht_id: UUID, door: Gebruiker, nu: datetime) -> None:
    """Stop it; a worker that is at it finds out at its next part. Nothing happens when it is done already."""
    Taakopdracht.objects.filter(
        pk=opdracht_id, eigenaar=door, staat__in=["wacht", "bezig"], annuleren_op=None
    ).update(annuleren_op=nu)


@transaction.atomic
def haal_op(*, opdracht_id: UUID, door: Gebruiker, nu: datetime) -> tuple[Taakopdracht, Iterator[str]]:
    """The file, once: the order and its parts. Raises `TaakGeweigerd` in words for a second time or too late."""
    opdracht = Taakopdracht.objects.select_for_update().get(pk=opdracht_id, eigenaar=door)
    soort = soort_van(opdracht.soort)
    if not door.rollen & soort.rollen:
        raise TaakGeweigerd(_("U mag dit bestand niet meer ophalen."))
    if (
        not isinstance(soort, Taaksoort)
        or not opdracht.is_op_te_halen(nu=nu)
        or _is_uitgesloten_sinds(opdracht.gevraagd_op)
    ):
        raise TaakGeweigerd(_("Dit bestand is er niet meer. Vraag het opnieuw aan."))
    opdracht.opgehaald_op = nu
    opdracht.save(update_fields=["opgehaald_op"])
    soort.bij_ophalen(lees_invoer(opdracht), opdracht.gedaan, door)
    return opdracht, _delen(opdracht, door)


def _is_uitgesloten_sinds(op: datetime) -> bool:
    """Whether the user of this transaction was excluded from any zaak since: what was made before may hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.uitgesloten_sinds(%s)", [op])
        return bool(cursor.fetchone()[0])


def heeft_rol_nu(rollen: frozenset[str]) -> bool:
    """Whether the user of this transaction has one of `rollen` now, asked of the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.heeft_rol(VARIADIC %s::text[])", [sorted(rollen)])
        return bool(cursor.fetchone()[0])


def lees_invoer(opdracht: Taakopdracht) -> dict[str, Any]:
    """What the work is about, decrypted."""
    tekst = ontsleutel(opdracht.invoer, doel=Doel.TAAK, bij=str(opdracht.pk))
    return cast(dict[str, Any], json.loads(tekst))


def plek(opdracht: Taakopdracht, nummer: int) -> str:
    """What a part of the file is bound to."""
    return f"{opdracht.pk}|{opdracht.poging}|{nummer}"


def _delen(opdracht: Taakopdracht, door: Gebruiker) -> Iterator[str]:
    """Part by part, while it is sent, each in a transaction of its own; gone afterwards."""
    nummer = 0
    while True:
        with namens(door):
            deel = Resultaatdeel.objects.filter(opdracht=opdracht, nummer=nummer).first()
        if deel is None:
            break
        yield ontsleutel(deel.inhoud, doel=Doel.TAAK, bij=plek(opdracht, nummer))
        nummer += 1
    with namens(door):
        Resultaatdeel.objects.filter(opdracht=opdracht).delete()
