"""What happened in a zaak and what must happen: notes, status changes, terms."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zaken.querysets import ZaakdeelQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .zaak import Zaak


class Notitie(models.Model):
    """A note, append-only: a correction is a new note.

    `na_sluiting`: why something was changed after closing; the database asks for one in the same transaction.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="notities")
    tekst = VersleuteldeTekst(_("notitie"), max_tekens=10_000, zoekbaar=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    op = models.DateTimeField(_("op"))
    na_sluiting = models.BooleanField(
        _("reden van een wijziging na sluiting"), default=False, db_default=False, editable=False
    )

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("notitie")
        verbose_name_plural = _("notities")
        ordering = ["-op"]
        indexes = [models.Index(fields=["zaak", "-op"], name="notitie_per_zaak")]

    def __str__(self) -> str:
        return str(self.pk)

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()


class Statuswijziging(models.Model):
    """One step through the transition table, with who and why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="statuswijzigingen")
    van = models.CharField(_("van"), max_length=40, blank=True)
    naar = models.CharField(_("naar"), max_length=40)
    toelichting = VersleuteldeTekst(_("toelichting"), max_tekens=2_000, blank=True, zoekbaar=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    op = models.DateTimeField(_("op"))

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("statuswijziging")
        verbose_name_plural = _("statuswijzigingen")
        ordering = ["-op"]
        indexes = [models.Index(fields=["zaak", "-op"], name="statuswijziging_per_zaak")]

    def __str__(self) -> str:
        return f"{self.van} → {self.naar}"

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()


class Termijn(models.Model):
    """A date by which something must be done, with the reason for that date. Computed by `zaken.termijnen`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="termijnen")
    code = models.CharField(_("code"), max_length=40)
    kenmerk = models.CharField(_("kenmerk"), max_length=40, blank=True)
    naam = models.CharField(_("termijn"), max_length=120)
    kale_datum = models.DateField(_("datum zonder doorschuiven"))
    datum = models.DateField(_("uiterste datum"))
    werkdatum = models.DateField(_("datum om mee te werken"))
    bron = models.CharField(_("bron"), max_length=120)
    waarom = models.TextField(_("waarom deze datum"))
    is_indicatie = models.BooleanField(_("indicatie"), default=False)
    voldaan_op = models.DateField(_("voldaan op"), null=True, blank=True)
    vervallen = models.BooleanField(_("vervallen"), default=False)
    niet_nodig = VersleuteldeTekst(_("waarom niet nodig"), max_tekens=500, blank=True)
    """Of a moment of nazorg: it was answered by not being needed."""

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("termijn")
        verbose_name_plural = _("termijnen")
        ordering = ["werkdatum", "code", "kenmerk"]
        constraints = [
            models.UniqueConstraint(fields=["zaak", "code", "kenmerk"], name="termijn_een_per_code"),
            models.CheckConstraint(
                condition=Q(datum__gte=models.F("kale_datum")), name="termijn_rolt_vooruit"
            ),
            models.CheckConstraint(
                condition=Q(niet_nodig__isnull=True) | Q(voldaan_op__isnull=True, vervallen=True),
                name="termijn_niet_nodig_is_niet_gedaan",
            ),
        ]
        indexes = [
            models.Index(
                "werkdatum",
                condition=Q(voldaan_op__isnull=True, vervallen=False),
                name="termijn_open_op_werkdatum",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def is_open(self) -> bool:
        return self.voldaan_op is None and not self.vervallen

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()


class Veldwijziging(models.Model):
    """One column of one row that changed, written by the database itself (`app.volg_velden`); nobody else writes here.

    Coded columns keep both values; an encrypted one says only that it changed.
    """

    class Soort(models.TextChoices):
        GEWIJZIGD = "gewijzigd", _("gewijzigd")
        TOEGEVOEGD = "toegevoegd", _("toegevoegd")
        VERWIJDERD = "verwijderd", _("verwijderd")

    zaak = models.ForeignKey(Zaak, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    tabel = models.CharField(_("tabel"), max_length=63)
    rij = models.CharField(_("rij"), max_length=40)
    soort = models.CharField(_("soort"), max_length=10, choices=Soort.choices)
    veld = models.CharField(_("veld"), max_length=63)
    oud = models.TextField(_("oud"), null=True)
    nieuw = models.TextField(_("nieuw"), null=True)
    versleuteld = models.BooleanField(_("versleuteld"))
    op = models.DateTimeField(_("op"))
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("veldwijziging")
        verbose_name_plural = _("veldwijzigingen")
        indexes = [models.Index(fields=["zaak", "-id"], name="veldwijziging_per_zaak")]

    def __str__(self) -> str:
        return f"{self.tabel}.{self.veld}"
