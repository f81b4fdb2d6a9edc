"""The headers of every address, for whoever asks and however.

Here the open pages and what is refused before there is a page. The others are looked at where they are asked anyway: for
their owner and a stranger in `test_routes.py`, by HTMX in `tests/aanvallen/test_verzoeken.py`, as an answer to a form in
`tests/misvormd/`, the pages of every register in `tests/zaken/register/test_acties.py`.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.hulp.antwoord import VERDACHT, gebreken, in_de_bladzijde
from tests.hulp.routes import ROUTES
from tests.hulp.toneel import opgebouwd as opgebouwd
from tests.hulp.toneel import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.wie import aangemeld

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]


@pytest.mark.parametrize("naam", [naam for naam, route in ROUTES.items() if not route.van])
def test_elk_antwoord_van_een_open_pagina_draagt_alle_koppen_en_niets_in_de_bladzijde_zelf(toneel, naam):
    url = reverse(naam, kwargs=ROUTES[naam].kwargs(toneel))
    for klant in (Client(), aangemeld(toneel.wie["behandelaar"])):
        for vraag in (klant.get, klant.post):
            with transaction.atomic():
                assert gebreken(vraag(url)) == [], vraag
                transaction.set_rollback(True)


@pytest.mark.parametrize("deel", [
    "<style>a{}</style>", "<STYLE >", "<iframe src=x>", "<base href='/'>", "<object data=x>", "<embed>",
    "<script>alert(1)</script>", "<script data-x=' src='>1</script>", "<script\nasync>1</script>", '<p style="color:red">',
    "<p onclick='x()'>", "<p class='a'onclick = x>", "<p hx-on:click=x>", "<p hx-on::after-request='x'>", "<a href='javascript:x'>",
    "<a href=JavaScript:x>", '<a href=" javascript:x">', "<a href='java&#115;cript:x'>", "<a href=java&#115;cript:x>",
    '<a href="//kwaad.example">',
    "<form action='https://kwaad.example'>", "<button formaction='//kwaad.example'>", "<p hx-get='http://kwaad.example'>",
    "<img src='data:text/html,x'>", "<img src=http://kwaad.example/x.png>", "<a href='/' target='_blank'>", "<a target=_BLANK>",
])  # fmt: skip
def test_wat_een_streng_beleid_tegenhoudt_wordt_in_een_bladzijde_gezien(deel):
    rustig = (
        '<script src="/static/js/jid.js" defer></script><a href="/x?a=1&amp;b=2">Onderwerp: data en stijl</a>'
    )
    assert in_de_bladzijde(f"<main>{rustig}{deel}</main>")
    assert not VERDACHT.search(rustig)
    assert in_de_bladzijde(rustig) == []


@pytest.mark.parametrize("vraag", [
    lambda k: k.get("/bestaat-niet/"),
    lambda k: k.get("/aanmelden"),
    lambda k: k.get("/", headers={"Host": "kwaad.example"}),
    lambda k: k.get("/", secure=True, headers={"Host": "kwaad.example"}),
    lambda k: k.post("/aanmelden/", {f"veld{n}": "" for n in range(501)}),
    lambda k: k.post("/aanmelden/", "x" * (2 * 1024 * 1024 + 1), content_type="text/plain"),
    lambda k: k.options("/"),
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
