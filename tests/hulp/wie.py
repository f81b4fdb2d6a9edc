"""Who asks, in a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from gebruikers.models import Gebruiker
from tests.hulp.databank import FABRIEK
from zaken.context import begin, wis


@contextmanager
def als(gebruiker: Gebruiker) -> Iterator[Gebruiker]:
    """`gebruiker` is the user of this transaction until the end of the block; roles and teams are read anew."""
    vorige = huidige()
    for naam in ("rollen", "teams"):
        gebruiker.__dict__.pop(naam, None)
    begin(gebruiker.pk)
    try:
        yield gebruiker
    finally:
        if not connection.needs_rollback:
            begin(vorige) if vorige else wis()


@contextmanager
def fabriek() -> Iterator[None]:
    """Write as the factory role, which passes row security; only test clusters have it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {FABRIEK}")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")


def huidige() -> int | None:
    """The user of this transaction, as the database knows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('app.gebruiker', true), '')::bigint")
        rij = cursor.fetchone()
    return rij[0] if rij else None
