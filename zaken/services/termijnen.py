"""Keeping the stored terms of a zaak equal to what the rules say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from zaken.models import Termijn, Zaak
from zaken.termijnen import Berekening


def ververs(*, zaak: Zaak, berekeningen: Iterable[Berekening], is_klaar: bool = False) -> None:
    """Insert, change or let lapse the terms of `zaak`; sets `eerste_termijn` on the instance, not saved.

    `is_klaar`: the zaak asks nothing more, so no open term is kept.
    """
    bestaand = {(t.code, t.kenmerk): t for t in Termijn.objects.van(zaak)}
    actueel = {(b.code.value, b.kenmerk): b for b in berekeningen}
    for sleutel, berekening in actueel.items():
        termijn = bestaand.get(sleutel)
        nieuw = termijn is None
        termijn = termijn or Termijn(id=uuid4(), zaak=zaak, code=sleutel[0], kenmerk=sleutel[1])
        _neem_over(termijn, berekening)
        termijn.vervallen = is_klaar and termijn.voldaan_op is None
        termijn.save(force_insert=nieuw, force_update=not nieuw)
        bestaand[sleutel] = termijn
    for sleutel in bestaand.keys() - actueel.keys():
        bestaand[sleutel].vervallen = True
        bestaand[sleutel].save(update_fields=["vervallen"])
    zaak.eerste_termijn = eerste_termijn(bestaand.values())


def nieuwe(*, zaak: Zaak, berekeningen: Iterable[Berekening], is_klaar: bool = False) -> list[Termijn]:
    """Unsaved terms of a zaak that has none yet, as `ververs` would store them."""
    termijnen = []
    for berekening in berekeningen:
        termijn = Termijn(id=uuid4(), zaak=zaak, code=berekening.code.value, kenmerk=berekening.kenmerk)
        _neem_over(termijn, berekening)
        termijn.vervallen = is_klaar and termijn.voldaan_op is None
        termijnen.append(termijn)
    return termijnen


def eerste_termijn(termijnen: Iterable[Termijn]) -> date | None:
    """The first working date that still asks for something."""
    return min((t.werkdatum for t in termijnen if t.is_open and not t.is_indicatie), default=None)


def _neem_over(termijn: Termijn, berekening: Berekening) -> None:
    termijn.naam = berekening.naam
    termijn.kale_datum = berekening.kale_datum
    termijn.datum = berekening.datum
    termijn.werkdatum = berekening.werkdatum
    termijn.bron = berekening.bron
    termijn.waarom = berekening.waarom
    termijn.is_indicatie = berekening.indicatie
    termijn.voldaan_op = berekening.voldaan_op
