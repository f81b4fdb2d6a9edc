"""Words that counting rules share."""

from __future__ import annotations

from .vormen import Memo

HEEL_DEFENSIE = "Heel Defensie, met de Koninklijke Marechaussee."
ZONDER_STATUS = frozenset({"samengevoegd"})
"""Of zaken that became one, the one that was left over counts."""
DOORGELEID = Memo("doorgeleid", "Doorgeleid naar een ander register")
