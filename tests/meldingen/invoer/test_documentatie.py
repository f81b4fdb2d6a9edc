"""docs/import.md says what the code does: its tables and its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.meldingen.invoer.beschrijving import kolommentabel, waardentabel
from tests.meldingen.invoer.hulp import fouten
from zaken.register import registers

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "import.md"


def _deel(naam: str) -> str:
    return (
        DOCUMENT.read_text(encoding="utf-8")
        .split(f"<!-- begin {naam} -->\n")[1]
        .split(f"\n<!-- einde {naam} -->")[0]
    )


@pytest.mark.parametrize(("naam", "tabel"), [("kolommen", kolommentabel), ("waarden", waardentabel)])
def test_elke_kolom_en_elke_waarde_staat_in_de_uitleg(naam, tabel):
    assert _deel(naam) == tabel()


@pytest.mark.parametrize("register", ["klachten", "misstanden", "onderzoeken"])
def test_elke_kolom_van_een_ander_register_staat_in_de_uitleg(register):
    opgave = next(r.invoer for r in registers() if r.adressen == register)

    assert _deel(f"kolommen {register}") == kolommentabel(opgave, met_waarden=True)


@pytest.mark.databank
@pytest.mark.django_db
def test_het_voorbeeld_uit_de_uitleg_is_in_orde(tmp_path):
    voorbeeld, _van_casussen = re.findall(
        r"```csv\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL
    )
    pad = tmp_path / "voorbeeld.csv"
    pad.write_text(voorbeeld, encoding="utf-8")

    assert fouten(pad) == []
