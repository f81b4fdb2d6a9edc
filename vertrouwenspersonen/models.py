"""The casus: one conversation track of a vertrouwenspersoon with somebody whose name is written nowhere.

The columns are those of the data dictionary and one more quarter: docs/adr/0005-casus-zonder-tijdstip.md.
There is no name, no eenheid, no free text, no moment, no ordered number, and no key that a zaak has too. All
answers stand in one row, the lists as arrays of code ids, so that one set of row security policies covers
everything; a trigger checks that each id is a code of the right list.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from gebruikers.models import Gebruiker

from . import casusnummers, kwartalen
from .kwartalen import Kwartaal
from .querysets import CasusQuerySet
from .status import OVERGANGEN, Status

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class AantalContacten(models.TextChoices):
    """Classes, so that a long track is not recognised by its number of conversations."""

    EEN = "1", _("1")
    TWEE_OF_DRIE = "2-3", _("2 of 3")
    VIER_TOT_ZES = "4-6", _("4 tot en met 6")
    ZEVEN_OF_MEER = "7+", _("7 of meer")


def _code(naam: StrPromise) -> models.ForeignKey[Code, Code]:
    """A code of a list. Hidden from `Code`, so that no query reaches casussen from there.

    The database refuses to delete a code in use; Django would have to read casussen to say so.
    """
    return models.ForeignKey(
        Code, verbose_name=naam, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )


class Casus(models.Model):
    """Seen by its vertrouwenspersoon and by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    casusnummer = models.CharField(
        _("casusnummer"), max_length=11, default=casusnummers.nieuw_casusnummer, editable=False
    )
    vertrouwenspersoon = models.ForeignKey(
        Gebruiker, verbose_name=_("vertrouwenspersoon"), on_delete=models.DO_NOTHING, related_name="+"
    )
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.OPEN)
    voortzetting = models.BooleanField(_("voortzetting"), default=False)
    kwartaal_eerste_contact = models.CharField(_("periode van het eerste gesprek"), max_length=7)
    kwartaal_laatste_contact = models.CharField(_("periode van het laatste gesprek"), max_length=7)
    defensieonderdeel = _code(_("defensieonderdeel"))
    personeelscategorie = _code(_("personeelscategorie"))
    rol_hulpvrager = _code(_("rol van de hulpvrager"))
    hoofdthema = _code(_("hoofdthema"))
    neventhema = ArrayField(models.BigIntegerField(), verbose_name=_("neventhema"), default=list, blank=True)
    aantal_contacten = models.CharField(_("aantal gesprekken"), max_length=3, choices=AantalContacten.choices)
    acties = ArrayField(models.BigIntegerField(), verbose_name=_("acties"))
    doorverwezen_naar = ArrayField(
        models.BigIntegerField(), verbose_name=_("doorverwezen naar"), default=list, blank=True
    )
    afloop = models.ForeignKey(
        Code,
        verbose_name=_("afloop"),
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        null=True,
        blank=True,
    )

    objects = CasusQuerySet.as_manager()

    class Meta:
        verbose_name = _("casus")
        verbose_name_plural = _("casussen")
        base_manager_name = "objects"  # closed too: no way around the door by a forward key or a refresh
        constraints = [
            models.UniqueConstraint(fields=["casusnummer"], name="casusnummer_uniek"),
            models.CheckConstraint(
                condition=models.Q(casusnummer__regex=casusnummers.PATROON), name="casusnummer_willekeurig"
            ),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="casus_status_bestaat"),
            models.CheckConstraint(
                condition=models.Q(aantal_contacten__in=AantalContacten.values), name="casus_contacten_klasse"
            ),
            models.CheckConstraint(
                condition=models.Q(kwartaal_eerste_contact__regex=kwartalen.PATROON)
                & models.Q(kwartaal_laatste_contact__regex=kwartalen.PATROON),
                name="casus_kwartaal_bestaat",
            ),
            models.CheckConstraint(
                condition=models.Q(kwartaal_laatste_contact__gte=models.F("kwartaal_eerste_contact")),
                name="casus_laatste_na_eerste",
            ),
            models.CheckConstraint(
                condition=~models.Q(aantal_contacten=AantalContacten.EEN)
                | models.Q(kwartaal_laatste_contact=models.F("kwartaal_eerste_contact")),
                name="casus_een_gesprek_een_kwartaal",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.OPEN, afloop__isnull=True)
                | models.Q(status=Status.GESLOTEN, afloop__isnull=False),
                name="casus_gesloten_met_afloop",
            ),
            models.CheckConstraint(condition=models.Q(acties__len__gte=1), name="casus_heeft_actie"),
            models.CheckConstraint(condition=models.Q(neventhema__len__lte=2), name="casus_twee_neventhemas"),
        ]

    def __str__(self) -> str:
        return self.casusnummer

    @property
    def eerste_kwartaal(self) -> Kwartaal:
        return Kwartaal.lees(self.kwartaal_eerste_contact)

    @property
    def laatste_kwartaal(self) -> Kwartaal:
        return Kwartaal.lees(self.kwartaal_laatste_contact)

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN

    @property
    def code_ids(self) -> set[int]:
        """All codes this casus answers with, whether still valid or not."""
        los = {
            self.defensieonderdeel_id,
            self.personeelscategorie_id,
            self.rol_hulpvrager_id,
            self.hoofdthema_id,
        }
        return los | {*self.neventhema, *self.acties, *self.doorverwezen_naar}

    def kan_naar(self, status: Status) -> bool:
        """Whether the owner may take this step now."""
        return (self.status, status) in OVERGANGEN

    def stelt_sluiten_voor(self, *, vandaag: date) -> bool:
        """Whether it is open and certainly had no conversation in the last 90 days."""
        return self.is_open and self.laatste_kwartaal <= kwartalen.zonder_gesprek_sinds(vandaag)

    @property
    def kenmerk(self) -> str:
        """A fingerprint of what is stored: a form that carries another one was filled in on an older version.

        It replaces a version column: a counter would tell how often a casus was touched.
        """
        velden = [str(getattr(self, veld.attname)) for veld in self._meta.concrete_fields]
        return hashlib.sha256("|".join(velden).encode()).hexdigest()[:32]


class Casustelling(models.Model):
    """What was counted of one whole year at one moment: numbers per hoofdthema, and no moment finer than a day.

    Written by the functions that count and by nothing else, never changed, never removed. It outlives the casussen.
    The figures read the last one through `app.cijfers_casussen`; no role reads or writes the table.
    """

    class Soort(models.TextChoices):
        JAARTELLING = "jaartelling", _("Eerste telling van het hele jaar")
        HERZIENING = "herziening", _("Tweede en laatste telling")
        BIJ_HAND = "bij_hand", _("Opnieuw geteld met een opdracht")

    jaar = models.PositiveSmallIntegerField(_("jaar van het eerste gesprek"))
    soort = models.CharField(_("soort"), max_length=11, choices=Soort.choices)
    geteld_op = models.DateField(_("geteld op"))
    versie = models.PositiveSmallIntegerField(_("versie van de telregel"))
    aantallen = models.JSONField(_("aantallen"), help_text=_("Per code van het hoofdthema; zonder nullen."))

    class Meta:
        verbose_name = _("casustelling")
        verbose_name_plural = _("casustellingen")
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "soort"],
                condition=~models.Q(soort="bij_hand"),
                name="casustelling_een_keer",
            ),
            models.CheckConstraint(
                condition=models.Q(soort__in=["jaartelling", "herziening", "bij_hand"]),
                name="casustelling_soort",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.jaar} {self.soort}"
