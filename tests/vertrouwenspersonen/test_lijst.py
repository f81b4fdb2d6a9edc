"""The own list: tabs, filter, paging by key, and a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gebruikers.models import Gebruiker
from tests.factories.vertrouwenspersonen import code, maak_casus, maak_casussen
from vertrouwenspersonen.models import Casus

from .conftest import Fabriek

ClientVan = Callable[[Gebruiker], Client]
pytestmark = pytest.mark.django_db


def lijst(client: Client, adres: str = "/casussen/") -> Any:
    return client.get(adres).context["lijst"]


def vragen(client: Client, adres: str) -> int:
    """Statements of one request, without the savepoints and the reset that only a test's transaction has."""
    with CaptureQueriesContext(connection) as gedaan:
        assert client.get(adres).status_code == 200
    alleen_hier = ("SAVEPOINT", "RELEASE", "SELECT app.begin(NULL)")
    return sum(not vraag["sql"].startswith(alleen_hier) for vraag in gedaan.captured_queries)


def op_volgorde(casussen: list[Casus]) -> list[Casus]:
    """Newest quarter first, then the random key."""
    return sorted(
        sorted(casussen, key=lambda casus: casus.pk), key=lambda c: c.kwartaal_eerste_contact, reverse=True
    )


def test_open_casussen_staan_voorop_en_gesloten_achter_een_tab(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker, andere_vp: Gebruiker
) -> None:
    with fabriek():
        open_ = maak_casussen(vp, 2)
        dicht = maak_casussen(vp, 3, status="gesloten", afloop=code("afloop_casus", "onbekend"))
        maak_casussen(andere_vp, 7)
    client = client_van(vp)
    eerste = lijst(client)
    assert eerste.bladzijde.rijen == op_volgorde(open_)
    assert [(tab["label"], tab["aantal"], tab["actief"]) for tab in eerste.tabs] == [
        ("Open", 2, True),
        ("Gesloten", 3, False),
    ]
    assert lijst(client, eerste.tabs[1]["url"]).bladzijde.rijen == op_volgorde(dicht)


def test_de_lijst_filtert_op_kwartaal(client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker) -> None:
    with fabriek():
        maak_casussen(vp, 2, kwartaal_eerste_contact="2023-K4")
        deze = maak_casussen(vp, 3, kwartaal_eerste_contact="2024-K1")
    client = client_van(vp)
    keuzes = lijst(client).filter.fields["kwartaal"].choices
    assert list(keuzes) == [
        ("", "Alle periodes"),
        ("2024-K1", "1e kwartaal 2024"),
        ("2023-K4", "4e kwartaal 2023"),
    ]
    gefilterd = lijst(client, "/casussen/?kwartaal=2024-K1")
    assert gefilterd.bladzijde.rijen == op_volgorde(deze)
    assert gefilterd.chips == [{"label": "1e kwartaal 2024", "url": "/casussen/"}]
    assert gefilterd.tekst == "3 casussen"


def test_bladeren_toont_elke_casus_eenmaal_heen_en_terug(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    with fabriek():
        alle = [
            casus
            for kwartaal in ("2023-K3", "2023-K4", "2024-K1")
            for casus in maak_casussen(vp, 20, kwartaal_eerste_contact=kwartaal)
        ]
    client = client_van(vp)
    bladen, teksten, adres = [], [], "/casussen/"
    while adres:
        blad = lijst(client, adres)
        bladen.append(blad.bladzijde.rijen)
        teksten.append(blad.tekst)
        adres = blad.volgende_url
    assert teksten == [
        "1 tot en met 25 van 60 casussen",
        "26 tot en met 50 van 60 casussen",
        "51 tot en met 60 van 60 casussen",
    ]
    assert [len(rijen) for rijen in bladen] == [25, 25, 10]
    assert [casus for rijen in bladen for casus in rijen] == op_volgorde(alle)
    terug, adres = [], blad.vorige_url
    while adres:
        blad = lijst(client, adres)
        terug.append(blad.bladzijde.rijen)
        adres = blad.vorige_url
    assert terug == [bladen[1], bladen[0]]


@pytest.mark.parametrize(
    "adres", ["?na=onzin", "?na=2024-K1.geen-sleutel", "?kwartaal=2024", "?status=weg", "?voor=2024-K9.x"]
)
def test_een_adres_dat_de_toepassing_niet_schreef_bestaat_niet(
    adres: str, client_van: ClientVan, vp: Gebruiker
) -> None:
    assert client_van(vp).get(f"/casussen/{adres}").status_code == 404


def test_wie_begint_ziet_wat_te_doen(client_van: ClientVan, vp: Gebruiker) -> None:
    pagina = unescape(client_van(vp).get("/casussen/").content.decode())
    assert "U hebt nog geen casussen vastgelegd." in pagina
    assert 'href="/casussen/nieuw/"' in pagina


def test_een_lege_tab_zegt_dat_er_niets_is(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker, casus: Casus
) -> None:
    client = client_van(vp)
    assert "Geen gesloten casussen." in client.get("/casussen/?status=gesloten").content.decode()
    leeg = client.get("/casussen/?kwartaal=2020-K1").content.decode()
    assert "Niets gevonden. Pas uw filters aan." in leeg


@pytest.mark.parametrize("aantal", [1, 3, 50])
def test_de_lijst_kost_een_vast_aantal_vragen(
    aantal: int,
    client_van: ClientVan,
    fabriek: Fabriek,
    vp: Gebruiker,
) -> None:
    with fabriek():
        maak_casussen(vp, aantal, neventhema=[code("thema", "overig").pk])
    client = client_van(vp)
    client.get("/casussen/")
    assert vragen(client, "/casussen/") == 9


@pytest.mark.parametrize("aantal", [1, 2])
def test_detail_kost_een_vast_aantal_vragen(
    aantal: int,
    client_van: ClientVan,
    fabriek: Fabriek,
    vp: Gebruiker,
) -> None:
    themas = [code("thema", waarde).pk for waarde in ("overig", "leiderschap")]
    with fabriek():
        casus = maak_casus(vp, neventhema=themas[:aantal])
    client = client_van(vp)
    client.get("/casussen/")
    assert vragen(client, f"/casussen/{casus.pk}/") == 8


def test_een_gesloten_casus_toont_zijn_afloop_en_een_stille_dat_hij_stil_is(
    client_van: ClientVan, fabriek: Fabriek, vp: Gebruiker
) -> None:
    with fabriek():
        maak_casus(vp, kwartaal_eerste_contact="2021-K1")
        maak_casus(vp, status="gesloten", afloop=code("afloop_casus", "opgelost"))
    client = client_van(vp)
    assert lijst(client).rijen[0]["cellen"][0]["sub"] == "Al 90 dagen geen gesprek"
    dicht = lijst(client, "/casussen/?status=gesloten").rijen[0]["cellen"]
    assert (dicht[0]["sub"], dicht[-1]) == ("", {"tekst": "Opgelost", "kolom": "Afloop"})
