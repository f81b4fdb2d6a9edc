"""The menu and the layout: only what a role has, and every entry leads somewhere."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from gebruikers.rollen import Rol
from jid.context import basis
from jid.menu import VOETTEKST, menu, menu_voor, toetsen_voor


@pytest.mark.parametrize("route", [punt.route for punt in menu()] + [route for route, _label in VOETTEKST])
def test_elk_menupunt_leidt_ergens_heen(route: str) -> None:
    assert reverse(route).startswith("/")


@pytest.mark.parametrize(
    ("rol", "labels"),
    [
        (Rol.ADVISEUR, ["Mijn werk", "Meldingen", "Onderzoeken", "Wat is dit?", "Adviesvragen"]),
        (Rol.VERTROUWENSPERSOON, ["Casussen"]),
        (Rol.BELEID, ["Vandaag", "Jaarcijfers"]),
        (
            Rol.BEHEERDER,
            ["Beheer", "Gebruikers", "Teams", "Codelijsten", "Termijnen", "Akkoord", "Mail"],
        ),
        (Rol.AUDITOR, ["Noodtoegang", "Logboek"]),
        (Rol.COORDINATOR, ["Aantallen"]),
        (Rol.PRIVACY, ["Akkoord", "Noodtoegang"]),
    ],
)
def test_het_menu_bevat_alleen_wat_de_rol_heeft(rol: Rol, labels: list[str]) -> None:
    assert [regel.label for regel in menu_voor(frozenset({rol}), pad="/")] == labels


def test_een_pagina_onder_een_menupunt_hoort_bij_het_langste_pad() -> None:
    def actief(pad: str) -> dict[str, str]:
        regels = menu_voor(frozenset({Rol.BELEID, Rol.ADVISEUR}), pad=pad)
        return {regel.label: regel.actief for regel in regels if regel.actief}

    assert actief(reverse("jaarcijfers:vandaag")) == {"Vandaag": "page"}
    assert actief(reverse("jaarcijfers:overzicht")) == {"Jaarcijfers": "page"}
    assert actief(reverse("meldingen:nieuw")) == {"Meldingen": "true"}
    assert actief("/sneltoetsen/") == {}


def test_geen_letter_doet_twee_dingen() -> None:
    letters = [letter for letter, _wat in toetsen_voor(frozenset(Rol.values))]
    assert len(letters) == len(set(letters))
    assert "".join(letters) == "".join(letters).upper()


def test_de_bladzijde_over_sneltoetsen_noemt_alleen_wat_de_rol_heeft() -> None:
    assert [letter for letter, _wat in toetsen_voor(frozenset({Rol.AUDITOR}))] == ["L", "N", "Z", "H"]
    assert [letter for letter, _wat in toetsen_voor(frozenset())] == ["N", "Z", "H"]


def test_een_bezoeker_krijgt_geen_menu_geen_naam_en_geen_sessie() -> None:
    context = basis(RequestFactory().get("/"))
    assert set(context) == {"voettekst", "is_demo"}
    html = render_to_string("basis.html", context)
    assert "app-nav" not in html
    assert "<form" not in html
    assert 'id="sessie"' not in html


@pytest.mark.parametrize(("omgeving", "zegt"), [("ontwikkeling", True), ("productie", False)])
def test_elke_bladzijde_van_de_demo_zegt_dat_alles_verzonnen_is(omgeving, zegt, settings) -> None:
    settings.OMGEVING = omgeving
    html = render_to_string("basis.html", basis(RequestFactory().get("/")))
    assert ("Alle zaken en personen zijn verzonnen." in html) is zegt
