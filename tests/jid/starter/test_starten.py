"""`make start`: up, once, healed, down."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from threading import Event

import pytest

from jid.starter.__main__ import leeg, lees_poort, start
from jid.starter.fouten import StartFout
from jid.starter.kinderen import ruim_resten_op
from jid.starter.werkmap import Werkmap
from tests.jid.starter.conftest import Project

STAPPEN = ["migrate --noinput", "codelijsten --skip-checks", "demodata --als-leeg", "collectstatic --noinput"]


def _namen(project: Project) -> set[str]:
    soorten = {
        "gunicorn": "web",
        "celery -A jid worker": "worker",
        "celery -A jid beat": "beat",
        "postgres": "databank",
    }
    return {
        soort
        for proces in project.processen()
        for teken, soort in soorten.items()
        if teken in proces.opdracht
    }


def test_een_start_zet_alles_klaar_en_noemt_adres_en_accounts(draaiend: Project) -> None:
    uitvoer = draaiend.uitvoer()
    assert f"JID draait op http://127.0.0.1:{draaiend.poort}" in uitvoer
    assert "adviseur@demo.example" in uitvoer
    assert draaiend.aanroepen() == [*STAPPEN, "demoaccounts --skip-checks"]
    assert draaiend.is_gezond()
    assert _namen(draaiend) == {"web", "worker", "beat", "databank"}
    assert "opnieuw gestart" not in draaiend.uitvoer()


def test_een_tweede_start_tegelijk_zegt_dat_het_al_draait(draaiend: Project) -> None:
    tweede = draaiend.draai()
    assert (tweede.returncode, tweede.stdout) == (0, f"JID draait al op http://127.0.0.1:{draaiend.poort}.\n")
    assert draaiend.gestart[0].poll() is None
    assert draaiend.is_gezond()


def test_leeg_weigert_terwijl_het_draait(draaiend: Project) -> None:
    antwoord = draaiend.draai("leeg", invoer="ja\n")
    assert antwoord.returncode == 1
    assert "Stop de toepassing eerst" in antwoord.stderr
    assert draaiend.is_gezond()


def test_wat_gedood_wordt_komt_terug(draaiend: Project) -> None:
    oud = {naam: draaiend.pid(naam) for naam in ("web", "worker", "beat")}
    for pid in oud.values():
        os.kill(pid, signal.SIGKILL)
    for naam, pid in oud.items():
        draaiend.wacht(lambda naam=naam, pid=pid: draaiend.pid(naam) not in (pid, None))
    oude_databank = draaiend.databankpid()
    os.kill(oude_databank, signal.SIGKILL)
    draaiend.wacht(lambda: draaiend.databankpid() not in (oude_databank, None))
    draaiend.wacht(draaiend.is_gezond)
    assert _namen(draaiend) == {"web", "worker", "beat", "databank"}
    for naam in ("web", "worker", "beat", "PostgreSQL"):
        assert f"{naam} is gestopt" in draaiend.uitvoer()


def test_een_latere_start_slaat_over_wat_niet_veranderde(project: Project) -> None:
    project.leg_databank_klaar()
    for signaal in (signal.SIGINT, signal.SIGTERM):
        starter = project.start()
        project.wacht_op_adres()
        starter.send_signal(signaal)
        assert starter.wait(30) == 0
        assert project.processen() == []
        assert "Gestopt. De gegevens zijn bewaard." in project.uitvoer()
        assert "opnieuw gestart" not in project.uitvoer()
    assert project.aanroepen() == [*STAPPEN, "demoaccounts --skip-checks", "demoaccounts --skip-checks"]
    (project.pad / "requirements.lock").write_text("django==6\n")
    project.draai(STUK="collectstatic")
    assert project.aanroepen()[6:] == STAPPEN


def test_na_kill_9_van_de_starter_herstelt_een_nieuwe_start(project: Project) -> None:
    project.leg_alles_klaar()
    starter = project.start()
    project.wacht_op_adres()
    starter.kill()
    starter.wait()
    wezen = {proces.pid for proces in project.processen()}
    assert wezen
    tweede = project.start()
    uitvoer = project.wacht_op_adres()
    assert "Een vorige keer is niet netjes gestopt. Opgeruimd: beat, web, worker." in uitvoer
    assert project.is_gezond()
    tweede.terminate()
    assert tweede.wait(30) == 0
    assert project.processen() == []


def test_een_nummer_dat_nu_van_een_ander_is_wordt_met_rust_gelaten(tmp_path: Path) -> None:
    werkmap = Werkmap(tmp_path)
    werkmap.maak()
    (werkmap.processen / "web.pid").write_text(f"{os.getpid()} 1")
    assert ruim_resten_op(werkmap) == []
    assert list(werkmap.processen.iterdir()) == []


def test_een_bezette_poort_wordt_in_woorden_gemeld(project: Project) -> None:
    with socket.socket() as ander:
        ander.bind(("127.0.0.1", project.poort))
        ander.listen()
        antwoord = project.draai()
    assert antwoord.returncode == 1
    assert f"Poort {project.poort} is niet vrij" in antwoord.stderr
    assert project.processen() == []


@pytest.mark.parametrize("poort", ["abc", "0", "70000"])
def test_een_poort_die_niet_bestaat_wordt_geweigerd(poort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", poort)
    with pytest.raises(
        StartFout, match=f"^PORT={poort} is geen poort. Kies een getal van 1 tot en met 65535.$"
    ):
        lees_poort()


def test_een_mislukte_stap_stopt_de_start_en_wordt_later_overgedaan(project: Project) -> None:
    project.leg_databank_klaar()
    antwoord = project.draai(STUK="codelijsten")
    assert antwoord.returncode == 1
    assert "dit ging mis" in antwoord.stderr
    assert "Codelijsten laden is niet gelukt." in antwoord.stderr
    assert project.processen() == []
    project.draai(STUK="collectstatic")
    assert project.aanroepen()[2:] == STAPPEN


def test_stoppen_tijdens_het_klaarzetten_laat_niets_achter(project: Project) -> None:
    project.leg_databank_klaar()
    (project.pad / "manage.py").write_text("import time; time.sleep(60)")
    starter = project.start()
    project.wacht(lambda: "Tabellen bijwerken" in project.uitvoer())
    begin = time.monotonic()
    starter.terminate()
    assert starter.wait(30) == 0
    assert time.monotonic() - begin < 15
    assert project.processen() == []
    assert "Gestopt voordat alles klaar was" in project.uitvoer()


def test_een_toepassing_die_niet_start_wordt_met_haar_fout_gemeld(project: Project) -> None:
    project.leg_alles_klaar()
    (project.pad / "jid" / "wsgi.py").write_text("raise RuntimeError('instelling ontbreekt')")
    antwoord = project.draai()
    assert antwoord.returncode == 1
    assert "instelling ontbreekt" in antwoord.stderr
    assert "web start niet" in antwoord.stderr
    assert project.processen() == []


def test_met_een_eigen_databank_start_make_start_niet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ergens/anders")
    with pytest.raises(StartFout, match="DATABASE_URL is gezet"):
        start(Werkmap(tmp_path / ".jid"), Event())
    assert list(tmp_path.iterdir()) == []


def test_leeg_verwijdert_alleen_na_ja(project: Project) -> None:
    project.leg_databank_klaar()
    for antwoord in ("", "nee\n", "ja graag\n"):
        assert project.draai("leeg", invoer=antwoord).returncode == 1
        assert (project.data / "databank" / "cluster").is_dir()
    assert project.draai("leeg", invoer="ja\n").returncode == 0
    assert not project.data.exists()


def test_leeg_blijft_af_van_een_map_die_niet_van_ons_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JID_DATA", str(tmp_path))
    (tmp_path / "vakantiefoto").touch()
    with pytest.raises(StartFout, match="niet door deze toepassing gemaakt"):
        leeg(Werkmap.van_omgeving())
    assert list(tmp_path.iterdir()) == [tmp_path / "vakantiefoto"]
