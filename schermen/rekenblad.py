"""Cells of a spreadsheet: the one place that keeps a text from being run as a formula.

Every file that a spreadsheet may open (CSV, XLSX, ODS) takes its texts through `cel` or `onschadelijk`; a test holds
every module that writes such a file to it. Source: OWASP, CSV injection.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

FORMULETEKENS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""A text that starts so is taken for a formula; also in full width."""
_APOSTROF = "'"


def cel(tekst: str) -> str:
    """The text with an apostrophe in front when a spreadsheet would run it.

    Blanks and signs that are not seen do not count as the start. A text that starts with an apostrophe gets one more:
    taking one away gives every text back as it was.
    """
    return f"{_APOSTROF}{tekst}" if _is_gevaarlijk(tekst) else tekst


def onschadelijk(waarde: object) -> object:
    """A text as `cel`; numbers, dates and None stay what they are."""
    return cel(waarde) if isinstance(waarde, str) else waarde


def csv_regels(rijen: Iterable[Sequence[object]]) -> Iterator[str]:
    """Lines of a file for a Dutch spreadsheet: semicolons, CRLF, every text harmless. Prefix a BOM for a file."""
    schrijver = csv.writer(_Doorgever(), delimiter=";", lineterminator="\r\n")
    for rij in rijen:
        yield schrijver.writerow([onschadelijk(waarde) for waarde in rij])  # what `write` returned


class _Doorgever:
    """A file for `csv.writer` that gives the line back instead of keeping it."""

    def write(self, regel: str) -> str:
        return regel


def _is_gevaarlijk(tekst: str) -> bool:
    if tekst.startswith(_APOSTROF) or unicodedata.category(tekst[:1] or "a")[0] == "C":
        return True  # Cc and Cf: tab, line ends, marks without width
    zichtbaar = next((teken for teken in tekst if unicodedata.category(teken)[0] not in "CZ"), "")
    return zichtbaar in FORMULETEKENS
