"""Taking in the published series: all or nothing, the same file twice changes nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from inlezen.fouten import zin
from logboek import events as logboek
from rapportages import gepubliceerd
from rapportages.gepubliceerd import Tegenspraak
from rapportages.models import GepubliceerdCijfer, Register, Uitsplitsing

from .lezen import Fout, Invoerfout, Regel, lees

KOLOMMEN = ("jaar", "register", "uitsplitsing", "label", "aantal", "peildatum", "bron", "opmerking")
SLEUTEL = ("jaar", "register", "uitsplitsing", "label", "bron")
INHOUD = ("aantal", "peildatum", "opmerking", "is_circa")
EERSTE_JAAR, LAATSTE_JAAR = 1990, 2100
GROOTSTE_AANTAL = 2_000_000_000
LENGTES = {"label": 160, "bron": 160, "opmerking": 300}


@dataclass(frozen=True)
class Verslag:
    """What an import did; `tegenspraken` are the printed totals that do not stand up."""

    nieuw: int
    gewijzigd: int
    gelijk: int
    tegenspraken: tuple[Tegenspraak, ...]


def importeer_cijfers(bestand: Path) -> Verslag:
    """Take in every line of `bestand` or none.

    A row is recognised by year, register, breakdown, label and source; rows that are not in the file stay.
    Nothing is repaired: a printed total that its rows contradict is kept and reported. Raises `Invoerfout`
    with all errors, `OSError` when the file cannot be read.
    """
    gelezen = _gecontroleerd(lees(bestand, kolommen=KOLOMMEN))
    with transaction.atomic():
        bestaand = {_sleutel(cijfer): cijfer for cijfer in GepubliceerdCijfer.objects.select_for_update()}
        nieuw = [cijfer for cijfer in gelezen if _sleutel(cijfer) not in bestaand]
        gewijzigd = [
            _overgenomen(oud, cijfer)
            for cijfer in gelezen
            if (oud := bestaand.get(_sleutel(cijfer))) and _inhoud(oud) != _inhoud(cijfer)
        ]
        GepubliceerdCijfer.objects.bulk_create(nieuw)
        GepubliceerdCijfer.objects.bulk_update(gewijzigd, INHOUD)
        logboek.geimporteerd(register="gepubliceerde_cijfers", aantal=len(nieuw) + len(gewijzigd), door=None)
        tegenspraken = gepubliceerd.tegenspraken(GepubliceerdCijfer.objects.all())
    return Verslag(len(nieuw), len(gewijzigd), len(gelezen) - len(nieuw) - len(gewijzigd), tegenspraken)


def _sleutel(cijfer: GepubliceerdCijfer) -> tuple[object, ...]:
    return tuple(getattr(cijfer, veld) for veld in SLEUTEL)


def _inhoud(cijfer: GepubliceerdCijfer) -> tuple[object, ...]:
    return tuple(getattr(cijfer, veld) for veld in INHOUD)


def _overgenomen(oud: GepubliceerdCijfer, nieuw: GepubliceerdCijfer) -> GepubliceerdCijfer:
    for veld in INHOUD:
        setattr(oud, veld, getattr(nieuw, veld))
    return oud


def _gecontroleerd(regels: list[Regel]) -> list[GepubliceerdCijfer]:
    fouten: list[Fout] = []
    cijfers = [_cijfer(regel, fouten) for regel in regels]
    gezien: Counter[tuple[object, ...]] = Counter()
    for regel, cijfer in zip(regels, cijfers, strict=True):
        if cijfer is None:
            continue
        gezien[_sleutel(cijfer)] += 1
        if gezien[_sleutel(cijfer)] > 1:
            toegestaan = "één rij per jaar, register, uitsplitsing, label en bron"
            fouten.append(Fout(regel.rij, "label", cijfer.label, zin(toegestaan)))
    if fouten:
        raise Invoerfout(sorted(fouten, key=lambda fout: fout.rij))
    return [cijfer for cijfer in cijfers if cijfer]


def _cijfer(regel: Regel, fouten: list[Fout]) -> GepubliceerdCijfer | None:
    """The row of one line; None after adding what is wrong with it to `fouten`."""
    eerder = len(fouten)
    waarden = regel.waarden

    def fout(kolom: str, toegestaan: str) -> None:
        fouten.append(Fout(regel.rij, kolom, waarden[kolom], zin(toegestaan)))

    jaar = _heel_getal(waarden["jaar"])
    if jaar is None or not EERSTE_JAAR <= jaar <= LAATSTE_JAAR:
        fout("jaar", f"een jaar van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}")
    aantal = _heel_getal(waarden["aantal"])
    if aantal is None or aantal > GROOTSTE_AANTAL:
        fout("aantal", "een heel getal van 0 of hoger, zonder punt of komma")
    for kolom, soort in (("register", Register), ("uitsplitsing", Uitsplitsing)):
        if waarden[kolom] not in soort.values:
            fout(kolom, ", ".join(soort.values))
    for kolom, lengte in LENGTES.items():
        if len(waarden[kolom]) > lengte or (kolom != "opmerking" and not waarden[kolom]):
            fout(kolom, f"{'0' if kolom == 'opmerking' else '1'} tot en met {lengte} tekens")
    peildatum, geldig = _datum(waarden["peildatum"])
    if not geldig:
        fout("peildatum", "jjjj-mm-dd, d-m-jjjj of leeg")
    if jaar is None or aantal is None or len(fouten) > eerder:
        return None
    return GepubliceerdCijfer(
        jaar=jaar,
        register=waarden["register"],
        uitsplitsing=waarden["uitsplitsing"],
        label=waarden["label"],
        aantal=aantal,
        peildatum=peildatum,
        bron=waarden["bron"],
        opmerking=waarden["opmerking"],
        is_circa=bool(re.search(r"\bcirca\b", waarden["opmerking"], re.IGNORECASE)),
    )


def _heel_getal(tekst: str) -> int | None:
    return int(tekst) if re.fullmatch(r"[0-9]{1,12}", tekst) else None


def _datum(tekst: str) -> tuple[date | None, bool]:
    """The date and whether the text is in order; empty is in order and no date."""
    if not tekst:
        return None, True
    delen = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", tekst)
    omgekeerd = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", tekst)
    if delen:
        jaar, maand, dag = map(int, delen.groups())
    elif omgekeerd:
        dag, maand, jaar = map(int, omgekeerd.groups())
    else:
        return None, False
    try:
        return date(jaar, maand, dag), True
    except ValueError:
        return None, False
