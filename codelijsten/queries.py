"""Reading code lists."""

from __future__ import annotations

from datetime import date, timedelta

from .models import Code, CodeQuerySet

VOORUITBLIK = timedelta(days=60)
"""How long before its last day a code stands on the beheerder's list."""


def verloopt_binnenkort(*, vandaag: date) -> CodeQuerySet:
    """Valid codes that end within `VOORUITBLIK` and have no successor yet, the first to end first."""
    return (
        Code.objects.geldig_op(vandaag)
        .filter(geldig_tot__lte=vandaag + VOORUITBLIK, opvolger=None)
        .select_related("lijst")
        .order_by("geldig_tot", "lijst", "volgorde")
    )
