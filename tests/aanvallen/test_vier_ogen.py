"""Reopening a melding alone, past the application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.zaken import maak_melding

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
ZET = "UPDATE meldingen_melding SET status = %s WHERE zaak_ptr_id = %s"


@pytest.mark.aanval("nood")
def test_wie_heropende_neemt_niet_zelf_weer_in_behandeling_ook_niet_met_sql(toneel, als, sql, fabriek):
    with fabriek():
        mijn = maak_melding(
            lezers=(toneel.aanvaller, toneel.onderzoeker),
            behandelaar=toneel.aanvaller,
            status=Status.GESLOTEN,
            datum_registratie=timezone.now() - timedelta(days=9),
        )
    with als(toneel.aanvaller):
        assert sql(ZET, Status.HEROPEND, mijn.pk) == [(1,)]
        with pytest.raises(IntegrityError, match="a second person"):
            sql(ZET, Status.IN_BEHANDELING, mijn.pk)
        with pytest.raises(IntegrityError):  # nor by another way round
            sql(ZET, Status.GESLOTEN, mijn.pk)
    with als(toneel.onderzoeker) as tweede:
        assert sql(ZET, Status.IN_BEHANDELING, mijn.pk) == [(1,)]
        assert Melding.objects.zichtbaar_voor(tweede).get(pk=mijn.pk).status == Status.IN_BEHANDELING
