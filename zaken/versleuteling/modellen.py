"""The row that holds one wrapped data key, and what a destroyed one means."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from zaken.versleuteling.cijfer import SLEUTELLENGTE
from zaken.versleuteling.fouten import SleutelVernietigd
from zaken.versleuteling.kluis import kluis
from zaken.versleuteling.sleutels import IngepakteSleutel, nieuwe_datasleutel


class DatasleutelBasis(models.Model):
    """One data key, wrapped. Deleting the row destroys, for ever, everything that was encrypted with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ingepakt = models.BinaryField(max_length=SLEUTELLENGTE + 8)
    hoofdsleutel_id = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @classmethod
    def nieuw(cls) -> Self:
        """An unsaved row with a new random data key, wrapped with the current key."""
        sleutel = kluis().wikkel(nieuwe_datasleutel())
        return cls(ingepakt=sleutel.ingepakt, hoofdsleutel_id=sleutel.hoofdsleutel_id)

    @property
    def als_ingepakt(self) -> IngepakteSleutel:
        """The wrapped key as the kluis takes it."""
        return IngepakteSleutel(self.hoofdsleutel_id, bytes(self.ingepakt))

    def uitgepakt(self) -> bytes:
        """The data key of 32 bytes; raises `OntbrekendeHoofdsleutel` or `SleutelPastNiet`."""
        return kluis().ontwikkel(self.als_ingepakt)


def uitgepakt(sleutel: DatasleutelBasis | None) -> bytes:
    """The data key behind a foreign key that destruction empties; raises `SleutelVernietigd` on None."""
    if sleutel is None:
        raise SleutelVernietigd("De sleutel van dit gegeven is vernietigd.")
    return sleutel.uitgepakt()
