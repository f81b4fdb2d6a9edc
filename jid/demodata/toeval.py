"""What is drawn for fictional zaken: days, moments and keys. The same seed gives the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone


def dagen_in(willekeur: Random, jaar: int, aantal: int) -> list[date]:
    """Days of receipt in order."""
    lengte = (date(jaar, 12, 31) - date(jaar, 1, 1)).days
    return sorted(date(jaar, 1, 1) + timedelta(days=willekeur.randint(0, lengte)) for _ in range(aantal))


def moment(willekeur: Random, dag: date) -> datetime:
    """Some moment of the working day."""
    tijd = time(willekeur.randint(8, 16), willekeur.randint(0, 59))
    return timezone.make_aware(datetime.combine(dag, tijd))


def uuid(willekeur: Random) -> UUID:
    return UUID(int=willekeur.getrandbits(128), version=4)
