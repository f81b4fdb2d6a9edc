"""Every role lands on a page of its own that says what to do now, and shows nothing that the role may not see."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gebruikers.rollen import ZAAKROLLEN, Rol
from jid.menu import menu
from jid.views import LANDINGEN
from tests.factories.gebruikers import maak_gebruiker

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]

LANDING = dict.fromkeys(ZAAKROLLEN, "mijn_werk") | {
    Rol.VERTROUWENSPERSOON: "casussen:lijst",
    Rol.COORDINATOR: "jaarcijfers:casussen",
    Rol.BELEID: "jaarcijfers:vandaag",
    Rol.BEHEERDER: "beheer:start",
    Rol.PRIVACY: "noodtoegang:lijst",
    Rol.ARCHIVARIS: "bewaren",
    Rol.AUDITOR: "noodtoegang:lijst",
}


def test_elke_rol_heeft_een_landingspagina_die_in_zijn_menu_staat():
    for rol in Rol:
        route = next(route for rollen, route in LANDINGEN if rol in rollen)
        assert (rol, route) == (rol, LANDING[rol])
        assert any(punt.route == route and rol in punt.rollen for punt in menu()), rol


@pytest.mark.parametrize("rol", [Rol.COORDINATOR, Rol.ARCHIVARIS])
def test_wie_geen_zaken_ziet_leest_wat_te_doen_is_en_wat_er_nooit_te_zien_is(client_van, fabriek, rol):
    with fabriek():
        lid = maak_gebruiker(rol)
    antwoord = client_van(lid).get(reverse("start"), follow=True)
    assert antwoord.redirect_chain == [(reverse(LANDING[rol]), 302)]
    for woorden in ("Wat moet u nu doen?", "Wat u nooit ziet", "Bij wie moet u zijn?"):
        assert woorden in antwoord.text


def test_wie_nog_geen_rol_heeft_leest_bij_wie_die_te_krijgen_is(client_van, fabriek):
    with fabriek():
        lid = maak_gebruiker()
    antwoord = client_van(lid).get(reverse("start"))
    assert "Vraag de functioneel beheerder om een rol." in antwoord.text


def test_de_archivaris_leest_de_termijnen_die_de_code_houdt(client_van, fabriek):
    with fabriek():
        lid = maak_gebruiker(Rol.ARCHIVARIS)
    tekst = " ".join(client_van(lid).get(reverse("bewaren")).text.split())
    for woorden in (
        *("10 jaar na sluiten", "5 jaar na sluiten", "90 dagen na de laatste wijziging", "24 uur"),
        *("toegevoegd en niet inleest", "365 dagen na het laatste gebruik"),
    ):
        assert woorden in tekst
