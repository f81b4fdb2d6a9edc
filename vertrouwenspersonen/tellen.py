"""Counting casussen: at fixed moments and many together, so that no figure tells of one conversation.

The database decides what may be counted (from migration 0004, docs/adr/0030-casussen-geteld.md): the worker asks every
hour, and what was counted before is not counted again. Nobody reads a casus for it, and nothing here gives a number.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.db import connection, transaction


class Uitkomst(StrEnum):
    """What came of counting a year by hand."""

    GETELD = "geteld"
    TE_WEINIG = "te_weinig"
    """Fewer than five casussen differ: the figures stay, for the change would show them."""
    NOG_NIET = "nog_niet"
    """The year was not counted by itself yet; that comes first."""


@transaction.atomic
def tel(*, vandaag: date) -> list[int]:
    """Count what is due on `vandaag`; returns the years. Twice, or two at once, count once. As the worker role."""
    return _jaren("SELECT app.tel_casussen(%s)", vandaag)


@transaction.atomic
def tel_nieuwe_jaren(*, vandaag: date) -> list[int]:
    """Count the years of which nothing was counted yet, after many casussen came in at once; returns the years.

    A year with fewer than five casussen waits for `tel`. As the worker or the owner, and `vandaag` is really today.
    """
    return _jaren("SELECT app.tel_nieuwe_casusjaren(%s)", vandaag)


@transaction.atomic
def tel_opnieuw(*, jaar: int, vandaag: date) -> Uitkomst:
    """Count a year again, for who manages the installation; the log says so. As the worker role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.tel_casusjaar_opnieuw(%s, %s)", [jaar, vandaag])
        (uitkomst,) = cursor.fetchone()
    return Uitkomst(uitkomst)


def volgende_jaartelling(*, vandaag: date) -> date:
    """The next 1 February: then years that are over are counted."""
    dit_jaar = date(vandaag.year, 2, 1)
    return dit_jaar if vandaag < dit_jaar else date(vandaag.year + 1, 2, 1)


def _jaren(vraag: str, vandaag: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(vraag, [vandaag])
        return [jaar for (jaar,) in cursor.fetchall()]
