"""`make start`: up, once, healed, down."""

from __future__ import annotations

import os
import signal
import socket
import time

import pytest

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


def test_een_start_zet_alles_klaar_en_noemt_adres_en_accounts(project: Project) -> None:
    starter = project.start()
    uitvoer = project.wacht_op_adres()
    assert f"JID draait op http://127.0.0.1:{project.poort}" in uitvoer
    assert "adviseur@demo.example" in uitvoer
    assert project.aanroepen() == [*STAPPEN, "demoaccounts --skip-checks"]
    assert project.is_gezond()
    assert _namen(project) == {"web", "worker", "beat", "databank"}
    starter.send_signal(signal.SIGTERM)
    assert starter.wait(30) == 0
    assert project.processen() == []
    assert "Gestopt. De gegevens zijn bewaard." in project.uitvoer()
    assert "opnieuw gestart" not in project.uitvoer()


def test_een_tweede_start_tegelijk_zegt_dat_het_al_draait(project: Project) -> None:
    project.leg_databank_klaar()
    starter = project.start()
    project.wacht_op_adres()
    tweede = project.draai()
    assert (tweede.returncode, tweede.stdout) == (0, f"JID draait al op http://127.0.0.1:{project.poort}.\n")
    assert starter.poll() is None
    assert project.is_gezond()


def test_een_latere_start_slaat_over_wat_niet_veranderde(project: Project) -> None:
    project.leg_databank_klaar()
    for _ in range(2):
        starter = project.start()
        project.wacht_op_adres()
        starter.send_signal(signal.SIGINT)
        assert starter.wait(30) == 0
    assert project.aanroepen() == [*STAPPEN, "demoaccounts --skip-checks", "demoaccounts --skip-checks"]
    (project.pad / "requirements.lock").write_text("django==6\n")
    project.start()
    project.wacht_op_adres()
    assert project.aanroepen()[6:] == [*STAPPEN, "demoaccounts --skip-checks"]


def test_wat_gedood_wordt_komt_terug(project: Project) -> None:
    project.leg_databank_klaar()
    project.start()
    project.wacht_op_adres()
    for naam in ("web", "worker", "beat"):
        oud = project.pid(naam)
        os.kill(oud, signal.SIGKILL)
        project.wacht(lambda naam=naam, oud=oud: project.pid(naam) not in (oud, None))
    oude_databank = project.databankpid()
    os.kill(oude_databank, signal.SIGKILL)
    project.wacht(lambda: project.databankpid() not in (oude_databank, None))
    project.wacht(project.is_gezond)
    assert _namen(project) == {"web", "worker", "beat", "databank"}
    for naam in ("web", "worker", "beat", "PostgreSQL"):
        assert f"{naam} is gestopt" in project.uitvoer()


def test_na_kill_9_van_de_starter_herstelt_een_nieuwe_start(project: Project) -> None:
    project.leg_databank_klaar()
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


def test_een_nummer_dat_nu_van_een_ander_is_wordt_met_rust_gelaten(project: Project) -> None:
    project.leg_databank_klaar()
    (project.data / "processen").mkdir()
    (project.data / "processen" / "web.pid").write_text(f"{os.getpid()} 1")
    starter = project.start()
    assert "niet netjes gestopt" not in project.wacht_op_adres()
    assert starter.poll() is None


def test_een_bezette_poort_wordt_in_woorden_gemeld(project: Project) -> None:
    with socket.socket() as ander:
        ander.bind(("127.0.0.1", project.poort))
        ander.listen()
        antwoord = project.draai()
    assert antwoord.returncode == 1
    assert f"Poort {project.poort} is niet vrij" in antwoord.stderr
    assert project.processen() == []


@pytest.mark.parametrize("poort", ["abc", "0", "70000"])
def test_een_poort_die_niet_bestaat_wordt_geweigerd(project: Project, poort: str) -> None:
    antwoord = project.draai(PORT=poort)
    assert (antwoord.returncode, antwoord.stderr) == (
        1,
        f"PORT={poort} is geen poort. Kies een getal van 1 tot en met 65535.\n",
    )


def test_een_mislukte_stap_stopt_de_start_en_wordt_later_overgedaan(project: Project) -> None:
    project.leg_databank_klaar()
    antwoord = project.draai(STUK="codelijsten")
    assert antwoord.returncode == 1
    assert "dit ging mis" in antwoord.stderr
    assert "Codelijsten laden is niet gelukt." in antwoord.stderr
    assert project.processen() == []
    project.start()
    project.wacht_op_adres()
    assert project.aanroepen()[2:6] == STAPPEN


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
    project.leg_databank_klaar()
    (project.pad / "jid" / "wsgi.py").write_text("raise RuntimeError('instelling ontbreekt')")
    antwoord = project.draai()
    assert antwoord.returncode == 1
    assert "instelling ontbreekt" in antwoord.stderr
    assert "web start niet" in antwoord.stderr
    assert project.processen() == []


def test_met_een_eigen_databank_start_make_start_niet(project: Project) -> None:
    antwoord = project.draai(DATABASE_URL="postgres://ergens/anders")
    assert antwoord.returncode == 1
    assert "DATABASE_URL is gezet" in antwoord.stderr


def test_leeg_weigert_terwijl_het_draait(project: Project) -> None:
    project.leg_databank_klaar()
    project.start()
    project.wacht_op_adres()
    antwoord = project.draai("leeg", invoer="ja\n")
    assert antwoord.returncode == 1
    assert "Stop de toepassing eerst" in antwoord.stderr
    assert project.is_gezond()


def test_leeg_verwijdert_alleen_na_ja(project: Project) -> None:
    starter = project.start()
    project.wacht_op_adres()
    starter.terminate()
    starter.wait(30)
    for antwoord in ("", "nee\n", "ja graag\n"):
        assert project.draai("leeg", invoer=antwoord).returncode == 1
        assert (project.data / "databank" / "cluster").is_dir()
    assert project.draai("leeg", invoer="ja\n").returncode == 0
    assert not project.data.exists()


def test_leeg_blijft_af_van_een_map_die_niet_van_ons_is(project: Project) -> None:
    project.data.mkdir()
    (project.data / "vakantiefoto").touch()
    antwoord = project.draai("leeg", invoer="ja\n")
    assert antwoord.returncode == 1
    assert (project.data / "vakantiefoto").exists()
