"""Data keys: one per zaak and per draft, wrapped, in a table of their own; and which keys wrapped them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from zaken.versleuteling.keuring import Soort, Status
from zaken.versleuteling.modellen import DatasleutelBasis


class Datasleutel(DatasleutelBasis):
    """Destroying this row destroys every encrypted word of its zaak, whatever backup the database comes from.

    `hoofdsleutel_id` names a `Sleutelversie`; the database holds it to that (migration 0009).
    """

    class Meta:
        verbose_name = _("datasleutel")
        verbose_name_plural = _("datasleutels")


class Sleutelversie(models.Model):
    """A key of the key file that this database was written with: its id and a known value, never the key."""

    id = models.CharField(primary_key=True, max_length=64, editable=False)
    soort = models.CharField(_("soort"), max_length=20, choices=Soort.choices)
    controle = models.BinaryField(_("controlewaarde"), max_length=32)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.IN_GEBRUIK)
    vastgelegd_op = models.DateTimeField(_("vastgelegd op"), db_default=Now())

    class Meta:
        verbose_name = _("sleutelversie")
        verbose_name_plural = _("sleutelversies")
        constraints = [
            models.UniqueConstraint(
                fields=["soort"], condition=models.Q(soort="afleiding"), name="sleutelversie_een_afleiding"
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.pk}"
