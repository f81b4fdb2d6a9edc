"""The headers of every address, for whoever asks and however: its owner, a stranger, HTMX, a form."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.architectuur.test_routes import ROUTES
from tests.architectuur.test_routes import opgebouwd as opgebouwd
from tests.architectuur.test_routes import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.antwoord import gebreken
from tests.hulp.wie import aangemeld

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]


@pytest.mark.parametrize("naam", ROUTES)
def test_elk_antwoord_van_elke_route_draagt_alle_koppen_en_niets_in_de_bladzijde_zelf(toneel, naam):
    route = ROUTES[naam]
    url = reverse(naam, kwargs=route.kwargs(toneel))
    eigenaar = toneel.wie["behandelaar" if route.van in {"", "*"} else route.van]
    for wie, klant in (("eigenaar", aangemeld(eigenaar)), ("niemand", Client())):
        for hoe, vraag in (
            ("GET", lambda k: k.get(url)),
            ("HTMX", lambda k: k.get(url, headers={"HX-Request": "true"})),
            ("POST", lambda k: k.post(url)),
            ("OPTIONS", lambda k: k.options(url)),
        ):
            with transaction.atomic():
                assert gebreken(vraag(klant)) == [], (wie, hoe)
                transaction.set_rollback(True)


@pytest.mark.parametrize("vraag", [
    lambda k: k.get("/bestaat-niet/"),
    lambda k: k.get("/aanmelden"),
    lambda k: k.get("/", headers={"Host": "kwaad.example"}),
    lambda k: k.get("/", secure=True, headers={"Host": "kwaad.example"}),
    lambda k: k.post("/aanmelden/", {f"veld{n}": "" for n in range(501)}),
    lambda k: k.post("/aanmelden/", "x" * (2 * 1024 * 1024 + 1), content_type="text/plain"),
    lambda k: k.trace("/"),
    lambda k: k.generic("VERZONNEN", "/"),
])  # fmt: skip
def test_ook_een_weigering_draagt_alle_koppen(toneel, vraag):
    assert gebreken(vraag(Client())) == []


def test_een_vreemde_host_krijgt_ook_met_tls_dwang_alle_koppen(toneel, settings):
    """The redirect to https asks for the host before any page is there."""
    settings.SECURE_SSL_REDIRECT = True
    antwoord = Client().get("/", headers={"Host": "kwaad.example"})
    assert antwoord.status_code == 400
    assert gebreken(antwoord) == []


def test_een_bestand_voor_de_browser_draagt_dezelfde_regels_en_mag_wel_bewaard_worden(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "jid.js").write_text("export {};")
    antwoord = Client().get("/static/js/jid.js")
    assert antwoord.status_code == 200
    assert [fout for fout in gebreken(antwoord) if not fout.startswith("Cache-Control")] == []
    assert "no-store" not in antwoord.headers["Cache-Control"]
