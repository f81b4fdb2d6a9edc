"""Where the doors are: system code that opens a closed queryset, and the ways round that nobody may take."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).resolve().parents[2]
APPS = [app.name for app in apps.get_app_configs() if Path(app.path).parent == PROJECT]
HOOGSTENS = 15


def _bronnen() -> list[Path]:
    return [pad for app in APPS for pad in (PROJECT / app).rglob("*.py") if "migrations" not in pad.parts]


def _vindplaatsen(patroon: str) -> dict[str, list[str]]:
    """File → what the first group matched there."""
    gevonden = {
        str(pad.relative_to(PROJECT)): re.findall(patroon, pad.read_text(), re.DOTALL) for pad in _bronnen()
    }
    return {pad: treffers for pad, treffers in gevonden.items() if treffers}


def test_elke_opening_zonder_filter_staat_met_haar_reden_in_de_lijst():
    gevonden = {
        (pad, reden)
        for pad, redenen in _vindplaatsen(r"\.zonder_toegangsfilter\(\s*reden=\"([^\"]+)\"").items()
        for reden in redenen
    }
    tekst = (
        (PROJECT / "docs" / "toegang.md").read_text().split("## `zonder_toegangsfilter`")[1].split("\n## ")[0]
    )
    genoemd = set(re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|$", tekst, re.MULTILINE))
    assert gevonden == genoemd
    assert len(gevonden) <= HOOGSTENS
    assert not [pad for pad, _reden in gevonden if "views" in pad]


def test_geen_opening_zonder_vaste_reden():
    alle = sum(len(t) for t in _vindplaatsen(r"(\.zonder_toegangsfilter\()").values())
    met_reden = sum(len(t) for t in _vindplaatsen(r"(\.zonder_toegangsfilter\(\s*reden=\"[^\"]+\")").values())
    assert alle == met_reden


@pytest.mark.parametrize(
    "patroon", [r"(\.objects\.raw\()", r"(\.extra\()", r"(csrf_exempt)", r"(mark_safe\(.*\brequest\b)"]
)
def test_niemand_neemt_een_sluipweg(patroon):
    assert _vindplaatsen(patroon) == {}


def test_guardian_komt_alleen_in_een_module():
    assert set(_vindplaatsen(r"^(?:from|import) (guardian)|\n(?:from|import) (guardian)")) == {
        "zaken/models/toegang.py"
    }
