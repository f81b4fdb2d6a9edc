"""What the audit of packages says when its source answers, and when it does not."""

from __future__ import annotations

import json
import runpy
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.hulp.databank import PROJECT

GAT = {"id": "CVE-1"}


NPM = "frontend/package-lock.json"


def pakket(naam: str, *gaten: dict[str, str], **meer: str) -> dict[str, object]:
    return {"name": naam, "version": "1", "vulns": list(gaten), **meer}


@pytest.mark.parametrize(("proef", "echt", "code", "woorden"), [
    ([pakket("django", GAT)], [pakket("celery")], 0, "Geen bekende kwetsbaarheden in een.lock."),
    ([pakket("django", GAT)], [pakket("celery", GAT), pakket("x")], 1, "een.lock: celery 1: CVE-1"),
    ([pakket("django")], [pakket("celery")], 3, "NIET GECONTROLEERD op bekende kwetsbaarheden (pip-audit: een.lock): de bron kent geen gaten"),
    ([{"name": "django", "skip_reason": "weg"}], [pakket("celery")], 3, "NIET GECONTROLEERD"),
    ([pakket("django", GAT)], [pakket("celery"), {"name": "y", "skip_reason": "weg"}], 3, "overgeslagen: y."),
    (None, [pakket("celery")], 3, "NIET GECONTROLEERD op bekende kwetsbaarheden (pip-audit: een.lock): geen verbinding."),
])  # fmt: skip
def test_zonder_antwoord_van_de_bron_heet_niets_veilig(monkeypatch, capsys, proef, echt, code, woorden):
    def doe_alsof(opdracht: list[str], **_: object) -> SimpleNamespace:
        antwoord = proef if opdracht[4].endswith("proef.txt") else echt
        tekst = "" if antwoord is None else json.dumps({"dependencies": antwoord})
        return SimpleNamespace(stdout=tekst, stderr="fout\ngeen verbinding\n", returncode=1)

    monkeypatch.setattr(subprocess, "run", doe_alsof)
    assert _keur("een.lock") == code
    gezegd = capsys.readouterr().out
    assert woorden in gezegd
    assert code == 0 or "Geen bekende" not in gezegd


def via(*gaten: object) -> dict[str, object]:
    return {"vulnerabilities": {"esbuild": {"via": list(gaten)}} if gaten else {}}


LEK = {"range": "<5", "url": "GHSA-1"}


@pytest.mark.parametrize(("proef", "echt", "code", "woorden"), [
    (via(LEK), via(), 0, "Geen bekende kwetsbaarheden in package-lock.json."),
    (via(LEK), via("lodash", LEK), 1, "package-lock.json: esbuild <5: GHSA-1"),
    (via(), via(), 3, "NIET GECONTROLEERD op bekende kwetsbaarheden (npm audit: package-lock.json): de bron kent geen"),
    ({"statusCode": 405}, via(), 3, "NIET GECONTROLEERD op bekende kwetsbaarheden (npm audit: package-lock.json): weg."),
    (None, via(), 3, "npm staat niet op deze machine."),
])  # fmt: skip
def test_wat_de_browser_krijgt_wordt_bij_npm_gevraagd(monkeypatch, capsys, proef, echt, code, woorden):
    def doe_alsof(opdracht: list[str], *, cwd: Path, **_: object) -> SimpleNamespace:
        antwoord = echt if cwd.name == "frontend" else proef
        return SimpleNamespace(stdout=json.dumps(antwoord), stderr="weg\nA complete log of this run …\n")

    monkeypatch.setattr(subprocess, "run", doe_alsof)
    monkeypatch.setattr(shutil, "which", lambda naam: None if proef is None else naam)
    assert _keur(NPM) == code
    gezegd = capsys.readouterr().out
    assert woorden in gezegd
    assert code == 0 or "Geen bekende" not in gezegd


def _keur(lock: str) -> object:
    return runpy.run_path(str(PROJECT / "scripts/keur_pakketten.py"))["main"]([PROJECT / lock])


def test_de_ci_vraagt_elk_slotbestand_en_noemt_aan_het_eind_wat_niet_gevraagd_kon_worden():
    run = (PROJECT / ".ci/run").read_text()
    gevraagd = [regel for regel in run.splitlines() if "scripts/keur_pakketten.py" in regel]
    assert all(regel.startswith('stap_met_bron "bekende kwetsbaarheden') for regel in gevraagd)
    for lock in (*(pad.name for pad in PROJECT.glob("*.lock")), NPM):
        assert any(lock in regel.split() for regel in gevraagd), lock
    assert "3) niet_gevraagd+=" in run
    assert run.index("NIET GECONTROLEERD (bron") < run.index('echo "Alles is geslaagd."')
