"""The jobs of the planner: they exist, and the role of the worker may do what they do.

That a real worker takes what was sent from a real queue is in `tests/achtergrond/test_omvallen.py`.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gebruikers.rollen import Rol
from jid.celery import app
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import fabriek
from zaken.models import Concept, Datasleutel, Zaak
from zaken.tasks import ruim_concepten_op


def _maak_concept(dagen_oud: int) -> Concept:
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    concept = Concept(
        id=uuid4(), eigenaar=maak_gebruiker(Rol.ADVISEUR), soort=Zaak.Soort.MELDING, sleutel=sleutel,
        inhoud={"onderwerp": "oud"}, gewijzigd_op=timezone.now() - timedelta(days=dagen_oud),
    )  # fmt: skip
    concept.save(force_insert=True)
    return concept


def test_ieder_werk_van_de_planner_is_bekend_bij_de_werker():
    app.loader.import_default_modules()
    assert {werk["task"] for werk in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


@pytest.mark.databank
def test_de_werker_gooit_alleen_oude_concepten_weg(kloon):
    with transaction.atomic(), fabriek():
        oud, jong = _maak_concept(91), _maak_concept(89)
    with als_rol("worker", kloon):
        ruim_concepten_op()
    with transaction.atomic(), fabriek():
        over = Concept.objects.zonder_toegangsfilter(reden="test").values_list("pk", flat=True)
        assert list(over) == [jong.pk]
        sleutels = Datasleutel.objects.filter(pk__in=[oud.sleutel_id, jong.sleutel_id])
        assert list(sleutels.values_list("pk", flat=True)) == [jong.sleutel_id]
