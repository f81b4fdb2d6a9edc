"""Calling the checked functions of schema `app`, and saying in Dutch why one refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from zaken.versleuteling.velden import Cijfertekst, VersleuteldeTekst


class NietMogelijk(Exception):
    """The change would break a promise; the message says in Dutch what to do."""


@contextmanager
def _in_woorden() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except DatabaseError as fout:
        match getattr(fout.__cause__, "sqlstate", None):
            case "JID01":
                raise PermissionDenied from fout
            case "JID02":
                raise NietMogelijk(
                    _("Deze persoon of dit team kan hier niet gekozen worden. Kies iemand anders.")
                ) from fout
            case "JID03":
                raise NietMogelijk(
                    _("Dan kan niemand deze zaak meer lezen. Geef eerst iemand anders toegang.")
                ) from fout
            case "JID06":
                raise NietMogelijk(
                    _("Deze zaak is nog niet gesloten, of de inhoud is al vernietigd.")
                ) from fout
        raise


def roep(functie: str, *waarden: Any) -> Any:
    """Run `SELECT app.<functie>(…)` and give its single value; raises `PermissionDenied` or `NietMogelijk`."""
    plekken = ", ".join(["%s"] * len(waarden))
    with _in_woorden(), connection.cursor() as cursor:
        cursor.execute(f"SELECT app.{functie}({plekken})", waarden)  # name from code, values bound
        rij = cursor.fetchone()
    return rij[0] if rij else None


def cijfer(instance: models.Model, veld: str, tekst: str) -> bytes | None:
    """`tekst` as the stored ciphertext of one field of one row, for the database's own functions."""
    return _veld(instance, veld).cijfertekst(instance, tekst)


def lees(instance: models.Model, veld: str, opgeslagen: bytes | memoryview | None) -> str:
    """The text behind a ciphertext that a database function gave; empty for NULL."""
    return _veld(instance, veld).lees(instance, Cijfertekst(opgeslagen)) if opgeslagen else ""


def _veld(instance: models.Model, naam: str) -> VersleuteldeTekst:
    veld = instance._meta.get_field(naam)
    if not isinstance(veld, VersleuteldeTekst):
        raise TypeError(f"{naam} is not encrypted")
    return veld
