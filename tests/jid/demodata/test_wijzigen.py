"""A change of a demo melding leaves its terms as they were loaded."""

from __future__ import annotations

import pytest
from django.db import transaction

from gebruikers.models import Gebruiker
from meldingen.models import Melding
from meldingen.status import MET_TERMIJNEN, Status
from tests.hulp import meldingen as services
from tests.hulp import wie
from zaken.models import Termijn, Zaak

pytestmark = pytest.mark.databank


def _termijnen(melding: Zaak) -> list[tuple[object, ...]]:
    rijen = Termijn.objects.van(melding).order_by("werkdatum", "code")
    return [(t.code, t.kenmerk, t.werkdatum, t.voldaan_op, t.vervallen) for t in rijen]


def test_een_wijziging_verandert_de_termijnen_van_een_demomelding_niet(demo):
    nazorg_gedaan = 0
    with transaction.atomic(), wie.als(Gebruiker.objects.get(email="adviseur@demo.example")) as adviseur:
        meldingen = Melding.objects.zichtbaar_voor(adviseur).filter(behandelaar=adviseur)
        open_ = meldingen.filter(status__in=MET_TERMIJNEN).order_by("-ontvangen_defensie")[:10]
        met_nazorg = meldingen.filter(status__in=[Status.AFGEHANDELD, Status.NAZORG, Status.GESLOTEN])[:10]
        for melding in {*open_, *met_nazorg}:
            eerst = _termijnen(melding)
            nu = services.wijzig(
                zaak_id=melding.pk,
                gegevens={"aantal_betrokkenen": 7},
                basisversie=melding.versie,
                reden="voor de proef",
                door=adviseur,
            )
            assert (_termijnen(melding), nu.eerste_termijn) == (eerst, melding.eerste_termijn)
            nazorg_gedaan += sum(code == "nazorg" and gedaan is not None for code, _, _, gedaan, _ in eerst)
        transaction.set_rollback(True)
    assert nazorg_gedaan
