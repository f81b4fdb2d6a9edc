"""Charts: every value stands on its column, and a hidden figure cannot be read from the drawing."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from schermen import grafieken

JAREN = [
    {"label": 2020, "waarde": 314},
    {"label": 2021, "waarde": 371},
    {"label": 2022, "waarde": 667, "breuk": True},
    {"label": 2023, "waarde": 555},
    {"label": 2024, "waarde": 1627},
]


def teken(rijen: list[dict[str, object]]) -> str:
    return Template('{% load jid_ui %}{% kolommen rijen "k" "Titel" "Zin" %}').render(
        Context({"rijen": rijen})
    )


@given(st.integers(0, 10_000_000))
def test_de_schaal_omvat_de_hoogste_waarde_in_hele_stappen(hoogste: int) -> None:
    schaal = grafieken.schaal(hoogste)
    stappen = {hoog - laag for laag, hoog in pairwise(schaal)}
    assert schaal[0] == 0
    assert schaal[-1] >= hoogste
    assert len(stappen) == 1
    assert 2 <= len(schaal) <= 7


def test_de_schaal_is_rond() -> None:
    assert grafieken.schaal(667) == [0, 200, 400, 600, 800]


@given(st.lists(st.one_of(st.none(), st.integers(0, 100_000)), max_size=12))
def test_elke_kolom_blijft_binnen_de_tekening(waarden: list[int | None]) -> None:
    grafiek = grafieken.kolommen([{"label": str(nr), "waarde": w} for nr, w in enumerate(waarden)])
    for kolom in grafiek.kolommen:
        assert grafieken.BOVEN - 0.1 <= float(kolom.y) <= grafieken.ONDER
        assert float(kolom.x) + float(kolom.breedte) <= grafieken.BREEDTE
        assert abs(float(kolom.y) + float(kolom.hoogte) - grafieken.ONDER) <= 0.11


def test_waarden_staan_op_de_kolommen_en_getallen_breken_de_tekening_niet() -> None:
    html = teken(JAREN)
    assert ">1.627</text>" in html
    assert html.count("app-chart__bar--hi") == 1
    assert html.count("app-chart__breuk") == 1
    assert not re.search(r'\b(?:x|y|x1|x2|y1|y2|width|height)="[^"]*,', html)


def test_een_verborgen_getal_heeft_geen_kolom_en_geen_invloed_op_de_schaal() -> None:
    verborgen = [*JAREN[:2], {"label": 2022, "waarde": None}]
    zonder = [*JAREN[:2], {"label": 2022, "waarde": 0}]
    html = teken(verborgen)
    assert ">x</text>" in html
    assert html.count("<rect") == 2
    assert grafieken.kolommen(verborgen).raster == grafieken.kolommen(zonder).raster


@pytest.mark.parametrize("waarde", [None, 0])
def test_alleen_verborgen_of_nul_tekent_zonder_fout(waarde: int | None) -> None:
    assert "<svg" in teken([{"label": 2024, "waarde": waarde}])
    assert [b.breedte for b in grafieken.balken([{"label": "a", "waarde": waarde}])] == [""]


def test_balken_verhouden_zich_tot_de_hoogste() -> None:
    balken = grafieken.balken(
        [{"label": "a", "waarde": 50}, {"label": "b", "waarde": 25}, {"label": "c", "waarde": None}]
    )
    assert [balk.breedte for balk in balken] == ["100.0", "50.0", ""]
