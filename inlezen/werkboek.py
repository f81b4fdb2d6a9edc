"""Reading a workbook (XLSX) as rows of text, a row at a time: the first sheet, what cells show and no formula."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

from django.utils.translation import gettext_noop as _

from .fouten import HELE_RIJ, Fout, Invoerfout, zin

ZIP = b"PK\x03\x04"
"""How a workbook begins: it is a zip file."""
VERHOUDING = 200
"""How many times smaller a part may be packed; more is a bomb and no table."""
STUK = (
    *(zipfile.BadZipFile, SyntaxError, zlib.error, EOFError, OSError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, OverflowError),
)
"""What zipfile, the XML parser (`SyntaxError`) and openpyxl raise over a file that is no sound workbook."""


@dataclass(frozen=True)
class Grenzen:
    """How much a workbook may hold: columns, number of the last row, and bytes unpacked.

    Empty rows count: openpyxl makes every row up to a far one, at 40 µs each.
    """

    kolommen: int
    laatste_rij: int
    uitgepakt: int
    merken: int
    """How many marks `<` all parts may have together, and how many `=`: each costs 100 bytes and 5 µs when parsed."""


MERKEN_PER_CEL = 8
"""A cell opens and closes two elements, and its text two; with the text in the cell it is six marks."""
GRENZEN = Grenzen(kolommen=500, laatste_rij=1 << 20, uitgepakt=1 << 30, merken=1 << 28)


def is_werkboek(begin: bytes) -> bool:
    """Whether a file that begins so is read as a workbook."""
    return begin == ZIP


def open_werkboek(stroom: BinaryIO, *, met_formules: bool = False) -> Any:
    """The workbook of openpyxl, to be closed: values, or formulas where there are. Raises what is in `STUK`."""
    import openpyxl  # 0.1 s, and few processes read a workbook

    # Some warnings repeat what stands in a cell, and would end up in the log of the process
    warnings.filterwarnings("ignore", module="openpyxl")
    return openpyxl.load_workbook(stroom, read_only=True, data_only=not met_formules, keep_links=False)


def werkboekrijen(stroom: BinaryIO, grenzen: Grenzen = GRENZEN) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row of the first sheet; rows without any text are left out.

    A date becomes jjjj-mm-dd, a whole number has no point, ja and nee stand for true and false. Every row is as wide as
    the header. Raises `Invoerfout` for what is no workbook, or one that unpacks to too much.
    """
    keur(stroom, grenzen)
    try:
        boek = open_werkboek(stroom)
    except STUK as fout:
        raise _geen_werkboek() from fout
    with closing(boek):
        if not boek.worksheets:
            raise _geen_werkboek()
        # With own limits: of a sheet that claims to be smaller than it is, openpyxl leaves the rest out without a word
        alle = boek.worksheets[0].iter_rows(
            max_row=grenzen.laatste_rij + 1, max_col=grenzen.kolommen + 1, values_only=True
        )
        rijen = enumerate(alle, 1)
        breedte = 0
        while (gelezen := _volgende(rijen)) is not None:
            nummer, cellen = gelezen
            if nummer > grenzen.laatste_rij:
                toegestaan = zin(
                    _("geen rij na rij %(n)s; haal ook lege rijen onder de tabel weg"), n=grenzen.laatste_rij
                )
                raise Invoerfout([Fout(nummer, HELE_RIJ, "", toegestaan)])
            while cellen and not cellen[-1].strip():
                cellen.pop()
            if not cellen:
                continue
            if len(cellen) > grenzen.kolommen:
                toegestaan = zin(_("hoogstens %(n)s kolommen"), n=grenzen.kolommen)
                raise Invoerfout([Fout(nummer, HELE_RIJ, "", toegestaan)])
            breedte = breedte or len(cellen)
            yield nummer, cellen + [""] * (breedte - len(cellen))


def _volgende(rijen: Iterator[tuple[int, tuple[Any, ...]]]) -> tuple[int, list[str]] | None:
    """The next row; the sheet is parsed while it is read, so what is broken may show here."""
    try:
        volgende = next(rijen, None)
        return None if volgende is None else (volgende[0], _teksten(volgende[1]))
    except STUK as fout:
        raise _geen_werkboek() from fout


def _teksten(waarden: tuple[Any, ...]) -> list[str]:
    """Without the empty cells at the end, which openpyxl adds up to the last column that was asked for."""
    breedte = len(waarden)
    while breedte and waarden[breedte - 1] is None:
        breedte -= 1
    return [_tekst(waarde) for waarde in waarden[:breedte]]


def keur(stroom: BinaryIO, grenzen: Grenzen) -> None:
    """Look at all parts before anything parses them: openpyxl takes all texts and whole rows into memory.

    Raises `Invoerfout` for what is no zip file, what unpacks to too much, and what has a DTD, which multiplies itself.
    """
    try:
        with zipfile.ZipFile(stroom) as pak:
            delen = pak.infolist()
            te_groot = sum(deel.file_size for deel in delen) > grenzen.uitgepakt
            if te_groot or any(
                deel.file_size > VERHOUDING * max(deel.compress_size, 1_000) for deel in delen
            ):
                raise _te_groot()
            elementen = attributen = 0
            for blok in _blokken(pak, delen):
                elementen += blok.count(b"<")
                attributen += blok.count(b"=")
                if max(elementen, attributen) > grenzen.merken:
                    raise _te_groot()
    except STUK as fout:
        raise _geen_werkboek() from fout
    stroom.seek(0)


def _blokken(pak: zipfile.ZipFile, delen: list[zipfile.ZipInfo]) -> Iterator[bytes]:
    """The content of all parts, whatever their names: a workbook says itself which part is what."""
    for deel in delen:
        einde = b""
        with pak.open(deel) as inhoud:
            while blok := inhoud.read(1 << 16):
                stuk = einde + blok.replace(b"\0", b"")  # UTF-16 has one beside each letter
                if b"<!DOCTYPE" in stuk:
                    raise _geen_werkboek()
                einde = stuk[-8:]
                yield blok


def _tekst(waarde: object) -> str:
    match waarde:
        case None:
            return ""
        case bool():
            return "ja" if waarde else "nee"
        case datetime() if waarde.time() == time.min:
            return waarde.date().isoformat()
        case date() | time():
            return waarde.isoformat()
        case float() if waarde.is_integer():
            return str(int(waarde))
        case _:
            return str(waarde)


def _te_groot() -> Invoerfout:
    return Invoerfout([Fout(1, HELE_RIJ, "", zin(_("een werkboek met een gewone tabel; dit is te groot")))])


def _geen_werkboek() -> Invoerfout:
    return Invoerfout([Fout(1, HELE_RIJ, "", zin(_("een werkboek (XLSX) of een CSV-bestand")))])
