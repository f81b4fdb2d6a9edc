"""Named jobs about messages; each may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from . import mailen, services
from .services import TAAK


@shared_task(name=TAAK)  # type: ignore[untyped-decorator]  # celery is untyped
def mail_direct() -> int:
    """Mail who wants to know at once."""
    return mailen.mail_direct(nu=timezone.now())


@shared_task(name="berichten.mail_overzicht")  # type: ignore[untyped-decorator]  # celery is untyped
def mail_overzicht() -> int:
    """The mail of the day."""
    return mailen.mail_overzicht(vandaag=timezone.localdate(), nu=timezone.now())


@shared_task(name="berichten.ruim_op")  # type: ignore[untyped-decorator]  # celery is untyped
def ruim_op() -> int:
    """Forget old messages, and settle what asks for something that ran out."""
    services.handel_verlopen_af(nu=timezone.now())
    return mailen.ruim_op(nu=timezone.now())
