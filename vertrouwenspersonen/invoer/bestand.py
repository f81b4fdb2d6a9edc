"""The cells of a file that somebody hands in: read in memory, kept nowhere.

What is wrong is said in words that repeat nothing of the file, and without the error that Python had over it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from inlezen.bestand import onderzoek_inhoud
from inlezen.fouten import Invoerfout
from inlezen.werkboek import MERKEN_PER_CEL, STUK, ZIP, Grenzen, is_werkboek, keur, open_werkboek

from .tabel import MEESTE_RIJEN, Tabel

MEESTE_BYTES = 1 << 20
LANGSTE_CEL = 500
"""Characters; no choice of a casus is a tenth as long."""
GRENZEN = Grenzen(kolommen=40, laatste_rij=2_000, uitgepakt=20 << 20, merken=MERKEN_PER_CEL * 40 * 2_000)
_BIJLAGEN = (
    *("xl/comments", "xl/threadedcomments", "xl/persons"),
    *(
        "xl/drawings",
        "xl/media",
        "xl/embeddings",
        "xl/externallinks",
        "xl/pivot",
        "xl/vbaproject",
        "xl/activex",
    ),
    *("xl/charts", "xl/chartsheets", "xl/macrosheets", "xl/dialogsheets", "xl/querytables", "xl/connections"),
)
"""Parts of a workbook that hold something beside the cells of a table."""


class GeenTabel(Exception):
    """The file is not read; the message says in the language of the reader why and what to do."""


def lees(inhoud: bytes) -> Tabel:
    """The table in `inhoud`, CSV or XLSX. Raises `GeenTabel`."""
    if len(inhoud) > MEESTE_BYTES:
        raise GeenTabel(_("Dit bestand is te groot. Maak er meer bestanden van."))
    if is_werkboek(inhoud[: len(ZIP)]):
        _eis_kaal(inhoud)
    try:
        stroom = onderzoek_inhoud(inhoud, GRENZEN).rijen()
        gelezen = [_met_korte_cellen(*rij) for rij in islice(stroom, MEESTE_RIJEN + 2)]
    except Invoerfout as fout:
        raise GeenTabel(_onleesbaar(fout.fouten[0].rij)) from None
    if len(gelezen) < 2:
        raise GeenTabel(
            _("In dit bestand staan geen rijen. Zet boven de rijen een regel met de namen van de kolommen.")
        )
    if len(gelezen) > MEESTE_RIJEN + 1:
        raise GeenTabel(
            _("Dit bestand heeft meer dan %(aantal)s rijen. Maak er meer bestanden van.")
            % {"aantal": MEESTE_RIJEN}
        )
    if any(len(cellen) > GRENZEN.kolommen for _rij, cellen in gelezen):
        raise GeenTabel(_("Dit bestand heeft te veel kolommen. Laat alleen de kolommen uit de lijst staan."))
    (_rij, kop), *rijen = gelezen
    return Tabel(tuple(kop), tuple((nummer, tuple(cellen)) for nummer, cellen in rijen))


def _met_korte_cellen(rij: int, cellen: list[str]) -> tuple[int, list[str]]:
    """The row; refused while it is read, for a workbook stores a long text once and may show it in every cell."""
    if any(len(cel) > LANGSTE_CEL for cel in cellen):
        raise GeenTabel(_onleesbaar(rij))
    return rij, cellen


def _onleesbaar(rij: int) -> str:
    if rij == 1:
        return _(
            "Dit bestand is niet te lezen. Sla het op als CSV of als Excel-werkboek (XLSX), zonder wachtwoord."
        )
    tekst = _("Dit bestand is niet te lezen vanaf rij %(rij)s. Haal weg wat niet bij de tabel hoort.")
    return tekst % {"rij": rij}


def _eis_kaal(inhoud: bytes) -> None:
    """Refuse a workbook with more than its owner sees at a glance: one sheet, plain values, nothing attached.

    Nothing of the rest would be stored; but who hands in a file with a name on a hidden sheet wants to know it.
    """
    try:
        _keur_delen(inhoud)
        _keur_bladen(inhoud)
    except STUK:
        raise GeenTabel(_("Dit werkboek is stuk. Sla het opnieuw op en kies het nog een keer.")) from None


def _keur_delen(inhoud: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as pak:
        delen = pak.infolist()
    if sum(deel.file_size for deel in delen) > GRENZEN.uitgepakt:
        raise GeenTabel(_("Dit bestand is te groot. Maak er meer bestanden van."))
    if any(deel.filename.lower().lstrip("/").startswith(_BIJLAGEN) for deel in delen):
        raise GeenTabel(
            _(
                "In dit werkboek zit meer dan een tabel, zoals een opmerking, een plaatje of een koppeling. "
                "Kopieer alleen de tabel naar een nieuw werkboek."
            )
        )
    try:
        keur(io.BytesIO(inhoud), GRENZEN)
    except Invoerfout:
        raise GeenTabel(_onleesbaar(1)) from None


def _keur_bladen(inhoud: bytes) -> None:
    boek = open_werkboek(io.BytesIO(inhoud), met_formules=True)
    with closing(boek):
        gevuld = [blad for blad in boek.worksheets if _heeft(blad, lambda cel: cel.value not in (None, ""))]
        if any(blad is not boek.worksheets[0] or blad.sheet_state != "visible" for blad in gevuld):
            raise GeenTabel(
                _(
                    "Dit werkboek heeft meer dan één blad met gegevens, of een verborgen blad. "
                    "Kopieer alleen de tabel naar een nieuw werkboek."
                )
            )
        if any(_heeft(blad, lambda cel: cel.data_type == "f") for blad in gevuld):
            raise GeenTabel(
                _("In dit werkboek staan formules. Plak de tabel als waarden in een nieuw werkboek.")
            )


def _heeft(blad: Any, klopt: Callable[[Any], bool]) -> bool:
    # With own limits: the size that a sheet claims to have may be too small, or endless
    rijen = blad.iter_rows(max_row=GRENZEN.laatste_rij, max_col=GRENZEN.kolommen + 1)
    return any(klopt(cel) for rij in rijen for cel in rij)
