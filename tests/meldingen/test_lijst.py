"""What the list of meldingen and Mijn werk have of their own; the rest is tested for every register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding

pytestmark = [pytest.mark.databank, pytest.mark.pg15]


@pytest.fixture
def team(fabriek):
    with fabriek():
        return maak_team()


@pytest.fixture
def adviseur(fabriek, team):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, teams=[team])


def test_het_filter_op_categorie(team, adviseur, fabriek, client_van):
    with fabriek():
        oud = maak_melding(team=team, ontvangen_defensie=date(2020, 5, 1), hoofdcategorie="financieel")
        maak_melding(team=team, ontvangen_defensie=date(2020, 5, 1))
    antwoord = client_van(adviseur).get("/meldingen/", {"jaar": "2020", "categorie": "financieel"})
    assert [rij["nummer"] for rij in antwoord.context["rijen"]] == [oud.zaaknummer]
    assert [chip["label"] for chip in antwoord.context["chips"]] == [
        "Ontvangen in: 2020",
        f"Categorie: {oud.hoofdcategorie.label}",
    ]


def test_een_te_lange_zoekvraag_krijgt_een_antwoord_in_woorden(adviseur, client_van):
    antwoord = client_van(adviseur).get("/meldingen/", {"q": "x" * 500})
    assert (antwoord.status_code, list(antwoord.context["form"].errors)) == (422, ["q"])


def test_niemand_krijgt_in_het_menu_een_pagina_die_er_niet_is(fabriek, client_van):
    with fabriek():
        iedereen = [
            maak_gebruiker(rol) for rol in Rol if rol not in {Rol.BELEID, Rol.COORDINATOR}
        ]  # their pages ask the figures role
    for gebruiker in iedereen:
        client = client_van(gebruiker)
        for regel in client.get("/", follow=True).context["menu"]:
            assert client.get(regel.url, follow=True).status_code == 200, (gebruiker, regel.url)


def test_mijn_werk_noemt_wie_niemand_heeft_en_waaraan_u_herinnerd_wilde_worden(
    team, adviseur, fabriek, client_van
):
    vandaag = localdate()
    with fabriek():
        zonder = maak_melding(team=team, status=Status.IN_BEHANDELING)
        wacht = maak_melding(
            team=team, behandelaar=adviseur, status=Status.WACHT_OP_BESLUIT, herinneren_op=vandaag
        )
        maak_melding(
            team=team,
            behandelaar=adviseur,
            status=Status.OPGESCHORT,
            herbeoordelen_op=vandaag + timedelta(days=1),
        )
        laat = maak_melding(
            team=team,
            behandelaar=adviseur,
            status=Status.WACHT_OP_BESLUIT,
            herinneren_op=vandaag,
            eerste_termijn=vandaag - timedelta(days=1),
        )
    rubrieken = client_van(adviseur).get("/mijn-werk/").context["werk"].rubrieken
    kaarten = {str(r.kop): [(k.zaak.zaaknummer, k.actie) for k in r.kaarten] for r in rubrieken}
    assert kaarten["Te laat"] == [(laat.zaaknummer, "Herinner het bevoegd gezag")]
    assert kaarten["Vandaag doen"] == [(wacht.zaaknummer, "Herinner het bevoegd gezag")]
    assert [nummer for nummer, _actie in kaarten["Later"]] == [zonder.zaaknummer]
    assert len(kaarten["Wacht op een ander"]) == 1
