"""The overview of attacks says what the tests are."""

from __future__ import annotations

from tests.hulp.routes import VERGELEKEN

from .overzicht import DOCUMENT, SOORTEN, aanvallen


def test_elke_aanval_heeft_een_soort_en_elke_soort_een_aanval():
    alle = list(aanvallen())
    zonder = [f"{a.bestand}: {a.naam}" for a in alle if not a.soort]
    assert zonder == []  # mark them with `@pytest.mark.aanval`
    assert {aanval.soort for aanval in alle} == set(SOORTEN)
    assert len(alle) >= 60


def test_het_document_noemt_elke_soort_en_de_meeste_aanvallen():
    """It is made again now and then (`python -m tests.aanvallen.overzicht`), not with every test."""
    document = DOCUMENT.read_text()
    assert [soort for soort, uitleg in SOORTEN.items() if f"## {uitleg}" not in document] == []
    ontbreekt = [aanval.zin for aanval in aanvallen() if f"- {aanval.zin}" not in document]
    assert len(ontbreekt) < 20, ontbreekt


def test_de_wandeling_kent_zaken_concepten_en_casussen():
    assert {"meldingen:detail", "meldingen:concept", "casussen:detail"} <= set(VERGELEKEN)
    assert len(VERGELEKEN) >= 24
