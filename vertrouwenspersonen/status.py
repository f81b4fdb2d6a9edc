"""The two states of a casus and the steps between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    GESLOTEN = "gesloten", _("Gesloten")


OVERGANGEN = frozenset({(Status.OPEN, Status.GESLOTEN), (Status.GESLOTEN, Status.OPEN)})
"""Open → Gesloten → Open. Only the owner takes either step; closing needs an afloop, reopening clears it."""


class OngeldigeOvergang(Exception):
    """The casus is not in a state from which this step is possible."""
