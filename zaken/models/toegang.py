"""Grants and exclusions. Closed to the web role: written by checked functions of schema `app`, read by them too."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from gebruikers.models import Team
from zaken.versleuteling.velden import VersleuteldeTekst

from .zaak import Zaak

EEN_TRANSACTIE = timedelta(microseconds=1)
"""A grant that ends so soon after it was given lasts until the end of the transaction (`app.geleid_door`)."""


class Waarneming(models.Model):
    """Somebody works until a day for a behandelaar who is away. Closed to the web role, as grants are."""

    class Reden(models.TextChoices):
        VERLOF = "verlof", _("Verlof")
        ZIEKTE = "ziekte", _("Ziekte")
        ANDERS = "anders", _("Anders")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    voor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    waarnemer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reden = models.CharField(_("reden"), max_length=20, choices=Reden.choices)
    ingesteld_op = models.DateTimeField(_("ingesteld op"))
    ingesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verloopt_op = models.DateTimeField(_("verloopt op"))
    teams = ArrayField(models.BigIntegerField(), verbose_name=_("teams"), null=True, blank=True)
    """By a team lead: the substitute gets the zaken of these teams. None, by a beheerder: all."""
    beeindigd_op = models.DateTimeField(_("beëindigd op"), null=True, blank=True)
    beeindigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("waarneming")
        verbose_name_plural = _("waarnemingen")
        constraints = [
            models.UniqueConstraint(
                fields=["voor"], condition=Q(beeindigd_op__isnull=True), name="waarneming_een_lopende"
            ),
            models.CheckConstraint(condition=~Q(voor=F("waarnemer")), name="waarneming_door_een_ander"),
            models.CheckConstraint(
                condition=Q(verloopt_op__gt=F("ingesteld_op")), name="waarneming_loopt_vooruit"
            ),
            models.CheckConstraint(
                condition=Q(reden__in=["verlof", "ziekte", "anders"]), name="waarneming_heeft_reden"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waarnemer_id} voor {self.voor_id}"


class Toekenning(UserObjectPermissionBase):
    """A personal grant (`view_zaak`) with reason, giver and period. Ended grants stay, as history.

    Each end is an event of the zaak, written by a trigger whatever function ended it.
    """

    class Einde(models.TextChoices):
        """Why it ended; empty while it runs, and for what ended by hand before this was kept."""

        BEEINDIGD = "beeindigd", _("Beëindigd")
        VERVANGEN = "vervangen", _("Vervangen door nieuwe toegang")
        TOEGEWEZEN = "toegewezen", _("Zaak toegewezen aan een ander")
        VERZEGELD = "verzegeld", _("Zaak verzegeld")
        UITGESLOTEN = "uitgesloten", _("Uitgesloten")
        OVERGEDRAGEN = "overgedragen", _("Zaken overgedragen")
        WAARNEMING = "waarneming", _("Waarneming voorbij")
        HERZIEN = "herzien", _("Toegang van het team nagelopen")
        ROL = "rol", _("Rol vervallen")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    content_object = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="toekenningen")
    reden = VersleuteldeTekst(_("reden"), max_tekens=300, eenregelig=True, blank=True)
    """Empty where many zaken were given at once: a substitution or a handover."""
    verleend_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    verleend_op = models.DateTimeField(_("verleend op"))
    verloopt_op = models.DateTimeField(_("verloopt op"), null=True, blank=True)
    beeindigd_op = models.DateTimeField(_("beëindigd op"), null=True, blank=True)
    beeindigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    einde = models.CharField(
        _("einde"),
        max_length=12,
        choices=Einde.choices,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    overgedragen = models.BooleanField(default=False, db_default=False, editable=False)
    waarneming = models.ForeignKey(
        Waarneming,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="toekenningen",
    )

    class Meta:
        verbose_name = _("toekenning")
        verbose_name_plural = _("toekenningen")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "permission", "content_object"],
                condition=Q(beeindigd_op__isnull=True),
                name="toekenning_een_lopende",
            ),
            models.CheckConstraint(
                condition=Q(verloopt_op__isnull=True) | Q(verloopt_op__gt=F("verleend_op")),
                name="toekenning_loopt_vooruit",
            ),
            models.CheckConstraint(
                condition=Q(reden__isnull=False)
                | Q(verloopt_op__lte=F("verleend_op") + EEN_TRANSACTIE)
                | Q(waarneming__isnull=False)
                | Q(overgedragen=True),
                name="toekenning_heeft_reden",
            ),
        ]
        indexes = [
            models.Index(
                "user",
                "content_object",
                include=["verloopt_op"],
                condition=Q(beeindigd_op__isnull=True),
                name="toekenning_lopend",
            )
        ]

    def datasleutel(self) -> bytes:
        return self.content_object.datasleutel()


class Uitsluiting(models.Model):
    """Somebody involved in a zaak never sees it, whatever else was granted."""

    class Grond(models.TextChoices):
        BETROKKEN = "betrokken", _("Zelf betrokken")
        LEIDINGGEVENDE = "leidinggevende", _("Leidinggevende van een betrokkene")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="uitsluitingen")
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    grond = models.CharField(_("grond"), max_length=20, choices=Grond.choices)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    op = models.DateTimeField(_("op"))

    class Meta:
        verbose_name = _("uitsluiting")
        verbose_name_plural = _("uitsluitingen")
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "zaak"], name="uitsluiting_een_keer"),
            models.CheckConstraint(
                condition=Q(grond__in=["betrokken", "leidinggevende"]), name="uitsluiting_heeft_grond"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker_id} nooit bij {self.zaak_id}"


class Herziening(models.Model):
    """A team lead went through the grants on the zaken of the team. Closed to the web role, as grants are."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(_("op"))
    leden_kloppen = models.BooleanField(_("leden kloppen"))
    bevestigd = models.PositiveIntegerField(_("bevestigd"))
    beeindigd = models.PositiveIntegerField(_("beëindigd"))

    class Meta:
        verbose_name = _("herziening")
        verbose_name_plural = _("herzieningen")
        indexes = [models.Index(fields=["team", "-op"], name="herziening_laatste")]

    def __str__(self) -> str:
        return f"{self.team_id}: {self.op:%Y-%m-%d}"
