"""Keeping the stored terms of a zaak equal to what the rules say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import BooleanField, ExpressionWrapper, Q

from zaken.models import Termijn, Zaak
from zaken.termijnen import Berekening, Termijncode

ONTHOUDEN = frozenset({Termijncode.NAZORG.value})
"""Terms of which each is answered by itself: the row, not the zaak, says when it was met or that it is not needed."""
_BEREKEND = (
    "naam", "kale_datum", "datum", "werkdatum", "bron", "waarom", "is_indicatie", "voldaan_op", "vervallen",
)  # fmt: skip


def ververs(
    *,
    zaak: Zaak,
    berekeningen: Iterable[Berekening],
    is_klaar: bool = False,
    vervalt: Collection[str] = (),
) -> None:
    """Insert, change or let lapse the terms of `zaak`; sets `eerste_termijn` on the instance, not saved.

    `is_klaar`: the zaak asks nothing more, so no open term is kept. `vervalt`: codes of which no open term is
    kept. What `ONTHOUDEN` names keeps its own answer until the zaak is reopened, also after closing.
    """
    bestaand = {(t.code, t.kenmerk): t for t in _rijen(zaak)}
    actueel = {(b.code.value, b.kenmerk): b for b in berekeningen}
    for sleutel, berekening in actueel.items():
        if (termijn := bestaand.get(sleutel)) is None:
            termijn = bestaand[sleutel] = Termijn(id=uuid4(), zaak=zaak, code=sleutel[0], kenmerk=sleutel[1])
            _neem_over(termijn, berekening)
            termijn.vervallen = (is_klaar or termijn.code in vervalt) and termijn.voldaan_op is None
            termijn.save(force_insert=True)
            continue
        eerder, was_weg = termijn.voldaan_op, termijn.vervallen
        _neem_over(termijn, berekening)
        blijft_weg = False
        if termijn.code in ONTHOUDEN:  # one that lapsed begins anew, but not after closing
            termijn.voldaan_op = None if was_weg else eerder
            blijft_weg = was_weg and (zaak.datum_gesloten is not None or termijn.is_niet_nodig)
        weg = is_klaar or termijn.code in vervalt or blijft_weg
        termijn.vervallen = weg and termijn.voldaan_op is None
        termijn.save(update_fields=_BEREKEND)
    for sleutel in bestaand.keys() - actueel.keys():
        _laat_los(bestaand[sleutel])
    zaak.eerste_termijn = eerste_termijn(bestaand.values())


def _rijen(zaak: Zaak) -> Iterable[Any]:
    """The terms of a zaak without their text, and whether they have one."""
    niet_nodig = ExpressionWrapper(Q(niet_nodig__isnull=False), output_field=BooleanField())
    rijen: Iterable[Any] = Termijn.objects.van(zaak).defer("niet_nodig").annotate(is_niet_nodig=niet_nodig)
    return rijen


def _laat_los(termijn: Any) -> None:
    """Of a zaak that was reopened, or of another rule: the answer goes with it."""
    termijn.vervallen = True
    velden = ["vervallen"]
    if termijn.code in ONTHOUDEN:
        termijn.voldaan_op, termijn.niet_nodig = None, ""
        velden += ["voldaan_op", "niet_nodig"]
    termijn.save(update_fields=velden)


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


def _neem_over(termijn: Termijn, berekening: Berekening) -> None:
    termijn.naam = berekening.naam
    termijn.kale_datum = berekening.kale_datum
    termijn.datum = berekening.datum
    termijn.werkdatum = berekening.werkdatum
    termijn.bron = berekening.bron
    termijn.waarom = berekening.waarom
    termijn.is_indicatie = berekening.indicatie
    termijn.voldaan_op = berekening.voldaan_op
