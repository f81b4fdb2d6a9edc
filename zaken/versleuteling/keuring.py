"""Does this key file belong to this database? Asked before any key of the file is used.

The database keeps, per key, an id and a known value (`zaken_sleutelversie`): not secret, equal only for equal keys.
A data key can only name a key that stands there (a foreign key), so that a key that was taken out of use cannot
come back by a process that still remembers it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from zaken.versleuteling.fouten import SleutelbestandPastNiet
from zaken.versleuteling.sleutels import Sleutelproef

TERUGZETTEN = "Zet het juiste sleutelbestand terug uit de reservekopie. Er wordt niets geschreven."


class Soort(models.TextChoices):
    """The two kinds of keys in a key file."""

    HOOFDSLEUTEL = "hoofdsleutel", _("Hoofdsleutel")
    AFLEIDING = "afleiding", _("Wortel van de afgeleide sleutels")


class Status(models.TextChoices):
    """`AANGEKONDIGD`: may already stand in the file, need not yet. `IN_GEBRUIK`: must stand there."""

    AANGEKONDIGD = "aangekondigd", _("Aangekondigd")
    IN_GEBRUIK = "in_gebruik", _("In gebruik")


class Vastgelegd(NamedTuple):
    """One key as the database knows it."""

    id: str
    soort: str
    controle: bytes
    status: str


def keur(proef: Sleutelproef, vastgelegd: Iterable[Vastgelegd], *, mag_nieuw: bool = False) -> None:
    """Raise `SleutelbestandPastNiet`, in words for the administrator, unless file and database agree.

    `mag_nieuw`: the newest key of the file may be unknown to the database still (rotation registers it).
    """
    rijen = list(vastgelegd)
    if not rijen:
        raise SleutelbestandPastNiet(
            "Deze databank kent nog geen sleutels. Werk de tabellen bij met de opdracht migrate."
        )
    for rij in rijen:
        if rij.soort == Soort.AFLEIDING:
            _keur_afleiding(proef, rij)
        else:
            _keur_hoofdsleutel(proef, rij)
    if not mag_nieuw and proef.huidige_id not in {rij.id for rij in rijen}:
        raise SleutelbestandPastNiet(
            f"De nieuwste hoofdsleutel in {proef.pad}, {proef.huidige_id}, is niet bekend in deze databank. "
            f"Voer roteer_sleutels uit als u hem zelf hebt toegevoegd. {TERUGZETTEN}"
        )


def _keur_afleiding(proef: Sleutelproef, rij: Vastgelegd) -> None:
    if (rij.id, bytes(rij.controle)) != proef.afleiding:
        raise SleutelbestandPastNiet(
            f"Het sleutelbestand {proef.pad} hoort niet bij deze databank: de regel met de soort afleiding is "
            f"een andere. {TERUGZETTEN}"
        )


def _keur_hoofdsleutel(proef: Sleutelproef, rij: Vastgelegd) -> None:
    controle = proef.hoofdsleutels.get(rij.id)
    if controle is None and rij.status == Status.IN_GEBRUIK:
        raise SleutelbestandPastNiet(
            f"Hoofdsleutel {rij.id} ontbreekt in {proef.pad}. Misschien is dit een kopie van voor een wisseling. "
            f"{TERUGZETTEN}"
        )
    if controle is not None and controle != bytes(rij.controle):
        raise SleutelbestandPastNiet(
            f"Hoofdsleutel {rij.id} in {proef.pad} is niet de sleutel waarmee deze databank geschreven is. "
            f"{TERUGZETTEN}"
        )
