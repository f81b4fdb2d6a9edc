"""For whom this transaction runs, as the database knows it: `app.gebruiker`, hints `app.teams` and `app.een_zaak`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from .models import Gebruiker


def begin(gebruiker_id: int | None) -> None:
    """Set the context until the end of the transaction; None sees nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.begin(%s)", [gebruiker_id])


def open_verzoek(gebruiker: Gebruiker, *, een_zaak: bool) -> None:
    """As `begin`, for the account of a request: in the same question its roles and teams are read.

    `een_zaak` is a hint: who asks for one zaak has each right probed, who asks for many has them fetched once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rollen, teams FROM app.open_verzoek(%s, %s)", [gebruiker.pk, een_zaak])
        rollen, teams = cursor.fetchone()
    gebruiker.rollen, gebruiker.teams = frozenset(rollen), tuple(teams)


def wis() -> None:
    """Nobody, for the rest of the transaction; also when the transaction can no longer be used."""
    if not connection.needs_rollback:
        begin(None)


@contextmanager
def namens(gebruiker: Gebruiker) -> Iterator[None]:
    """A transaction of its own for tasks, commands and streams that run for one user."""
    with transaction.atomic():
        begin(gebruiker.pk)
        try:
            yield
        finally:
            wis()
