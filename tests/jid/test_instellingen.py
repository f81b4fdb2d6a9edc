"""What production refuses, on an installation made with the scripts of the compose file."""

from __future__ import annotations

import json
import os
import re
import runpy
import ssl
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from jid.controles import keur_instellingen, keur_sleutelbestand
from jid.databank import instellingen as van_de_starter
from tests.hulp.databank import DATABANK, PROJECT, sjabloon
from tests.hulp.opdracht import als_rol, geef_opdracht
from tests.hulp.wie import in_databank
from tests.jid.productie import Productie, installatie
from tests.jid.productie import productieomgeving as productieomgeving  # the fixture, asked for by name
from tests.jid.starter.conftest import vrije_poort
from zaken.versleuteling.sleutels import Bestandskluis

COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SETTINGS = str(PROJECT / "jid" / "settings.py")
WACHTWOORD = re.compile(r"[A-Za-z0-9]{48}")


@pytest.fixture(scope="module")
def productie() -> Iterator[Productie]:
    with installatie() as gemaakt:
        yield gemaakt


@pytest.mark.databank
class TestInstallatie:
    """On a database of its own."""

    def test_de_controle_voor_uitrol_vindt_niets(self, productie):
        klaar = productie.manage_py(
            "check", "--deploy", "--fail-level=WARNING", "--database=default", "--database=cijfers"
        )
        assert (klaar.returncode, klaar.stderr) == (0, "")
        assert klaar.stdout.startswith("System check identified no issues")

    def test_wie_als_eigenaar_of_als_superuser_aanmeldt_start_niet(self, productie):
        gegevens = productie.databank.verbinding("postgres")
        url = f"postgresql://postgres:{gegevens['PASSWORD']}@{productie.url('web').split('@')[1]}"
        klaar = productie.start_web(DATABASE_URL=productie.url("eigenaar"), DATABASE_URL_CIJFERS=url)
        assert klaar.returncode == 1
        assert "De databankrol jid_eigenaar (default) bezit tabellen" in klaar.stderr
        assert (
            "DATABASE_URL en DATABASE_URL_EIGENAAR melden zich aan als dezelfde rol (jid_eigenaar)"
            in klaar.stderr
        )
        assert "De databankrol postgres (cijfers) is superuser" in klaar.stderr
        assert "De databankrol postgres (cijfers) bezit tabellen" in klaar.stderr
        assert gegevens["PASSWORD"] not in klaar.stderr

    def test_wie_eigenaar_kan_worden_of_een_demoaccount_heeft_start_niet(self, productie):
        with productie.databank.als_superuser() as superuser, productie.als_eigenaar() as conn:
            superuser.execute("GRANT jid_eigenaar TO jid_web")
            conn.execute(
                "INSERT INTO gebruikers_gebruiker (password, email, naam, is_active, taal)"
                " VALUES ('!', %s, %s, false, 'nl')",
                [in_databank("email", "Beheerder@DEMO.example"), in_databank("naam", "Demo")],
            )
            try:
                klaar = productie.start_web()
            finally:
                superuser.execute("REVOKE jid_eigenaar FROM jid_web")
                conn.execute("DELETE FROM gebruikers_gebruiker")
        assert klaar.returncode == 1
        assert "De databankrol jid_web (default) bezit tabellen" in klaar.stderr
        assert "Er zijn 1 demo-accounts" in klaar.stderr

    def test_onveilige_instellingen_en_geen_databank_staan_samen_in_een_melding(self, productie):
        klaar = productie.start_web(
            DATABASE_URL=productie.url("web").replace("%2F", "%2Fer-is-hier-niets", 1),
            ALLOWED_HOSTS="jid.example,*",
            CSRF_TRUSTED_ORIGINS="http://jid.example",
            SECRET_KEY="te-kort",
            JID_BEVEILIGINGSCONTACT="lek@jid.example",
            JID_SLEUTELBESTAND=str(productie.map / "bestaat-niet"),
            JID_STATIC_ROOT=str(productie.map / "leeg"),
        )
        assert klaar.returncode == 1
        melding = klaar.stderr.rsplit("ImproperlyConfigured", 1)[1]
        regels = [regel.split()[1:4] for regel in melding.splitlines() if regel.startswith("- ")]
        assert regels == [
            ["ALLOWED_HOSTS", "laat", "iedere"],
            ["CSRF_TRUSTED_ORIGINS", "noemt", "http://jid.example."],
            ["SECRET_KEY", "is", "te"],
            ["JID_BEVEILIGINGSCONTACT", "ontbreekt", "of"],
            ["Het", "sleutelbestand", str(productie.map / "bestaat-niet")],
            ["Bestanden", "voor", "de"],
            ["De", "databank", "(default)"],
        ], klaar.stderr
        assert "De databank (default) antwoordt niet" in melding
        assert not WACHTWOORD.search(melding)

    def test_de_rollen_zijn_gelijk_aan_die_van_de_starter(self, productie):
        sjabloon()
        assert _rollen_en_rechten(productie.databank) == _rollen_en_rechten(DATABANK)

    def test_de_webserver_antwoordt_zonder_te_zeggen_wat_hij_is(self, productie):
        poort = vrije_poort()
        uitvoer = productie.map / "web.log"
        with uitvoer.open("w") as log:
            proces = subprocess.Popen(
                [sys.executable, "-m", "gunicorn"], cwd=PROJECT, stdout=log, stderr=log,
                env=productie.omgeving(JID_BIND=f"127.0.0.1:{poort}", JID_WEB_WERKERS="1"),
            )  # fmt: skip
        try:
            klaar = _wacht_op(poort, "/gezond/klaar/")
            assert (klaar.status, json.loads(klaar.read())) == (200, {"status": "klaar"})
            assert klaar.headers["Server"] is None
            gezond = productie.python("docker/gezond.py", JID_BIND=f"0.0.0.0:{poort}")
            assert (gezond.returncode, gezond.stdout) == (0, '{"status": "klaar"}')
            assert _vraag(poort, "/gezond/klaar/", host="iets.anders").status == 400
            zonder_tls = _vraag(poort, "/meldingen/?q=zeldzaamwoord")
            assert (zonder_tls.status, zonder_tls.headers["Location"][:8]) == (301, "https://")
            pagina = _vraag(poort, "/aanmelden/", koppen={"X-Forwarded-Proto": "https"})
            assert pagina.status in {200, 302}
            assert (
                pagina.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
            )
            _vraag(poort, "/casussen/", koppen={"X-Forwarded-Proto": "https"})
        finally:
            proces.terminate()
            proces.wait(20)
        gezegd = [json.loads(regel) for regel in uitvoer.read_text().splitlines()]
        assert {regel["logger"] for regel in gezegd} <= {"toegang", "django.security.DisallowedHost"}
        regels = [regel for regel in gezegd if regel["logger"] == "toegang"]
        assert [(r["route"], r["status"]) for r in regels][:4] == [
            ("gezond/klaar/", 200), ("gezond/klaar/", 200), ("gezond/klaar/", 400), ("meldingen/", 301),
        ]  # fmt: skip
        assert "zeldzaamwoord" not in uitvoer.read_text()
        assert not [r for r in regels if r["route"].startswith("casussen")]


@pytest.mark.databank
def test_de_beheeropdracht_meldt_hetzelfde_zonder_te_starten(kloon, settings):
    settings.PRODUCTIE = True
    with als_rol("eigenaar", kloon), override_settings(ROL="web"), pytest.raises(SystemCheckError) as fout:
        call_command("check", databases=["default"])
    assert "(jid.E011) De databankrol jid_eigenaar (default) bezit tabellen" in str(fout.value)


@pytest.mark.databank
def test_de_eerste_beheerder_wordt_een_keer_gemaakt(kloon):
    woorden = ("eerste_beheerder", "Beheer@jid.example", "Eerste Beheerder", "https://jid.example")
    eerste = geef_opdracht(kloon, *woorden)
    assert (eerste.returncode, eerste.stderr) == (0, "")
    assert re.search(
        "Eerste Beheerder is beheerder.*\nhttps://jid.example/wachtwoord/kiezen/.+/$", eerste.stdout
    )
    tweede = geef_opdracht(kloon, *woorden)
    assert (tweede.returncode, tweede.stdout) == (1, "")
    assert "Er is al een beheerder" in tweede.stderr
    with DATABANK.als_superuser(kloon) as conn:
        assert conn.execute(
            "SELECT g.email, g.password LIKE '!%', r.rol FROM gebruikers_gebruiker g"
            " JOIN gebruikers_roltoekenning r ON r.gebruiker_id = g.id"
        ).fetchall() == [(in_databank("email", "beheer@jid.example"), True, "beheerder")]
        soorten = conn.execute("SELECT soort, door_id FROM logboek_gebeurtenis ORDER BY tijdstip").fetchall()
        assert soorten == [("gebruiker_uitgenodigd", None), ("rollen_gewijzigd", None)]


def _wacht_op(poort: int, pad: str) -> HTTPResponse:
    tot = time.monotonic() + 30
    while True:
        try:
            return _vraag(poort, pad)
        except ConnectionError:
            if time.monotonic() > tot:
                raise
            time.sleep(0.1)


def _vraag(
    poort: int, pad: str, host: str = "jid.example", koppen: dict[str, str] | None = None
) -> HTTPResponse:
    verbinding = HTTPConnection("127.0.0.1", poort, timeout=10)
    verbinding.request("GET", pad, headers={"Host": host} | (koppen or {}))
    return verbinding.getresponse()


def _rollen_en_rechten(databank) -> dict[str, list[tuple[object, ...]]]:
    vragen = {
        "rollen": "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,"
        " rolbypassrls FROM pg_roles WHERE rolname ~ '^jid_' AND rolname <> 'jid_fabriek' ORDER BY rolname",
        "databanken": "SELECT datname, pg_get_userbyid(datdba), (SELECT array_agg(recht::text ORDER BY recht::text)"
        " FROM unnest(datacl) AS recht) FROM pg_database WHERE datname IN ('jid', 'postgres', 'template1') ORDER BY 1",
        "schema": "SELECT nspname, pg_get_userbyid(nspowner), (SELECT array_agg(recht::text ORDER BY recht::text)"
        " FROM unnest(nspacl) AS recht) FROM pg_namespace WHERE nspname = 'public'",
        "uitbreidingen": "SELECT extname, extnamespace::regnamespace::text FROM pg_extension"
        " WHERE extname <> 'plpgsql' ORDER BY 1",
        "dicht": "SELECT oid::regprocedure::text FROM pg_proc WHERE NOT has_function_privilege('public', oid, 'EXECUTE')"
        " AND pronamespace = 'pg_catalog'::regnamespace ORDER BY 1",
        "wachtwoorden": "SELECT rolname, left(rolpassword, 14) FROM pg_authid WHERE rolname ~ '^jid_'"
        " AND rolname <> 'jid_fabriek' ORDER BY 1",
    }
    with databank.als_superuser("jid") as conn:
        return {naam: conn.execute(vraag).fetchall() for naam, vraag in vragen.items()}


@pytest.mark.parametrize(
    ("weg", "zin"),
    [
        ("SECRET_KEY_FILE", "Zet SECRET_KEY of SECRET_KEY_FILE"),
        ("ALLOWED_HOSTS", "Zet ALLOWED_HOSTS"),
        ("DATABASE_URL", "Zet DATABASE_URL of DATABASE_URL_FILE"),
        ("DATABASE_URL_CIJFERS", "Zet DATABASE_URL_CIJFERS of DATABASE_URL_CIJFERS_FILE"),
        ("JID_SLEUTELBESTAND", "Zet JID_SLEUTELBESTAND"),
    ],
)
def test_wat_in_productie_ontbreekt_wordt_genoemd(weg, zin, productieomgeving, monkeypatch):
    assert runpy.run_path(SETTINGS)["PRODUCTIE"] is True
    monkeypatch.delenv(weg)
    with pytest.raises(ImproperlyConfigured, match=f"^{zin}"):
        runpy.run_path(SETTINGS)


def test_een_leeg_pad_is_niet_de_map_waarin_jid_draait(productieomgeving):
    gelezen = runpy.run_path(SETTINGS)
    leeg = {naam: gelezen[naam] for naam in ("WACHTWOORDLIJST", "HUISSTIJL_DIR")}
    assert leeg == {"WACHTWOORDLIJST": None, "HUISSTIJL_DIR": None}
    assert {gelezen[naam].parent for naam in ("STATIC_ROOT", "ANKER")} == {gelezen["DATA"]}


def test_rabbitmq_moet_het_certificaat_van_zijn_eigen_naam_tonen(productieomgeving):
    tls = {"cert_reqs": ssl.CERT_REQUIRED, "server_hostname": "wachtrij.example"}
    assert runpy.run_path(SETTINGS)["CELERY_BROKER_USE_SSL"] == tls


def test_een_geheim_dat_niet_te_lezen_is_wordt_genoemd(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "weg"))
    with pytest.raises(
        ImproperlyConfigured, match=r"^SECRET_KEY_FILE wijst naar .*/weg, en dat is niet te lezen"
    ):
        runpy.run_path(SETTINGS)


def test_foutpagina_s_met_inhoud_en_losse_cookies_worden_geweigerd(settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.TWEEDE_STAP_VERPLICHT, settings.BEVEILIGINGSCONTACT = True, ["mailto:lek@jid.example"]
    assert [fout.id for fout in keur_instellingen()] == []
    settings.DEBUG = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_HTTPONLY = settings.SECURE_SSL_REDIRECT = False
    bevindingen = list(keur_instellingen())
    assert [fout.id for fout in bevindingen] == ["jid.E001", "jid.E004", "jid.E005"]
    assert "SESSION_COOKIE_SECURE, CSRF_COOKIE_HTTPONLY" in bevindingen[1].msg


def test_een_sleutelbestand_dat_anderen_lezen_wordt_geweigerd(settings, tmp_path):
    bestand = tmp_path / "hoofdsleutels"
    bestand.write_bytes(Path(settings.SLEUTELBESTAND).read_bytes())
    bestand.chmod(0o640)
    assert [fout.id for fout in keur_sleutelbestand(bestand)] == ["jid.E007"]
    bestand.chmod(0o600)
    assert list(keur_sleutelbestand(bestand)) == []


def test_geheimen_worden_een_keer_gemaakt_en_blijven(tmp_path):
    def maak() -> dict[str, bytes]:
        subprocess.run(
            [PROJECT / "docker/maak-geheimen", tmp_path / "geheimen"], env=os.environ | {"JID_UID": str(os.getuid())},
            check=True, capture_output=True,
        )  # fmt: skip
        return {bestand.name: bestand.read_bytes() for bestand in (tmp_path / "geheimen").iterdir()}

    eerste = maak()
    assert maak() == eerste
    gevraagd = {Path(geheim["file"]).name for geheim in COMPOSE["secrets"].values()}
    assert gevraagd - set(eerste) == {"tls_certificaat.pem", "tls_sleutel.pem"}
    assert set(eerste) <= gevraagd
    wachtwoorden = [WACHTWOORD.findall(tekst.decode())[0] for naam, tekst in eerste.items()
                    if naam.startswith(("database_url", "postgres", "celery"))]  # fmt: skip
    assert len(set(wachtwoorden)) == 6
    assert WACHTWOORD.search(eerste["celery_broker_url"].decode())[0] in eerste["rabbitmq.conf"].decode()
    assert (tmp_path / "geheimen").stat().st_mode & 0o777 == 0o700
    assert Bestandskluis(tmp_path / "geheimen" / "hoofdsleutels").huidige_id


def test_het_beeld_bevat_iedere_app_en_verder_niets_van_deze_machine():
    toegelaten = {
        regel[1:] for regel in (PROJECT / ".dockerignore").read_text().splitlines() if regel[:1] == "!"
    }
    eigen = {app.name for app in apps.get_app_configs() if Path(app.path).parent == PROJECT}
    assert eigen <= toegelaten
    assert not toegelaten & {".git", ".jid", ".venv", "geheimen", ".env", "tests"}


def test_iedere_app_wordt_gekeurd_en_gemeten():
    ingesteld = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]
    (bewaker,) = (
        c for c in ingesteld["importlinter"]["contracts"] if c["name"] == "guardian only behind zaken"
    )
    eigen = {app.name for app in apps.get_app_configs() if Path(app.path).parent == PROJECT} | {"jid"}
    assert set(ingesteld["mypy"]["packages"]) == eigen
    assert set(ingesteld["coverage"]["run"]["source"]) == eigen
    assert set(ingesteld["importlinter"]["root_packages"]) == eigen
    assert set(bewaker["source_modules"]) == eigen - {"jid", "zaken"}


def test_iedere_container_is_beperkt_en_heeft_alleen_zijn_eigen_geheimen():
    diensten = COMPOSE["services"]
    for naam, dienst in diensten.items():
        assert dienst["read_only"] is True, naam
        assert dienst["cap_drop"] == ["ALL"], naam
        assert dienst["security_opt"] == ["no-new-privileges:true"], naam
        assert not {"privileged", "cap_add", "network_mode"} & dienst.keys(), naam
        gezet = {naam: waarde for naam, waarde in dienst.get("environment", {}).items() if waarde is not None}
        assert not re.search("password|wachtwoord|://[^$]*:[^$]*@", str(gezet).replace(
            "POSTGRES_PASSWORD_FILE': '/run/secrets/postgres_wachtwoord", ""), re.IGNORECASE), naam  # fmt: skip
    met_eigenaar = {naam for naam, d in diensten.items() if "database_url_eigenaar" in d["secrets"]}
    assert met_eigenaar == {"migreer", "databank"}
    assert {naam for naam, d in diensten.items() if "ports" in d} == {"proxy"}
    assert {naam for naam, d in diensten.items() if "gegevens" in d["networks"]} == set(diensten) - {"proxy"}
    assert COMPOSE["networks"]["gegevens"] == COMPOSE["networks"]["web"] == {"internal": True}


def test_het_voorbeeld_noemt_wat_compose_uit_env_neemt_en_web_krijgt_alles_van_aanmelden():
    """A name without a value comes from .env; a list or role card that is mounted could otherwise not be named."""
    uit_env = {
        naam
        for dienst in COMPOSE["services"].values()
        for naam, waarde in dienst.get("environment", {}).items()
        if waarde is None
    }
    genoemd = re.findall(r"^#?([A-Z_]+)=", (PROJECT / "docker/voorbeeld.env").read_text(), re.MULTILINE)
    gevraagd = re.findall(r"(?<!\$)\$\{([A-Z_]+)", (PROJECT / "docker-compose.yml").read_text())
    assert sorted(genoemd) == sorted(uit_env | set(gevraagd))
    aanmelden = re.findall(r"JID_(?:OIDC_|LOKALE_|WACHTWOORD)\w+", Path(SETTINGS).read_text())
    assert uit_env == set(aanmelden) - {"JID_OIDC_CLIENT_SECRET"}  # a file, docs/beheer/aanmelden.md


def test_de_databank_van_compose_zwijgt_zoals_die_van_de_starter():
    opdracht = COMPOSE["services"]["databank"]["command"][1:]
    gezet = dict(deel.removeprefix("-c").split("=", 1) for deel in opdracht)
    zonder_net = {"listen_addresses", "port", "unix_socket_permissions"}
    assert gezet == {naam: waarde for naam, waarde in van_de_starter.VAST.items() if naam not in zonder_net}
    argumenten = COMPOSE["services"]["databank"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(van_de_starter.locale_van(18)) <= set(argumenten)
    assert "--auth=scram-sha-256" in argumenten
