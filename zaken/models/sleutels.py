"""Data keys: one per zaak and per draft, wrapped, in a table of their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zaken.versleuteling.modellen import DatasleutelBasis


class Datasleutel(DatasleutelBasis):
    """Destroying this row destroys every encrypted word of its zaak, whatever backup the database comes from."""

    class Meta:
        verbose_name = _("datasleutel")
        verbose_name_plural = _("datasleutels")
