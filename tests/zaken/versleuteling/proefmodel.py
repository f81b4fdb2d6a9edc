"""Models with encrypted fields that have no table, and what a save sends and a SELECT builds."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection, models
from django.test.utils import isolate_apps

from zaken.versleuteling.fouten import SleutelVernietigd
from zaken.versleuteling.velden import VersleuteldeJson, VersleuteldeTekst

MERKTEKEN = "kwikstaartje"

with isolate_apps():

    class MetSleutel(models.Model):
        """A key in memory stands for the foreign key of the kernel; `sleutel = None` for a destroyed one."""

        sleutel: bytes | None = None

        class Meta:
            abstract = True

        def datasleutel(self) -> bytes:
            if self.sleutel is None:
                raise SleutelVernietigd("vernietigd")
            return self.sleutel

    class Dossier(MetSleutel):  # noqa: DJ008  # its default __str__ is what a log would show
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        onderwerp = VersleuteldeTekst(max_tekens=20, eenregelig=True)
        omschrijving = VersleuteldeTekst(blank=True)
        concept = VersleuteldeJson(blank=True)
        kladblok = VersleuteldeJson()

        class Meta:
            app_label = "proef"

    class Vervolgdossier(Dossier):  # noqa: DJ008  # as above
        slot = VersleuteldeTekst()

        class Meta:
            app_label = "proef"


def veld_van(naam: str, model: type[models.Model] = Dossier) -> Any:
    return model._meta.get_field(naam)


def bewaar(instance: MetSleutel) -> dict[str, Any]:
    """What an INSERT sends per column."""
    return {veld.attname: veld.pre_save(instance, True) for veld in type(instance)._meta.concrete_fields}


def laad(instance: MetSleutel, rij: dict[str, Any]) -> Any:
    """The instance as a SELECT builds it."""
    namen = [veld.attname for veld in type(instance)._meta.concrete_fields if veld.attname in rij]
    waarden = []
    for naam in namen:
        veld = type(instance)._meta.get_field(naam)
        ruw = rij[naam]
        heen = bytes(ruw) if isinstance(ruw, bytes) else ruw
        waarden.append(veld.from_db_value(heen, None, connection) if hasattr(veld, "from_db_value") else heen)
    geladen = type(instance).from_db("default", namen, waarden)
    geladen.sleutel = instance.sleutel
    return geladen
