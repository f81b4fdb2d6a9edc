"""Named jobs; each may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import services


@shared_task(name="inlezen.ruim_op")  # type: ignore[untyped-decorator]  # celery is untyped
def ruim_op() -> int:
    """Throw away files that wait too long; returns how many."""
    return services.ruim_op(nu=timezone.now())
