"""Keeping the stored terms of a zaak equal to what the rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import uuid4

from zaken.models import Termijn, Zaak
from zaken.termijnen import Berekening, Termijncode

ONTHOUDEN = frozenset({Termijncode.NAZORG.value})
"""Terms that are met one after the other, while the zaak holds one day only: the row keeps its own day."""


def ververs(
    *,
    zaak: Zaak,
    berekeningen: Iterable[Berekening],
    is_klaar: bool = False,
    vervalt: Collection[str] = (),
    herroepen: date | None = None,
) -> None:
    """Insert, change or let lapse the terms of `zaak`; sets `eerste_termijn` on the instance, not saved.

    `is_klaar`: the zaak asks nothing more, so no open term is kept. `vervalt`: codes of which no open term is
    kept. `herroepen`: a day that was taken back; what `ONTHOUDEN` says was met on it, is open again.
    """
    bestaand = {(t.code, t.kenmerk): t for t in Termijn.objects.van(zaak)}
    actueel = {(b.code.value, b.kenmerk): b for b in berekeningen}
    for sleutel, berekening in actueel.items():
        termijn = bestaand.get(sleutel)
        nieuw = termijn is None
        termijn = termijn or Termijn(id=uuid4(), zaak=zaak, code=sleutel[0], kenmerk=sleutel[1])
        eerder = _onthouden(termijn, herroepen=herroepen)
        _neem_over(termijn, berekening)
        termijn.voldaan_op = eerder or berekening.voldaan_op
        termijn.vervallen = (is_klaar or termijn.code in vervalt) and termijn.voldaan_op is None
        termijn.save(force_insert=nieuw, force_update=not nieuw)
        bestaand[sleutel] = termijn
    for sleutel in bestaand.keys() - actueel.keys():
        bestaand[sleutel].vervallen = True
        bestaand[sleutel].save(update_fields=["vervallen"])
    zaak.eerste_termijn = eerste_termijn(bestaand.values())


def nieuwe(
    *,
    zaak: Zaak,
    berekeningen: Iterable[Berekening],
    is_klaar: bool = False,
    vervalt: Collection[str] = (),
) -> list[Termijn]:
    """Unsaved terms of a zaak that has none yet, as `ververs` would store them."""
    termijnen = []
    for berekening in berekeningen:
        termijn = Termijn(id=uuid4(), zaak=zaak, code=berekening.code.value, kenmerk=berekening.kenmerk)
        _neem_over(termijn, berekening)
        termijn.vervallen = (is_klaar or termijn.code in vervalt) and termijn.voldaan_op is None
        termijnen.append(termijn)
    return termijnen


def eerste_termijn(termijnen: Iterable[Termijn]) -> date | None:
    """The first working date that still asks for something."""
    return min((t.werkdatum for t in termijnen if t.is_open and not t.is_indicatie), default=None)


def _onthouden(termijn: Termijn, *, herroepen: date | None) -> date | None:
    """The day that the row itself keeps; a lapsed term that comes back begins anew."""
    if termijn.code not in ONTHOUDEN or termijn.vervallen or termijn.voldaan_op == herroepen:
        return None
    dag: date | None = termijn.voldaan_op
    return dag


def _neem_over(termijn: Termijn, berekening: Berekening) -> None:
    termijn.naam = berekening.naam
    termijn.kale_datum = berekening.kale_datum
    termijn.datum = berekening.datum
    termijn.werkdatum = berekening.werkdatum
    termijn.bron = berekening.bron
    termijn.waarom = berekening.waarom
    termijn.is_indicatie = berekening.indicatie
    termijn.voldaan_op = berekening.voldaan_op
