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


def test_iedere_module_die_een_rekenblad_schrijft_neemt_haar_cellen_van_een_plek() -> None:
    fout = []
    for app in apps.get_app_configs():
        for pad in PROJECT.joinpath(app.name).rglob("*.py") if "." not in app.name else ():
            bron = ast.parse(pad.read_text())
            namen = {
                naam for knoop in ast.walk(bron) if isinstance(knoop, ast.Import) for naam in (a.name for a in knoop.names)
            } | {k.module or "" for k in ast.walk(bron) if isinstance(k, ast.ImportFrom)}  # fmt: skip
            schrijft_csv = (
                any(
                    isinstance(k, ast.Attribute) and k.attr in {"writer", "DictWriter"}
                    for k in ast.walk(bron)
                )
                and "csv" in namen
            )
            schrijft_blad = bool(SCHRIJVERS & {naam.partition(".")[0] for naam in namen})
            if pad.name == "rekenblad.py" and app.name == "schermen":
                continue
            if schrijft_csv or (schrijft_blad and "schermen.rekenblad" not in namen):
                fout.append(str(pad.relative_to(PROJECT)))
    assert set(fout) == LEEST


def test_alleen_wie_een_werkboek_leest_laadt_wat_het_leest() -> None:
    for pad in LEEST:
        bovenaan = {naam.name for k in ast.parse((PROJECT / pad).read_text()).body if isinstance(k, ast.Import) for naam in k.names}  # fmt: skip
        assert not SCHRIJVERS & bovenaan
