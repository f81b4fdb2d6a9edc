"""Long work that somebody asked for: how far it is, and the file that comes out of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Taakopdracht(models.Model):
    """One piece of work for one user; row security shows it to nobody else.

    `invoer` is encrypted (`gebruikers.geheim`), bound to this row: it may hold what somebody searched for. `poging`
    rises each time a worker begins; what an earlier worker still writes is refused by it.
    """

    class Staat(models.TextChoices):
        WACHT = "wacht", _("Wacht")
        BEZIG = "bezig", _("Bezig")
        KLAAR = "klaar", _("Klaar")
        MISLUKT = "mislukt", _("Mislukt")
        GEANNULEERD = "geannuleerd", _("Gestopt")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    soort = models.CharField(_("soort"), max_length=40)
    invoer = models.TextField(_("invoer"))
    staat = models.CharField(_("staat"), max_length=12, choices=Staat.choices, default=Staat.WACHT)
    poging = models.PositiveSmallIntegerField(_("poging"), default=0)
    gedaan = models.PositiveIntegerField(_("gedaan"), default=0)
    totaal = models.PositiveIntegerField(_("totaal"), null=True)
    foutcode = models.CharField(_("fout"), max_length=40, blank=True)
    gevraagd_op = models.DateTimeField(_("gevraagd op"))
    hartslag = models.DateTimeField(_("laatste teken van leven"))
    klaar_op = models.DateTimeField(_("klaar op"), null=True)
    verloopt_op = models.DateTimeField(_("verloopt op"), null=True)
    annuleren_op = models.DateTimeField(_("gestopt op"), null=True)
    opgehaald_op = models.DateTimeField(_("opgehaald op"), null=True)

    class Meta:
        verbose_name = _("taakopdracht")
        verbose_name_plural = _("taakopdrachten")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(staat__in=["wacht", "bezig", "klaar", "mislukt", "geannuleerd"]),
                name="taakopdracht_staat_bestaat",
            ),
            models.CheckConstraint(
                condition=~Q(staat="klaar") | Q(klaar_op__isnull=False, verloopt_op__isnull=False),
                name="taakopdracht_klaar_verloopt",
            ),
        ]
        indexes: ClassVar = [
            models.Index("eigenaar", models.F("gevraagd_op").desc(), name="taakopdracht_nieuwste"),
            models.Index("hartslag", condition=Q(staat__in=["wacht", "bezig"]), name="taakopdracht_open"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.gevraagd_op:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether a worker has still something to do, or is at it."""
        return self.staat in {self.Staat.WACHT, self.Staat.BEZIG} and not self.is_gestopt

    @property
    def is_gestopt(self) -> bool:
        """Stopped by its owner, also while the worker does not know yet."""
        return self.staat == self.Staat.GEANNULEERD or (
            self.annuleren_op is not None and self.staat in {self.Staat.WACHT, self.Staat.BEZIG}
        )

    def is_op_te_halen(self, *, nu: datetime) -> bool:
        """Whether the file is there, was not fetched, and has not expired."""
        return (
            self.staat == self.Staat.KLAAR
            and self.opgehaald_op is None
            and self.verloopt_op is not None
            and nu < self.verloopt_op
        )


class Resultaatdeel(models.Model):
    """A part of the file, encrypted and bound to its place; written by the worker, removed when it was fetched."""

    opdracht = models.ForeignKey(Taakopdracht, on_delete=models.CASCADE, related_name="delen")
    nummer = models.PositiveIntegerField()
    inhoud = models.TextField()

    class Meta:
        verbose_name = _("resultaatdeel")
        verbose_name_plural = _("resultaatdelen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opdracht", "nummer"], name="resultaatdeel_plek")
        ]

    def __str__(self) -> str:
        return f"{self.opdracht_id}/{self.nummer}"
