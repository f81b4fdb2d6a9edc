"""Workers that come to the same mail at the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction
from django.utils import timezone

from post import services
from tests.factories.berichten import maak_mail
from tests.hulp.wie import fabriek as als_fabriek

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


def test_twee_workers_tegelijk_versturen_een_mail_een_keer(kloon, smtp):
    with transaction.atomic(), als_fabriek():
        mail = maak_mail("een@demo.example")
    uitkomst = []

    def werk() -> None:
        try:
            with transaction.atomic(), als_fabriek():
                uitkomst.append(services.verstuur(mail_id=mail.pk, nu=timezone.now()))
        finally:
            connections.close_all()

    draden = [threading.Thread(target=werk) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(20)
    assert sorted(uitkomst) == [False, False, False, True]
    assert len(smtp.ontvangen) == 1
