"""Named jobs of the case kernel; each fetches and delegates, and may run twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from .services.herinneringen import maak_herinneringen
from .services.noodtoegang import sluit_verlopen
from .services.opruimen import ruim_oude_concepten_op


@shared_task(name="zaken.ruim_concepten_op")  # type: ignore[untyped-decorator]  # celery is untyped
def ruim_concepten_op() -> int:
    """Throw away drafts that nobody touched for 90 days; returns their number."""
    return ruim_oude_concepten_op(nu=timezone.now())


@shared_task(name="zaken.sluit_verlopen_noodtoegangen")  # type: ignore[untyped-decorator]  # celery is untyped
def sluit_verlopen_noodtoegangen() -> int:
    """Log which noodtoegangen ran out; they stopped showing anything at that moment by themselves."""
    return sluit_verlopen()


@shared_task(name="zaken.herinner")  # type: ignore[untyped-decorator]  # celery is untyped
def herinner() -> int:
    """Remind of terms that end soon; returns the number of messages."""
    return maak_herinneringen(vandaag=timezone.localdate(nu := timezone.now()), nu=nu)
