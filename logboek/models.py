"""What happened: append-only named events without content."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Soort(models.TextChoices):
    """Named events; the code value is stable for ever."""

    INGEZIEN = "ingezien", _("Zaak ingezien")
    LIJST_GETOOND = "lijst_getoond", _("Lijst getoond")
    GEZOCHT = "gezocht", _("Gezocht")
    GEWEIGERD = "geweigerd", _("Toegang geweigerd")
    GEREGISTREERD = "geregistreerd", _("Zaak geregistreerd")
    GEWIJZIGD = "gewijzigd", _("Zaak gewijzigd")
    GEANNULEERD = "geannuleerd", _("Registratie ongedaan gemaakt")
    STATUS_GEWIJZIGD = "status_gewijzigd", _("Status gewijzigd")
    TOEGEWEZEN = "toegewezen", _("Zaak toegewezen")
    TOEGANG_VERLEEND = "toegang_verleend", _("Toegang verleend")
    TOEGANG_BEEINDIGD = "toegang_beeindigd", _("Toegang beëindigd")
    UITGESLOTEN = "uitgesloten", _("Gebruiker uitgesloten")
    UITSLUITING_OPGEHEVEN = "uitsluiting_opgeheven", _("Uitsluiting opgeheven")
    VERZEGELD = "verzegeld", _("Zaak verzegeld")
    NOTITIE_TOEGEVOEGD = "notitie_toegevoegd", _("Notitie toegevoegd")
    PERSOON_TOEGEVOEGD = "persoon_toegevoegd", _("Persoon toegevoegd")
    PERSOON_GEWIJZIGD = "persoon_gewijzigd", _("Persoon gewijzigd")
    PERSOON_VERWIJDERD = "persoon_verwijderd", _("Persoon verwijderd")
    TERMIJN_AFGEDAAN = "termijn_afgedaan", _("Termijn afgedaan")
    GEEXPORTEERD = "geexporteerd", _("Gegevens geëxporteerd")
    GEIMPORTEERD = "geimporteerd", _("Gegevens geïmporteerd")
    AANGEMELD = "aangemeld", _("Aangemeld")
    AFGEMELD = "afgemeld", _("Afgemeld")
    AANMELDEN_MISLUKT = "aanmelden_mislukt", _("Aanmelden mislukt")
    GEBRUIKER_UITGENODIGD = "gebruiker_uitgenodigd", _("Gebruiker uitgenodigd")
    GEBRUIKER_GEDEACTIVEERD = "gebruiker_gedeactiveerd", _("Gebruiker gedeactiveerd")
    GEBRUIKER_GEACTIVEERD = "gebruiker_geactiveerd", _("Gebruiker geactiveerd")
    GEBRUIKER_GEWIJZIGD = "gebruiker_gewijzigd", _("Gebruiker gewijzigd")
    WACHTWOORD_GEWIJZIGD = "wachtwoord_gewijzigd", _("Wachtwoord gewijzigd")
    ROLLEN_GEWIJZIGD = "rollen_gewijzigd", _("Rollen gewijzigd")
    TEAM_GEWIJZIGD = "team_gewijzigd", _("Team gewijzigd")
    CODE_GEWIJZIGD = "code_gewijzigd", _("Code gewijzigd")
    TERMIJNREGEL_GEWIJZIGD = "termijnregel_gewijzigd", _("Termijnregel gewijzigd")
    CASUS_DAG = "casus_dag", _("Met casussen gewerkt")


class Gebeurtenis(models.Model):
    """One event. Ids only, no foreign key: it survives the destruction of the zaak it is about."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    tijdstip = models.DateTimeField(_("tijdstip"), default=timezone.now)
    soort = models.CharField(_("soort"), max_length=30, choices=Soort.choices)
    door_id = models.BigIntegerField(_("door"), null=True)
    zaak_id = models.UUIDField(_("zaak"), null=True)
    object_id = models.CharField(_("onderdeel"), max_length=40, blank=True)
    bijzonderheden = models.JSONField(_("bijzonderheden"), default=dict)

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")
        indexes = [
            models.Index(fields=["zaak_id", "-tijdstip"], name="logboek_per_zaak"),
            models.Index(fields=["-tijdstip"], name="logboek_nieuwste"),
            models.Index(fields=["door_id", "-tijdstip"], name="logboek_per_gebruiker"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.tijdstip:%Y-%m-%d}"
