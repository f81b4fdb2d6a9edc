"""The export of the log as long work, by the real worker role."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from achtergrond import uitvoeren
from achtergrond.models import Taakopdracht
from gebruikers.rollen import Rol
from logboek.models import Gebeurtenis, Soort
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import aangemeld
from tests.hulp.wie import fabriek as als_fabriek

pytestmark = pytest.mark.databank


def test_een_grote_uitvoer_van_het_logboek_komt_van_de_worker(kloon, monkeypatch):
    """From the form to the file, by the real worker role; the log says so once, when it was fetched."""
    monkeypatch.setattr("logboek.uitvoer.HOOGSTENS", 5)
    monkeypatch.setattr("logboek.achtergrond_uitvoer.PER_DEEL", 4)
    monkeypatch.setattr("celery.current_app.send_task", lambda *a, **k: None)
    with transaction.atomic(), als_fabriek():
        auditor = maak_gebruiker(Rol.AUDITOR, naam="Auditor Export")
        for nummer in range(11):
            Gebeurtenis.objects.create(soort=Soort.LEZERS_GETOOND, door_id=auditor.pk, object_id=str(nummer))
    client, adres = aangemeld(auditor), reverse("logboek:uitvoer") + "?soort=lezers_getoond"
    assert "Bestand maken" in client.get(adres).content.decode()
    pagina = client.post(adres)["Location"]
    with transaction.atomic(), als_fabriek():
        opdracht = Taakopdracht.objects.get()
    assert pagina == reverse("taken:taak", args=[opdracht.pk])
    with als_rol("worker", kloon):
        assert uitvoeren.voer_uit(opdracht_id=opdracht.pk, klok=timezone.now)
    antwoord = client.post(reverse("taken:ophalen", args=[opdracht.pk]))
    rijen = list(
        csv.DictReader(io.StringIO(b"".join(antwoord.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert [(rij["soort"], rij["gebruiker"]) for rij in rijen] == [("lezers_getoond", "Auditor Export")] * 11
    assert len({rij["id"] for rij in rijen}) == 11
    with transaction.atomic(), als_fabriek():
        uitgevoerd = Gebeurtenis.objects.get(soort=Soort.LOGBOEK_GEEXPORTEERD)
    assert uitgevoerd.bijzonderheden == {"aantal": 11, "op_soort": "lezers_getoond"}
