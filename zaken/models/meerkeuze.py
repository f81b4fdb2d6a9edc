"""Answers of which a zaak may have several, each a code in a table of its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from codelijsten.models import Code
from zaken.querysets import ZaakdeelQuerySet


class Meerkeuze(models.Model):
    """One of the answers. The child adds `zaak`, a foreign key to its own kind of zaak."""

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["zaak", "code"], name="%(class)s_een_keer")]

    def __str__(self) -> str:
        return str(self.code_id)
