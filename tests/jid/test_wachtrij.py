"""A real worker on the real queue: a task is done once the transaction that sent it has committed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from gebruikers.rollen import Rol
from jid.celery import app
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.databank import PROJECT
from tests.hulp.wie import fabriek
from zaken.models import Concept, Datasleutel, Zaak
from zaken.tasks import ruim_concepten_op

pytestmark = pytest.mark.databank


def _maak_concept(dagen_oud: int) -> Concept:
    sleutel = Datasleutel.nieuw()
    sleutel.save(force_insert=True)
    concept = Concept(
        id=uuid4(), eigenaar=maak_gebruiker(Rol.ADVISEUR), soort=Zaak.Soort.MELDING, sleutel=sleutel,
        inhoud={"onderwerp": "oud"}, gewijzigd_op=timezone.now() - timedelta(days=dagen_oud),
    )  # fmt: skip
    concept.save(force_insert=True)
    return concept


def _aantal() -> tuple[int, int]:
    with fabriek(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM zaken_concept), (SELECT count(*) FROM zaken_datasleutel)"
        )
        return cursor.fetchone()


def test_de_werker_gooit_alleen_oude_concepten_weg(kloon):
    from django.db import transaction

    with transaction.atomic(), fabriek():
        _maak_concept(91)
        jong = _maak_concept(89)
    with app.connection_for_write() as verbinding:
        verbinding.transport_options["conn_string"] = verbinding.transport_options["conn_string"].replace(
            "dbname=jid", f"dbname={kloon}"
        )
        ruim_concepten_op.apply_async(connection=verbinding)
    werker = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "jid", "worker", "-P", "threads", "-c", "1", "--without-gossip",
         "--without-mingle", "--without-heartbeat", "--loglevel", "ERROR"],
        cwd=PROJECT, env=os.environ | {"JID_ROL": "worker", "JID_DATABASE": kloon},
    )  # fmt: skip
    try:
        tot = time.monotonic() + 30
        with transaction.atomic():
            while _aantal() != (1, 1) and time.monotonic() < tot:  # READ COMMITTED: each look is new
                time.sleep(0.2)
            with fabriek():
                over = list(Concept.objects.zonder_toegangsfilter(reden="test").values_list("pk", flat=True))
        assert over == [jong.pk]
    finally:
        werker.terminate()
        werker.wait(20)
