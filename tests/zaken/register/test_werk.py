"""Mijn werk: one page for every zaakrol, with the work of all registers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from gebruikers.rollen import ZAAKROLLEN, Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_statuswijziging
from tests.hulp.vragen import aantal_vragen
from zaken.register import registers
from zaken.register import werk as kern

pytestmark = pytest.mark.databank
PAD = "/mijn-werk/"


def kaarten(antwoord):
    return {
        str(rubriek.kop): [kaart.zaak.zaaknummer for kaart in rubriek.kaarten]
        for rubriek in antwoord.context["werk"].rubrieken
        if rubriek.kaarten
    }


@pytest.fixture
def team(fabriek):
    with fabriek():
        return maak_team()


@pytest.fixture
def lid(fabriek, team):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, teams=[team])


def test_mijn_werk_vraagt_altijd_evenveel_ook_met_zaken_van_elk_register(lid, team, fabriek, client_van):
    client = client_van(lid)
    vragen = []
    for aantal in (1, 2, 47):
        with fabriek():
            for register in registers():
                for _n in range(aantal):
                    maak_zaak(register.soort, team=team)
        vragen.append(aantal_vragen(client, PAD))
    assert vragen == [vragen[0]] * 3
    assert vragen[0] <= 12
    assert client.get(PAD).context["werk"].aantal == min(50 * len(registers()), kern.HOOGSTENS)


@pytest.mark.parametrize("rol", sorted(ZAAKROLLEN))
def test_elke_zaakrol_begint_hier_en_ziet_werk_van_elk_register(rol, team, fabriek, client_van):
    with fabriek():
        gebruiker = maak_gebruiker(Rol(rol), teams=[team])
        zaken = {maak_zaak(register.soort, team=team).zaaknummer for register in registers()}
    antwoord = client_van(gebruiker).get("/", follow=True)
    assert antwoord.redirect_chain == [(PAD, 302)]
    assert set(kaarten(antwoord)["Vandaag doen"]) == zaken


def test_het_werk_staat_waar_de_status_en_de_termijn_het_zetten(register, spelers, fabriek, client_van):
    vandaag, werk = localdate(), register.werk

    def zaak(statussen, **velden):
        return maak_zaak(
            register.soort,
            team=spelers.team,
            behandelaar=spelers.lid,
            status=sorted(statussen)[0],
            **velden,
        ).zaaknummer

    dicht = set(register.status.values) - werk.open
    with fabriek():
        verwacht = {
            "Te laat": [zaak(werk.loopt, eerste_termijn=vandaag - timedelta(days=1))],
            "Vandaag doen": [zaak(werk.loopt, eerste_termijn=vandaag), zaak(werk.nieuw)],
            "Binnenkort": [
                zaak(werk.loopt, eerste_termijn=vandaag + timedelta(days=1)),
                zaak(werk.nieuw, eerste_termijn=vandaag + timedelta(days=80)),
            ],
            "Wacht op een ander": [zaak(werk.wacht)] if werk.wacht else [],
            "Nazorg": [zaak(werk.nazorg)] if werk.nazorg else [],
            "Later": [zaak(werk.loopt, eerste_termijn=vandaag + timedelta(days=6)), zaak(werk.loopt)],
        }
        zaak(dicht)
        zaak(werk.nieuw, geannuleerd_op="2024-12-01T12:00Z", geannuleerd_door=spelers.lid)
        maak_zaak(register.soort, team=spelers.team, behandelaar=spelers.buiten)
    client = client_van(spelers.lid)
    antwoord = client.get(PAD)
    assert kaarten(antwoord) == {kop: nummers for kop, nummers in verwacht.items() if nummers}
    (te_laat, _binnenkort) = client.get(register.url("tellingen")).context["stand"]
    assert te_laat["aantal"] == "1"  # the list counts the same, of what is mine
    assert "alleen uw eigen zaken" in antwoord.content.decode()
    assert set(kaarten(client_van(spelers.buiten).get(PAD))) == set()


def test_mijn_werk_zegt_het_als_er_meer_is_dan_het_toont(lid, team, fabriek, client_van, monkeypatch):
    monkeypatch.setattr(kern, "HOOGSTENS", 2)
    register = registers()[0]
    vandaag = localdate()
    client = client_van(lid)
    with fabriek():
        zaken = [
            maak_zaak(register.soort, team=team, eerste_termijn=vandaag + timedelta(days=dag))
            for dag in (3, 1)
        ]
    antwoord = client.get(PAD)
    assert not antwoord.context["werk"].is_er_meer
    assert "Er kunnen er meer open staan" not in antwoord.content.decode()
    with fabriek():
        maak_zaak(register.soort, team=team, eerste_termijn=vandaag + timedelta(days=4))
    antwoord = client.get(PAD)
    assert kaarten(antwoord) == {"Binnenkort": [zaken[1].zaaknummer, zaken[0].zaaknummer]}
    tekst = antwoord.content.decode()
    assert "Er kunnen er meer open staan" in tekst
    assert f'href="{register.url("lijst")}">Bekijk alle {register.namen.meer}</a>' in tekst


def test_wat_geen_termijn_heeft_en_van_niemand_is_wordt_tot_een_grens_bekeken(
    lid, team, fabriek, client_van, monkeypatch
):
    monkeypatch.setattr(kern, "BEKEKEN", 2)
    register = registers()[0]
    dicht = sorted(set(register.status.values) - register.werk.open)[0]
    client = client_van(lid)
    with fabriek():
        eigen = maak_zaak(
            register.soort, team=team, behandelaar=lid, ontvangen_defensie=date(2019, 1, 1)
        )  # old, but mine: always there
        nieuw = maak_zaak(register.soort, team=team, ontvangen_defensie=date(2024, 3, 1))
        maak_zaak(register.soort, team=team, ontvangen_defensie=date(2024, 2, 1), status=dicht)
    antwoord = client.get(PAD)
    assert set(kaarten(antwoord)["Vandaag doen"]) == {eigen.zaaknummer, nieuw.zaaknummer}
    assert not antwoord.context["werk"].is_er_meer
    with fabriek():
        for jaar in (2020, 2021):
            oud = maak_zaak(register.soort, team=team, ontvangen_defensie=date(jaar, 1, 1))
    antwoord = client.get(PAD)
    assert set(kaarten(antwoord)["Vandaag doen"]) == {eigen.zaaknummer, nieuw.zaaknummer, oud.zaaknummer}
    assert antwoord.context["werk"].is_er_meer


def test_wie_een_melding_heropende_deelt_haar_en_de_collega_vindt_haar_bij_mijn_werk(
    team, lid, fabriek, client_van
):
    with fabriek():
        collega, meelezer = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ONDERZOEKER)
        melding = maak_zaak("melding", lezers=(lid, collega, meelezer), behandelaar=lid, status="heropend")
        maak_statuswijziging(melding, van="gesloten", naar="heropend", op=timezone.now(), door=lid)

    def acties(wie):
        rubrieken = client_van(wie).get(PAD).context["werk"].rubrieken
        return [kaart.actie for rubriek in rubrieken for kaart in rubriek.kaarten]

    assert acties(lid) == ["Deel deze melding met een collega: die neemt haar weer in behandeling"]
    assert acties(collega) == ["Neem deze melding weer in behandeling: een collega heropende haar"]
    assert acties(meelezer) == []
    pagina = client_van(lid).get(f"/meldingen/{melding.pk}/").content.decode()
    assert "Deel de melding met een collega: die neemt haar weer in behandeling." in pagina
    assert (
        f'href="/meldingen/{melding.pk}/delen/"' in pagina.split("app-stap-later")[-1].split("</p></div>")[0]
    )
