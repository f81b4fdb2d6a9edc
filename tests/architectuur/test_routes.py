"""Every address, asked as its owner and as everybody who may not know of it.

The list in `tests/hulp/routes.py` is held against the URLconf: a route without an entry fails, so a new page cannot be
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from tests.hulp import bewijs
from tests.hulp.antwoord import gebreken
from tests.hulp.routes import BUITEN, EIGEN_LIJST, LIJSTEN, ROUTES, VERGELEKEN, patronen, vergeleken_met
from tests.hulp.schrijven import geschreven, te_veel_geschreven
from tests.hulp.toneel import ONBEKEND, Toneel
from tests.hulp.toneel import opgebouwd as opgebouwd
from tests.hulp.toneel import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.wie import aangemeld, fabriek
from zaken.models import Zaak
from zaken.register import registers
from zaken.schermen.routes import routes

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]

BEURT = {naam: nummer for nummer, naam in enumerate(ROUTES)}
"""With whom each walk begins, so that over all routes everybody asks in every way."""


def _van_de_kit() -> set[str]:
    """Pages that a register takes from the kit: `tests/zaken/register/` walks them for every register."""
    anders = [register for register in registers() if register.soort != Zaak.Soort.MELDING]
    return {f"{register.adressen}:{route.name}" for register in anders for route in routes(register)}


def test_elke_route_staat_in_deze_wandeling():
    assert {naam for naam, _patroon in patronen(get_resolver())} == set(ROUTES) | _van_de_kit()


def test_elke_route_kiest_of_zij_om_een_bewijs_vraagt():
    """Once, in docs/herbevestigen.md; of what asks, the step itself is known."""
    anders = tuple(f"{register.adressen}:" for register in registers())
    alle = {
        f"register:{naam.partition(':')[2]}" if naam.startswith(anders) else naam
        for naam in set(ROUTES) | _van_de_kit()
    }
    assert sorted([*bewijs.VRAAGT, *bewijs.VRAAGT_NIET]) == sorted(alle)
    assert set(bewijs.VRAAGT) == set(bewijs.STAPPEN)


@pytest.mark.parametrize("naam", bewijs.STAPPEN)
def test_een_zware_stap_vraagt_eerst_om_een_bewijs_en_gebeurt_daarna(toneel, naam):
    """Long after the last one: to the page that asks, and nothing is written. Just after it: done."""
    stap, dit = bewijs.STAPPEN[naam], bewijs.beeld(naam, toneel)
    adres = reverse(bewijs.van_meldingen(naam), kwargs=dit.kwargs) + stap.vraag
    bewijs.bewees(dit.client, hours=2)
    voor = geschreven()
    for manier in stap.manieren:
        antwoord = getattr(dit.client, manier)(adres, dit.velden if manier == "post" else None)
        assert (antwoord.status_code, antwoord.headers["Location"].partition("?")[0]) == (
            302,
            reverse("account_reauthenticate"),
        ), manier
    assert {t for t, n in geschreven().items() if n > voor.get(t, 0)} <= {"gebruikers_sessie"}
    bewijs.bewees(dit.client, minutes=1)
    antwoord = getattr(dit.client, stap.manieren[-1])(
        adres, dit.velden if stap.manieren[-1] == "post" else None
    )
    assert antwoord.status_code in {200, 302}
    b"".join(antwoord)  # a file is written while it is read
    assert geschreven()[stap.schrijft] > voor.get(stap.schrijft, 0)


@pytest.mark.parametrize("naam", [n for n, r in ROUTES.items() if r.van])
def test_wie_niet_is_aangemeld_wordt_naar_de_aanmeldpagina_gestuurd(toneel, naam):
    """By reading or by sending, in turn: the door stands before every view."""
    url = reverse(naam, kwargs=ROUTES[naam].kwargs(toneel))
    antwoord = (Client().get, Client().post)[BEURT[naam] % 2](url)
    assert (antwoord.status_code, antwoord.headers.get("Location", "").partition("?")[0]) == (
        302,
        reverse("account_login"),
    )
    assert gebreken(antwoord) == []
    assert toneel.nummer not in antwoord.content.decode()


@pytest.mark.parametrize("naam", [n for n, r in ROUTES.items() if r.van == "*"])
def test_een_pagina_van_iedereen_antwoordt_wie_is_aangemeld_en_verandert_niets(toneel, naam):
    _open(naam, toneel, "behandelaar")


@pytest.mark.parametrize("naam", [n for n, r in ROUTES.items() if r.van not in {"", "*"}])
def test_een_pagina_antwoordt_haar_eigenaar_en_niemand_anders(toneel, naam):
    """Every outsider asks every page once, by reading or by sending in turn, and in both ways where one is no way.

    That a stranger's page and one that is nowhere answer the same: tests/aanvallen/test_bestaan.py, which asks each page
    of one zaak, casus or draft for the first two and the last of them in every way; here they ask the detail page.
    """
    route = ROUTES[naam]
    merk = route.merk(toneel)
    eigenaar = _open(naam, toneel, route.van)
    assert merk in eigenaar.content.decode(errors="replace")  # a workbook is no text
    elders = naam in VERGELEKEN and not naam.endswith(":detail")
    for beurt, wie in enumerate(BUITEN[route.van], BEURT[naam]):
        if elders and wie in vergeleken_met(naam):
            continue
        for antwoord in _vraag_in_beurt(naam, toneel, wie, beurt):
            if naam in LIJSTEN and wie in EIGEN_LIJST.get(route.van, ()):
                assert antwoord.status_code in {200, 302, 303, 405, 422}, wie
            else:
                assert antwoord.status_code in {404, 405}, wie
            tekst = antwoord.content.decode()
            assert not merk or merk not in tekst, wie
            assert "Merkwoord" not in tekst
        if not (naam in LIJSTEN and wie in EIGEN_LIJST.get(route.van, ())):
            assert antwoord.status_code == 404, wie  # 405 to everybody alike says nothing yet
    assert gebreken(antwoord) == []


def _open(naam: str, toneel: Toneel, wie: str) -> HttpResponse:
    """The page for its owner: the status of the list, all headers, and nothing changed by looking."""
    route = ROUTES[naam]
    client = aangemeld(toneel.wie[wie])
    voor = geschreven()
    antwoord = client.get(reverse(naam, kwargs=route.kwargs(toneel)))
    assert antwoord.status_code == (405 if route.alleen_post else route.status)
    assert gebreken(antwoord) == []
    assert te_veel_geschreven(naam, voor) == set()
    return antwoord


def _vraag_in_beurt(naam: str, toneel: Toneel, wie: str, beurt: int) -> Iterator[HttpResponse]:
    """One answer; where that is 405, as the whole page gives to everybody, the other way too."""
    client, url = aangemeld(toneel.wie[wie]), reverse(naam, kwargs=ROUTES[naam].kwargs(toneel))
    eerst, dan = (client.get, client.post) if beurt % 2 else (client.post, client.get)
    antwoord = eerst(url)
    yield antwoord
    if antwoord.status_code == 405:
        yield dan(url)


def test_elke_weigering_van_een_zaak_staat_in_het_logboek_zonder_verraad(toneel):
    client = aangemeld(toneel.wie["ander"])
    client.get(reverse("meldingen:detail", kwargs={"pk": toneel.melding}))
    client.get(reverse("meldingen:detail", kwargs={"pk": ONBEKEND}))
    with fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT zaak_id, bijzonderheden FROM logboek_gebeurtenis WHERE soort = 'geweigerd'")
        assert [str(rij) for rij in cursor.fetchall()] == ["(None, '{}')"] * 2
