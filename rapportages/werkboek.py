"""The figures of a year as XLSX: one sheet per table, each with its definition, both dates and what is provisional."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from schermen.rekenblad import onschadelijk

from .services import Jaarcijfers
from .tabellen import Rij, Tabel
from .verschil import Verschil
from .zinnen import let_op, niet_geteld, standen

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VOORLOPIG = "VOORLOPIG. Gebruik deze cijfers nog niet in brieven."
KLOPT_NIET = "DEZE CIJFERS KLOPPEN NIET. Gebruik ze niet."
A4 = 9
LANGSTE_BLADNAAM = 31
VERBODEN = re.compile(r"[\[\]:*?/\\]")
BREEDTE_RIJKOP = 58
BREEDTE_GETAL = 12


def als_xlsx(cijfers: Jaarcijfers) -> bytes:
    """The workbook. Rows go to disk as they are written (constant memory), so they come in order."""
    import xlsxwriter  # 0.1 s, and few requests make a workbook

    uit = io.BytesIO()
    opties = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(uit, opties) as boek:
        boek.set_properties(
            {
                "title": f"Jaarcijfers {cijfers.jaar}",
                "subject": VOORLOPIG if cijfers.voorlopig else "Vastgesteld",
                "created": datetime.combine(cijfers.vastgelegd_tot, time.min),
            }
        )
        opmaak = _Opmaak(boek)
        _overzicht(_blad(boek, "Overzicht", cijfers), cijfers, opmaak)
        for tabel in cijfers.tabellen:
            _tabelblad(_blad(boek, bladnaam(tabel), cijfers), tabel, cijfers, opmaak)
        if cijfers.vergelijkingen:
            _gepubliceerd(_blad(boek, "Gepubliceerd", cijfers), cijfers, opmaak)
    return uit.getvalue()


def bladnaam(tabel: Tabel) -> str:
    """The title without what Excel forbids in a name, at most 31 characters; a test keeps the names apart."""
    naam = VERBODEN.sub("", tabel.regel.titel)
    return naam if len(naam) <= LANGSTE_BLADNAAM else f"{naam[: LANGSTE_BLADNAAM - 1].rstrip()}…"


class _Opmaak:
    def __init__(self, boek: xlsxwriter.Workbook) -> None:
        rand = {"bottom": 1}
        self.kop: Format = boek.add_format({"bold": True, "font_size": 14})
        self.mark: Format = boek.add_format({"bold": True, "font_color": "#9C0006"})
        self.tekst: Format = boek.add_format({"text_wrap": True, "valign": "top"})
        self.kolom: Format = boek.add_format({"bold": True, **rand})
        self.jaar: Format = boek.add_format({"bold": True, "align": "right", "num_format": "0", **rand})
        self.getal: Format = boek.add_format({"num_format": "#,##0"})
        self.verschil: Format = boek.add_format({"num_format": '+#,##0;"−"#,##0;0'})
        self.procent: Format = boek.add_format({"num_format": '+0.0%;"−"0.0%;0.0%', "align": "right"})
        self.totaal: Format = boek.add_format({"bold": True, "num_format": "#,##0", "top": 1})
        self.totaaltekst: Format = boek.add_format({"bold": True, "top": 1})


class _Blad:
    """A sheet that is written from the top down."""

    def __init__(self, blad: Worksheet) -> None:
        self._blad = blad
        self._rij = 0

    def regel(self, *waarden: tuple[object, Format | None]) -> None:
        """One row; text is always text, None an empty cell."""
        for kolom, (waarde, opmaak) in enumerate(waarden):
            if waarde is None:
                self._blad.write_blank(self._rij, kolom, None, opmaak)
            elif isinstance(waarde, int | float):
                self._blad.write_number(self._rij, kolom, waarde, opmaak)
            else:
                self._blad.write_string(self._rij, kolom, str(onschadelijk(waarde)), opmaak)
        self._rij += 1

    def alinea(self, tekst: str, opmaak: Format) -> None:
        """A paragraph in the first column, as high as it needs."""
        self._blad.set_row(self._rij, 15 * (1 + len(tekst) // BREEDTE_RIJKOP))
        self.regel((tekst, opmaak))

    def wit(self) -> None:
        self._rij += 1


def _blad(boek: xlsxwriter.Workbook, naam: str, cijfers: Jaarcijfers) -> _Blad:
    blad = boek.add_worksheet(naam)
    blad.set_column(0, 0, BREEDTE_RIJKOP)
    blad.set_column(1, 7, BREEDTE_GETAL)
    blad.set_paper(A4)
    blad.fit_to_pages(1, 0)
    mark = " VOORLOPIG" if cijfers.voorlopig else ""
    blad.set_header(f"&LJaarcijfers {cijfers.jaar}&R{mark}")
    blad.set_footer("&L&A&RBlad &P van &N")
    return _Blad(blad)


def _aanhef(blad: _Blad, titel: str, cijfers: Jaarcijfers, opmaak: _Opmaak) -> None:
    blad.regel((titel, opmaak.kop))
    if cijfers.voorlopig:
        blad.regel((VOORLOPIG, opmaak.mark))
    if not cijfers.klopt:
        blad.regel((KLOPT_NIET, opmaak.mark))
    blad.regel((f"Stand op {cijfers.stand_op:%d-%m-%Y}", None))
    blad.regel((f"Vastgelegd tot en met {cijfers.vastgelegd_tot:%d-%m-%Y}", None))
    blad.wit()


def _overzicht(blad: _Blad, cijfers: Jaarcijfers, opmaak: _Opmaak) -> None:
    _aanhef(blad, f"Jaarcijfers {cijfers.jaar}", cijfers, opmaak)
    for bevinding in cijfers.bevindingen:
        blad.alinea(bevinding.tekst, opmaak.mark)
    blad.alinea(cijfers.tekst, opmaak.tekst)
    blad.wit()
    blad.regel(("Tabel", opmaak.kolom), ("Blad", opmaak.kolom))
    for tabel in cijfers.tabellen:
        blad.regel((f"{tabel.regel.nummer}. {tabel.regel.titel}", None), (bladnaam(tabel), None))


def _tabelblad(blad: _Blad, tabel: Tabel, cijfers: Jaarcijfers, opmaak: _Opmaak) -> None:
    regel = tabel.regel
    _aanhef(blad, f"{regel.nummer}. {regel.titel}", cijfers, opmaak)
    jaren = [(jaar, opmaak.jaar) for jaar in tabel.jaren]
    blad.regel((regel.rijkop, opmaak.kolom), *jaren, ("Verschil", opmaak.jaar), ("In %", opmaak.jaar))
    for rij in tabel.rijen:
        blad.regel(*_cellen(tabel, rij, opmaak, opmaak.getal, None))
    if not regel.alleen_totaal:
        blad.regel(*_cellen(tabel, tabel.totaalrij, opmaak, opmaak.totaal, opmaak.totaaltekst))
    for rij in tabel.memo:
        if any(rij.aantallen.values()):
            blad.regel((f"{rij.label}, niet in het totaal", None), *_getallen(tabel, rij, opmaak.getal))
    blad.wit()
    for tekst in (
        *(breuk.tekst for breuk in tabel.trendbreuken),
        *let_op(tabel),
        "Een lege cel: deze rij bestond toen niet, of er is niets van bekend. 0 is geen.",
        *(niet_geteld(jaar, gedrukt) for jaar, gedrukt in tabel.gedrukt.items()),
        *filter(None, (standen(tabel),)),
        regel.definitie,
        f"Wat telt mee: {regel.populatie}",
        f"Bereik: {regel.bereik}",
        f"Eenheid: {regel.eenheid.enkelvoud}",
        f"Telregel: {regel.id}, versie {regel.versie}",
    ):
        blad.alinea(tekst, opmaak.tekst)


def _cellen(
    tabel: Tabel, rij: Rij, opmaak: _Opmaak, getal: Format, label: Format | None
) -> Iterator[tuple[object, Format | None]]:
    verschil = tabel.verschil(rij.aantallen)
    yield rij.label, label
    yield from _getallen(tabel, rij, getal)
    yield verschil.aantal, opmaak.verschil
    yield _verhouding(verschil), opmaak.procent


def _getallen(tabel: Tabel, rij: Rij, opmaak: Format) -> Iterator[tuple[object, Format | None]]:
    for jaar in tabel.jaren:
        yield rij.aantallen[jaar], opmaak


def _verhouding(verschil: Verschil) -> object:
    """The change as a number that Excel shows in percent, "was 0", or nothing."""
    if not verschil.aantal:
        return None
    if verschil.vorig == 0:
        return "was 0"
    return None if verschil.procent is None else float(verschil.procent) / 100


def _gepubliceerd(blad: _Blad, cijfers: Jaarcijfers, opmaak: _Opmaak) -> None:
    _aanhef(blad, "Geteld en zoals gepubliceerd", cijfers, opmaak)
    koppen = ("Rij", "Jaar", "Gedrukt", "Geteld", "Verschil", "Opmerking", "Bron", "Code")
    blad.regel(*((kop, opmaak.kolom) for kop in koppen))
    for vergelijking in cijfers.vergelijkingen:
        titel = cijfers.tabel(vergelijking.tabel).regel.titel
        for regel in vergelijking.regels:
            opmerking = "klopt niet" if regel.is_tegengesproken else "circa" if regel.is_circa else None
            blad.regel(
                (f"{titel}: {regel.label}", None),
                (vergelijking.jaar, None),
                (regel.gepubliceerd, opmaak.getal),
                (regel.geteld, opmaak.getal),
                (regel.verschil, opmaak.verschil),
                (opmerking, None),
                (vergelijking.bron, None),
                (regel.code, None),
            )
