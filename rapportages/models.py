"""Published figures, kept apart from everything that is counted: nothing here is ever added to a count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Register(models.TextChoices):
    """What a published figure is about."""

    MELDINGEN = "meldingen", _("Meldingen")
    MISSTANDEN = "misstanden", _("Vermoedens van misstanden")
    KLACHTEN = "klachten", _("Klachten")
    CASUSSEN = "casussen", _("Casussen van vertrouwenspersonen")
    ONDERZOEKEN = "onderzoeken", _("Onderzoeken")
    SCHENDINGEN = "schendingen", _("Geconstateerde schendingen")
    MAATREGELEN = "maatregelen", _("Maatregelen")
    SIGNALEN = "signalen", _("Adviesvragen en wat ergens anders hoort")


class Uitsplitsing(models.TextChoices):
    """How the source printed it: a row of a breakdown, or a total that stood in print."""

    HOOFDCATEGORIE = "hoofdcategorie", _("Hoofdcategorie")
    SUBCATEGORIE = "subcategorie", _("Subcategorie")
    THEMA = "thema", _("Thema")
    RAPPORTAGEGROEP = "rapportagegroep", _("Rapportagegroep")
    TOTAAL_GEDRUKT = "totaal gedrukt", _("Totaal zoals gedrukt")
    STAND = "stand", _("Stand aan het eind van het jaar")


OPTELLEND = frozenset({Uitsplitsing.HOOFDCATEGORIE, Uitsplitsing.THEMA})
"""Breakdowns whose rows must add up to the printed total. Measures do not: "geen maatregel" stays out."""


class GepubliceerdCijfer(models.Model):
    """One number as a public source printed it. Wrong numbers stay: they are flagged, never repaired."""

    jaar = models.PositiveSmallIntegerField(_("jaar"))
    register = models.CharField(_("register"), max_length=20, choices=Register.choices)
    uitsplitsing = models.CharField(_("uitsplitsing"), max_length=20, choices=Uitsplitsing.choices)
    label = models.CharField(_("label"), max_length=160)
    aantal = models.PositiveIntegerField(_("aantal"))
    is_circa = models.BooleanField(_("circa"), default=False, help_text=_("De bron noemt het een schatting."))
    peildatum = models.DateField(
        _("peildatum"), null=True, blank=True, help_text=_("Leeg: de bron noemt er geen.")
    )
    bron = models.CharField(_("bron"), max_length=160)
    opmerking = models.CharField(_("opmerking"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("gepubliceerd cijfer")
        verbose_name_plural = _("gepubliceerde cijfers")
        ordering = ["jaar", "register", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "register", "uitsplitsing", "label", "bron"], name="gepubliceerd_een_keer"
            ),
            models.CheckConstraint(
                condition=models.Q(register__in=Register.values), name="gepubliceerd_register"
            ),
            models.CheckConstraint(
                condition=models.Q(uitsplitsing__in=Uitsplitsing.values), name="gepubliceerd_uitsplitsing"
            ),
            models.CheckConstraint(
                condition=models.Q(jaar__gte=1990, jaar__lte=2100), name="gepubliceerd_jaar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jaar} {self.register} {self.label}: {self.aantal}"
