"""Reading a workbook (XLSX) as rows of text, a row at a time: the first sheet, what cells show and no formula."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import BinaryIO

from .fouten import HELE_RIJ, Fout, Invoerfout

ZIP = b"PK\x03\x04"
"""How a workbook begins: it is a zip file."""
MEESTE_KOLOMMEN = 500
UITGEPAKT = 1 << 30
"""Bytes that a workbook may hold unpacked."""
VERHOUDING = 200
"""How many times smaller a part may be packed; more is a bomb and no table."""


def is_werkboek(begin: bytes) -> bool:
    """Whether a file that begins so is read as a workbook."""
    return begin == ZIP


def werkboekrijen(stroom: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row of the first sheet; rows without any text are left out.

    A date becomes jjjj-mm-dd, a whole number has no point, ja and nee stand for true and false. Every row is as wide as
    the header. Raises `Invoerfout` for what is no workbook, or one that unpacks to too much.
    """
    import openpyxl  # 0.1 s, and few processes read a workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _keur(stroom)
        boek = openpyxl.load_workbook(stroom, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as fout:
        raise _geen_werkboek() from fout
    with closing(boek):
        if not boek.worksheets:
            raise _geen_werkboek()
        breedte = 0
        for nummer, rij in enumerate(boek.worksheets[0].iter_rows(values_only=True), 1):
            cellen = [_tekst(waarde) for waarde in rij[:MEESTE_KOLOMMEN]]
            while cellen and not cellen[-1].strip():
                cellen.pop()
            if not cellen:
                continue
            breedte = breedte or len(cellen)
            yield nummer, cellen + [""] * (breedte - len(cellen))


def _keur(stroom: BinaryIO) -> None:
    with zipfile.ZipFile(stroom) as pak:
        delen = pak.infolist()
    te_groot = sum(deel.file_size for deel in delen) > UITGEPAKT
    if te_groot or any(deel.file_size > VERHOUDING * max(deel.compress_size, 1_000) for deel in delen):
        raise Invoerfout([Fout(1, HELE_RIJ, "", "een werkboek met een gewone tabel; dit is te groot")])
    stroom.seek(0)


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


def _geen_werkboek() -> Invoerfout:
    return Invoerfout([Fout(1, HELE_RIJ, "", "een werkboek (XLSX) of een CSV-bestand")])
