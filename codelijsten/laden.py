"""The code lists that every installation starts with, from `codelijsten/gegevens/`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from .models import Code, Codelijst

GEGEVENS = Path(__file__).resolve().parent / "gegevens"
STAP = 10
"""Distance between two rows in print order, so that a beheerder can put one between them."""


@dataclass(frozen=True)
class Telling:
    """What a load changed: lists and codes added, and codes whose empty validity or links were filled."""

    lijsten: int
    codes: int
    aangevuld: int


@dataclass(frozen=True)
class Regel:
    """One line of `codes.csv`; `bovenliggend` is `lijst/code`, `opvolger` a code of the same list."""

    lijst: str
    code: str
    label: str
    geldig_van: date | None
    geldig_tot: date | None
    opvolger: str
    bovenliggend: str
    rapportagecategorie: str
    toelichting: str
    label_en: str
    toelichting_en: str
    volgorde: int


@transaction.atomic
def laad() -> Telling:
    """Add what is missing and fill what is empty; never change a label, a date or a link that is there.

    Runs as the owner. Again and again gives the same rows: what a beheerder changed stays changed.
    """
    lijsten = _laad_lijsten()
    bekend = {(code.lijst_id, code.code): code for code in Code.objects.all()}
    nieuw = 0
    regels = list(lees_codes())
    for regel in regels:
        if (regel.lijst, regel.code) not in bekend:
            bekend[regel.lijst, regel.code] = _voeg_toe(regel)
            nieuw += 1
    aangevuld = sum(_vul_aan(bekend[regel.lijst, regel.code], regel, bekend) for regel in regels)
    return Telling(lijsten=lijsten, codes=nieuw, aangevuld=aangevuld)


def lees_codes() -> Iterator[Regel]:
    """The lines of `codes.csv`, numbered per list in the order of the file."""
    volgorde: dict[str, int] = {}
    for rij in _rijen("codes.csv"):
        volgorde[rij["lijst"]] = volgorde.get(rij["lijst"], 0) + STAP
        yield Regel(
            lijst=rij["lijst"],
            code=rij["code"],
            label=rij["label"],
            geldig_van=_datum(rij["geldig_van"]),
            geldig_tot=_datum(rij["geldig_tot"]),
            opvolger=rij["opvolger"],
            bovenliggend=rij["bovenliggend"],
            rapportagecategorie=rij["rapportagecategorie"],
            toelichting=rij["toelichting"],
            label_en=rij["label_en"],
            toelichting_en=rij["toelichting_en"],
            volgorde=volgorde[rij["lijst"]],
        )


def _rijen(bestand: str) -> Iterator[dict[str, str]]:
    with (GEGEVENS / bestand).open(encoding="utf-8", newline="") as stroom:
        yield from csv.DictReader(stroom, delimiter=";", strict=True)


def _datum(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


def _laad_lijsten() -> int:
    """New lists, and the English of lists that have none yet; returns the number of new ones."""
    bekend = {lijst.code: lijst for lijst in Codelijst.objects.all()}
    nieuw = []
    for rij in _rijen("lijsten.csv"):
        lijst = bekend.get(rij["code"])
        if lijst is None:
            nieuw.append(Codelijst(**rij))
        elif not lijst.naam_en and lijst.naam == rij["naam"]:
            lijst.naam_en, lijst.uitleg_en = rij["naam_en"], rij["uitleg_en"]
            lijst.save(update_fields=["naam_en", "uitleg_en"])
    return len(Codelijst.objects.bulk_create(nieuw))


def _voeg_toe(regel: Regel) -> Code:
    return Code.objects.create(
        lijst_id=regel.lijst,
        code=regel.code,
        label=regel.label,
        toelichting=regel.toelichting,
        label_en=regel.label_en,
        toelichting_en=regel.toelichting_en,
        rapportagecategorie=regel.rapportagecategorie,
        volgorde=regel.volgorde,
    )


def _vul_aan(code: Code, regel: Regel, bekend: dict[tuple[str, str], Code]) -> bool:
    """Fill the validity of a row that has none, its links and its English; true when the row changed."""
    velden = []
    if (
        regel.label_en and not code.label_en and code.label == regel.label
    ):  # not the English of an older label
        code.label_en, code.toelichting_en = regel.label_en, regel.toelichting_en
        velden += ["label_en", "toelichting_en"]
    if code.geldig_van is None and code.geldig_tot is None and (regel.geldig_van or regel.geldig_tot):
        code.geldig_van, code.geldig_tot = regel.geldig_van, regel.geldig_tot
        velden += ["geldig_van", "geldig_tot"]
    if regel.opvolger and code.opvolger_id is None:
        code.opvolger = bekend[regel.lijst, regel.opvolger]
        velden.append("opvolger")
    if regel.bovenliggend and code.bovenliggend_id is None:
        lijst, _, waarde = regel.bovenliggend.partition("/")
        code.bovenliggend = bekend[lijst, waarde]
        velden.append("bovenliggend")
    if velden:
        code.save(update_fields=velden)
    return bool(velden)
