"""What the audit of packages says when its source answers, and when it does not."""

from __future__ import annotations

import json
import runpy
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.hulp.databank import PROJECT

GAT = {"id": "CVE-1"}


def pakket(naam: str, *gaten: dict[str, str], **meer: str) -> dict[str, object]:
    return {"name": naam, "version": "1", "vulns": list(gaten), **meer}


@pytest.mark.parametrize(("proef", "echt", "code", "woorden"), [
    ([pakket("django", GAT)], [pakket("celery")], 0, "Geen bekende kwetsbaarheden in een.lock."),
    ([pakket("django", GAT)], [pakket("celery", GAT), pakket("x")], 1, "een.lock: celery 1: CVE-1"),
    ([pakket("django")], [pakket("celery")], 3, "NIET GECONTROLEERD op bekende kwetsbaarheden: de bron kent geen gaten"),
    ([{"name": "django", "skip_reason": "weg"}], [pakket("celery")], 3, "NIET GECONTROLEERD"),
    ([pakket("django", GAT)], [pakket("celery"), {"name": "y", "skip_reason": "weg"}], 3, "overgeslagen: y."),
    (None, [pakket("celery")], 3, "NIET GECONTROLEERD op bekende kwetsbaarheden: geen verbinding."),
])  # fmt: skip
def test_zonder_antwoord_van_de_bron_heet_niets_veilig(monkeypatch, capsys, proef, echt, code, woorden):
    def doe_alsof(opdracht: list[str], **_: object) -> SimpleNamespace:
        antwoord = proef if opdracht[4].endswith("proef.txt") else echt
        tekst = "" if antwoord is None else json.dumps({"dependencies": antwoord})
        return SimpleNamespace(stdout=tekst, stderr="fout\ngeen verbinding\n", returncode=1)

    monkeypatch.setattr(subprocess, "run", doe_alsof)
    main = runpy.run_path(str(PROJECT / "scripts/keur_pakketten.py"))["main"]
    assert main([Path("een.lock")]) == code
    gezegd = capsys.readouterr().out
    assert woorden in gezegd
    assert code == 0 or "Geen bekende" not in gezegd


def test_de_ci_noemt_aan_het_eind_wat_niet_gevraagd_kon_worden():
    run = (PROJECT / ".ci/run").read_text()
    assert 'stap_met_bron "bekende kwetsbaarheden"' in run
    assert "3) niet_gevraagd+=" in run
    assert run.index("NIET GECONTROLEERD (bron") < run.index('echo "Alles is geslaagd."')
