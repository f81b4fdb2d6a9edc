"""The overview of attacks says what the tests are."""

from __future__ import annotations

from tests.architectuur.test_routes import ROUTES

from .overzicht import DOCUMENT, SOORTEN, aanvallen, tekst
from .test_bestaan import GEVALLEN, MET_SLEUTEL


def test_elke_aanval_heeft_een_soort_en_elke_soort_een_aanval():
    alle = list(aanvallen())
    assert [f"{a.bestand}: {a.naam}" for a in alle if a.soort not in SOORTEN] == []
    assert set(SOORTEN) == {aanval.soort for aanval in alle}
    assert len(alle) >= 60


def test_het_document_is_gemaakt_van_deze_tests():
    """Else: `python -m tests.aanvallen.overzicht`."""
    assert DOCUMENT.read_text() == tekst()


def test_geen_route_met_een_sleutel_van_iemand_ontbreekt_in_de_wandeling():
    anders = set(MET_SLEUTEL) - set(GEVALLEN)
    assert {ROUTES[naam].van for naam in anders} <= {"beheerder", "auditor", "*"}
    assert len(GEVALLEN) >= 24
