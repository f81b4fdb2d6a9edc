"""People in a zaak, kept apart from it; names and contact data are encrypted."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from zaken.querysets import ZaakdeelQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .zaak import Zaak


class Persoon(models.Model):
    """Somebody in a role in one zaak. Never an account, never a BSN, birth date, gender or origin."""

    class Rol(models.TextChoices):
        MELDER = "melder", _("Melder")
        BETROKKENE = "betrokkene", _("Betrokkene")
        GETUIGE = "getuige", _("Getuige")
        BENADEELDE = "benadeelde", _("Benadeelde")
        KLAGER = "klager", _("Klager")
        AANGEKLAAGDE = "aangeklaagde", _("Aangeklaagde")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="personen")
    rol = models.CharField(_("rol"), max_length=20, choices=Rol.choices)
    volgnummer = models.PositiveSmallIntegerField(_("volgnummer"), editable=False)
    naam = VersleuteldeTekst(_("naam"), max_tekens=200, blank=True, eenregelig=True)
    contact = VersleuteldeTekst(_("contactgegevens"), max_tekens=500, blank=True)
    veilig_bereikbaar = VersleuteldeTekst(_("veilig bereikbaar"), max_tekens=500, blank=True)
    begeleider = VersleuteldeTekst(
        _("gemachtigde of begeleider"), max_tekens=200, blank=True, eenregelig=True
    )
    personeelscategorie = models.ForeignKey(
        Code,
        verbose_name=_("personeelscategorie"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "personeelscategorie"},
    )
    ranggroep = models.ForeignKey(
        Code,
        verbose_name=_("rang- of schaalgroep"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "ranggroep"},
    )
    relatie = models.ForeignKey(
        Code,
        verbose_name=_("relatie tot de ander"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "relatie"},
    )
    defensieonderdeel = models.ForeignKey(
        Code,
        verbose_name=_("defensieonderdeel"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "defensieonderdeel"},
    )
    uitkomst = models.ForeignKey(
        Code,
        verbose_name=_("uitkomst"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "uitkomst_betrokkene"},
    )
    geinformeerd_op = models.DateField(_("geïnformeerd op"), null=True, blank=True)
    uitstel_reden = VersleuteldeTekst(_("reden om later te informeren"), max_tekens=500, blank=True)

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")
        ordering = ["rol", "volgnummer"]
        constraints = [
            models.UniqueConstraint(fields=["zaak", "rol", "volgnummer"], name="persoon_volgnummer_uniek"),
            models.CheckConstraint(
                condition=Q(
                    rol__in=["melder", "betrokkene", "getuige", "benadeelde", "klager", "aangeklaagde"]
                ),
                name="persoon_rol_bestaat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} {self.volgnummer}"

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()


class Persoonindex(models.Model):
    """Keyed hashes to look somebody up by: the whole name, addresses, numbers. Closed; asked by `app.zoek_personen`."""

    persoon = models.OneToOneField(Persoon, on_delete=models.DO_NOTHING, primary_key=True, related_name="+")
    tokens = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("persoonindex")
        indexes = [GinIndex(fields=["tokens"], fastupdate=False, name="persoonindex_tokens")]

    def __str__(self) -> str:
        return str(self.pk)
