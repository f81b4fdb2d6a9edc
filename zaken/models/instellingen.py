"""What a beheerder sets about terms: own norms with a validity, and days equated with a holiday."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Func, Q
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class Normcode(models.TextChoices):
    """The own norms. Those with a duration or moments are named as the fields of `termijnen.Normen`."""

    MELDING_ONTVANGSTBEVESTIGING = "melding_ontvangstbevestiging", _("Melding: ontvangst bevestigen")
    MELDING_TERUGKOPPELING = "melding_terugkoppeling", _("Melding: terugkoppeling aan de melder")
    STILSTAND_MELDING_TERUGKOPPELING = (
        "stilstand_melding_terugkoppeling",
        _("Melding: terugkoppeling staat stil bij opschorting"),
    )
    NAZORG_MAANDEN = "nazorg_maanden", _("Nazorg: contact na afhandeling")
    KLACHT_ONTVANGSTBEVESTIGING = "klacht_ontvangstbevestiging", _("Klacht: ontvangst bevestigen")
    KLACHT_BUITEN_AWB = "klacht_buiten_awb", _("Klacht buiten de Awb: oordeel")
    KLACHT_BUITEN_AWB_MET_COMMISSIE = (
        "klacht_buiten_awb_met_commissie",
        _("Klacht buiten de Awb: oordeel met een commissie"),
    )
    VERDAGING_VOOR_AFLOOP = (
        "verdaging_voor_afloop",
        _("Klacht: verdagen alleen voordat de termijn voorbij is"),
    )
    VERDAGING_EENMALIG = "verdaging_eenmalig", _("Klacht: verdagen hooguit één keer")
    MISSTAND_BEVINDINGEN = "misstand_bevindingen", _("Vermoeden van een misstand: bevindingen")
    STILSTAND_MISSTAND_BEVINDINGEN = (
        "stilstand_misstand_bevindingen",
        _("Vermoeden van een misstand: bevindingen staan stil bij opschorting"),
    )
    ONDERZOEK_RAPPORT = "onderzoek_rapport", _("Onderzoek: rapport")
    STILSTAND_ONDERZOEK_RAPPORT = (
        "stilstand_onderzoek_rapport",
        _("Onderzoek: rapport staat stil bij opschorting"),
    )
    NOODTOEGANG_UREN = "noodtoegang_uren", _("Noodtoegang: hoelang hooguit")


MOMENTEN = frozenset({Normcode.NAZORG_MAANDEN})
"""Norms with one or more moments, in rising months."""
STILSTAND = frozenset(code for code in Normcode if code.value.startswith("stilstand_"))
"""Whether a recorded opschorting stops the term that is named after the first underscore."""
JA_NEE = STILSTAND | {Normcode.VERDAGING_VOOR_AFLOOP, Normcode.VERDAGING_EENMALIG}
"""Norms that hold or do not."""
UREN = frozenset({Normcode.NOODTOEGANG_UREN})
"""Norms with a number of hours, at most 24; no term is computed with them."""
DUUR = frozenset(Normcode) - JA_NEE - MOMENTEN - UREN
"""Norms with one duration."""


class Normeenheid(models.TextChoices):
    """What the numbers of a norm count; the durations are named as in `termijnen.rekenen.Eenheid`."""

    DAGEN = "dagen", _("dagen")
    WEKEN = "weken", _("weken")
    MAANDEN = "maanden", _("maanden")
    UREN = "uren", _("uren")
    JA_NEE = "ja_nee", _("ja of nee")


DUREN = (Normeenheid.DAGEN, Normeenheid.WEKEN, Normeenheid.MAANDEN)


class Norm(models.Model):
    """The value of one own norm from `geldig_van` up to and including `geldig_tot` (None: unlimited).

    `getallen` holds one number of `eenheid`; several, rising, for the moments of nazorg; 1 or 0 for yes or no.
    The database keeps one value per norm and day, and refuses to change a value that has begun.
    """

    code = models.CharField(_("norm"), max_length=40, choices=Normcode)
    getallen = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("waarde"))
    eenheid = models.CharField(_("eenheid"), max_length=10, choices=Normeenheid)
    bron = models.CharField(_("bron"), max_length=200)
    geldig_van = models.DateField(_("geldig vanaf"), null=True, blank=True)
    geldig_tot = models.DateField(_("geldig tot en met"), null=True, blank=True)

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("normen")
        ordering: ClassVar = ["code", F("geldig_van").asc(nulls_first=True)]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(geldig_tot__isnull=True)
                | Q(geldig_van__isnull=True)
                | Q(geldig_tot__gte=F("geldig_van")),
                name="norm_geldigheid_loopt_vooruit",
            ),
            models.CheckConstraint(condition=~Q(bron=""), name="norm_heeft_bron"),
            models.CheckConstraint(
                condition=Q(code__in=sorted(JA_NEE), eenheid=Normeenheid.JA_NEE, getallen__in=[[0], [1]])
                | Q(code__in=sorted(MOMENTEN), eenheid=Normeenheid.MAANDEN, getallen__len__gte=1)
                & ~Q(getallen__contains=[0])
                | Q(code__in=sorted(DUUR), eenheid__in=DUREN, getallen__len=1) & ~Q(getallen__contains=[0])
                | Q(
                    code__in=sorted(UREN),
                    eenheid=Normeenheid.UREN,
                    getallen__in=[[uur] for uur in range(1, 25)],
                ),
                name="norm_waarde_past_bij_code",
            ),
            ExclusionConstraint(
                name="norm_een_waarde_per_dag",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (
                        Func(
                            "geldig_van",
                            "geldig_tot",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                deferrable=Deferrable.IMMEDIATE,  # checked per statement: two rows can trade a day in one update
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.in_woorden}"

    @property
    def in_woorden(self) -> str:
        """`7 dagen`, `3, 6 en 12 maanden`, `Ja`."""
        if self.eenheid == Normeenheid.JA_NEE:
            return _gettext("Ja") if self.getallen == [1] else _gettext("Nee")
        *eerdere, laatste = self.getallen
        woord = {
            Normeenheid.UREN: _gettext("uur"),
            Normeenheid.DAGEN: ngettext("dag", "dagen", laatste),
            Normeenheid.WEKEN: ngettext("week", "weken", laatste),
            Normeenheid.MAANDEN: ngettext("maand", "maanden", laatste),
        }[Normeenheid(self.eenheid)]
        if not eerdere:
            return f"{laatste} {woord}"
        return _gettext("%(eerdere)s en %(laatste)s") % {
            "eerdere": ", ".join(str(getal) for getal in eerdere),
            "laatste": f"{laatste} {woord}",
        }

    @property
    def kenmerk(self) -> str:
        """What is stored, on one line: a form that carries another one was filled in on an older version."""
        return f"{self.geldig_van}|{self.eenheid}|{self.getallen}|{self.bron}"

    def geldt_op(self, dag: date) -> bool:
        """Whether this value holds on `dag`."""
        return (self.geldig_van is None or self.geldig_van <= dag) and (
            self.geldig_tot is None or dag <= self.geldig_tot
        )


class GelijkgesteldeDag(models.Model):
    """A day that a royal decree equates with a general holiday (Algemene termijnenwet art. 3, third paragraph)."""

    dag = models.DateField(_("dag"), unique=True)
    bron = models.CharField(_("bron"), max_length=200)

    class Meta:
        verbose_name = _("gelijkgestelde dag")
        verbose_name_plural = _("gelijkgestelde dagen")
        ordering: ClassVar = ["dag"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(bron=""), name="gelijkgestelde_dag_heeft_bron")
        ]

    def __str__(self) -> str:
        return f"{self.dag:%d-%m-%Y}"
