"""The register of meldingen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from zaken.models import Meerkeuze, Zaak
from zaken.querysets import ZaakQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .status import TE_BEHANDELEN, Status


class Melding(Zaak):
    """A report of a suspected integrity violation; one melding counts as one in its one hoofdcategorie."""

    class Aangifte(models.TextChoices):
        ONBEKEND = "onbekend", _("Nog niet bekend")
        NEE = "nee", _("Nee")
        OVERWOGEN = "overwogen", _("Overwogen")
        JA = "ja", _("Ja")

    class Doorgeleid(models.TextChoices):
        KLACHT = "klacht", _("Klacht")
        MISSTAND = "misstand", _("Vermoeden van een misstand")

    status = models.CharField(
        _("status"), max_length=30, choices=Status.choices, default=Status.NIEUW, editable=False
    )
    hoofdcategorie = models.ForeignKey(
        Code,
        verbose_name=_("hoofdcategorie"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"lijst": "hoofdcategorie"},
    )
    subcategorieen = models.ManyToManyField(
        Code, verbose_name=_("subcategorieën"), through="Subcategorie", related_name="+", blank=True
    )
    bron = models.ForeignKey(
        Code,
        verbose_name=_("bron"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "bron"},
    )
    wens_melder = VersleuteldeTekst(_("wens van de melder"), max_tekens=2_000, blank=True, zoekbaar=True)
    aangifte = models.CharField(
        _("aangifte"), max_length=20, choices=Aangifte.choices, default=Aangifte.ONBEKEND
    )
    afstemming_om = models.BooleanField(_("afgestemd met het OM"), default=False)
    ordemaatregel = VersleuteldeTekst(_("ordemaatregel"), max_tekens=500, blank=True, zoekbaar=True)
    bevoegd_gezag = VersleuteldeTekst(
        _("functie van het bevoegd gezag"), max_tekens=200, blank=True, eenregelig=True, zoekbaar=True
    )

    bevestigd_op = models.DateField(_("ontvangst bevestigd op"), null=True, blank=True)
    coid_advies = models.ForeignKey(
        Code,
        verbose_name=_("advies van COID"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "coid_advies"},
    )
    coid_advies_op = models.DateField(_("advies gegeven op"), null=True, blank=True)
    herinneren_op = models.DateField(_("herinneren op"), null=True, blank=True)
    besluit_bg = models.ForeignKey(
        Code,
        verbose_name=_("besluit van het bevoegd gezag"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "besluit_bg"},
    )
    besluit_bg_op = models.DateField(_("besluit genomen op"), null=True, blank=True)
    afwijking_reden = VersleuteldeTekst(_("reden van afwijken"), max_tekens=2_000, blank=True, zoekbaar=True)
    afdoeningen = models.ManyToManyField(
        Code, verbose_name=_("afdoening"), through="Afdoening", related_name="+", blank=True
    )
    uitkomst = models.ForeignKey(
        Code,
        verbose_name=_("uitkomst"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "uitkomst_melding"},
    )
    teruggekoppeld_op = models.DateField(_("melder bericht gestuurd op"), null=True, blank=True)
    geen_terugkoppeling_reden = VersleuteldeTekst(
        _("waarom geen bericht"), max_tekens=500, blank=True, zoekbaar=True
    )
    herbeoordelen_op = models.DateField(_("opnieuw bekijken op"), null=True, blank=True)
    doorgeleid_naar = models.CharField(
        _("doorgeleid naar"), max_length=20, choices=Doorgeleid.choices, blank=True
    )
    nazorg_gedaan_op = models.DateField(_("nazorg gedaan op"), null=True, blank=True)
    geen_nazorg_reden = VersleuteldeTekst(_("waarom geen nazorg"), max_tekens=500, blank=True, zoekbaar=True)

    objects: ClassVar[ZaakQuerySet] = ZaakQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="melding_status_bestaat"),
            models.CheckConstraint(
                condition=Q(coid_advies_op__isnull=True) | Q(coid_advies__isnull=False),
                name="melding_advies_met_datum",
            ),
            models.CheckConstraint(
                condition=Q(besluit_bg_op__isnull=True) | Q(besluit_bg__isnull=False),
                name="melding_besluit_met_datum",
            ),
        ]
        indexes = [
            models.Index(fields=["status"], name="melding_status"),
            # What nobody has yet: the list skips closed zaken without reading them
            models.Index(
                fields=["zaak_ptr"], condition=Q(status__in=sorted(TE_BEHANDELEN)), name="melding_open"
            ),
            models.Index(fields=["hoofdcategorie"], name="melding_hoofdcategorie"),
        ]

    @property
    def heeft_terugkoppeling(self) -> bool:
        """Feedback to the melder is answered: given, or said why not."""
        return bool(self.teruggekoppeld_op or self.geen_terugkoppeling_reden)

    @property
    def heeft_nazorg(self) -> bool:
        """Nazorg is answered: done, or said why not."""
        return bool(self.nazorg_gedaan_op or self.geen_nazorg_reden)


class Subcategorie(Meerkeuze):
    """A subcategorie of a melding: several answers possible."""

    zaak = models.ForeignKey(Melding, on_delete=models.CASCADE, related_name="+")

    class Meta(Meerkeuze.Meta):
        verbose_name = _("subcategorie")


class Afdoening(Meerkeuze):
    """A way in which a melding was dealt with: one or more."""

    zaak = models.ForeignKey(Melding, on_delete=models.CASCADE, related_name="+")

    class Meta(Meerkeuze.Meta):
        verbose_name = _("afdoening")
