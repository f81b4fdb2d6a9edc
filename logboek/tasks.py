"""Named jobs of the log; beat sends them, and each may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .verzegelen import standaardanker, verzegel


@shared_task(name="logboek.verzegel")  # type: ignore[untyped-decorator]  # celery is untyped
def verzegel_logboek(*, volledig: bool = False) -> int:
    """Seal and anchor what was logged since the last time; returns the number of events."""
    return verzegel(nu=timezone.now(), anker=standaardanker(), volledig=volledig)
