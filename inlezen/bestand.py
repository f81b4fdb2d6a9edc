"""Reading a file as people save it, row by row.

CSV: UTF-8 (BOM or not) or Windows-1252, semicolons or commas. XLSX: the first sheet, values only.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

from django.utils.translation import gettext_noop as _

from .fouten import HELE_RIJ, Fout, Invoerfout, Zin, zin
from .werkboek import GRENZEN, ZIP, Grenzen, is_werkboek, werkboekrijen

BLOK = 1 << 20
LANGSTE_REGEL = 1 << 20
"""Characters of one line; a file without line breaks is no CSV."""
LANGSTE_CEL = 131_072
"""Characters of one cell; a quotation mark that is never closed stops here (limit of the csv module)."""
XLSX = "xlsx"
GEEN_TABEL = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\xd0\xcf\x11\xe0")
"""How other files begin that people choose by mistake: a PDF, a picture, RTF, Office of before 2007 (or locked)."""
CODERINGEN = zin(_("UTF-8 of Windows-1252"))

_NIET_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


class Bron(Protocol):
    """A table that can be read more than once: header and rows, and which file it is."""

    @property
    def sha256(self) -> str:
        """Of the bytes of the file: the same file is known by it."""

    def rijen(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row, the header first; rows without any text are left out."""


@dataclass(frozen=True)
class Bestand:
    """A file that was looked at from beginning to end: how it is written, and which one it is."""

    open: Callable[[], BinaryIO]
    """The file from its first byte; raises `Invoerfout` when it is no longer the one that was looked at."""
    codering: str
    """Of a CSV; `XLSX` for a workbook."""
    scheidingsteken: str
    sha256: str
    grenzen: Grenzen = GRENZEN

    def rijen(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row, the header first; rows without any text are left out.

        Raises `Invoerfout` for what is no CSV or XLSX, and for a file that is no longer the one that was looked at.
        """
        if self.codering == XLSX:
            with self.open() as stroom:
                yield from werkboekrijen(stroom, self.grenzen)
            return
        with self.open() as stroom:
            tekst = io.TextIOWrapper(stroom, encoding=self.codering, newline="")
            yield from _csv_rijen(tekst, self.scheidingsteken)


def onderzoek(pad: Path) -> Bestand:
    """Look at a whole file on disk, in blocks. Raises `Invoerfout`, or `OSError` when it cannot be opened."""
    with pad.open("rb") as stroom:
        kenmerk = _kenmerk(stroom)
    return _onderzoek(partial(_open_onveranderd, pad, kenmerk), GRENZEN)


def onderzoek_inhoud(inhoud: bytes, grenzen: Grenzen) -> Bestand:
    """The same for what stands in memory."""
    return _onderzoek(partial(io.BytesIO, inhoud), grenzen)


def _onderzoek(open_: Callable[[], BinaryIO], grenzen: Grenzen) -> Bestand:
    with open_() as stroom:
        begin = stroom.read(8)
        stroom.seek(0)
        if begin.startswith(GEEN_TABEL):
            raise Invoerfout([_fout(1, zin(_("een CSV of een Excel-werkboek (XLSX), zonder wachtwoord")))])
        if is_werkboek(begin[: len(ZIP)]):
            return Bestand(open_, XLSX, "", _som(stroom), grenzen)
        codering, sha256 = _lees_door(stroom)
    with open_() as stroom:
        kop = io.TextIOWrapper(stroom, encoding=codering, newline="").readline(LANGSTE_REGEL)
    return Bestand(open_, codering, ";" if ";" in kop else ",", sha256, grenzen)


def _som(stroom: BinaryIO) -> str:
    som = hashlib.sha256()
    for blok in iter(lambda: stroom.read(BLOK), b""):
        som.update(blok)
    return som.hexdigest()


def _csv_rijen(stroom: TextIO, scheidingsteken: str) -> Iterator[tuple[int, list[str]]]:
    lezer = csv.reader(_regels(stroom), delimiter=scheidingsteken, strict=True)
    rij = 0
    while True:
        rij += 1
        try:
            cellen = next(lezer)
        except StopIteration:
            return
        except csv.Error as fout:
            raise Invoerfout([_fout(rij, _in_woorden(str(fout)))]) from fout
        if any(cel.strip() for cel in cellen):
            yield rij, cellen


def _open_onveranderd(pad: Path, kenmerk: tuple[int, int, int]) -> BinaryIO:
    stroom = pad.open("rb")
    if _kenmerk(stroom) != kenmerk:
        stroom.close()
        raise Invoerfout([_fout(1, zin(_("een bestand dat niet verandert tijdens het inlezen")))])
    return stroom


def _kenmerk(stroom: BinaryIO) -> tuple[int, int, int]:
    """Inode, size and moment of change, to notice a file that changes while it is read twice."""
    feiten = os.fstat(stroom.fileno())
    if not stat.S_ISREG(feiten.st_mode):
        raise Invoerfout([_fout(1, zin(_("een gewoon bestand: het wordt twee keer gelezen")))])
    return feiten.st_ino, feiten.st_size, feiten.st_mtime_ns


def _lees_door(stroom: BinaryIO) -> tuple[str, str]:
    """Encoding and SHA-256 of all bytes."""
    som, utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    is_utf8, rij, niet_utf8, niet_cp1252, bom = True, 1, 0, 0, b""
    for blok in iter(lambda: stroom.read(BLOK), b""):
        som.update(blok)
        bom = bom or blok[:3]
        if is_utf8:
            try:
                utf8.decode(blok)
            except UnicodeDecodeError as fout:
                is_utf8, niet_utf8 = False, rij + blok[: fout.start].count(b"\n")
        if not niet_cp1252 and (vreemd := _NIET_IN_CP1252.search(blok)):
            niet_cp1252 = rij + blok[: vreemd.start()].count(b"\n")
        rij += blok.count(b"\n")
    if is_utf8 and utf8.getstate()[0]:
        is_utf8, niet_utf8 = False, rij
    if bom[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise Invoerfout([Fout(1, HELE_RIJ, "UTF-16", CODERINGEN)])
    if is_utf8:
        return "utf-8-sig", som.hexdigest()
    if bom == codecs.BOM_UTF8 or niet_cp1252:
        rij = niet_utf8 if bom == codecs.BOM_UTF8 else niet_cp1252
        raise Invoerfout([Fout(rij, HELE_RIJ, "onleesbare bytes", CODERINGEN)])
    return "cp1252", som.hexdigest()


def _regels(stroom: TextIO) -> Iterator[str]:
    """Lines, refusing one that never ends instead of taking it into memory."""
    nummer = 0
    while regel := stroom.readline(LANGSTE_REGEL):
        nummer += 1
        if len(regel) == LANGSTE_REGEL and not regel.endswith(("\n", "\r")):
            raise Invoerfout([_fout(nummer, zin(_("hoogstens %(n)s tekens op een regel"), n=LANGSTE_REGEL))])
        yield regel


def _in_woorden(fout: str) -> Zin:
    if "field limit" in fout:
        return zin(
            _("hoogstens %(n)s tekens in een cel; is er een aanhalingsteken te veel of te weinig?"),
            n=LANGSTE_CEL,
        )
    return zin(_("aanhalingstekens om de hele cel, en een aanhalingsteken in de cel dubbel"))


def _fout(rij: int, toegestaan: Zin) -> Fout:
    return Fout(rij, HELE_RIJ, "", toegestaan)
