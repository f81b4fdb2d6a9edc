"""The package is pure: no clock, no Django, nothing outside the standard library and itself."""

import ast
import sys
from pathlib import Path

import pytest

import zaken.termijnen

BESTANDEN = sorted(Path(zaken.termijnen.__file__).parent.glob("*.py"))
KLOK = {"today", "now", "utcnow", "localdate", "time"}


@pytest.mark.parametrize("bestand", BESTANDEN, ids=lambda bestand: bestand.name)
def test_een_module_leest_geen_klok_en_kent_alleen_de_standaardbibliotheek(bestand: Path) -> None:
    boom = list(ast.walk(ast.parse(bestand.read_text(encoding="utf-8"))))

    modules = {knoop.module or "" for knoop in boom if isinstance(knoop, ast.ImportFrom)}
    modules |= {naam.name for knoop in boom if isinstance(knoop, ast.Import) for naam in knoop.names}
    vreemd = {m for m in modules if m.split(".")[0] not in sys.stdlib_module_names}

    assert {m for m in vreemd if m != "zaken.termijnen" and not m.startswith("zaken.termijnen.")} == set()
    assert {knoop.attr for knoop in boom if isinstance(knoop, ast.Attribute)} & KLOK == set()


def test_er_zijn_bestanden_bekeken() -> None:
    assert {"feestdagen.py", "klacht.py", "melding.py", "misstand.py", "tuchtrecht.py"} <= {
        bestand.name for bestand in BESTANDEN
    }
