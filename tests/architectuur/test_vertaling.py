"""The English catalogue is complete: a text that is added in Dutch gets its English in the same change.

`scripts/vertalingen.py bijwerken` collects what is new; then fill `locale/en/LC_MESSAGES/django.po` and run `… maak`.
"""

from __future__ import annotations

from scripts import vertalingen


def test_elke_tekst_is_in_het_engels_vertaald() -> None:
    assert vertalingen.fouten() == []


def test_het_gebruikte_bestand_hoort_bij_de_vertalingen() -> None:
    assert vertalingen.MO.read_bytes() == vertalingen.als_mo(vertalingen.lees())
