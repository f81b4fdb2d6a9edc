"""The two addresses that machines ask: does the process live, and can it work?"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from jid import gezondheid

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


def _klaar() -> tuple[int, dict[str, str]]:
    antwoord = Client().get("/gezond/klaar/")
    return antwoord.status_code, antwoord.json()


def test_wie_niet_is_aangemeld_krijgt_antwoord_zonder_inhoud():
    leeft = Client().get("/gezond/leeft/")
    assert (leeft.status_code, leeft.json()) == (200, {"status": "leeft"})
    assert _klaar() == (200, {"status": "klaar"})


def test_leeft_vraagt_de_databank_niets(django_assert_num_queries):
    with django_assert_num_queries(0):
        Client().get("/gezond/leeft/")


def test_een_machine_zonder_tls_wordt_niet_doorgestuurd(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/gezond/klaar/").status_code == 200
    assert Client().get("/").status_code == 301


def test_zonder_databank_is_het_niet_klaar(monkeypatch):
    def stuk() -> None:
        raise OperationalError("connection to server at 10.1.2.3, user jid_web failed")

    monkeypatch.setattr(connection, "cursor", stuk)
    assert _klaar() == (503, {"status": "niet klaar", "wat": "databank"})


def test_met_een_migratie_die_nog_moet_is_het_niet_klaar(monkeypatch):
    bekend = gezondheid.verwachte_migraties()
    monkeypatch.setattr(gezondheid, "verwachte_migraties", lambda: bekend | {("zaken", "9999_nieuw")})
    assert _klaar() == (503, {"status": "niet klaar", "wat": "migraties"})


def test_zonder_sleutels_is_het_niet_klaar(settings, tmp_path):
    settings.SLEUTELBESTAND = tmp_path / "weg"
    assert _klaar() == (503, {"status": "niet klaar", "wat": "sleutels"})


def test_met_een_sleutelbestand_dat_iedereen_leest_is_het_niet_klaar(settings, tmp_path):
    bestand = tmp_path / "hoofdsleutels"
    bestand.write_bytes(Path(settings.SLEUTELBESTAND).read_bytes())
    bestand.chmod(0o644)
    settings.SLEUTELBESTAND = bestand
    assert _klaar() == (503, {"status": "niet klaar", "wat": "sleutels"})


def test_zonder_berichtenserver_is_het_niet_klaar(settings, monkeypatch):
    settings.CELERY_BROKER_URL = "amqp://jid:geheim@127.0.0.1:1//"
    echt = gezondheid.app.connection_for_write
    monkeypatch.setattr(
        gezondheid.app, "connection_for_write", lambda **kw: echt(settings.CELERY_BROKER_URL, **kw)
    )
    assert _klaar() == (503, {"status": "niet klaar", "wat": "wachtrij"})


def test_iedere_migratie_van_deze_code_wordt_verwacht():
    apps = {app for app, _naam in gezondheid.verwachte_migraties()}
    assert {"jid", "zaken", "meldingen", "vertrouwenspersonen", "gebruikers", "sessions"} <= apps
