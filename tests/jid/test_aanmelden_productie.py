"""How production lets people in, and which combinations it refuses to start with."""

from __future__ import annotations

import json
import runpy

import pytest

from jid.controles import keur_aanmelden
from tests.hulp.databank import PROJECT


def gekeurd() -> list[str]:
    return [str(bevinding.id) for bevinding in keur_aanmelden()]


@pytest.fixture
def goed(settings, tmp_path):
    settings.TWEEDE_STAP_VERPLICHT = True
    settings.LOKALE_WACHTWOORDEN = True
    settings.OIDC_ISSUER = ""
    return settings


@pytest.fixture
def met_organisatie(goed, tmp_path):
    kaart = tmp_path / "rollen.json"
    kaart.write_text(json.dumps({"claim": "groups", "rollen": {"jid": "adviseur"}}))
    goed.LOKALE_WACHTWOORDEN = False
    goed.OIDC_ISSUER = "https://inloggen.example"
    goed.OIDC_CLIENT_ID, goed.OIDC_CLIENT_SECRET, goed.OIDC_ROLLEN = "jid", "geheim", str(kaart)
    return goed


def test_eigen_wachtwoorden_of_het_account_van_de_organisatie(goed):
    assert gekeurd() == []


def test_het_account_van_de_organisatie(met_organisatie):
    assert gekeurd() == []


def test_allebei_of_geen_van_beide_start_niet(met_organisatie):
    met_organisatie.LOKALE_WACHTWOORDEN = True
    assert gekeurd() == ["jid.E015"]
    met_organisatie.LOKALE_WACHTWOORDEN, met_organisatie.OIDC_ISSUER = False, ""
    assert gekeurd() == ["jid.E016"]


def test_zonder_tweede_stap_start_niet(goed):
    goed.TWEEDE_STAP_VERPLICHT = False
    assert gekeurd() == ["jid.E017"]


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("OIDC_ISSUER", "http://inloggen.example"),
        ("OIDC_CLIENT_ID", ""),
        ("OIDC_CLIENT_SECRET", ""),
        ("OIDC_ROLLEN", "/bestaat/niet.json"),
    ],
)
def test_een_halve_instelling_start_niet(met_organisatie, naam, waarde):
    setattr(met_organisatie, naam, waarde)
    assert gekeurd() == ["jid.E018"]


@pytest.mark.parametrize(
    ("omgeving", "lokaal", "verplicht"),
    [
        ({"JID_OMGEVING": "productie"}, True, True),
        ({"JID_OMGEVING": "productie", "JID_OIDC_ISSUER": "https://x.example"}, False, True),
        ({"JID_OMGEVING": "ontwikkeling", "JID_OIDC_ISSUER": "https://x.example"}, True, False),
    ],
)
def test_wat_er_zonder_instelling_geldt(omgeving, lokaal, verplicht, tmp_path, monkeypatch):
    for rol in ("", "_CIJFERS", "_WORKER"):
        monkeypatch.setenv(f"DATABASE_URL{rol}", f"postgres://{rol or 'web'}@localhost/x")
    for naam, waarde in {"ALLOWED_HOSTS": "jid.example", "JID_DATA": str(tmp_path), **omgeving}.items():
        monkeypatch.setenv(naam, waarde)
    instellingen = runpy.run_path(str(PROJECT / "jid" / "settings.py"))
    assert (instellingen["LOKALE_WACHTWOORDEN"], instellingen["TWEEDE_STAP_VERPLICHT"]) == (lokaal, verplicht)
