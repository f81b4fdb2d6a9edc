"""Nobody on the machine reads a secret in the list of processes: not while it starts, copies or restores."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from jid.databank import Databank
from jid.reservekopie.maken import maak
from jid.reservekopie.verbinding import Verbinding
from tests.hulp.databank import DATABANK, PROJECT

pytestmark = pytest.mark.databank


@pytest.fixture
def gestart(monkeypatch) -> list[list[str]]:
    """The arguments of every process that is started."""
    opdrachten: list[list[str]] = []
    echt = subprocess.Popen.__init__

    def onthoud(zelf: Any, args: Any, *rest: Any, **meer: Any) -> None:
        opdrachten.append([args] if isinstance(args, str) else [os.fsdecode(deel) for deel in args])
        echt(zelf, args, *rest, **meer)

    monkeypatch.setattr(subprocess.Popen, "__init__", onthoud)
    return opdrachten


def _geheimen(map_: Path) -> set[str]:
    """Every secret this run knows: passwords, keys, the secret of the sessions."""
    bestanden = [pad for pad in map_.rglob("*") if pad.is_file() and pad.stat().st_mode & 0o077 == 0]
    klein = [pad.read_text(errors="ignore").strip() for pad in bestanden if pad.stat().st_size < 4096]
    return {tekst for tekst in (*klein, settings.SECRET_KEY) if len(tekst) >= 16 and "\n" not in tekst}


def test_een_nieuwe_databank_zet_geen_wachtwoord_op_een_opdrachtregel_of_in_een_bestand_van_initdb(
    gestart, tmp_path
):
    databank = Databank(tmp_path / "databank", instellingen={"fsync": "off"})
    with databank.gebruik():
        wachtwoorden = {
            databank.verbinding(rol)["PASSWORD"] for rol in ("postgres", "jid_web", "jid_eigenaar")
        }
    assert any("initdb" in deel for opdracht in gestart for deel in opdracht)
    assert len(wachtwoorden) == 3
    assert [o for o in gestart if any(w in deel for w in wachtwoorden for deel in o)] == []
    bestanden = [pad for pad in databank.map.rglob("*") if pad.is_file()]
    met_wachtwoord = {p.name for p in bestanden if any(w.encode() in p.read_bytes() for w in wachtwoorden)}
    assert met_wachtwoord == {"postgres", "jid_web", "jid_eigenaar"}


def test_een_reservekopie_zet_geen_geheim_en_geen_inhoud_op_een_opdrachtregel(gestart, kloon, tmp_path):
    gegevens = DATABANK.verbinding("jid_eigenaar", kloon)
    verbinding = Verbinding.van(
        {"host": gegevens["HOST"], "port": gegevens["PORT"], "dbname": kloon, "user": "jid_eigenaar",
         "password": gegevens["PASSWORD"]}
    )  # fmt: skip
    maak(
        tmp_path / "kopie", verbinding=verbinding, sleutelbestand=settings.SLEUTELBESTAND, nu=timezone.now(),
        alleen_sleutels=False, zeg=lambda _: None,
    )  # fmt: skip
    geheimen = _geheimen(Path(os.environ["JID_DATA"])) | {gegevens["PASSWORD"]}
    assert any("pg_dump" in deel for opdracht in gestart for deel in opdracht)
    assert [o for o in gestart if any(geheim in deel for geheim in geheimen for deel in o)] == []


def test_geen_script_zet_een_geheim_op_een_opdrachtregel():
    """Shell: secrets are read from files or standard input by the program that needs them."""
    fout = []
    for pad in [*(PROJECT / "docker").rglob("*"), *(PROJECT / "scripts").iterdir(), PROJECT / ".ci/run"]:
        if pad.is_file():
            for regel in pad.read_text(errors="ignore").splitlines():
                woorden = regel.split("#")[0]
                if any(
                    o in woorden for o in ("--password=", "-W ", "PGPASSWORD=$(", "psql postgres", "curl -u")
                ):
                    fout.append(f"{pad.name}: {regel.strip()}")
    assert fout == []
