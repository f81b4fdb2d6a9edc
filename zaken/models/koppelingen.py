"""Links between zaken. Seen only by who sees both: a link must not tell that an unseen zaak exists."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zaken.querysets import KoppelingQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .zaak import Zaak


class Zaakkoppeling(models.Model):
    """Two zaken and what the one is to the other. A link ends and stays, as history.

    `doorgeleid`: `van` became `naar`, and goes back to `van_status` when that is undone; written by checked functions
    only. `aanleiding`: `van` is an onderzoek, `naar` a zaak that led to it. `verwant`: no more than that they are.
    """

    class Soort(models.TextChoices):
        DOORGELEID = "doorgeleid", _("Doorgeleid")
        AANLEIDING = "aanleiding", _("Aanleiding")
        VERWANT = "verwant", _("Verwant")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    soort = models.CharField(_("soort"), max_length=20, choices=Soort.choices)
    van = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="+")
    naar = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="+")
    reden = VersleuteldeTekst(_("reden"), max_tekens=1_000, blank=True)
    van_status = models.CharField(max_length=40, blank=True, editable=False)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    op = models.DateTimeField(_("op"))
    beeindigd_op = models.DateTimeField(_("beëindigd op"), null=True, editable=False)
    beeindigd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    beeindigd_reden = VersleuteldeTekst(_("waarom beëindigd"), max_tekens=1_000, blank=True)

    objects: ClassVar[KoppelingQuerySet] = KoppelingQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("koppeling")
        verbose_name_plural = _("koppelingen")
        constraints = [
            models.CheckConstraint(condition=~Q(van=F("naar")), name="koppeling_niet_met_zichzelf"),
            models.CheckConstraint(
                condition=Q(soort__in=["doorgeleid", "aanleiding", "verwant"]), name="koppeling_soort_bestaat"
            ),
            models.UniqueConstraint(
                fields=["van", "naar", "soort"],
                condition=Q(beeindigd_op__isnull=True),
                name="koppeling_een_lopende",
            ),
            models.UniqueConstraint(
                fields=["van"],
                condition=Q(soort="doorgeleid", beeindigd_op__isnull=True),
                name="koppeling_een_keer_doorgeleid",
            ),
            models.UniqueConstraint(
                fields=["naar"], condition=Q(soort="doorgeleid"), name="koppeling_uit_een_zaak"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_soort_display())

    def datasleutel(self) -> bytes:
        """The key of `van`: who reads the reasons sees both."""
        return self.van.datasleutel()
