"""What the web server writes down about a request: the route, never who or which one."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from gunicorn.config import Config

from jid.toegangslog import Toegangslog, regel, route_van


def test_een_regel_noemt_route_status_en_duur():
    geschreven = json.loads(regel("GET", "/meldingen/", "200 OK", timedelta(milliseconds=12)))
    assert geschreven.pop("tijd").endswith("+00:00")
    assert geschreven == {
        "logger": "toegang", "methode": "GET", "route": "meldingen/", "status": 200, "us": 12_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pad", "route"),
    [
        (f"/meldingen/{UUID(int=7)}/", "meldingen/<uuid:pk>/"),
        ("/wachtwoord/kiezen/3-c9x1-abc/", "^wachtwoord/kiezen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"),
        ("/zoek een naam", "onbekend"),
    ],
)
def test_geen_regel_zegt_welke_zaak_of_welke_sleutel(pad, route):
    assert route_van(pad) == route


def test_een_gesprek_van_een_vertrouwenspersoon_laat_geen_regel_na(monkeypatch):
    log = Toegangslog(Config())
    monkeypatch.setattr(log, "_access_log_enabled", True)
    regels: list[str] = []
    monkeypatch.setattr(log.access_log, "info", lambda vorm, *delen: regels.append(vorm % delen))
    for pad in ("/casussen/", f"/casussen/{uuid4()}/", "/static/css/app.css", "/sneltoetsen/"):
        omgeving = {"PATH_INFO": pad, "REMOTE_ADDR": "10.1.2.3", "QUERY_STRING": "q=naam"}
        verzoek = SimpleNamespace(method="POST", uri=f"{pad}?q=naam")
        log.access(SimpleNamespace(status="200 OK"), verzoek, omgeving, timedelta(microseconds=7))
    assert [json.loads(regel)["route"] for regel in regels] == ["sneltoetsen/"]
    assert not {"10.1.2.3", "naam"} & set(" ".join(regels).replace('"', " ").split())


def test_een_verzoek_dat_gunicorn_niet_leest_of_verwerkt_laat_afzender_en_adres_niet_na(monkeypatch):
    log = Toegangslog(Config())
    regels: list[str] = []
    for niveau in ("warning", "error", "exception"):
        monkeypatch.setattr(log.error_log, niveau, lambda vorm, *delen, **_: regels.append(vorm % delen))
    log.warning("Invalid request from ip=10.1.2.3: geheim woord")
    try:
        raise ValueError("geheim woord")
    except ValueError:
        log.exception("Error handling request %s %s", "GET", "/meldingen/geheim/")
    log.warning("Iets anders: %s", 3)
    assert regels == [
        "Een verzoek was niet te lezen.",
        "Een verzoek mislukte buiten de toepassing: ValueError",
        "Iets anders: 3",
    ]
