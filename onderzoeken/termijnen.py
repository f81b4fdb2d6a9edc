"""The term of an onderzoek: the rules of `zaken.termijnen` applied to its fields."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from zaken.instellingen.queries import normen_op
from zaken.models import Statuswijziging
from zaken.register.regels import Termijnstand
from zaken.termijnen import Berekening, Termijncode, onderzoek
from zaken.termijnen.rekenen import Periode

from .status import IN_ONDERZOEK, VOOR_HET_BESLUIT, Status

if TYPE_CHECKING:
    from zaken.termijnen import Normen

    from .models import Onderzoek

VOLDAAN = {Termijncode.ONDERZOEK_RAPPORT.value: "rapport_op"}
"""Per term: the day on which it was met."""


def termijnen(zaak: Onderzoek) -> Termijnstand:
    """The report, by the norms of the day it was ordered.

    Where the norm lets an opschorting stop the term there is no date while it stands still; it comes back, later,
    when the onderzoek goes on.
    """
    if zaak.ingesteld_op is None:
        return Termijnstand(berekeningen=())
    normen = normen_op(zaak.ingesteld_op)
    staat_stil = zaak.status == Status.OPGESCHORT and _kan_stilstaan(normen)
    return Termijnstand(
        berekeningen=[_rapport(zaak, zaak.ingesteld_op, normen)],
        is_klaar=zaak.status not in IN_ONDERZOEK | VOOR_HET_BESLUIT,
        vervalt={Termijncode.ONDERZOEK_RAPPORT.value} if staat_stil else (),
    )


def _rapport(zaak: Onderzoek, ingesteld_op: date, normen: Normen) -> Berekening:
    opschortingen = opgeschort(zaak) if _kan_stilstaan(normen) else []
    return onderzoek.rapport(
        ingesteld_op=ingesteld_op, opschortingen=opschortingen, normen=normen
    ).met_voldaan_op(zaak.rapport_op)


def _kan_stilstaan(normen: Normen) -> bool:
    return Termijncode.ONDERZOEK_RAPPORT in normen.opschortbaar


def opgeschort(zaak: Onderzoek) -> list[Periode]:
    """The periods of opschorting that ended, from the steps that were taken; the day of going on counts again."""
    perioden = []
    begin = None
    for stap in Statuswijziging.objects.van(zaak).order_by("op"):
        if stap.naar == Status.OPGESCHORT:
            begin = localdate(stap.op)
        elif begin is not None:
            eind = localdate(stap.op)
            if eind > begin:
                perioden.append(Periode(begin, eind - timedelta(days=1)))
            begin = None
    return perioden
