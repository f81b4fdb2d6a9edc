"""How many days before the end of a term its behandelaar is reminded, set by a beheerder; and when it was done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Termijnsoort(models.TextChoices):
    """The terms that one is reminded of, by the codes of `termijnen.Termijncode`; an indication is not among them."""

    MELDING_ONTVANGSTBEVESTIGING = "melding_ontvangstbevestiging", _("Melding: ontvangst bevestigen")
    MELDING_TERUGKOPPELING = "melding_terugkoppeling", _("Melding: terugkoppeling aan de melder")
    MISSTAND_ONTVANGSTBEVESTIGING = (
        "misstand_ontvangstbevestiging",
        _("Vermoeden van een misstand: ontvangst bevestigen"),
    )
    MISSTAND_TERUGKOPPELING = "misstand_terugkoppeling", _("Vermoeden van een misstand: terugkoppeling")
    MISSTAND_BEVINDINGEN = "misstand_bevindingen", _("Vermoeden van een misstand: bevindingen")
    KLACHT_ONTVANGSTBEVESTIGING = "klacht_ontvangstbevestiging", _("Klacht: ontvangst bevestigen")
    KLACHT_NIET_IN_BEHANDELING = "klacht_niet_in_behandeling", _("Klacht: bericht van niet in behandeling")
    KLACHT_OORDEEL = "klacht_oordeel", _("Klacht: oordeel")
    KLACHT_OMBUDSMAN = "klacht_ombudsman", _("Klacht: naar de ombudsman")
    ONDERZOEK_RAPPORT = "onderzoek_rapport", _("Onderzoek: rapport")
    NAZORG = "nazorg", _("Nazorg: contact")


class Herinnering(models.Model):
    """From `geldig_van` on, the reminder comes `dagen` before the term ends; 0: there is none. The latest holds."""

    code = models.CharField(_("termijn"), max_length=40, choices=Termijnsoort)
    dagen = models.PositiveSmallIntegerField(_("dagen vooraf"))
    geldig_van = models.DateField(_("geldig vanaf"))

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        ordering: ClassVar = ["code", F("geldig_van").desc()]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "geldig_van"], name="herinnering_een_per_dag")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.dagen}"


class Herinnerronde(models.Model):
    """That reminders were made on this day: begun, and how many when it was done. A later try of the day adds to it."""

    dag = models.DateField(_("dag"), primary_key=True)
    begonnen_op = models.DateTimeField(_("begonnen op"))
    klaar_op = models.DateTimeField(_("klaar op"), null=True)
    aantal = models.PositiveIntegerField(_("aantal"), default=0)

    class Meta:
        verbose_name = _("ronde van herinneringen")
        verbose_name_plural = _("rondes van herinneringen")

    def __str__(self) -> str:
        return f"{self.dag:%Y-%m-%d}"
