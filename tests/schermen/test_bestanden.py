"""The files of the front end: complete, unchanged, and nothing that the content security policy forbids."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

from schermen import iconen

WORTEL = Path(__file__).resolve().parents[2]
SJABLONEN = sorted((WORTEL / "templates").rglob("*.html"))
NAMEN = [str(pad.relative_to(WORTEL / "templates")) for pad in SJABLONEN]
MANIFEST = json.loads((WORTEL / "static/vendor/manifest.json").read_text())


def test_elk_overgenomen_bestand_is_onveranderd_en_staat_op_de_lijst() -> None:
    aanwezig = {
        str(pad.relative_to(WORTEL)): hashlib.sha256(pad.read_bytes()).hexdigest()
        for pad in [*(WORTEL / "static/vendor").rglob("*"), iconen.SPRITE]
        if pad.is_file() and pad.name != "manifest.json"
    }
    assert aanwezig == MANIFEST["files"]


def test_elk_pakket_heeft_een_open_licentie_en_een_vaste_versie() -> None:
    gevraagd = json.loads((WORTEL / "frontend/package.json").read_text())["dependencies"]
    pakketten = {pakket["name"]: pakket for pakket in MANIFEST["packages"]}
    assert {naam: pakket["version"] for naam, pakket in pakketten.items()} | {
        "esbuild": gevraagd["esbuild"]
    } == gevraagd
    assert {pakket["license"] for pakket in pakketten.values()} == {"EUPL-1.2", "MIT", "OFL-1.1"}


@pytest.mark.parametrize(
    "pad",
    sorted((WORTEL / "static").rglob("*.css")) + sorted((WORTEL / "static").rglob("*.js")),
    ids=lambda p: p.name,
)
def test_geen_bestand_haalt_iets_van_buiten(pad: Path) -> None:
    tekst = pad.read_text()
    assert "sourceMappingURL" not in tekst
    assert not re.search(r"url\(\s*[\"']?https?:|@import\s+[\"']https?:", tekst)


@pytest.mark.parametrize("naam", NAMEN)
def test_elk_sjabloon_is_leesbaar(naam: str) -> None:
    assert get_template(naam).template.name == naam


@pytest.mark.parametrize("pad", SJABLONEN, ids=NAMEN)
def test_geen_sjabloon_heeft_stijl_of_script_in_de_pagina(pad: Path) -> None:
    tekst = re.sub(r"{#.*?#}", "", pad.read_text())
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", tekst, re.IGNORECASE)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", tekst))
    assert "|safe" not in tekst


@pytest.mark.parametrize(
    "pad", sorted((WORTEL / "templates/componenten").glob("*.html")), ids=lambda p: p.name
)
def test_een_component_kent_de_aanvraag_niet(pad: Path) -> None:
    assert not re.search(r"\brequest\b", pad.read_text())


def test_elk_gebruikt_icoon_bestaat() -> None:
    gebruikt = {
        naam for pad in SJABLONEN for naam in re.findall(r"{% icoon ['\"]([a-z0-9-]+)['\"]", pad.read_text())
    }
    assert gebruikt <= iconen.namen()


@pytest.mark.parametrize(
    "naam",
    [
        "400.html",
        "403.html",
        "403_csrf.html",
        "404.html",
        "429.html",
        "500.html",
        "503.html",
        "503_sleutels.html",
    ],
)
def test_een_foutpagina_heeft_niets_nodig(naam: str) -> None:
    html = render_to_string(naam)
    assert html.count("<h1") == 1
    assert re.search(r"<title>\s*\S.+ - Integriteitsregistratie</title>", html)
    assert '<html lang="nl">' in html
    assert "app-nav" not in html
