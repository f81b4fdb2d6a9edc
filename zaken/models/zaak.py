"""The zaak itself, its number series, its search tokens and where an imported one came from."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from gebruikers.geheim import Doel
from gebruikers.models import Team
from gebruikers.velden import VasteTekst
from zaken.querysets import ZaakQuerySet
from zaken.versleuteling.modellen import uitgepakt
from zaken.versleuteling.velden import VersleuteldeTekst

from .sleutels import Datasleutel


class Invoer(models.Model):
    """One import: which file (by hash), how many rows, when, into which register. Provenance per zaak."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    register = models.CharField(_("register"), max_length=20)
    bestand_sha256 = models.CharField(_("vingerafdruk van het bestand"), max_length=64)
    aantal = models.PositiveIntegerField(_("aantal rijen"))
    uitgevoerd_op = models.DateTimeField(_("uitgevoerd op"), db_default=Now())

    class Meta:
        verbose_name = _("invoer")
        verbose_name_plural = _("invoer")

    def __str__(self) -> str:
        return f"{self.register} {self.bestand_sha256[:8]}"


class Zaak(models.Model):
    """What every register shares. Reached through `zichtbaar_voor(gebruiker)`; the status lives on the child.

    `ontvangen_defensie` sets the reporting year and starts statutory terms; `gebruikers` is a planner hint
    kept by trigger, never the truth about access (see `docs/toegang.md`).
    """

    class Soort(models.TextChoices):
        MELDING = "melding", _("Melding")
        KLACHT = "klacht", _("Klacht")
        MISSTAND = "misstand", _("Vermoeden van een misstand")
        ONDERZOEK = "onderzoek", _("Onderzoek")

    class Anonimiteit(models.TextChoices):
        NEE = "nee", _("Naam bekend")
        VERTROUWELIJK = "vertrouwelijk", _("Naam alleen bij ons bekend")
        ANONIEM = "anoniem", _("Anoniem")

    class Rubricering(models.TextChoices):
        ONGERUBRICEERD = "ongerubriceerd", _("Ongerubriceerd")
        DEPARTEMENTAAL = "departementaal_vertrouwelijk", _("Departementaal vertrouwelijk")

    class Precisie(models.TextChoices):
        DAG = "dag", _("Dag bekend")
        MAAND = "maand", _("Maand bekend")
        JAAR = "jaar", _("Jaar bekend")
        ONBEKEND = "onbekend", _("Onbekend")

    class Bronsysteem(models.TextChoices):
        APPLICATIE = "applicatie", _("Deze toepassing")
        MVV = "mvv", _("Melding Voorvallen (MVV)")
        BPS_KMAR = "bps_kmar", _("BPS-KMar")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    soort = models.CharField(_("soort"), max_length=20, choices=Soort.choices, editable=False)
    zaaknummer = models.CharField(_("zaaknummer"), max_length=20, unique=True, editable=False)
    sleutel = models.OneToOneField(
        Datasleutel,
        verbose_name=_("datasleutel"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="zaak",
    )

    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    behandelaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("behandelaar"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    gebruikers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    verzegeld = models.BooleanField(_("verzegeld"), default=False, editable=False)
    aangemaakt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geregistreerd door"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    datum_registratie = models.DateTimeField(_("geregistreerd op"))

    ontvangen_defensie = models.DateField(_("ontvangen door Defensie"))
    ontvangen_register = models.DateField(_("ontvangen bij het register"), null=True, blank=True)
    voorval_van = models.DateField(_("voorval vanaf"), null=True, blank=True)
    voorval_tot = models.DateField(_("voorval tot en met"), null=True, blank=True)
    voorval_precisie = models.CharField(
        _("hoe precies is de datum"), max_length=10, choices=Precisie.choices, default=Precisie.ONBEKEND
    )
    voorval_tot_precisie = models.CharField(
        _("hoe precies is de einddatum"),
        max_length=10,
        choices=Precisie.choices,
        blank=True,
        default="",
        db_default="",
    )
    """Empty: as precise as the beginning."""
    datum_afgehandeld = models.DateField(_("afgehandeld op"), null=True, blank=True)
    datum_gesloten = models.DateField(_("gesloten op"), null=True, blank=True)

    rubricering = models.CharField(
        _("rubricering"), max_length=30, choices=Rubricering.choices, default=Rubricering.DEPARTEMENTAAL
    )
    anonimiteit = models.CharField(
        _("anonimiteit"), max_length=20, choices=Anonimiteit.choices, default=Anonimiteit.NEE
    )
    meldkanaal = models.ForeignKey(
        Code,
        verbose_name=_("meldkanaal"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "meldkanaal"},
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
    locatiecontext = models.ForeignKey(
        Code,
        verbose_name=_("plaats van het voorval"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"lijst": "locatiecontext"},
    )
    eenheid = VersleuteldeTekst(_("eenheid"), max_tekens=120, blank=True, eenregelig=True, zoekbaar=True)
    onderwerp = VersleuteldeTekst(_("onderwerp"), max_tekens=120, eenregelig=True, zoekbaar=True)
    omschrijving = VersleuteldeTekst(_("omschrijving"), max_tekens=20_000, blank=True, zoekbaar=True)
    aantal_betrokkenen = models.PositiveSmallIntegerField(_("aantal betrokkenen"), null=True, blank=True)

    bronsysteem = models.CharField(
        _("bronsysteem"), max_length=20, choices=Bronsysteem.choices, default=Bronsysteem.APPLICATIE
    )
    externe_referentie = VasteTekst(_("externe referentie"), max_length=80, blank=True, doel=Doel.REFERENTIE)
    """Number in the other system. Whatever a file brings under that name, it stands encrypted (docs/adr/0035)."""
    invoer = models.ForeignKey(
        Invoer,
        verbose_name=_("invoer"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="zaken",
    )
    invoer_regel = models.PositiveIntegerField(_("regel van het bestand"), null=True, editable=False)

    samengevoegd_met = models.ForeignKey(
        "self",
        verbose_name=_("samengevoegd met"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    geannuleerd_op = models.DateTimeField(_("geannuleerd op"), null=True, blank=True)
    geannuleerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("geannuleerd door"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    geannuleerd_reden = VersleuteldeTekst(_("reden van annuleren"), max_tekens=500, blank=True, zoekbaar=True)

    eerste_termijn = models.DateField(_("eerste termijn"), null=True, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[ZaakQuerySet] = ZaakQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("zaak")
        verbose_name_plural = _("zaken")
        constraints = [
            models.CheckConstraint(
                condition=Q(soort__in=["melding", "klacht", "misstand", "onderzoek"]),
                name="zaak_soort_bestaat",
            ),
            models.CheckConstraint(
                condition=Q(voorval_tot__isnull=True)
                | Q(voorval_van__isnull=True)
                | Q(voorval_tot__gte=F("voorval_van")),
                name="zaak_voorval_loopt_vooruit",
            ),
            models.CheckConstraint(
                condition=Q(voorval_van__isnull=True, voorval_precisie="onbekend")
                | (Q(voorval_van__isnull=False) & ~Q(voorval_precisie="onbekend")),
                name="zaak_voorval_precisie_klopt",
            ),
            models.CheckConstraint(
                condition=Q(voorval_tot_precisie="")
                | (Q(voorval_tot__isnull=False) & Q(voorval_tot_precisie__in=["dag", "maand", "jaar"])),
                name="zaak_einde_precisie_klopt",
            ),
            models.CheckConstraint(
                condition=Q(ontvangen_register__isnull=True)
                | Q(ontvangen_register__gte=F("ontvangen_defensie")),
                name="zaak_register_na_defensie",
            ),
            models.CheckConstraint(
                condition=Q(geannuleerd_op__isnull=True) | Q(geannuleerd_door__isnull=False),
                name="zaak_annulering_heeft_persoon",
            ),
            models.CheckConstraint(condition=~Q(samengevoegd_met=F("id")), name="zaak_niet_met_zichzelf"),
            models.UniqueConstraint(
                fields=["bronsysteem", "externe_referentie"],
                condition=~Q(externe_referentie=""),
                name="zaak_herkomst_uniek",
            ),
        ]
        indexes = [
            models.Index("soort", F("ontvangen_defensie").desc(), F("id").desc(), name="zaak_lijst"),
            models.Index(
                "team", "soort", F("ontvangen_defensie").desc(), F("id").desc(), name="zaak_lijst_team"
            ),
            models.Index(
                "behandelaar",
                "soort",
                F("ontvangen_defensie").desc(),
                F("id").desc(),
                name="zaak_lijst_behandelaar",
            ),
            models.Index(
                "soort",
                "defensieonderdeel",
                F("ontvangen_defensie").desc(),
                F("id").desc(),
                name="zaak_lijst_onderdeel",
            ),
            models.Index(
                "soort",
                "eerste_termijn",
                "id",
                condition=Q(eerste_termijn__isnull=False),
                name="zaak_lijst_termijn",
            ),
            models.Index(
                "soort",
                F("ontvangen_defensie").desc(),
                F("id").desc(),
                condition=Q(behandelaar__isnull=True),
                name="zaak_onbehandeld",
            ),
            models.Index(
                "soort",
                "eerste_termijn",
                "ontvangen_defensie",
                "id",
                condition=Q(behandelaar__isnull=True, eerste_termijn__isnull=False),
                name="zaak_onbehandeld_termijn",
            ),
            GinIndex(fields=["gebruikers"], fastupdate=False, name="zaak_gebruikers"),
        ]

    def __str__(self) -> str:
        return self.zaaknummer

    @property
    def is_geannuleerd(self) -> bool:
        return self.geannuleerd_op is not None

    def datasleutel(self) -> bytes:
        """The unwrapped data key (32 bytes); raises `SleutelVernietigd` after destruction."""
        return uitgepakt(self.sleutel)


class Nummerreeks(models.Model):
    """Last number given out per register and year; taken under a row lock, so consecutive without races."""

    soort = models.CharField(max_length=20)
    jaar = models.PositiveSmallIntegerField()
    laatste = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("nummerreeks")
        constraints = [models.UniqueConstraint(fields=["soort", "jaar"], name="nummerreeks_een_per_jaar")]

    def __str__(self) -> str:
        return f"{self.soort} {self.jaar}: {self.laatste}"


class Zoekindex(models.Model):
    """Keyed tokens of the texts of a zaak. Closed to the web role; searched through `app.zoek_zaken` only."""

    zaak = models.OneToOneField(Zaak, on_delete=models.CASCADE, primary_key=True, related_name="+")
    tokens = ArrayField(models.BigIntegerField())
    maand = models.BigIntegerField(default=0)
    """Month of receipt, by trigger: a frequent word is read month by month."""
    ronde = models.IntegerField(default=0)
    """In which round of rebuilding the row was written, by trigger (`zaken.services.herbouw`)."""

    class Meta:
        verbose_name = _("zoekindex")
        indexes = [
            GinIndex(
                Func(
                    "tokens",
                    "maand",
                    function="app.zoektermen",
                    output_field=ArrayField(models.BigIntegerField()),
                ),
                fastupdate=False,
                name="zoekindex_tokens",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
