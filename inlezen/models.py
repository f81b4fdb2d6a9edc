"""A file that somebody brings: kept encrypted until it is taken in, thrown away or too old."""

from __future__ import annotations

import json
from typing import Any, ClassVar, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from achtergrond.models import Taakopdracht
from gebruikers.geheim import Doel, ontsleutel, versleutel

from .fouten import Fout, Foutenlijst


class Bestandsfeiten(NamedTuple):
    """Which file it is."""

    naam: str
    sha256: str
    kop: list[str]
    """Names of the columns, as the file has them."""


class Inlezing(models.Model):
    """One file of one user; row security shows it to nobody else.

    What stood in the file is encrypted (`gebruikers.geheim`) and bound to this row: `bestand`, `keuze`, `fouten`
    and the parts. All of that is gone when the file was taken in or stopped. What stays is how many rows it had and
    the team that it was for: not what came of them, for the owner may not know what was there already.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    soort = models.CharField(_("soort"), max_length=40)
    bestand = models.TextField(_("bestand"), blank=True)
    aantal_rijen = models.PositiveIntegerField(_("aantal rijen"))
    keuze = models.TextField(_("kolommen"), blank=True)
    fouten = models.TextField(_("fouten"), blank=True)
    aantal_fouten = models.PositiveIntegerField(_("aantal fouten"), null=True)
    opdracht = models.ForeignKey(Taakopdracht, on_delete=models.SET_NULL, null=True, related_name="+")
    gebracht_op = models.DateTimeField(_("gebracht op"))
    klaar_op = models.DateTimeField(_("klaar op"), null=True)
    bestemming = models.CharField(_("bestemming"), max_length=120, blank=True)
    """The team that got what was in it; empty as long as nothing was taken in."""

    class Meta:
        verbose_name = _("inlezing")
        verbose_name_plural = _("inlezingen")
        indexes: ClassVar = [
            models.Index("eigenaar", models.F("gebracht_op").desc(), name="inlezing_nieuwste")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(klaar_op=None, bestemming="") | Q(bestand="", keuze="", fouten=""),
                name="inlezing_klaar_is_leeg",
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.gebracht_op:%Y-%m-%d}"

    @property
    def feiten(self) -> Bestandsfeiten:
        """Which file it is; only while it is kept."""
        return Bestandsfeiten(**self._open("bestand"))

    @property
    def kolommen(self) -> list[str]:
        """Per column of the file the name of a known one, or nothing: not taken in. Empty: not chosen yet."""
        gekozen: list[str] = self._open("keuze") if self.keuze else []
        return gekozen

    @property
    def gevonden_fouten(self) -> list[Fout]:
        """The first faults, in the order of the file."""
        return [Fout.uit_json(fout) for fout in self._open("fouten")] if self.fouten else []

    def zet(self, veld: str, waarde: Any) -> None:
        """Encrypt `waarde` (anything that JSON can hold) into this field; does not save."""
        setattr(self, veld, versleutel(json.dumps(waarde), doel=Doel.INLEZING, bij=f"{self.pk}|{veld}"))

    def zet_fouten(self, gevonden: Foutenlijst) -> None:
        """Keep the first faults and how many there are; does not save."""
        fouten = sorted(gevonden.fouten, key=lambda fout: fout.rij)
        self.zet("fouten", [fout.als_json() for fout in fouten])
        self.aantal_fouten = gevonden.aantal

    def _open(self, veld: str) -> Any:
        return json.loads(ontsleutel(getattr(self, veld), doel=Doel.INLEZING, bij=f"{self.pk}|{veld}"))


class Inlezingdeel(models.Model):
    """Some rows of the file, encrypted and bound to their place."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    inlezing = models.ForeignKey(Inlezing, on_delete=models.CASCADE, related_name="delen")
    nummer = models.PositiveIntegerField()
    eerste_rij = models.PositiveIntegerField()
    inhoud = models.TextField()

    class Meta:
        verbose_name = _("deel van een inlezing")
        verbose_name_plural = _("delen van een inlezing")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inlezing", "nummer"], name="inlezingdeel_plek")
        ]

    def __str__(self) -> str:
        return f"{self.inlezing_id}/{self.nummer}"

    @property
    def rijen(self) -> list[tuple[int, list[str]]]:
        """Number and cells of its rows."""
        inhoud = json.loads(ontsleutel(self.inhoud, doel=Doel.INLEZING, bij=self._plek))
        return [(nummer, cellen) for nummer, cellen in inhoud]

    def zet_rijen(self, rijen: list[tuple[int, list[str]]]) -> None:
        """Encrypt these rows into it; does not save."""
        self.inhoud = versleutel(json.dumps(rijen), doel=Doel.INLEZING, bij=self._plek)

    @property
    def _plek(self) -> str:
        return f"{self.inlezing_id}|deel|{self.nummer}"


class Kolomkeuze(models.Model):
    """How one user last matched the columns of a file with these headers; encrypted, for a header is anybody's text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    eigenaar = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    soort = models.CharField(_("soort"), max_length=40)
    koppen = models.CharField(_("koppen"), max_length=64)
    """A hash of the set of headers, whatever their order."""
    keuze = models.TextField(_("kolommen"))
    gebruikt_op = models.DateField(_("gebruikt op"))

    class Meta:
        verbose_name = _("kolomkeuze")
        verbose_name_plural = _("kolomkeuzen")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["eigenaar", "soort", "koppen"], name="kolomkeuze_per_koppen")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def per_kop(self) -> dict[str, str]:
        """Header to name of a known column, or to nothing: not taken in."""
        gekozen: dict[str, str] = json.loads(ontsleutel(self.keuze, doel=Doel.INLEZING, bij=str(self.pk)))
        return gekozen

    def zet_per_kop(self, keuze: dict[str, str]) -> None:
        """Encrypt the choice; does not save."""
        self.keuze = versleutel(json.dumps(keuze), doel=Doel.INLEZING, bij=str(self.pk))
