"""What a signal is: the decision on a zaak, and the signals that become none."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codelijsten.models import codeveld
from gebruikers.models import Team
from zaken.querysets import SignaalQuerySet, ZaakdeelQuerySet
from zaken.versleuteling.modellen import uitgepakt
from zaken.versleuteling.velden import VersleuteldeJson, VersleuteldeTekst

from .sleutels import Datasleutel
from .zaak import Zaak


class Kwalificatie(models.Model):
    """That a zaak belongs in its register: who decided, when, why, and what was asked first. Append-only.

    `triage` holds an answer per question of `zaken.register.triage`; encrypted, for it tells of people.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    zaak = models.ForeignKey(Zaak, on_delete=models.CASCADE, related_name="kwalificaties")
    soort = models.CharField(_("gekozen"), max_length=20, choices=Zaak.Soort.choices)
    reden = VersleuteldeTekst(_("reden"), max_tekens=1_000, blank=True)
    triage = VersleuteldeJson(_("eerst nagegaan"), null=True)  # type: ignore[misc]  # empty reads as {}
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(_("op"))

    objects: ClassVar[ZaakdeelQuerySet] = ZaakdeelQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("kwalificatie")
        verbose_name_plural = _("kwalificaties")
        ordering = ["-op"]
        indexes = [models.Index(fields=["zaak", "-op"], name="kwalificatie_per_zaak")]

    def __str__(self) -> str:
        return str(self.get_soort_display())

    def datasleutel(self) -> bytes:
        return self.zaak.datasleutel()


class Signaal(models.Model):
    """An adviesvraag, or something that belongs elsewhere: no zaak, no number, counted apart (ADR 0021).

    Codes, a date and at most a few lines. `zaak` is what it became when it turned out to be one after all: it then
    counts there and not here. Figures read `app.cijfers_signalen`.
    """

    class Soort(models.TextChoices):
        ADVIESVRAAG = "adviesvraag", _("Adviesvraag")
        HOORT_ELDERS = "hoort_elders", _("Hoort ergens anders")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    soort = models.CharField(_("soort"), max_length=20, choices=Soort.choices)
    aard = codeveld(_("wat het wel is"), "hoort_elders")
    verwezen_naar = codeveld(_("verwezen naar"), "verwijzing")
    ontvangen_op = models.DateField(_("ontvangen op"))
    defensieonderdeel = codeveld(_("defensieonderdeel"), "defensieonderdeel")
    sleutel = models.OneToOneField(
        Datasleutel, on_delete=models.SET_NULL, null=True, editable=False, related_name="signaal"
    )
    onderwerp = VersleuteldeTekst(_("onderwerp"), max_tekens=120, eenregelig=True)
    reden = VersleuteldeTekst(_("reden"), max_tekens=1_000, blank=True)
    triage = VersleuteldeJson(_("eerst nagegaan"), null=True)  # type: ignore[misc]  # empty reads as {}
    team = models.ForeignKey(Team, verbose_name=_("team"), on_delete=models.PROTECT, related_name="+")
    aangemaakt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("vastgelegd door"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    datum_registratie = models.DateTimeField(_("vastgelegd op"))
    zaak = models.OneToOneField(
        Zaak, verbose_name=_("werd"), on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    was_zaken = ArrayField(models.UUIDField(), default=list, editable=False)
    """The annulled zaken that it was: closed to whom one of those is closed."""
    geannuleerd_op = models.DateTimeField(_("geannuleerd op"), null=True, editable=False)
    geannuleerd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    geannuleerd_reden = VersleuteldeTekst(_("reden van annuleren"), max_tekens=500, blank=True)

    objects: ClassVar[SignaalQuerySet] = SignaalQuerySet.as_manager()  # type: ignore[assignment]  # manager proxies the queryset

    class Meta:
        verbose_name = _("signaal")
        verbose_name_plural = _("signalen")
        ordering = ["-ontvangen_op", "-id"]
        indexes = [
            models.Index(
                "team", models.F("ontvangen_op").desc(), models.F("id").desc(), name="signaal_lijst_team"
            ),
            models.Index(
                "aangemaakt_door",
                models.F("ontvangen_op").desc(),
                models.F("id").desc(),
                name="signaal_lijst_eigen",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(soort="adviesvraag", aard__isnull=True)
                | Q(soort="hoort_elders", aard__isnull=False, verwezen_naar__isnull=False),
                name="signaal_aard_hoort_bij_soort",
            ),
            models.CheckConstraint(
                condition=Q(geannuleerd_op__isnull=True) | Q(geannuleerd_door__isnull=False),
                name="signaal_annulering_heeft_persoon",
            ),
            models.CheckConstraint(
                condition=Q(geannuleerd_op__isnull=True) | Q(zaak__isnull=True),
                name="signaal_geannuleerd_of_zaak",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_soort_display())

    @property
    def is_geannuleerd(self) -> bool:
        return self.geannuleerd_op is not None

    @property
    def is_open(self) -> bool:
        """Whether it still stands for itself: not annulled, and no zaak."""
        return self.geannuleerd_op is None and self.zaak_id is None

    def datasleutel(self) -> bytes:
        return uitgepakt(self.sleutel)
