"""What the current user may know of roles and teams, asked from the database's own functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from .models import Gebruiker


def rollen_van_huidige(gebruiker: Gebruiker) -> frozenset[str]:
    """Roles of `gebruiker`, who must be the user of this transaction; for anybody else the database raises."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rol FROM app.rollen_van(%s) AS rol", [gebruiker.pk])
        return frozenset(rij[0] for rij in cursor.fetchall())


def teams_van_huidige(gebruiker: Gebruiker) -> tuple[int, ...]:
    """Ids of the teams of `gebruiker`, who must be the user of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT team FROM app.teams_van(%s) AS team ORDER BY team", [gebruiker.pk])
        return tuple(rij[0] for rij in cursor.fetchall())
