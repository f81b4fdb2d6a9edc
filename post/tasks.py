"""Named jobs of the outbox; each may run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from . import services


@shared_task(name=services.TAAK)  # type: ignore[untyped-decorator]  # celery is untyped
def verstuur(mail_id: str) -> bool:
    """Deliver one mail, named by its id."""
    return services.verstuur(mail_id=UUID(mail_id), nu=timezone.now())


@shared_task(name="post.verstuur_wachtende")  # type: ignore[untyped-decorator]  # celery is untyped
def verstuur_wachtende() -> int:
    """Deliver what waits for a second try, or lost its task."""
    return services.verstuur_wachtende(nu=timezone.now())


@shared_task(name="post.ruim_op")  # type: ignore[untyped-decorator]  # celery is untyped
def ruim_op() -> int:
    """Clear away what is old."""
    return services.ruim_op(nu=timezone.now())
