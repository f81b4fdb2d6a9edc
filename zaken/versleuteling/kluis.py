"""The kluis of this installation, from the setting `SLEUTELBESTAND`, held against the database."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection

from zaken.versleuteling.keuring import Vastgelegd, keur
from zaken.versleuteling.sleutels import Bestandskluis, Doel, Sleutelkluis, Sleutelproef


def kluis() -> Sleutelkluis:
    """The kluis; opened once per process. Raises `OngeldigSleutelbestand` in words for the administrator."""
    return _open(settings.SLEUTELBESTAND)


def eis_sleutels() -> None:
    """Read the key file anew and hold it against the database; raises `OngeldigSleutelbestand` in words."""
    Bestandskluis(Path(settings.SLEUTELBESTAND), keur=keur_met_databank)


def vastgelegd() -> list[Vastgelegd]:
    """The keys that this database was written with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, soort, controle, status FROM zaken_sleutelversie ORDER BY vastgelegd_op, id"
        )
        return [Vastgelegd(*rij) for rij in cursor.fetchall()]


def aanmeldsleutel() -> bytes:
    """What second factors and sessions are encrypted with (setting `AANMELDSLEUTEL`)."""
    return kluis().afgeleide_sleutel(Doel.AANMELDEN)


@lru_cache(maxsize=2)
def _open(pad: Path) -> Bestandskluis:
    return Bestandskluis(pad, keur=keur_met_databank)


def keur_met_databank(proef: Sleutelproef) -> None:
    """Hold a key file against what this database was written with; raises `SleutelbestandPastNiet`."""
    keur(proef, vastgelegd())
