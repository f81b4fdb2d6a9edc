"""Named jobs of long work; each may run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from . import uitvoeren
from .services import TAAK


@shared_task(name=TAAK)  # type: ignore[untyped-decorator]  # celery is untyped
def voer_uit(opdracht_id: str) -> bool:
    """Do one order, named by its id."""
    return uitvoeren.voer_uit(opdracht_id=UUID(opdracht_id), klok=timezone.now)


@shared_task(name="achtergrond.hervat")  # type: ignore[untyped-decorator]  # celery is untyped
def hervat() -> int:
    """Send again what lies still."""
    return uitvoeren.hervat(nu=timezone.now())


@shared_task(name="achtergrond.ruim_op")  # type: ignore[untyped-decorator]  # celery is untyped
def ruim_op() -> int:
    """Remove what is old."""
    return uitvoeren.ruim_op(nu=timezone.now())
