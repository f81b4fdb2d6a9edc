"""What happened: append-only named events without content."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Soort(models.TextChoices):
    """Named events; the code value is stable for ever."""

    INGEZIEN = "ingezien", _("Zaak ingezien")
    AFGEDRUKT = "afgedrukt", _("Zaak afgedrukt")
    GEDOWNLOAD = "gedownload", _("Bestand gedownload")
    LEZERS_GETOOND = "lezers_getoond", _("Lezers van zaak bekeken")
    LIJST_GETOOND = "lijst_getoond", _("Lijst getoond")
    GEZOCHT = "gezocht", _("Gezocht")
    PERSOON_GEZOCHT = "persoon_gezocht", _("Persoon gezocht")
    GEWEIGERD = "geweigerd", _("Toegang geweigerd")
    GEREGISTREERD = "geregistreerd", _("Zaak geregistreerd")
    GEWIJZIGD = "gewijzigd", _("Zaak gewijzigd")
    GEANNULEERD = "geannuleerd", _("Registratie ongedaan gemaakt")
    STATUS_GEWIJZIGD = "status_gewijzigd", _("Status gewijzigd")
    TOEGEWEZEN = "toegewezen", _("Zaak toegewezen")
    TOEGANG_VERLEEND = "toegang_verleend", _("Toegang verleend")
    TOEGANG_BEEINDIGD = "toegang_beeindigd", _("Toegang beëindigd")
    UITGESLOTEN = "uitgesloten", _("Gebruiker uitgesloten")
    ZONDER_LEZER = "zonder_lezer", _("Niemand kan de zaak meer lezen")
    ZONDER_TOEZICHT = "zonder_toezicht", _("Op een zaak houdt niemand meer toezicht")
    LEZER_GEKOZEN = "lezer_gekozen", _("Lezer gekozen voor zaken die niemand kan lezen")
    UITSLUITING_OPGEHEVEN = "uitsluiting_opgeheven", _("Uitsluiting opgeheven")
    VERZEGELD = "verzegeld", _("Zaak verzegeld")
    ONTZEGELING_GEVRAAGD = "ontzegeling_gevraagd", _("Gevraagd de verzegeling op te heffen")
    ONTZEGELING_GEWEIGERD = "ontzegeling_geweigerd", _("Verzegeling niet opgeheven")
    ONTZEGELD = "ontzegeld", _("Verzegeling opgeheven")
    ACCOUNTS_VERGELEKEN = "accounts_vergeleken", _("Namen vergeleken met gebruikers")
    NOTITIE_TOEGEVOEGD = "notitie_toegevoegd", _("Notitie toegevoegd")
    PERSOON_TOEGEVOEGD = "persoon_toegevoegd", _("Persoon toegevoegd")
    PERSOON_GEWIJZIGD = "persoon_gewijzigd", _("Persoon gewijzigd")
    PERSOON_VERWIJDERD = "persoon_verwijderd", _("Persoon verwijderd")
    DOCUMENT_TOEGEVOEGD = "document_toegevoegd", _("Document toegevoegd")
    DOCUMENT_VERWIJDERD = "document_verwijderd", _("Document verwijderd")
    TERMIJN_AFGEDAAN = "termijn_afgedaan", _("Termijn afgedaan")
    OPVOLGER_GEKOZEN = "opvolger_gekozen", _("Opvolger of waarnemer gekozen")
    OVERGEDRAGEN = "overgedragen", _("Zaak overgedragen")
    WAARNEMING_INGESTELD = "waarneming_ingesteld", _("Waarneming ingesteld")
    WAARNEMING_BEEINDIGD = "waarneming_beeindigd", _("Waarneming beëindigd")
    TOEGANG_HERZIEN = "toegang_herzien", _("Toegang van team nagelopen")
    NOODTOEGANG_GEOPEND = "noodtoegang_geopend", _("Noodtoegang geopend")
    NOODTOEGANG_BEEINDIGD = "noodtoegang_beeindigd", _("Noodtoegang beëindigd")
    NOODTOEGANG_BEOORDEELD = "noodtoegang_beoordeeld", _("Noodtoegang beoordeeld")
    AKKOORD_GEVRAAGD = "akkoord_gevraagd", _("Tweede persoon gevraagd")
    AKKOORD_GEGEVEN = "akkoord_gegeven", _("Tweede persoon akkoord")
    AKKOORD_GEWEIGERD = "akkoord_geweigerd", _("Tweede persoon niet akkoord")
    VIER_OGEN_BEGONNEN = "vier_ogen_begonnen", _("Vier ogen begonnen")
    TWEEDE_PERSOON_WEG = "tweede_persoon_weg", _("Niemand kan meer akkoord geven")
    TWEEDE_PERSOON_TERUG = "tweede_persoon_terug", _("Iemand kan weer akkoord geven")
    SIGNAAL_VASTGELEGD = "signaal_vastgelegd", _("Signaal vastgelegd")
    SIGNAAL_INGEZIEN = "signaal_ingezien", _("Signaal ingezien")
    SIGNAAL_GEANNULEERD = "signaal_geannuleerd", _("Signaal geannuleerd")
    SIGNAAL_WERD_ZAAK = "signaal_werd_zaak", _("Signaal werd zaak")
    DOORGELEID = "doorgeleid", _("Zaak doorgeleid")
    DOORGELEIDING_ONGEDAAN = "doorgeleiding_ongedaan", _("Doorgeleiden ongedaan gemaakt")
    GEKOPPELD = "gekoppeld", _("Zaken gekoppeld")
    ONTKOPPELD = "ontkoppeld", _("Koppeling van zaken beëindigd")
    VERNIETIGD = "vernietigd", _("Dossier vernietigd")
    GEEXPORTEERD = "geexporteerd", _("Gegevens geëxporteerd")
    GEIMPORTEERD = "geimporteerd", _("Gegevens geïmporteerd")
    BESTAND_GEBRACHT = "bestand_gebracht", _("Bestand toegevoegd om in te lezen")
    BESTAND_WEGGEGOOID = "bestand_weggegooid", _("Toegevoegd bestand weggegooid")
    AANGEMELD = "aangemeld", _("Aangemeld")
    AFGEMELD = "afgemeld", _("Uitgelogd")
    AANMELDEN_MISLUKT = "aanmelden_mislukt", _("Aanmelden mislukt")
    GEBRUIKER_UITGENODIGD = "gebruiker_uitgenodigd", _("Gebruiker uitgenodigd")
    GEBRUIKER_GEDEACTIVEERD = "gebruiker_gedeactiveerd", _("Gebruiker gedeactiveerd")
    GEBRUIKER_GEACTIVEERD = "gebruiker_geactiveerd", _("Gebruiker geactiveerd")
    GEBRUIKER_GEWIJZIGD = "gebruiker_gewijzigd", _("Gebruiker gewijzigd")
    HERBEVESTIGD = "herbevestigd", _("Opnieuw aangemeld voor een handeling")
    TWEEDE_FACTOR_GEWIJZIGD = "tweede_factor_gewijzigd", _("Tweede stap van aanmelden gewijzigd")
    SESSIES_BEEINDIGD = "sessies_beeindigd", _("Sessies beëindigd")
    WACHTWOORD_GEWIJZIGD = "wachtwoord_gewijzigd", _("Wachtwoord gewijzigd")
    ROLLEN_GEWIJZIGD = "rollen_gewijzigd", _("Rollen gewijzigd")
    TEAM_GEWIJZIGD = "team_gewijzigd", _("Team gewijzigd")
    CODE_GEWIJZIGD = "code_gewijzigd", _("Code gewijzigd")
    TERMIJNREGEL_GEWIJZIGD = "termijnregel_gewijzigd", _("Termijnregel gewijzigd")
    LOGBOEK_GERAADPLEEGD = "logboek_geraadpleegd", _("Logboek geraadpleegd")
    LOGBOEK_GEEXPORTEERD = "logboek_geexporteerd", _("Logboek geëxporteerd")
    LOGBOEK_OPGERUIMD = "logboek_opgeruimd", _("Logboek opgeruimd")
    LOGBOEK_GECONTROLEERD = "logboek_gecontroleerd", _("Logboek gecontroleerd")
    MAIL_OPNIEUW = "mail_opnieuw", _("Mail opnieuw verstuurd")
    SLEUTELS_GEROTEERD = "sleutels_geroteerd", _("Hoofdsleutel vervangen")
    BACKUP_GEMAAKT = "backup_gemaakt", _("Reservekopie gemaakt")
    HERSTELD = "hersteld", _("Reservekopie teruggezet")
    CASUS_DAG = "casus_dag", _("Met casussen gewerkt")
    CASUSSEN_GETELD = "casussen_geteld", _("Casussen geteld")


NIET_GESCHREVEN = frozenset(
    {
        Soort.GEDOWNLOAD,
        Soort.DOCUMENT_TOEGEVOEGD,
        Soort.DOCUMENT_VERWIJDERD,
        Soort.TERMIJN_AFGEDAAN,
    }
)
"""Codes that are kept, for a code never gets another meaning; nothing writes them, so nobody filters on them."""
LEESSOORTEN = (Soort.INGEZIEN, Soort.AFGEDRUKT, Soort.GEDOWNLOAD, Soort.GEEXPORTEERD)
"""Reading a zaak; `app.lezers_van_zaak` says the same. With noodtoegang the database adds the id of that row."""


class Leeswijze(models.TextChoices):
    """Which page of a zaak was read."""

    PAGINA = "pagina", _("Pagina van de zaak")
    TREFFER = "treffer", _("Geopend na zoeken")
    FRAGMENT = "fragment", _("Stukje tekst gezien bij zoeken")
    WIJZIGEN = "wijzigen", _("Formulier van de zaak")
    GESCHIEDENIS = "geschiedenis", _("Geschiedenis van de zaak")
    NOODTOEGANG = "noodtoegang", _("Met noodtoegang")


def soorten() -> list[tuple[str, Any]]:
    """The choices of `Gebeurtenis.soort`; a function, so that a new event needs no migration."""
    return list(Soort.choices)


class Gebeurtenis(models.Model):
    """One event. Ids only, no foreign key: it survives the destruction of the zaak it is about."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    tijdstip = models.DateTimeField(_("tijdstip"), default=timezone.now)
    soort = models.CharField(_("soort"), max_length=30, choices=soorten)
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
            models.Index(fields=["soort", "-tijdstip"], name="logboek_per_soort"),
            models.Index(
                KT("bijzonderheden__zaaknummer"),
                condition=models.Q(soort="geregistreerd"),
                name="logboek_per_nummer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.tijdstip:%Y-%m-%d}"


class Zegel(models.Model):
    """A sealed batch of events, in a chain: `logboek.zegels` says what is hashed and how. Never changed."""

    nummer = models.BigIntegerField(_("zegel"), primary_key=True)
    vorm = models.PositiveSmallIntegerField(_("vorm"))
    aantal = models.PositiveIntegerField(_("aantal gebeurtenissen"))
    wortel = models.BinaryField(_("wortel"), max_length=32)
    vorige = models.BinaryField(_("kenmerk van het vorige zegel"), max_length=32)
    verzegeld_op = models.DateTimeField(_("verzegeld op"))

    class Meta:
        verbose_name = _("zegel")
        verbose_name_plural = _("zegels")

    def __str__(self) -> str:
        return str(self.nummer)


class Zegelregel(models.Model):
    """Which event is in which batch, at which place, with its hash. No foreign key to the event: it may be missed."""

    gebeurtenis_id = models.UUIDField(primary_key=True)
    zegel = models.ForeignKey(Zegel, on_delete=models.PROTECT, related_name="regels")
    plek = models.PositiveIntegerField(_("plek"))
    blad = models.BinaryField(_("blad"), max_length=32)

    class Meta:
        verbose_name = _("zegelregel")
        verbose_name_plural = _("zegelregels")
        constraints = [models.UniqueConstraint(fields=["zegel", "plek"], name="zegelregel_plek")]

    def __str__(self) -> str:
        return f"{self.zegel_id}/{self.plek}"
