"""The register of onderzoeken: investigations that the bevoegd gezag orders (Aanwijzing SG A/989)."""

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


class Onderzoek(Zaak):
    """An integriteitsonderzoek: ordered by the bevoegd gezag, never by COID."""

    class Uitvoerder(models.TextChoices):
        COID = "coid", _("COID")
        COMMISSIE = "commissie_van_onderzoek", _("Commissie van Onderzoek")
        LEIDINGGEVENDE = "leidinggevende", _("Leidinggevende")
        COG = "cog", _("COG")
        EXTERN = "extern", _("Extern")
        KMAR = "kmar", _("KMar (extern gezag)")

    status = models.CharField(
        _("status"), max_length=30, choices=Status.choices, default=Status.ADVIES_GEVRAAGD, editable=False
    )
    onderzoeksoort = codeveld(_("soort onderzoek"), "onderzoeksoort")
    uitvoerder = models.CharField(_("uitvoerder"), max_length=30, choices=Uitvoerder.choices, blank=True)
    coid_advies = codeveld(_("advies van COID"), "coid_advies")
    coid_advies_op = models.DateField(_("advies van COID gegeven op"), null=True, blank=True)
    besluit_bg_op = models.DateField(_("besluit van het bevoegd gezag op"), null=True, blank=True)
    instellingsbeschikking = VersleuteldeTekst(
        _("instellingsbeschikking"), max_tekens=200, blank=True, eenregelig=True, zoekbaar=True
    )
    opdracht = VersleuteldeTekst(_("opdracht"), max_tekens=10_000, blank=True, zoekbaar=True)
    ingesteld_op = models.DateField(_("ingesteld op"), null=True, blank=True)
    wederhoor_op = models.DateField(_("wederhoor op"), null=True, blank=True)
    rapport_op = models.DateField(_("rapport vastgesteld op"), null=True, blank=True)
    besluit_op = models.DateField(_("besluit na het rapport op"), null=True, blank=True)

    objects: ClassVar[ZaakQuerySet] = ZaakQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("onderzoek")
        verbose_name_plural = _("onderzoeken")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="onderzoek_status_bestaat"),
            models.CheckConstraint(
                condition=Q(coid_advies_op__isnull=True) | Q(coid_advies__isnull=False),
                name="onderzoek_advies_met_datum",
            ),
            models.CheckConstraint(
                condition=Q(rapport_op__isnull=True) | Q(ingesteld_op__isnull=False),
                name="onderzoek_rapport_na_instelling",
            ),
        ]
        indexes = [
            models.Index(fields=["status"], name="onderzoek_status"),
            # What nobody has yet: the list skips closed zaken without reading them
            models.Index(
                fields=["zaak_ptr"], condition=Q(status__in=sorted(TE_BEHANDELEN)), name="onderzoek_open"
            ),
            models.Index(fields=["onderzoeksoort"], name="onderzoek_soort"),
        ]


class Onderzoeker(Zaakrij):
    """Somebody who does the onderzoek, with a statement of independence."""

    zaak = models.ForeignKey(Onderzoek, on_delete=models.CASCADE, related_name="+")
    naam = VersleuteldeTekst(_("naam"), max_tekens=200, eenregelig=True)
    onafhankelijk_op = models.DateField(_("onafhankelijkheid verklaard op"), null=True, blank=True)

    class Meta(Zaakrij.Meta):
        verbose_name = _("onderzoeker")
        verbose_name_plural = _("onderzoekers")


class Gesprek(Zaakrij):
    """A verhoor or another conversation of the onderzoek."""

    zaak = models.ForeignKey(Onderzoek, on_delete=models.CASCADE, related_name="+")
    gesprekssoort = codeveld(_("soort gesprek"), "gesprekssoort", null=False, blank=False)
    gehouden_op = models.DateField(_("gehouden op"))
    verslag = VersleuteldeTekst(_("verslag"), max_tekens=10_000, blank=True, zoekbaar=True)

    class Meta(Zaakrij.Meta):
        verbose_name = _("gesprek")
        verbose_name_plural = _("gesprekken")


class Conclusie(Zaakrij):
    """What was established, per betrokkene and hoofdcategorie. `betrokkene` is the number in the zaak, not a name."""

    zaak = models.ForeignKey(Onderzoek, on_delete=models.CASCADE, related_name="+")
    betrokkene = models.PositiveSmallIntegerField(_("nummer van de betrokkene"), null=True, blank=True)
    hoofdcategorie = codeveld(_("hoofdcategorie"), "hoofdcategorie", null=False, blank=False)
    conclusie = codeveld(_("conclusie"), "onderzoeksconclusie", null=False, blank=False)
    toelichting = VersleuteldeTekst(_("toelichting"), max_tekens=5_000, blank=True, zoekbaar=True)

    class Meta(Zaakrij.Meta):
        verbose_name = _("conclusie")
        verbose_name_plural = _("conclusies")
        constraints = [
            *Zaakrij.Meta.constraints,
            models.UniqueConstraint(
                fields=["zaak", "betrokkene", "hoofdcategorie"],
                nulls_distinct=False,
                name="conclusie_een_per_betrokkene_en_hoofdcategorie",
            ),
        ]


class Aanbeveling(Zaakrij):
    """What the report advises to do, with who follows it up. `eigenaar` is a function, never a name."""

    zaak = models.ForeignKey(Onderzoek, on_delete=models.CASCADE, related_name="+")
    omschrijving = VersleuteldeTekst(_("omschrijving"), max_tekens=5_000, zoekbaar=True)
    eigenaar = VersleuteldeTekst(_("eigenaar"), max_tekens=200, blank=True, eenregelig=True)
    uiterlijk_op = models.DateField(_("uiterlijk op"), null=True, blank=True)
    opvolging = codeveld(_("opvolging"), "aanbeveling_opvolging", null=False, blank=False)

    class Meta(Zaakrij.Meta):
        verbose_name = _("aanbeveling")
        verbose_name_plural = _("aanbevelingen")
