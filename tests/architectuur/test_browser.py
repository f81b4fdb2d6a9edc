"""Browser tests look at the page they mean, on a slow machine too."""

from __future__ import annotations

import ast
import itertools
from pathlib import Path

import pytest

BROWSER = sorted((Path(__file__).parents[1] / "browser").glob("*.py"))


def te_vroeg(bron: str) -> list[int]:
    """Lines that look at a page right after a click, which may still be the page before: `volg` waits for the next."""
    blokken = [
        blok
        for knoop in ast.walk(ast.parse(bron))
        for naam in ("body", "orelse", "finalbody")
        if isinstance(blok := getattr(knoop, naam, None), list)
    ]
    return [
        daarna.lineno
        for blok in blokken
        for eerst, daarna in itertools.pairwise(blok)
        if isinstance(eerst, ast.Expr)
        and ast.unparse(eerst).endswith(".click()")
        and (
            isinstance(daarna, ast.Assert)
            or ast.unparse(daarna).startswith(("keur(", "keuring.kijk(", "gebreken_van(", "toegankelijk("))
            or ".goto(" in ast.unparse(daarna)
        )
    ]


@pytest.mark.parametrize("bestand", BROWSER, ids=lambda bestand: bestand.stem)
def test_geen_browsertest_kijkt_te_vroeg(bestand: Path) -> None:
    assert te_vroeg(bestand.read_text()) == []


def test_te_vroeg_kijken_valt_op() -> None:
    assert te_vroeg("def t():\n    page.get_by_role('link').click()\n    keur(page, 'x')\n") == [3]
    assert te_vroeg("def t():\n    volg(page.get_by_role('link'))\n    keur(page, 'x')\n") == []
