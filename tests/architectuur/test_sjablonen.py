"""What no template and no script of ours may do."""

from __future__ import annotations

import re

import pytest

from tests.hulp.databank import PROJECT

SJABLONEN = sorted((PROJECT / "templates").rglob("*.html"))
SCRIPTS = sorted((PROJECT / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("patroon", [
    r"\|\s*safe\b", r"autoescape\s+off", r"<script(?![^>]*\bsrc=)", r"<style\b", r"\sstyle=", r"\son[a-z]+=", r"hx-on",
    r"javascript:", r"\{%\s*debug", r"\{%\s*filter\s+.*safe",
])  # fmt: skip
def test_geen_sjabloon_zet_iets_ongezien_of_iets_uitvoerbaars_in_de_bladzijde(patroon):
    assert [pad.name for pad in SJABLONEN if re.search(patroon, pad.read_text(), re.IGNORECASE)] == []


def test_ieder_formulier_dat_iets_verandert_draagt_een_token():
    fout = []
    for pad in SJABLONEN:
        for formulier in re.findall(
            r"<form\b[^>]*method=\"post\".*?</form>", pad.read_text(), re.DOTALL | re.IGNORECASE
        ):
            if "csrf_token" not in formulier and "app-voorbeeld" not in formulier:  # shows, sends nothing
                fout.append(f"{pad.name}: {formulier[:60]}")
    assert fout == []


@pytest.mark.parametrize("patroon", [
    r"innerHTML", r"outerHTML", r"insertAdjacentHTML", r"document\.write", r"\beval\(", r"new Function", r"setTimeout\(\s*['\"]",
    r"\.cssText", r"https?://(?!www\.w3\.org)", r"indexedDB", r"document\.cookie",
])  # fmt: skip
def test_geen_script_van_ons_maakt_html_van_tekst_of_praat_met_een_ander(patroon):
    assert SCRIPTS
    assert [pad.name for pad in SCRIPTS if re.search(patroon, pad.read_text())] == []


def test_de_browser_bewaart_niets():
    gebruikt = {
        (soort, sleutel)
        for pad in SCRIPTS
        for soort, _doet, sleutel in re.findall(
            r"(localStorage|sessionStorage)\.(getItem|setItem)\(([^,)]+)", pad.read_text()
        )
    }
    assert gebruikt == set()
    basis = (PROJECT / "templates" / "basis.html").read_text()
    for instelling in (
        '"historyCacheSize":0',
        '"allowEval":false',
        '"allowScriptTags":false',
        '"selfRequestsOnly":true',
    ):
        assert instelling in basis
