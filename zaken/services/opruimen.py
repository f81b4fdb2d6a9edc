"""What the worker clears away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from zaken.models import Concept, Datasleutel

BEWAARTERMIJN_CONCEPT = timedelta(days=90)
"""Since its last change; our own choice."""


@transaction.atomic
def ruim_oude_concepten_op(*, nu: datetime) -> int:
    """Delete drafts older than 90 days together with their keys; returns their number. Runs as the worker role."""
    oud = Concept.objects.zonder_toegangsfilter(reden="bewaartermijn van concepten").filter(
        gewijzigd_op__lt=nu - BEWAARTERMIJN_CONCEPT
    )
    # Never a key of a zaak: the policy refuses that
    sleutels = list(oud.values_list("sleutel_id", flat=True))
    oud._raw_delete(oud.db)
    Datasleutel.objects.filter(pk__in=sleutels)._raw_delete(oud.db)
    return len(sleutels)
