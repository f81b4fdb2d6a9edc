"""The register of vermoedens van misstanden: the Wet bescherming klokkenluiders (Wbk)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code, codeveld
from zaken.models import Zaak, Zaakrij
from zaken.querysets import ZaakQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .status import TE_BEHANDELEN, Status


def _collega(naam: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=naam,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


class Misstand(Zaak):
    """A whistleblower's report. The identity of the melder is secret by law (Wbk art. 1a)."""

    class Antwoord(models.TextChoices):
        JA = "ja", _("Ja")
        NEE = "nee", _("Nee")

    class Uitkomst(models.TextChoices):
        VASTGESTELD = "vastgesteld", _("Misstand vastgesteld")
        NIET_VASTGESTELD = "niet_vastgesteld", _("Geen misstand vastgesteld")
        GEEN_VERMOEDEN = "geen_vermoeden", _("Geen vermoeden van een misstand volgens de wet")
        INGETROKKEN = "ingetrokken", _("Ingetrokken")
        DOORGEZONDEN = "doorgezonden", _("Doorgezonden aan een bevoegde autoriteit")

    status = models.CharField(
        _("status"), max_length=30, choices=Status.choices, default=Status.ONTVANGEN, editable=False
    )
    melder_status = codeveld(_("melder is"), "melder_status")
    extern_gemeld_bij = codeveld(_("ook gemeld bij"), "extern_meldpunt")

    bevestigd_op = models.DateField(_("ontvangst bevestigd op"), null=True, blank=True)
    geen_bevestiging_reden = VersleuteldeTekst(
        _("waarom geen bevestiging"), max_tekens=500, blank=True, zoekbaar=True
    )
    verslag_akkoord_op = models.DateField(_("melder akkoord met het verslag op"), null=True, blank=True)
    ontvanger = _collega(_("ontvanger"))
    opvolger = _collega(_("opvolger"))
    maatschappelijk_belang_toets = models.CharField(
        _("maatschappelijk belang in het geding"), max_length=10, choices=Antwoord.choices, blank=True
    )
    inbreuk_unierecht = models.CharField(
        _("inbreuk op het Unierecht"), max_length=10, choices=Antwoord.choices, blank=True
    )
    toets_toelichting = VersleuteldeTekst(
        _("uitleg bij de beoordeling"), max_tekens=5_000, blank=True, zoekbaar=True
    )

    bevindingen_op = models.DateField(_("bevindingen klaar op"), null=True, blank=True)
    standpunt = VersleuteldeTekst(_("standpunt"), max_tekens=10_000, blank=True, zoekbaar=True)
    uitkomst = models.CharField(_("uitkomst"), max_length=20, choices=Uitkomst.choices, blank=True)
    doorgezonden_aan = codeveld(_("doorgezonden aan"), "extern_meldpunt")
    terugkoppeling_op = models.DateField(_("melder bericht gestuurd op"), null=True, blank=True)
    geen_terugkoppeling_reden = VersleuteldeTekst(
        _("waarom geen bericht"), max_tekens=500, blank=True, zoekbaar=True
    )
    navraag_benadeling_op = models.DateField(_("navraag benadeling op"), null=True, blank=True)
    nazorg_gedaan_op = models.DateField(_("nazorg gedaan op"), null=True, blank=True)
    geen_nazorg_reden = VersleuteldeTekst(_("waarom geen nazorg"), max_tekens=500, blank=True, zoekbaar=True)

    objects: ClassVar[ZaakQuerySet] = ZaakQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("vermoeden van een misstand")
        verbose_name_plural = _("vermoedens van misstanden")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="misstand_status_bestaat"),
            models.CheckConstraint(
                condition=Q(ontvanger__isnull=True) | Q(opvolger__isnull=True) | ~Q(ontvanger=F("opvolger")),
                name="misstand_ontvanger_is_niet_opvolger",
            ),
            models.CheckConstraint(
                condition=Q(
                    uitkomst__in=[
                        "",
                        *("vastgesteld", "niet_vastgesteld", "geen_vermoeden", "ingetrokken", "doorgezonden"),
                    ]
                ),
                name="misstand_uitkomst_bestaat",
            ),
            models.CheckConstraint(
                condition=Q(maatschappelijk_belang_toets__in=["", "ja", "nee"])
                & Q(inbreuk_unierecht__in=["", "ja", "nee"]),
                name="misstand_toets_bestaat",
            ),
        ]
        indexes = [
            models.Index(fields=["status"], name="misstand_status"),
            # What nobody has yet: the list skips closed zaken without reading them
            models.Index(
                fields=["zaak_ptr"], condition=Q(status__in=sorted(TE_BEHANDELEN)), name="misstand_open"
            ),
        ]

    @property
    def is_vermoeden(self) -> bool:
        """Within the Wbk: a public interest is at stake, or Union law was breached (art. 1)."""
        return self.Antwoord.JA in {self.maatschappelijk_belang_toets, self.inbreuk_unierecht}

    @property
    def heeft_terugkoppeling(self) -> bool:
        """The feedback is answered: sent, or why not."""
        return bool(self.terugkoppeling_op or self.geen_terugkoppeling_reden)

    @property
    def heeft_nazorg(self) -> bool:
        """The nazorg is answered: done, or why not."""
        return bool(self.nazorg_gedaan_op or self.geen_nazorg_reden)


class Benadeling(Zaakrij):
    """Something that was done to the melder, maybe because of the report (Wbk art. 17e)."""

    zaak = models.ForeignKey(Misstand, on_delete=models.CASCADE, related_name="+")
    vorm = models.ForeignKey(
        Code,
        verbose_name=_("vorm"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"lijst": "benadeling"},
    )
    bekend_op = models.DateField(_("bij ons bekend op"))
    toelichting = VersleuteldeTekst(_("toelichting"), max_tekens=2_000, blank=True, zoekbaar=True)

    class Meta(Zaakrij.Meta):
        verbose_name = _("benadeling")
        verbose_name_plural = _("benadelingen")


class Opschorting(Zaakrij):
    """A time in which nothing could be done. It stops the own norm for findings where that says so; nothing else."""

    zaak = models.ForeignKey(Misstand, on_delete=models.CASCADE, related_name="+")
    van = models.DateField(_("opgeschort vanaf"))
    tot = models.DateField(_("opgeschort tot en met"), null=True, blank=True)
    reden = VersleuteldeTekst(_("reden van opschorten"), max_tekens=2_000, zoekbaar=True)

    class Meta(Zaakrij.Meta):
        verbose_name = _("opschorting")
        verbose_name_plural = _("opschortingen")
        constraints = [
            *Zaakrij.Meta.constraints,
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")), name="opschorting_loopt_vooruit"
            ),
        ]


class Bekendmaking(Zaakrij):
    """One time that the identity of the melder was told to somebody (Wbk art. 1a)."""

    class Grond(models.TextChoices):
        TOESTEMMING = "toestemming", _("De melder gaf toestemming")
        WETTELIJKE_PLICHT = "wettelijke_plicht", _("Een wettelijke plicht")

    zaak = models.ForeignKey(Misstand, on_delete=models.CASCADE, related_name="+")
    aan = VersleuteldeTekst(_("bekendgemaakt aan"), max_tekens=200, eenregelig=True)
    op = models.DateField(_("bekendgemaakt op"))
    grond = models.CharField(_("grond"), max_length=20, choices=Grond.choices)
    vooraf_bericht_op = models.DateField(_("melder vooraf bericht gestuurd op"), null=True, blank=True)
    vooraf_bericht = VersleuteldeTekst(
        _("redenen in het bericht vooraf"), max_tekens=2_000, blank=True, zoekbaar=True
    )

    class Meta(Zaakrij.Meta):
        verbose_name = _("bekendmaking van de identiteit")
        verbose_name_plural = _("bekendmakingen van de identiteit")
        constraints = [
            *Zaakrij.Meta.constraints,
            models.CheckConstraint(
                condition=Q(grond__in=["toestemming", "wettelijke_plicht"]), name="bekendmaking_grond_bestaat"
            ),
            models.CheckConstraint(
                condition=Q(grond="toestemming") | Q(vooraf_bericht__isnull=False),
                name="bekendmaking_plicht_met_redenen",
            ),
            models.CheckConstraint(
                condition=Q(vooraf_bericht_op__isnull=True) | Q(vooraf_bericht_op__lte=F("op")),
                name="bekendmaking_bericht_vooraf",
            ),
        ]
