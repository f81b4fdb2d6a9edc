"""No export holds a formula, whatever somebody typed; and every module that writes one is held to it."""

from __future__ import annotations

import ast
import csv
import io
from datetime import date

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from logboek.nakijken import uit_cel
from schermen.rekenblad import cel, csv_regels, onschadelijk
from tests.hulp.databank import PROJECT

BEGIN = st.sampled_from(["", " ", "\u00a0", "\u200b", "\ufeff", "\t", "\r", "\n", "\x00", "'"])
TEKEN = st.sampled_from([*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "", "a"])
TEKST = st.builds("".join, st.tuples(BEGIN, BEGIN, TEKEN, st.text(max_size=20))) | st.text()
SCHRIJVERS = {"xlsxwriter", "openpyxl", "odf", "odfdo", "pyexcel"}
"""Packages that write a spreadsheet."""
TEKST_IN_CEL = {
    *("write", "write_string", "write_row", "write_column", "write_rich_string"),
    *("write_formula", "write_url", "write_comment"),
}
"""Methods of xlsxwriter that put a text where somebody opens it."""
LEEST = {"inlezen/werkboek.py"}
"""Uses such a package to read a workbook, and writes none."""


@given(TEKST)
def test_geen_tekst_begint_als_formule_en_elke_tekst_komt_terug(tekst: str) -> None:
    geschreven = cel(tekst)
    assert uit_cel(geschreven) == tekst
    zichtbaar = geschreven.lstrip(" \u00a0\u200b\ufeff\t\r\n\x00")
    assert not zichtbaar.startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"))
    assert not geschreven.startswith(("\t", "\r", "\n"))


@given(st.lists(st.lists(TEKST.filter(lambda t: "\x00" not in t), min_size=1, max_size=4), max_size=4))
def test_een_bestand_heeft_dezelfde_cellen_als_de_rijen(rijen: list[list[str]]) -> None:
    inhoud = "".join(csv_regels(rijen))
    gelezen = list(csv.reader(io.StringIO(inhoud, newline=""), delimiter=";"))
    assert [[uit_cel(waarde) for waarde in rij] for rij in gelezen] == rijen


@pytest.mark.parametrize("waarde", [-5, 3.5, None, True, date(2026, 11, 22)])
def test_een_getal_of_datum_blijft_wat_het_is(waarde: object) -> None:
    assert onschadelijk(waarde) is waarde


def test_gewone_woorden_blijven_zoals_ze_zijn() -> None:
    woorden = ["Ongewenste omgangsvormen", "M-2024-00627", "", "3 = 3", "é", "(geen)", "12"]
    assert [cel(woord) for woord in woorden] == woorden


def _neemt_haar_cellen_zelf(bron: str) -> bool:
    """Whether a module writes texts of a spreadsheet that did not go through `schermen.rekenblad`, as far as its code says."""
    knopen = list(ast.walk(ast.parse(bron)))
    namen = {naam.name for k in knopen if isinstance(k, ast.Import) for naam in k.names} | {
        k.module or "" for k in knopen if isinstance(k, ast.ImportFrom)
    }
    if "csv" in namen and any(
        isinstance(k, ast.Attribute) and k.attr in {"writer", "DictWriter"} for k in knopen
    ):
        return True
    if not SCHRIJVERS & {naam.partition(".")[0] for naam in namen}:
        return False
    van_rekenblad = {
        naam.name
        for k in knopen
        if isinstance(k, ast.ImportFrom) and k.module == "schermen.rekenblad"
        for naam in k.names
    }
    geschreven = [
        k
        for k in knopen
        if isinstance(k, ast.Call) and isinstance(k.func, ast.Attribute) and k.func.attr in TEKST_IN_CEL
    ]
    return not geschreven or any(not _roept(k, van_rekenblad) for k in geschreven)


def _roept(knoop: ast.AST, namen: set[str]) -> bool:
    return any(
        isinstance(k, ast.Call) and isinstance(k.func, ast.Name) and k.func.id in namen
        for k in ast.walk(knoop)
    )


def test_iedere_module_die_een_rekenblad_schrijft_neemt_haar_cellen_van_een_plek() -> None:
    zelf = {
        str(pad.relative_to(PROJECT))
        for app in apps.get_app_configs()
        for pad in (PROJECT.joinpath(app.name).rglob("*.py") if "." not in app.name else ())
        if _neemt_haar_cellen_zelf(pad.read_text())
    }
    assert zelf == LEEST | {"schermen/rekenblad.py"}


@pytest.mark.parametrize(
    ("regel", "zelf"),
    [("blad.write_string(0, 0, onschadelijk(x))", False), ("blad.write_string(0, 0, x)", True), ("blad.write(0, 0, x)", True), ("pass", True)],
)  # fmt: skip
def test_invoeren_alleen_is_niet_genoeg(regel: str, zelf: bool) -> None:
    assert (
        _neemt_haar_cellen_zelf(f"import xlsxwriter\nfrom schermen.rekenblad import onschadelijk\n{regel}")
        is zelf
    )


def test_alleen_wie_een_werkboek_leest_laadt_wat_het_leest() -> None:
    for pad in LEEST:
        bovenaan = {naam.name for k in ast.parse((PROJECT / pad).read_text()).body if isinstance(k, ast.Import) for naam in k.names}  # fmt: skip
        assert not SCHRIJVERS & bovenaan
