"""Words that counting rules share."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from .vormen import Memo

HEEL_DEFENSIE = _("Heel Defensie, met de Koninklijke Marechaussee.")
ZONDER_STATUS = frozenset({"samengevoegd"})
"""Of zaken that became one, the one that was left over counts."""
DOORGELEID = Memo("doorgeleid", _("Doorgeleid naar een ander register"))
