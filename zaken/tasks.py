"""Named jobs of the case kernel; each fetches and delegates, and may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .services.opruimen import ruim_oude_concepten_op


@shared_task(name="zaken.ruim_concepten_op")  # type: ignore[untyped-decorator]  # celery is untyped
def ruim_concepten_op() -> int:
    """Throw away drafts that nobody touched for 90 days; returns their number."""
    return ruim_oude_concepten_op(nu=timezone.now())
