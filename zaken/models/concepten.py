"""Drafts of an intake: one owner, encrypted, only growing, gone on submit."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.querysets import ConceptQuerySet
from zaken.versleuteling.modellen import uitgepakt
from zaken.versleuteling.velden import VersleuteldeJson

from .sleutels import Datasleutel
from .zaak import Zaak


class Concept(models.Model):
    """Nobody but its owner sees it. Its data key becomes the key of the zaak that grows from it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(_("soort"), max_length=20, choices=Zaak.Soort.choices)
    sleutel = models.OneToOneField(Datasleutel, on_delete=models.PROTECT, related_name="concept")
    inhoud = VersleuteldeJson(_("inhoud"))
    volgnummer = models.PositiveIntegerField(_("volgnummer"), default=0)
    gewijzigd_op = models.DateTimeField(_("gewijzigd op"))

    objects: ClassVar[ConceptQuerySet] = ConceptQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        indexes = [models.Index(fields=["eigenaar", "-gewijzigd_op"], name="concept_per_eigenaar")]

    def __str__(self) -> str:
        return str(self.pk)

    def datasleutel(self) -> bytes:
        return uitgepakt(self.sleutel)
