"""The export of the log as long work, for what is too much to wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from achtergrond.soorten import Invoer, Taakfout, Taaksoort, Voortgang, meld_aan
from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol

from . import events, uitvoer
from .queries import gebeurtenissen

HOOGSTENS = 500_000
"""Events in one file."""
PER_DEEL = 1_000
TE_GROOT = "te_groot"


def maak(invoer: Invoer, voortgang: Voortgang) -> Iterator[str]:
    """The file of `uitvoer.als_csv` in parts; the events are chosen at the beginning, and the log only grows."""
    ids = list(gebeurtenissen(**_keuze(invoer)).values_list("pk", flat=True)[: HOOGSTENS + 1])
    if len(ids) > HOOGSTENS:
        raise Taakfout(TE_GROOT)
    voortgang.totaal = len(ids)
    yield uitvoer.BOM + uitvoer.kopregel()
    for begin in range(0, len(ids), PER_DEEL):
        deel = uitvoer.regels(ids[begin : begin + PER_DEEL])
        voortgang.gedaan = min(begin + PER_DEEL, len(ids))
        yield deel


def _keuze(invoer: Invoer) -> dict[str, Any]:
    """The filter of the form, back from JSON (`LogboekFilterForm.gekozen`)."""
    lezers: dict[str, Callable[[str], Any]] = {
        "zaak": UUID,
        "van": date.fromisoformat,
        "tot": date.fromisoformat,
    }
    return {naam: lezers[naam](waarde) if naam in lezers else waarde for naam, waarde in invoer.items()}


def _noteer(invoer: Invoer, aantal: int, door: Gebruiker) -> None:
    events.logboek_geexporteerd(door=door, aantal=aantal, filter_=dict(invoer))


UITVOER = meld_aan(
    Taaksoort(
        code="logboek_uitvoer",
        naam=_("Logboek exporteren met bewijs"),
        rollen=frozenset({Rol.AUDITOR}),
        maak=maak,
        bestandsnaam=uitvoer.bestandsnaam,
        inhoudstype=uitvoer.INHOUDSTYPE,
        bij_ophalen=_noteer,
        fouten={TE_GROOT: _("Dit zijn te veel gebeurtenissen voor een bestand. Kies een kortere periode.")},
    )
)
