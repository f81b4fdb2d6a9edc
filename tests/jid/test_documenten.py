"""What the documents point at exists, and what an operator can meet is explained."""

from __future__ import annotations

import ast
import re

import pytest

from tests.hulp.databank import PROJECT

DOCUMENTEN = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
SCHERMEN = PROJECT / "docs" / "schermen"
"""Screenshots; without the folder none is missed."""
INSTALLEREN = (PROJECT / "docs" / "installeren.md").read_text()


@pytest.mark.parametrize("document", DOCUMENTEN, ids=lambda pad: str(pad.relative_to(PROJECT)))
def test_iedere_verwijzing_in_een_document_komt_ergens_uit(document):
    doelen = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    if not SCHERMEN.is_dir():
        doelen = [doel for doel in doelen if not doel.startswith("docs/schermen/")]
    assert [doel for doel in doelen if not (document.parent / doel).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTEN, ids=lambda pad: str(pad.relative_to(PROJECT)))
def test_ieder_bestand_dat_een_document_noemt_bestaat(document):
    paden = re.findall(
        r"`((?:docs|docker|tests|jid|zaken|meldingen|gebruikers|scripts)/[\w./-]+)`", document.read_text()
    )
    assert [pad for pad in paden if not (PROJECT / pad).exists()] == []


def test_iedere_weigering_van_productie_is_uitgelegd():
    aanroepen = ast.walk(ast.parse((PROJECT / "jid/controles.py").read_text()))
    nummers = {
        ast.literal_eval(aanroep.args[1])
        for aanroep in aanroepen
        if isinstance(aanroep, ast.Call) and isinstance(aanroep.func, ast.Name) and aanroep.func.id == "_fout"
    }
    uitgelegd = {int(code) for code in re.findall(r"`(?:jid\.)?E(\d{3})`", INSTALLEREN)}
    assert nummers == uitgelegd == set(range(1, 21))


def test_iedere_instelling_uit_de_omgeving_is_uitgelegd():
    bronnen = [
        PROJECT / "jid/settings.py",
        PROJECT / "jid/omgeving.py",
        PROJECT / "gunicorn.conf.py",
        PROJECT / "docker/start",
    ]
    bekend = {
        naam for bron in bronnen for naam in re.findall(r"\b((?:JID|EMAIL)_[A-Z_]+)\b", bron.read_text())
    }
    starten = (PROJECT / "docs/beheer/starten.md").read_text()
    alleen_ontwikkeling = {"JID_DATABASE", "JID_STATISCH_MANIFEST"}  # steered by tests
    django = {"EMAIL_BACKEND", "EMAIL_FILE_PATH"}
    niet_uitgelegd = {naam for naam in bekend if f"`{naam}`" not in INSTALLEREN + starten}
    assert niet_uitgelegd - alleen_ontwikkeling - django == set()
