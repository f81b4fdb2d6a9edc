"""Messages to a user in the application: what kind, about which zaak, when. Never content."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .soorten import soorten


class Bericht(models.Model):
    """One message to one user. Row security shows it to nobody else, and no longer than its zaak is seen.

    `dag` is set on a reminder alone: the day of the term that it reminds of, once per term and day.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    aan = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    soort = models.CharField(_("soort"), max_length=30, choices=soorten)
    # The database removes it with the zaak, in whatever order that is taken apart
    zaak = models.ForeignKey(
        "zaken.Zaak", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    object_id = models.UUIDField(_("onderdeel"), null=True)
    dag = models.DateField(_("dag"), null=True)
    op = models.DateTimeField(_("op"))
    gelezen_op = models.DateTimeField(_("gelezen op"), null=True)
    afgehandeld_op = models.DateTimeField(_("afgehandeld op"), null=True)
    """When what it asks was settled, by whomever; it then counts as read."""
    gemaild_op = models.DateTimeField(_("gemaild op"), null=True)

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        constraints = [
            models.UniqueConstraint(
                fields=["aan", "soort", "object_id", "dag"],
                condition=Q(dag__isnull=False),
                name="bericht_een_herinnering",
            )
        ]
        indexes = [
            models.Index("aan", models.F("op").desc(), name="bericht_nieuwste"),
            models.Index("aan", condition=Q(gelezen_op__isnull=True), name="bericht_ongelezen"),
            models.Index("op", condition=Q(gemaild_op__isnull=True), name="bericht_ongemaild"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.op:%Y-%m-%d}"


class Voorkeur(models.Model):
    """How somebody is told by mail; who has no row gets one mail a day."""

    class Mail(models.TextChoices):
        DIRECT = "direct", _("Meteen")
        DAGELIJKS = "dagelijks", _("Een keer per dag")
        GEEN = "geen", _("Geen mail")

    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    mail = models.CharField(_("mail"), max_length=10, choices=Mail.choices, default=Mail.DAGELIJKS)

    class Meta:
        verbose_name = _("voorkeur")
        verbose_name_plural = _("voorkeuren")
        constraints = [
            models.CheckConstraint(
                condition=Q(mail__in=["direct", "dagelijks", "geen"]), name="voorkeur_mail_bestaat"
            )
        ]

    def __str__(self) -> str:
        return self.mail


class Overzicht(models.Model):
    """That somebody got the mail of this day: there is one a day, however often the job runs."""

    aan = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    dag = models.DateField(_("dag"))

    class Meta:
        verbose_name = _("overzicht")
        verbose_name_plural = _("overzichten")
        constraints = [models.UniqueConstraint(fields=["aan", "dag"], name="overzicht_een_per_dag")]

    def __str__(self) -> str:
        return f"{self.dag:%Y-%m-%d}"
