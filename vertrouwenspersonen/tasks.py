"""Named jobs of casussen; beat sends them, and each may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .tellen import tel


@shared_task(name="vertrouwenspersonen.tel")  # type: ignore[untyped-decorator]  # celery is untyped
def tel_casussen() -> int:
    """Count the casussen of the years that are over for a month; returns the number of years."""
    return len(tel(vandaag=timezone.localdate()))
