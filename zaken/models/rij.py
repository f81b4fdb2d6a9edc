"""Rows that hang under a zaak of one register: parts of a klacht, investigators, recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.querysets import ZaakdeelQuerySet

if TYPE_CHECKING:
    from .zaak import Zaak


class Zaakrij(models.Model):
    """One of several of something. The child adds `zaak`, a foreign key to its own kind of zaak, and its fields."""

    if TYPE_CHECKING:
        zaak: models.ForeignKey[Zaak, Zaak]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    volgnummer = models.PositiveSmallIntegerField(_("volgnummer"), editable=False)

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        abstract = True
        ordering = ["volgnummer"]
        constraints = [
            models.UniqueConstraint(fields=["zaak", "volgnummer"], name="%(class)s_volgnummer_uniek")
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.volgnummer}"

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()
