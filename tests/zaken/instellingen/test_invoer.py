"""An import computes with the norms of the day of receipt too, as the worker role."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp import wie
from tests.meldingen.invoer.hulp import als_worker, bestand, rij
from zaken.models import Norm, Normcode

pytestmark = pytest.mark.databank


def test_een_import_rekent_per_rij_met_de_norm_van_de_dag_van_ontvangst(kloon, tmp_path):
    vanaf = date(2024, 11, 15)
    with transaction.atomic(), wie.fabriek():
        maak_gebruiker(Rol.INTAKE, teams=[maak_team("intake", soort=Team.Soort.INTAKE)])
        code = Normcode.MELDING_ONTVANGSTBEVESTIGING
        Norm.objects.filter(code=code).update(geldig_tot=date(2024, 11, 14))
        Norm.objects.create(code=code, getallen=[2], eenheid="weken", bron="Besluit", geldig_van=vanaf)
    pad = bestand(
        tmp_path,
        rij(ontvangen_defensie="2024-11-14"),
        rij(externe_referentie="A-2", ontvangen_defensie="2024-11-15"),
    )

    with als_worker():
        call_command("importeer", "meldingen", str(pad), stdout=StringIO())

    with transaction.atomic(), wie.fabriek():
        meldingen = Melding.objects.zonder_toegangsfilter(reden="test").order_by("ontvangen_defensie")
        assert [melding.eerste_termijn for melding in meldingen] == [date(2024, 11, 21), date(2024, 11, 29)]
