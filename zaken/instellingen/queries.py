"""Reading the settings of terms in the shape that `zaken.termijnen` computes with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from zaken.models.instellingen import (
    JA_NEE,
    MOMENTEN,
    STILSTAND,
    UREN,
    GelijkgesteldeDag,
    Norm,
    Normcode,
)
from zaken.termijnen import Normen, Termijncode, geldige_normen
from zaken.termijnen.rekenen import Duur, Eenheid

EEN_DAG = timedelta(days=1)


def normen_op(dag: date) -> Normen:
    """The own norms for what Defensie received on `dag`; one query. LookupError when a norm is missing."""
    return geldige_normen(normenreeks(), op=dag)


def normenreeks(*, using: str = DEFAULT_DB_ALIAS) -> tuple[Normen, ...]:
    """All norms of all time, one set per stretch of days without a change, the oldest first; one query.

    On every day exactly one set holds. For whoever computes many terms at once: `geldige_normen(reeks, op=dag)`.
    """
    return reeks_van(list(Norm.objects.using(using)))


def reeks_van(rijen: Iterable[Norm]) -> tuple[Normen, ...]:
    """The sets that these rows make. LookupError when a norm has no value, or two, on some day."""
    rijen = [rij for rij in rijen if rij.code not in UREN]
    return tuple(
        Normen(geldig_van=van, geldig_tot=tot, **_waarden(rijen, van or tot or date.min))
        for van, tot in _perioden(rijen)
    )


def gelijkgestelde_dagen(*, using: str = DEFAULT_DB_ALIAS) -> frozenset[date]:
    """The days that count as a holiday by royal decree, for statutory terms; one query."""
    return frozenset(GelijkgesteldeDag.objects.using(using).values_list("dag", flat=True))


def _perioden(rijen: list[Norm]) -> Iterator[tuple[date | None, date | None]]:
    eerste_dagen = {rij.geldig_van for rij in rijen if rij.geldig_van}
    eerste_dagen |= {rij.geldig_tot + EEN_DAG for rij in rijen if rij.geldig_tot}
    grenzen = [None, *sorted(eerste_dagen), None]
    for van, volgende in pairwise(grenzen):
        yield van, volgende and volgende - EEN_DAG


def _waarden(rijen: list[Norm], dag: date) -> dict[str, Any]:
    """The arguments of `Normen` for the values that hold on `dag`."""
    geldig = {Normcode(rij.code): rij for rij in rijen if rij.geldt_op(dag)}
    aantal = sum(rij.geldt_op(dag) for rij in rijen)
    verwacht = len(Normcode) - len(UREN)
    if aantal != verwacht or len(geldig) != verwacht:
        raise LookupError(f"Op {dag} gelden {aantal} waarden voor {len(geldig)} van de {verwacht} normen.")
    return {code.value: _waarde(code, rij) for code, rij in geldig.items() if code not in STILSTAND} | {
        "opschortbaar": frozenset(_termijn(code) for code in STILSTAND if geldig[code].getallen == [1])
    }


def _waarde(code: Normcode, rij: Norm) -> Duur | tuple[int, ...] | bool:
    if code in JA_NEE:
        return rij.getallen == [1]
    if code in MOMENTEN:
        return tuple(rij.getallen)
    return Duur(rij.getallen[0], Eenheid(rij.eenheid))


def _termijn(code: Normcode) -> Termijncode:
    """`stilstand_onderzoek_rapport` is about the term `onderzoek_rapport`."""
    return Termijncode(code.value.partition("_")[2])
