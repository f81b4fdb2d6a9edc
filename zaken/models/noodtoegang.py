"""Noodtoegang: reading one zaak without a grant, for a short time, with a reason, under the eyes of a second person."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gebruikers.geheim import ONLEESBAAR
from zaken.versleuteling.fouten import Versleutelingsfout
from zaken.versleuteling.modellen import uitgepakt
from zaken.versleuteling.velden import VersleuteldeTekst

from .sleutels import Datasleutel
from .zaak import Zaak

NUMMER = r"^[A-Z]-[0-9]{4}-[0-9]{5,9}$"
"""How a zaaknummer is written. What was typed is kept only when it is one: a number tells nothing about anybody."""


class Noodtoegang(models.Model):
    """One time that an auditor or privacy officer asked for a zaak. Written by checked functions of schema `app` alone.

    `zaak` is None for a number that opened nothing (unknown, destroyed, or of a zaak that the asker is excluded from):
    who opens, judges or counts it gets no other answer. No constraint to the zaak: what was opened stays counted after
    the dossier is destroyed. Reason and review carry a data key of their own, for who reviews does not see the zaak.
    """

    class Oordeel(models.TextChoices):
        TERECHT = "terecht", _("Terecht gebruikt")
        NIET_TERECHT = "niet_terecht", _("Niet terecht gebruikt")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="+"
    )
    zaaknummer = models.CharField(_("zaaknummer"), max_length=20)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sleutel = models.OneToOneField(Datasleutel, on_delete=models.PROTECT, related_name="+")
    reden = VersleuteldeTekst(_("reden"), max_tekens=1_000)
    geopend_op = models.DateTimeField(_("geopend op"))
    tot = models.DateTimeField(_("tot"))
    gemeld_aan = ArrayField(models.BigIntegerField(), verbose_name=_("gemeld aan"))
    beeindigd_op = models.DateTimeField(_("beëindigd op"), null=True, blank=True)
    beeindigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(_("beoordeeld op"), null=True, blank=True)
    beoordeeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    oordeel = models.CharField(_("oordeel"), max_length=12, choices=Oordeel.choices, blank=True)
    toelichting = VersleuteldeTekst(_("toelichting"), max_tekens=1_000, blank=True)

    class Meta:
        verbose_name = _("noodtoegang")
        verbose_name_plural = _("noodtoegangen")
        ordering = ["-geopend_op", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gebruiker", "zaak"],
                condition=models.Q(beeindigd_op__isnull=True),
                name="noodtoegang_een_lopende",
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "zaaknummer"],
                condition=models.Q(beeindigd_op__isnull=True, zaak__isnull=True),
                name="noodtoegang_een_lopende_zonder_zaak",
            ),
            models.CheckConstraint(
                condition=models.Q(zaak__isnull=False) | models.Q(zaaknummer__regex=NUMMER),
                name="noodtoegang_nummer_is_een_nummer",
            ),
        ]
        indexes = [models.Index(fields=["zaak", "gebruiker"], name="noodtoegang_per_zaak")]

    def __str__(self) -> str:
        return f"{self.zaaknummer} {self.geopend_op:%Y-%m-%d}"

    @property
    def waarom(self) -> str:
        """The reason as a page shows it; `ONLEESBAAR` where it was forged: that is judged too, and hides no other."""
        return self._op_scherm("reden")

    @property
    def gezegd(self) -> str:
        """What the reviewer wrote, in the same way."""
        return self._op_scherm("toelichting")

    def _op_scherm(self, veld: str) -> str:
        try:
            return str(getattr(self, veld))
        except Versleutelingsfout:
            return ONLEESBAAR

    def datasleutel(self) -> bytes:
        return uitgepakt(self.sleutel)

    def loopt(self, *, nu: datetime) -> bool:
        """Whether it still shows the zaak; the policies of the database ask the same of their own clock."""
        return self.beeindigd_op is None and nu < self.tot
