"""The image and the containers, read from their files: what a run without Docker can hold them to."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.hulp.databank import PROJECT

DOCKERFILE = (PROJECT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
DIENSTEN = COMPOSE["services"]
GEHEIM = re.compile(r"geheim|secret|wachtwoord|password|sleutel", re.IGNORECASE)


def opdrachten() -> list[tuple[str, str]]:
    """Each instruction with its argument, continued lines joined, comments left out."""
    zonder = "\n".join(regel for regel in DOCKERFILE.splitlines() if not regel.lstrip().startswith("#"))
    regels = re.sub(r"\\\n\s*", " ", zonder).splitlines()
    return [
        (woord.upper(), rest.strip()) for woord, _, rest in (r.partition(" ") for r in regels if r.strip())
    ]


def laatste_trap() -> list[tuple[str, str]]:
    alle = opdrachten()
    begin = max(plek for plek, (woord, _) in enumerate(alle) if woord == "FROM")
    return alle[begin:]


def test_het_beeld_draait_als_een_genummerd_account_zonder_rechten():
    gebruikers = [rest for woord, rest in laatste_trap() if woord == "USER"]
    assert gebruikers == ["10001:10001"]
    woorden = [woord for woord, _ in laatste_trap()]
    assert woorden.index("USER") > max(i for i, woord in enumerate(woorden) if woord in {"COPY", "RUN"})
    assert all(
        "--chown" not in rest for woord, rest in laatste_trap() if woord == "COPY"
    )  # root owns the code


def test_het_beeld_haalt_niets_van_het_net_dan_pakketten_met_een_kenmerk():
    assert [rest for woord, rest in opdrachten() if woord == "ADD"] == []
    installaties = [
        rest for woord, rest in opdrachten() if woord == "RUN" and "pip" in rest and "install " in rest
    ]
    assert all("--require-hashes" in rest and "--only-binary=:all:" in rest for rest in installaties if "uninstall" not in rest)  # fmt: skip
    assert not [r for w, r in opdrachten() if w == "RUN" and re.search(r"\b(curl|wget|apt-get|apk)\b", r)]


def test_geen_geheim_zit_in_een_laag_van_het_beeld():
    assert not [rest for woord, rest in opdrachten() if woord in {"ARG", "ENV"} and GEHEIM.search(rest)]
    bouw = [rest for woord, rest in opdrachten() if "SECRET_KEY" in rest]
    assert len(bouw) == 1
    assert "SECRET_KEY=alleen-tijdens-het-bouwen" in bouw[0]
    assert bouw[0] not in [rest for _, rest in laatste_trap()]


@pytest.mark.parametrize("naam", DIENSTEN)
def test_een_container_schrijft_alleen_waar_dat_moet(naam):
    dienst = DIENSTEN[naam]
    assert dienst["read_only"] is True
    assert all("size=" in tmpfs or tmpfs.startswith("/var/run/") for tmpfs in dienst["tmpfs"])
    schrijfbaar = {deel.split(":")[0] for deel in dienst.get("volumes", []) if not deel.endswith(":ro")}
    assert schrijfbaar == {"worker": {"anker"}, "databank": {"databank"}, "wachtrij": {"wachtrij"}}.get(
        naam, set()
    )
    assert not any("docker.sock" in deel for deel in dienst.get("volumes", []))


@pytest.mark.parametrize("naam", DIENSTEN)
def test_een_container_draait_zonder_root_en_zonder_rechten_van_de_kern(naam):
    dienst = DIENSTEN[naam]
    assert dienst["cap_drop"] == ["ALL"]
    assert dienst["security_opt"] == ["no-new-privileges:true"]
    assert dienst["pids_limit"] <= 256
    gebruiker = dienst.get("user") or dict(laatste_trap())["USER"]
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", gebruiker)
    verboden = {
        "privileged",
        "cap_add",
        "network_mode",
        "pid",
        "ipc",
        "userns_mode",
        "devices",
        "extra_hosts",
    }
    assert not verboden & dienst.keys()


def test_geen_geheim_staat_op_de_opdrachtregel_van_een_container():
    for naam, dienst in DIENSTEN.items():
        regels = [str(dienst.get("command", "")), str(dienst.get("healthcheck", {}).get("test", ""))]
        assert not [r for r in regels if re.search(r"/run/secrets|password=|://[^/\s]*:[^/\s]*@", r)], naam


def test_wie_bezig_is_mag_zijn_werk_afmaken():
    def seconden(dienst: str) -> int:
        return int(DIENSTEN[dienst]["stop_grace_period"].removesuffix("s"))

    web = int(re.search(r"^graceful_timeout = (\d+)$", (PROJECT / "gunicorn.conf.py").read_text(), re.M)[1])
    assert web < seconden("web") <= seconden("proxy")
    assert seconden("worker") >= 60


def test_rabbitmq_kan_zijn_eigen_map_voor_het_logboek_schrijven():
    assert any(tmpfs.startswith("/var/log/rabbitmq:") for tmpfs in DIENSTEN["wachtrij"]["tmpfs"])


@pytest.mark.parametrize("naam", ["web", "worker", "beat", "migreer"])
def test_een_naam_die_weg_is_houdt_niemand_lang_op(naam):
    assert DIENSTEN[naam]["dns_opt"] == ["timeout:1", "attempts:2"]


def test_in_het_beeld_blijft_geen_installateur_en_geen_programma_dat_iemand_anders_wordt():
    regel = next(rest for woord, rest in laatste_trap() if woord == "RUN")
    assert "pip uninstall" in regel
    assert "ensurepip" in regel
    assert re.search(r"-perm /6000 -exec chmod ug-s ", regel)


def test_alleen_de_worker_heeft_een_weg_naar_de_mailserver():
    """Mail goes through the outbox; a request never talks to a mail server (docs/beheer/mail.md)."""
    assert {naam for naam, dienst in DIENSTEN.items() if "post" in dienst["networks"]} == {"worker"}
    naar_buiten = {net for net, soort in COMPOSE["networks"].items() if not soort.get("internal")}
    assert {naam for naam, dienst in DIENSTEN.items() if naar_buiten & set(dienst["networks"])} == {
        "worker",
        "proxy",
    }
