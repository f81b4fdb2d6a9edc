"""The overview of attacks says what the tests are."""

from __future__ import annotations

from .overzicht import DOCUMENT, SOORTEN, aanvallen, tekst
from .test_bestaan import GEVALLEN


def test_elke_aanval_heeft_een_soort_en_elke_soort_een_aanval():
    alle = list(aanvallen())
    assert [f"{a.bestand}: {a.naam}" for a in alle if a.soort not in SOORTEN] == []
    assert set(SOORTEN) == {aanval.soort for aanval in alle}
    assert len(alle) >= 60


def test_het_document_is_gemaakt_van_deze_tests():
    """Else: `python -m tests.aanvallen.overzicht`."""
    assert DOCUMENT.read_text() == tekst()


def test_de_wandeling_kent_zaken_concepten_en_casussen():
    assert {"meldingen:detail", "meldingen:concept", "casussen:detail"} <= set(GEVALLEN)
    assert len(GEVALLEN) >= 24
