"""Users, teams and roles. No superuser and no staff flag: nobody reads by being powerful."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .geheim import Doel
from .rollen import Rol
from .velden import Mailadres, VasteTekst

if TYPE_CHECKING:
    from . import queries


class GebruikerManager(BaseUserManager["Gebruiker"]):
    def get_by_natural_key(self, username: str | None) -> Gebruiker:
        return self.get(email=username)


class Kleuren(models.TextChoices):
    """Which colours the screens have, whatever the computer says."""

    SYSTEEM = "systeem", _("Zoals mijn computer")
    LICHT = "licht", _("Licht")
    DONKER = "donker", _("Donker")


class Dichtheid(models.TextChoices):
    """How much stands on one screen."""

    RUIM = "ruim", _("Ruim")
    COMPACT = "compact", _("Compact")


class Gebruiker(AbstractBaseUser):
    """An account. Other people (melder, betrokkene) never have one."""

    email = Mailadres(_("e-mailadres"), unique=True, doel=Doel.ADRES)
    naam = VasteTekst(_("naam"), doel=Doel.NAAM)
    is_active = models.BooleanField(_("actief"), default=True)
    taal = models.CharField(
        _("taal"), max_length=2, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    kleuren = models.CharField(
        _("kleuren"),
        max_length=10,
        choices=Kleuren.choices,
        default=Kleuren.SYSTEEM,
        db_default=Kleuren.SYSTEEM,
    )
    dichtheid = models.CharField(
        _("dichtheid"),
        max_length=10,
        choices=Dichtheid.choices,
        default=Dichtheid.RUIM,
        db_default=Dichtheid.RUIM,
    )
    sneltoetsen = models.BooleanField(_("sneltoetsen"), default=True, db_default=True)
    uitgenodigd_op = models.DateTimeField(_("uitgenodigd op"), null=True, blank=True)

    objects: ClassVar[GebruikerManager] = GebruikerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")

    def __str__(self) -> str:
        return self.naam

    @classmethod
    def dicht(cls, veld: str, tekst: str) -> str:
        """`tekst` as the database holds it in the field `veld`, for the checked functions of schema `app`."""
        return str(cls._meta.get_field(veld).get_prep_value(tekst))  # type: ignore[union-attr]  # no relation

    @classmethod
    def leesbaar(cls, veld: str, waarde: str) -> str:
        """The other way round, for what those functions give back."""
        return str(cls._meta.get_field(veld).from_db_value(waarde))  # type: ignore[union-attr]  # no relation

    @cached_property
    def rollen(self) -> frozenset[str]:
        """The current user's roles. Only for the user of this transaction: anybody else's set is empty."""
        from . import queries

        return queries.rollen_van_huidige(self)

    @cached_property
    def teams(self) -> tuple[int, ...]:
        """Ids of the teams the current user is a member of today."""
        from . import queries

        return queries.teams_van_huidige(self)

    @cached_property
    def waarnemingen(self) -> list[queries.LopendeWaarneming]:
        """Running substitutions by or for the current user; nobody else's can be asked."""
        from . import queries

        return [een for een in queries.waarnemingen() if self.pk in (een.voor_id, een.waarnemer_id)]

    @property
    def neemt_waar_voor(self) -> frozenset[int]:
        """Ids of the behandelaars for whom the current user substitutes now."""
        return frozenset(een.voor_id for een in self.waarnemingen if een.waarnemer_id == self.pk)

    def neemt_waar(self, *, voor_id: int, team_id: int | None) -> bool:
        """Whether the current user substitutes now for this behandelaar, in a zaak of this team."""
        return any(
            een.waarnemer_id == self.pk and een.voor_id == voor_id and een.geldt_voor(team_id)
            for een in self.waarnemingen
        )

    def heeft_rol(self, *rollen: Rol) -> bool:
        return bool(self.rollen & set(rollen))


class Team(models.Model):
    """A desk or a group of handlers. A team owns zaken; a person gets a grant."""

    class Soort(models.TextChoices):
        INTAKE = "intake", _("Intake")
        BEHANDELING = "behandeling", _("Behandeling")
        KLACHTEN = "klachten", _("Klachten")
        MISSTANDEN = "misstanden", _("Misstanden")
        BUITEN_COID = "buiten_coid", _("Behandelaars buiten COID")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    naam = models.CharField(_("naam"), max_length=120, unique=True)
    soort = models.CharField(_("soort"), max_length=20, choices=Soort.choices)
    is_actief = models.BooleanField(_("actief"), default=True)

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["naam"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    soort__in=["intake", "behandeling", "klachten", "misstanden", "buiten_coid"]
                ),
                name="team_soort_bestaat",
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Lidmaatschap(models.Model):
    """Membership of a team. Closed to the web role: read and written through functions of schema `app`."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="lidmaatschappen")
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="lidmaatschappen")
    is_teamleider = models.BooleanField(_("teamleider"), default=False)
    sinds = models.DateTimeField(_("sinds"), db_default=Now())

    class Meta:
        verbose_name = _("lidmaatschap")
        constraints = [models.UniqueConstraint(fields=["team", "gebruiker"], name="lidmaatschap_een_keer")]

    def __str__(self) -> str:
        return f"{self.gebruiker_id} in {self.team_id}"


class Roltoekenning(models.Model):
    """A role of a user. Closed to the web role: read and written through functions of schema `app`."""

    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="roltoekenningen")
    rol = models.CharField(_("rol"), max_length=30, choices=Rol.choices)
    sinds = models.DateTimeField(_("sinds"), db_default=Now())

    class Meta:
        verbose_name = _("roltoekenning")
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "rol"], name="rol_een_keer"),
            models.CheckConstraint(condition=models.Q(rol__in=Rol.values), name="rol_bestaat"),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker_id}: {self.rol}"


class Sessie(models.Model):
    """A browser that somebody is signed in with, and the visitor who is not yet. The names are Django's."""

    session_key = models.CharField(_("sleutelhash"), max_length=40, primary_key=True)
    session_data = models.TextField(_("inhoud"))
    expire_date = models.DateTimeField(_("verloopt op"), db_index=True)
    gebruiker = models.ForeignKey(
        Gebruiker, on_delete=models.CASCADE, null=True, related_name="sessies", verbose_name=_("gebruiker")
    )
    begonnen_op = models.DateTimeField(_("begonnen op"), null=True)
    apparaat = models.CharField(_("apparaat"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("sessie")

    def __str__(self) -> str:
        return f"{self.gebruiker_id}: {self.apparaat}"


class OidcIdentiteit(models.Model):
    """Who somebody is at the organisation. Closed to the web role, as roles and memberships are."""

    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="oidcidentiteiten")
    issuer = models.CharField(_("issuer"), max_length=255)
    onderwerp = VasteTekst(_("onderwerp"), doel=Doel.ONDERWERP)
    gekoppeld_op = models.DateTimeField(_("gekoppeld op"), db_default=Now())

    class Meta:
        verbose_name = _("organisatieaccount")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "onderwerp"], name="oidc_persoon_een_account"),
            models.UniqueConstraint(fields=["gebruiker", "issuer"], name="oidc_account_een_persoon"),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker_id} bij {self.issuer}"


class Vierogenstand(models.Model):
    """That four eyes began here, and since when nobody could agree. One row, written by triggers alone."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    begonnen_op = models.DateTimeField(_("begonnen op"))
    niemand_sinds = models.DateTimeField(_("niemand sinds"), null=True)

    class Meta:
        verbose_name = _("stand van vier ogen")
        verbose_name_plural = _("stand van vier ogen")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="vierogenstand_een_rij")]

    def __str__(self) -> str:
        return f"{self.begonnen_op:%Y-%m-%d}"


PERSOONSGEGEVENS = ("naam", "email")
"""What a proposal about an account says of somebody: encrypted as the fields of the account with these names."""


class Voorstel(models.Model):
    """What a beheerder asks a second person to agree with. Written by checked functions of schema `app` alone."""

    class Handeling(models.TextChoices):
        NIEUW_ACCOUNT = "nieuw_account", _("Nieuwe gebruiker uitnodigen")
        NIEUW_ADRES = "nieuw_adres", _("Naam of e-mailadres wijzigen")
        ROLLEN = "rollen", _("Rollen geven")
        TWEEDE_STAP = "tweede_stap", _("Tweede stap wissen")
        ORGANISATIEACCOUNT = "organisatieaccount", _("Organisatieaccount losmaken")
        CODELABEL = "codelabel", _("Label van een code wijzigen")

    class Besluit(models.TextChoices):
        AKKOORD = "akkoord", _("Akkoord")
        GEWEIGERD = "geweigerd", _("Geweigerd")
        INGETROKKEN = "ingetrokken", _("Ingetrokken")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handeling = models.CharField(_("handeling"), max_length=20, choices=Handeling.choices)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, null=True, related_name="+")
    gegevens = models.JSONField(_("gegevens"), default=dict)
    """`email`, `naam`, `rollen`: what the account will have; `label` and more: of a code. Only what it is about.

    As the database holds it, with who it is about encrypted; `wat` opens that.
    """
    gevraagd_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    gevraagd_op = models.DateTimeField(_("gevraagd op"))
    verloopt_op = models.DateTimeField(_("verloopt op"))
    besluit = models.CharField(_("besluit"), max_length=12, choices=Besluit.choices, blank=True)
    besloten_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, null=True, related_name="+")
    besloten_op = models.DateTimeField(_("besloten op"), null=True)
    antwoord = models.TextField(_("antwoord"), blank=True, default="", db_default="")
    """Why it was refused, encrypted; `vierogen.reden_van_weigeren` reads it."""

    class Meta:
        verbose_name = _("voorstel")
        verbose_name_plural = _("voorstellen")
        ordering: ClassVar = ["-gevraagd_op", "-id"]

    def __str__(self) -> str:
        return f"{self.handeling} {self.gevraagd_op:%Y-%m-%d}"

    @classmethod
    def dicht(cls, wat: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, as the database holds it."""
        over_wie = {veld: Gebruiker.dicht(veld, wat[veld]) for veld in PERSOONSGEGEVENS if veld in wat}
        return {**wat, **over_wie}

    @property
    def wat(self) -> dict[str, Any]:
        """What is asked, readable."""
        if self.handeling == self.Handeling.CODELABEL:
            return dict(self.gegevens)
        gegevens: dict[str, Any] = self.gegevens
        return gegevens | {
            veld: Gebruiker.leesbaar(veld, gegevens[veld]) for veld in PERSOONSGEGEVENS if gegevens.get(veld)
        }

    def gaat_over(self, gebruiker: Gebruiker) -> bool:
        """Whether `gebruiker` has no say in it: nobody is the second person to unlink the own account."""
        return self.handeling == self.Handeling.ORGANISATIEACCOUNT and self.gebruiker_id == gebruiker.pk

    def is_open(self, *, nu: datetime) -> bool:
        """Whether it still waits for a decision."""
        return not self.besluit and nu < self.verloopt_op
