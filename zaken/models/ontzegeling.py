"""Taking the seal off a zaak that was sealed by mistake: asked by one person, agreed by another."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zaken.querysets import ZaakdeelQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .zaak import Zaak


class Ontzegeling(models.Model):
    """A question to take the seal off. Written by checked functions of schema `app` alone, and kept as history.

    Without `reden` it went along with a zaak that it is merged with.
    """

    class Besluit(models.TextChoices):
        AKKOORD = "akkoord", _("Akkoord")
        GEWEIGERD = "geweigerd", _("Geweigerd")
        INGETROKKEN = "ingetrokken", _("Ingetrokken")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="ontzegelingen")
    reden = VersleuteldeTekst(_("reden"), max_tekens=1_000, blank=True)
    antwoord = VersleuteldeTekst(_("antwoord"), max_tekens=1_000, blank=True)
    """Why it was refused; read by who sees the zaak while it is sealed."""
    gevraagd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gevraagd_op = models.DateTimeField(_("gevraagd op"))
    besluit = models.CharField(_("besluit"), max_length=12, choices=Besluit.choices, blank=True, default="")
    besloten_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    besloten_op = models.DateTimeField(_("besloten op"), null=True)

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("ontzegeling")
        verbose_name_plural = _("ontzegelingen")
        ordering = ["-gevraagd_op"]
        constraints = [
            models.UniqueConstraint(fields=["zaak"], condition=Q(besluit=""), name="ontzegeling_een_open"),
            models.CheckConstraint(
                condition=~Q(besluit="akkoord") | ~Q(besloten_door=F("gevraagd_door")),
                name="ontzegeling_nooit_zelf",
            ),
            models.CheckConstraint(
                condition=Q(besluit="", besloten_op__isnull=True, besloten_door__isnull=True)
                | Q(
                    besluit__in=["akkoord", "geweigerd", "ingetrokken"],
                    besloten_op__isnull=False,
                    besloten_door__isnull=False,
                ),
                name="ontzegeling_besluit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()
