"""Filters of a list that somebody keeps, for themselves or for a team."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gebruikers.geheim import ONLEESBAAR, Doel, GeheimOnleesbaar, ontsleutel
from gebruikers.models import Team

from .zaak import Zaak


class Bewaardfilter(models.Model):
    """Coded criteria under a name. It widens nothing: each reader's list is still the list of that reader.

    Words and persons that were searched for are never kept (`zaken.schermen.bewaardefilters`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(_("soort"), max_length=20, choices=Zaak.Soort.choices)
    naam_versleuteld = models.TextField(_("naam"))
    """Made by `zaken.services.filters`: what somebody calls a selection may name somebody."""
    criteria = models.JSONField(_("criteria"))
    """Field of the filter panel, tab or order → the chosen codes."""
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whose members see it too; empty for the owner alone."""

    class Meta:
        verbose_name = _("bewaard filter")
        verbose_name_plural = _("bewaarde filters")
        indexes = [
            models.Index(fields=["eigenaar", "soort"], name="filter_per_eigenaar"),
            models.Index(fields=["team", "soort"], name="filter_per_team"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def naam(self) -> str:
        """What somebody calls it; `ONLEESBAAR` with another key file, or where it was forged: a team shares it."""
        try:
            return ontsleutel(self.naam_versleuteld, doel=Doel.FILTERNAAM)
        except GeheimOnleesbaar:
            return ONLEESBAAR


class Standaardfilter(models.Model):
    """The filter that somebody's list opens with; also one of a team. The database removes it with the filter."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(_("soort"), max_length=20, choices=Zaak.Soort.choices)
    filter = models.ForeignKey(
        Bewaardfilter, on_delete=models.DO_NOTHING, db_constraint=False, related_name="standaard_van"
    )

    class Meta:
        verbose_name = _("standaardfilter")
        constraints = [models.UniqueConstraint(fields=["gebruiker", "soort"], name="een_standaardfilter")]

    def __str__(self) -> str:
        return f"{self.gebruiker_id}: {self.soort}"
