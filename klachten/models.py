"""The register of klachten: Awb chapter 9 and the Klachtenregeling Defensie."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codelijsten.models import codeveld
from zaken.models import Zaak, Zaakrij
from zaken.querysets import ZaakQuerySet
from zaken.versleuteling.velden import VersleuteldeTekst

from .status import TE_BEHANDELEN, Status


class Klacht(Zaak):
    """A complaint about conduct. It ends in an oordeel, never in a besluit: there is no appeal (Awb 9:3)."""

    class Vorm(models.TextChoices):
        SCHRIFTELIJK = "schriftelijk", _("Schriftelijk")
        MONDELING = "mondeling", _("Mondeling")

    class Afsluitgrond(models.TextChoices):
        INGETROKKEN = "ingetrokken", _("Ingetrokken")
        TEVREDEN = "naar_tevredenheid", _("Naar tevredenheid afgedaan")
        NIET_IN_BEHANDELING = "niet_in_behandeling", _("Niet in behandeling genomen")
        DOORGEZONDEN = "doorgezonden", _("Doorgezonden")

    status = models.CharField(
        _("status"), max_length=30, choices=Status.choices, default=Status.ONTVANGEN, editable=False
    )
    vorm = models.CharField(_("vorm"), max_length=20, choices=Vorm.choices, default=Vorm.SCHRIFTELIJK)
    jegens_klager = models.BooleanField(_("gaat over gedrag tegenover de klager"), default=True)
    klachtsoort = codeveld(_("soort klacht"), "klachtsoort")
    ondertekend = models.BooleanField(_("ondertekend"), default=False)
    via_commissie = models.BooleanField(_("commissie adviseert"), default=False)

    bevestigd_op = models.DateField(_("ontvangst bevestigd op"), null=True, blank=True)
    aanvulling_gevraagd_op = models.DateField(_("aanvulling gevraagd op"), null=True, blank=True)
    behandelaar_niet_betrokken = models.BooleanField(
        _("behandelaar was niet betrokken bij de gedraging"), default=False
    )
    afschrift_aangeklaagde_op = models.DateField(_("kopie aan de aangeklaagde op"), null=True, blank=True)
    hoorzitting_op = models.DateField(_("gehoord op"), null=True, blank=True)
    afzien_horen_grond = codeveld(_("waarom niet gehoord"), "afzien_horen")
    advies = VersleuteldeTekst(_("advies van de commissie"), max_tekens=10_000, blank=True, zoekbaar=True)
    advies_op = models.DateField(_("advies uitgebracht op"), null=True, blank=True)
    oordeel = codeveld(_("oordeel"), "oordeel")
    oordeel_op = models.DateField(_("oordeel gegeven op"), null=True, blank=True)
    afwijking_advies_reden = VersleuteldeTekst(
        _("waarom het oordeel afwijkt van het advies"), max_tekens=2_000, blank=True, zoekbaar=True
    )
    conclusies = VersleuteldeTekst(_("conclusies"), max_tekens=10_000, blank=True, zoekbaar=True)
    opvolging = VersleuteldeTekst(
        _("wat er met de conclusies gebeurt"), max_tekens=5_000, blank=True, zoekbaar=True
    )
    kennisgeving_op = models.DateField(_("klager bericht gestuurd op"), null=True, blank=True)
    ombudsman_vermeld = models.BooleanField(_("ombudsman genoemd in het bericht"), default=False)
    ombudsman_oordeel = VersleuteldeTekst(
        _("wat de ombudsman vond"), max_tekens=5_000, blank=True, zoekbaar=True
    )
    ombudsman_oordeel_op = models.DateField(_("bericht van de ombudsman op"), null=True, blank=True)

    verdaagd_op = models.DateField(_("verdaagd op"), null=True, blank=True)
    verdaagd_weken = models.PositiveSmallIntegerField(_("aantal weken verdaagd"), null=True, blank=True)
    verdaagd_reden = VersleuteldeTekst(_("reden van verdagen"), max_tekens=1_000, blank=True, zoekbaar=True)
    verdaagd_klager_op = models.DateField(_("klager bericht van verdagen op"), null=True, blank=True)
    verdaagd_aangeklaagde_op = models.DateField(
        _("aangeklaagde bericht van verdagen op"), null=True, blank=True
    )
    instemming_uitstel_op = models.DateField(_("klager stemde schriftelijk in op"), null=True, blank=True)
    instemming_uitstel_tot = models.DateField(_("uitstel tot en met"), null=True, blank=True)

    afsluitgrond = models.CharField(
        _("hoe de klacht eindigde zonder oordeel"), max_length=30, choices=Afsluitgrond.choices, blank=True
    )
    niet_in_behandeling_grond = codeveld(_("waarom niet in behandeling"), "niet_in_behandeling")
    niet_in_behandeling_bericht_op = models.DateField(
        _("bericht: niet in behandeling, op"), null=True, blank=True
    )
    doorgezonden_naar = VersleuteldeTekst(
        _("doorgezonden naar"), max_tekens=200, blank=True, eenregelig=True, zoekbaar=True
    )

    objects: ClassVar[ZaakQuerySet] = ZaakQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("klacht")
        verbose_name_plural = _("klachten")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="klacht_status_bestaat"),
            models.CheckConstraint(
                condition=Q(oordeel_op__isnull=True) | Q(oordeel__isnull=False),
                name="klacht_oordeel_met_datum",
            ),
            models.CheckConstraint(
                condition=Q(verdaagd_op__isnull=True, verdaagd_weken__isnull=True)
                | Q(verdaagd_op__isnull=False, verdaagd_weken__gte=1, verdaagd_weken__lte=4),
                name="klacht_verdaging_hoogstens_vier_weken",
            ),
            models.CheckConstraint(
                condition=Q(instemming_uitstel_tot__isnull=True) | Q(instemming_uitstel_op__isnull=False),
                name="klacht_uitstel_met_instemming",
            ),
        ]
        indexes = [
            models.Index(fields=["status"], name="klacht_status"),
            # What nobody has yet: the list skips closed zaken without reading them
            models.Index(
                fields=["zaak_ptr"], condition=Q(status__in=sorted(TE_BEHANDELEN)), name="klacht_open"
            ),
            models.Index(fields=["klachtsoort"], name="klacht_soort"),
        ]

    @property
    def is_gehoord(self) -> bool:
        """Hearing is answered: held, or given up on one of the grounds of Awb 9:10."""
        return bool(self.hoorzitting_op or self.afzien_horen_grond_id)


class Klachtonderdeel(Zaakrij):
    """One part of a klacht, with an advice and an oordeel of its own."""

    zaak = models.ForeignKey(Klacht, on_delete=models.CASCADE, related_name="+")
    gedraging = codeveld(_("gedraging"), "gedraging")
    omschrijving = VersleuteldeTekst(_("omschrijving"), max_tekens=2_000, blank=True, zoekbaar=True)
    advies = codeveld(_("advies"), "oordeel")
    oordeel = codeveld(_("oordeel"), "oordeel")

    class Meta(Zaakrij.Meta):
        verbose_name = _("klachtonderdeel")
        verbose_name_plural = _("klachtonderdelen")
        constraints = [
            *Zaakrij.Meta.constraints,
            models.CheckConstraint(
                condition=Q(gedraging__isnull=False) | Q(omschrijving__isnull=False),
                name="klachtonderdeel_zegt_iets",
            ),
        ]
