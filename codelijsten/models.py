"""Code rows with validity. A code is never deleted, only closed; its label may change, its value never."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .taal import in_schermtaal


class Codelijst(models.Model):
    """A maintained or reported list, such as `hoofdcategorie` or `defensieonderdeel`."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    naam = models.CharField(_("naam"), max_length=120)
    uitleg = models.CharField(_("uitleg"), max_length=300, blank=True)
    naam_en = models.CharField(_("naam in het Engels"), max_length=120, blank=True)
    uitleg_en = models.CharField(_("uitleg in het Engels"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("codelijst")
        verbose_name_plural = _("codelijsten")
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.opschrift

    @property
    def opschrift(self) -> str:
        """The name in the language of the screen."""
        return in_schermtaal(self.naam, self.naam_en)

    @property
    def schermuitleg(self) -> str:
        """The explanation in the language of the screen."""
        return in_schermtaal(self.uitleg, self.uitleg_en)


class CodeQuerySet(models.QuerySet["Code"]):
    def van(self, lijst: str) -> CodeQuerySet:
        return self.filter(lijst_id=lijst)

    def geldig_op(self, dag: date) -> CodeQuerySet:
        """Rows valid on `dag`; `geldig_tot` is the last valid day."""
        return self.filter(
            models.Q(geldig_van__isnull=True) | models.Q(geldig_van__lte=dag),
            models.Q(geldig_tot__isnull=True) | models.Q(geldig_tot__gte=dag),
        )


class Code(models.Model):
    """One row of a list. `label` is what files and figures print; a screen says `opschrift`."""

    lijst = models.ForeignKey(Codelijst, on_delete=models.PROTECT, related_name="codes")
    code = models.SlugField(_("code"), max_length=60)
    label = models.CharField(_("label"), max_length=160)
    toelichting = models.CharField(_("toelichting"), max_length=300, blank=True)
    label_en = models.CharField(_("label in het Engels"), max_length=160, blank=True)
    toelichting_en = models.CharField(_("toelichting in het Engels"), max_length=300, blank=True)
    geldig_van = models.DateField(_("geldig van"), null=True, blank=True)
    geldig_tot = models.DateField(_("geldig tot en met"), null=True, blank=True)
    opvolger = models.ForeignKey(
        "self",
        verbose_name=_("opvolger"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="voorgangers",
    )
    bovenliggend = models.ForeignKey(
        "self",
        verbose_name=_("hoort bij"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="onderliggende",
    )
    rapportagecategorie = models.CharField(_("rapportagecategorie"), max_length=60, blank=True)
    volgorde = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    sinds = models.DateTimeField(_("opgenomen op"), db_default=Now())
    label_was = models.CharField(
        _("heette eerder"), max_length=160, blank=True, default="", db_default="", editable=False
    )
    """The label before this one, kept by trigger `code_blijft` with the moment of the change."""
    label_sinds = models.DateTimeField(_("label gewijzigd op"), null=True, editable=False)

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["lijst", "volgorde", "label"]
        constraints = [
            models.UniqueConstraint(fields=["lijst", "code"], name="code_uniek_in_lijst"),
            models.CheckConstraint(
                condition=models.Q(geldig_tot__isnull=True)
                | models.Q(geldig_van__isnull=True)
                | models.Q(geldig_tot__gte=models.F("geldig_van")),
                name="code_geldigheid_loopt_vooruit",
            ),
            models.CheckConstraint(condition=~models.Q(label=""), name="code_heeft_label"),
        ]

    def __str__(self) -> str:
        return self.opschrift

    @property
    def kenmerk(self) -> str:
        """A fingerprint of what is stored: a form that carries another one was filled in on an older version."""
        velden = [str(getattr(self, veld.attname)) for veld in self._meta.concrete_fields]
        return hashlib.sha256("|".join(velden).encode()).hexdigest()[:32]

    @property
    def opschrift(self) -> str:
        """The label in the language of the screen."""
        return in_schermtaal(self.label, self.label_en)

    @property
    def afkorting(self) -> str:
        """What the label says between brackets at its end: "Koninklijke Marine (CZSK)"; else the whole label."""
        voluit, haak, kort = self.opschrift.removesuffix(")").rpartition("(")
        return kort if haak and voluit else self.opschrift

    @property
    def schermtoelichting(self) -> str:
        """The explanation in the language of the screen."""
        return in_schermtaal(self.toelichting, self.toelichting_en)


def codeveld(naam: Any, lijst: str, **anders: Any) -> Any:
    """A field of another model: a choice from one list, that may be open unless `anders` says otherwise."""
    return models.ForeignKey(
        Code,
        verbose_name=naam,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"lijst": lijst},
        **{"null": True, "blank": True, **anders},
    )
