"""Mail that leaves the application: what waits, what was sent, what failed."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gebruikers.geheim import Doel
from gebruikers.velden import VasteTekst


class Soort(models.TextChoices):
    """What a mail is for; the code value is stable for ever."""

    UITNODIGING = "uitnodiging", _("Uitnodiging")
    UITNODIGING_ORGANISATIE = "uitnodiging_organisatie", _("Uitnodiging")
    NIEUW_WACHTWOORD = "nieuw_wachtwoord", _("Nieuw wachtwoord")
    WACHTWOORD_VERGETEN = "password_reset_key", _("Wachtwoord vergeten")
    NIEUW_ADRES = "nieuw_adres", _("Ander e-mailadres")
    NIEUWE_NAAM = "nieuwe_naam", _("Andere naam")
    AANMELDEN_GEWIJZIGD = "aanmelden_gewijzigd", _("Aanmelden gewijzigd")
    BERICHT = "bericht", _("Nieuw bericht")
    OVERZICHT = "overzicht", _("Berichten van de dag")
    OVERIG = "overig", _("Overig")


class Foutsoort(models.TextChoices):
    """Why a mail did not leave. A kind and never the words of the server: those may repeat what was in the mail."""

    ADRES_GEWEIGERD = "adres_geweigerd", _("De mailserver weigert dit adres")
    BERICHT_GEWEIGERD = "bericht_geweigerd", _("De mailserver weigert dit bericht")
    AANMELDEN = "aanmelden", _("De mailserver laat ons niet toe")
    GEEN_VERBINDING = "geen_verbinding", _("De mailserver antwoordt niet")
    ONGELDIG = "ongeldig", _("Het adres of het bericht is ongeldig")
    ONLEESBAAR = "onleesbaar", _("De inhoud is niet meer te lezen")
    TERUGGEKOMEN = "teruggekomen", _("Later teruggekomen als onbestelbaar")


class Mail(models.Model):
    """One mail to one address.

    Subject and text are encrypted together in `inhoud` (`gebruikers.geheim`, bound to this row), which is emptied once
    the mail has left or will never leave. The web role writes `inhoud` and cannot read it.
    """

    class Staat(models.TextChoices):
        WACHT = "wacht", _("Wacht")
        VERSTUURD = "verstuurd", _("Verstuurd")
        MISLUKT = "mislukt", _("Mislukt")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    soort = models.CharField(_("soort"), max_length=40, choices=Soort.choices)
    adres = VasteTekst(_("e-mailadres"), doel=Doel.ADRES)
    inhoud = models.TextField(_("inhoud"), null=True)
    staat = models.CharField(_("staat"), max_length=10, choices=Staat.choices, default=Staat.WACHT)
    pogingen = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    gemaakt_op = models.DateTimeField(_("gemaakt op"))
    volgende_poging = models.DateTimeField(_("volgende poging"))
    verstuurd_op = models.DateTimeField(_("verstuurd op"), null=True)
    foutsoort = models.CharField(_("fout"), max_length=20, choices=Foutsoort.choices, blank=True)
    antwoordcode = models.PositiveSmallIntegerField(_("code van de mailserver"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(staat__in=["wacht", "verstuurd", "mislukt"]), name="mail_staat_bestaat"
            ),
            models.CheckConstraint(
                condition=~Q(staat="wacht") | Q(inhoud__isnull=False), name="mail_wacht_met_inhoud"
            ),
            models.CheckConstraint(
                condition=Q(staat="verstuurd", verstuurd_op__isnull=False, inhoud__isnull=True)
                | ~Q(staat="verstuurd"),
                name="mail_verstuurd_zonder_inhoud",
            ),
        ]
        indexes: ClassVar = [
            models.Index("volgende_poging", condition=Q(staat="wacht"), name="mail_wachtrij"),
            models.Index("staat", models.F("gemaakt_op").desc(), name="mail_per_staat"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.gemaakt_op:%Y-%m-%d}"
