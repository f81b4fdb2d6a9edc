"""Starting, sharing, stopping and coming back after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jid.databank import Databank, DatabankFout
from jid.databank.programmas import hoofdversie, zoek_map
from tests.hulp.databank import leg_cluster_klaar
from tests.jid.databank.conftest import SNEL, Gebruiker, verbind

pytestmark = pytest.mark.databank


def _pid(databank: Databank) -> int:
    return int((databank.cluster / "postmaster.pid").read_text().split("\n", 1)[0])


@pytest.mark.usefixtures("cluster_klaar")
def test_de_databank_draait_alleen_tijdens_gebruik(databank: Databank) -> None:
    assert not databank.draait()
    with databank.gebruik():
        assert databank.draait()
        assert databank.leeft()
    assert not databank.draait()
    assert not databank.leeft()


@pytest.mark.usefixtures("cluster_klaar")
def test_gegevens_blijven_bewaard_na_een_stop(databank: Databank) -> None:
    with databank.gebruik(), verbind(databank, "jid_eigenaar") as conn:
        conn.execute("CREATE TABLE proef AS SELECT 42 AS getal")
    with databank.gebruik(), verbind(databank, "jid_eigenaar") as conn:
        assert conn.execute("SELECT getal FROM proef").fetchall() == [(42,)]


@pytest.mark.usefixtures("cluster_klaar")
def test_de_laatste_gebruiker_stopt_de_databank(
    databank: Databank, gebruiker: Callable[[], Gebruiker]
) -> None:
    eerste, tweede = gebruiker(), gebruiker()
    assert [eerste.is_binnen(), tweede.is_binnen()] == [True, True]
    assert eerste.vertrek() == 0
    assert databank.draait()
    assert tweede.vertrek() == 0
    assert not databank.draait()


@pytest.mark.usefixtures("cluster_klaar")
def test_een_gedode_gebruiker_houdt_de_databank_niet_vast(
    databank: Databank, gebruiker: Callable[[], Gebruiker]
) -> None:
    gedood = gebruiker()
    assert gedood.is_binnen()
    gedood.sterf()
    assert databank.draait()  # nobody was left to stop it
    with databank.gebruik():
        pass
    assert not databank.draait()


@pytest.mark.usefixtures("cluster_klaar")
def test_start_houdt_de_databank_vast_tot_stop(
    databank: Databank, gebruiker: Callable[[], Gebruiker]
) -> None:
    databank.start()
    databank.start()
    ander = gebruiker()
    assert ander.is_binnen()
    ander.vertrek()
    assert databank.draait()
    databank.stop()
    assert not databank.draait()


@pytest.mark.usefixtures("cluster_klaar")
def test_na_kill_9_van_de_server_is_hij_binnen_seconden_terug(databank: Databank) -> None:
    databank.start()
    databank.rollen_klaarzetten()
    with verbind(databank, "jid_eigenaar") as conn:
        conn.execute("CREATE TABLE proef AS SELECT 42 AS getal")
    for _ in range(2):
        os.kill(_pid(databank), signal.SIGKILL)
        begin = time.monotonic()
        databank.start()
        assert time.monotonic() - begin < 15
        with verbind(databank, "jid_eigenaar") as conn:
            assert conn.execute("SELECT getal FROM proef").fetchall() == [(42,)]


@pytest.mark.usefixtures("cluster_klaar")
def test_een_oud_nummer_van_een_ander_programma_houdt_de_start_niet_tegen(databank: Databank) -> None:
    with databank.gebruik():
        pidbestand = (databank.cluster / "postmaster.pid").read_text()
    ander = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    regels = pidbestand.split("\n")
    (databank.cluster / "postmaster.pid").write_text("\n".join([str(ander.pid), *regels[1:]]))
    assert not databank.leeft()
    with databank.gebruik():
        assert databank.draait()
    ander.communicate(b"\n")
    assert ander.returncode == 0  # it was left alone


def test_drie_processen_maken_samen_een_databank(
    databank: Databank, gebruiker: Callable[[], Gebruiker]
) -> None:
    samen = [gebruiker() for _ in range(3)]
    assert all(ander.is_binnen() for ander in samen)
    assert [ander.vertrek() for ander in samen] == [0, 0, 0]
    assert not databank.draait()


def test_een_afgebroken_eerste_start_wordt_overgedaan(databank: Databank) -> None:
    (databank.map / "cluster.nieuw" / "base").mkdir(parents=True)
    with databank.gebruik():
        assert databank.draait()
    assert not (databank.map / "cluster.nieuw").exists()


@pytest.mark.usefixtures("cluster_klaar")
def test_gegevens_van_een_andere_hoofdversie_worden_geweigerd(databank: Databank) -> None:
    with databank.gebruik():
        pass
    hier = hoofdversie(zoek_map())
    (databank.cluster / "PG_VERSION").write_text(f"{hier - 1}\n")
    with pytest.raises(DatabankFout, match=f"zijn van PostgreSQL {hier - 1}, hier is PostgreSQL {hier}"):
        databank.start()


def test_een_verkeerde_map_met_programmas_wordt_geweigerd(
    databank: Databank, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as omgeving:
        omgeving.setenv("JID_PG_BIN", str(tmp_path))
        with pytest.raises(DatabankFout, match="daar staat geen PostgreSQL"):
            databank.start()


def test_een_lang_pad_past_niet_in_een_socket_en_werkt_toch(datamap: Path) -> None:
    databank = Databank(datamap.parent / ("lang" * 30), instellingen=SNEL)
    leg_cluster_klaar(databank.map)
    with databank.gebruik():
        assert databank.socketmap != databank.map
        assert databank.socketmap.stat().st_mode & 0o777 == 0o700
        with verbind(databank, "jid_web") as conn:
            assert conn.execute("SELECT current_user").fetchone() == ("jid_web",)
    assert not databank.socketmap.exists()


def test_een_programma_draait_op_de_databank_ook_als_die_stil_stond(datamap: Path) -> None:
    leg_cluster_klaar(datamap.parent / "databank")
    opdracht = [
        sys.executable,
        "-m",
        "jid.databank",
        "psql",
        "-tAc",
        "SELECT current_user, current_database()",
    ]
    antwoord = subprocess.run(
        opdracht,
        env=os.environ | {"JID_DATA": str(datamap.parent), "JID_PG_ROL": "jid_web"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (antwoord.returncode, antwoord.stdout, antwoord.stderr) == (0, "jid_web|jid\n", "")
    assert not Databank(datamap.parent / "databank").draait()
