"""The list: who sees what, filters, search, paging by key, and a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp.vragen import aantal_vragen
from zaken.register import lijst
from zaken.register.lijst import Tab, Volgorde

pytestmark = pytest.mark.databank
LIJST = "/meldingen/"


@pytest.fixture
def spelers(fabriek):
    with fabriek():
        team = maak_team()
        return {
            "team": team,
            "lid": maak_gebruiker(Rol.ADVISEUR, teams=[team]),
            "buiten": maak_gebruiker(Rol.ADVISEUR),
        }


def _nummers(antwoord):
    return [rij.zaak.zaaknummer for rij in antwoord.context["rijen"]]


@pytest.mark.parametrize("aantal", [1, 3, 50])
@pytest.mark.parametrize(("adres", "vragen"), [(LIJST, 9), ("/mijn-werk/", 11)])
def test_een_lijst_vraagt_altijd_evenveel(spelers, fabriek, client_van, aantal, adres, vragen):
    with fabriek():
        for _n in range(aantal):
            maak_melding(team=spelers["team"])
    client = client_van(spelers["lid"])
    assert aantal_vragen(client, adres) == vragen
    assert len(list(client.get(LIJST).context["rijen"])) == aantal


def test_een_buitenstaander_ziet_niets_ook_niet_in_tellingen_en_zoeken(spelers, fabriek, client_van):
    with fabriek():
        melding = maak_melding(team=spelers["team"], onderwerp="Zeldzaamwoord in het onderwerp")
    client = client_van(spelers["buiten"])
    for vraag in (
        "",
        "?q=zeldzaamwoord",
        f"?q={melding.zaaknummer}",
        "?tab=niet-toegewezen",
        "?geannuleerd=on",
    ):
        antwoord = client.get(f"{LIJST}{vraag}")
        assert _nummers(antwoord) == []
        assert "Zeldzaamwoord" not in antwoord.content.decode().replace('value="zeldzaamwoord"', "")
    tellingen = client.get(reverse("meldingen:tellingen"))
    assert [tab["aantal"] for tab in tellingen.context["tabs"]] == ["0", "0", "0", None]


def test_zoeken_vindt_woorden_in_elke_vorm_en_nummers_vanaf_het_begin(spelers, fabriek, client_van):
    with fabriek():
        een = maak_melding(
            team=spelers["team"], onderwerp="Vergaderingen over declaraties", zaaknummer="M-2024-00017"
        )
        maak_melding(
            team=spelers["team"], onderwerp="Een dienstvoertuig privé gebruikt", zaaknummer="M-2024-00018"
        )
    client = client_van(spelers["lid"])
    for vraag in ("vergadering", "declaratie", "VERGADERINGEN declaraties", "M-2024-00017", "m-2024-00017"):
        assert _nummers(client.get(LIJST, {"q": vraag})) == [een.zaaknummer], vraag
    assert len(_nummers(client.get(LIJST, {"q": "M-2024-0001"}))) == 2
    assert len(_nummers(client.get(LIJST, {"q": "2024"}))) == 2
    assert _nummers(client.get(LIJST, {"q": "de het een"})) == []


def test_filters_tabs_en_chips(spelers, fabriek, client_van):
    vandaag = localdate()
    with fabriek():
        te_laat = maak_melding(
            team=spelers["team"], behandelaar=spelers["lid"], eerste_termijn=vandaag - timedelta(days=1)
        )
        straks = maak_melding(
            team=spelers["team"], eerste_termijn=vandaag + timedelta(days=3), status=Status.IN_BEOORDELING
        )
        oud = maak_melding(
            team=spelers["team"], ontvangen_defensie=date(2020, 5, 1), hoofdcategorie="financieel"
        )
    client = client_van(spelers["lid"])
    assert _nummers(client.get(LIJST, {"termijn": "te_laat"})) == [te_laat.zaaknummer]
    assert _nummers(client.get(LIJST, {"termijn": "binnenkort"})) == [straks.zaaknummer]
    assert _nummers(client.get(LIJST, {"status": "in_beoordeling"})) == [straks.zaaknummer]
    assert _nummers(client.get(LIJST, {"jaar": "2020", "categorie": "financieel"})) == [oud.zaaknummer]
    assert _nummers(client.get(LIJST, {"tab": "mijn"})) == [te_laat.zaaknummer]
    antwoord = client.get(LIJST, {"jaar": "2020", "status": "nieuw"})
    assert [chip["label"] for chip in antwoord.context["chips"]] == ["Status: Nieuw", "Ontvangen in: 2020"]
    tellingen = client.get(reverse("meldingen:tellingen")).context
    assert ([t["aantal"] for t in tellingen["tabs"]], tellingen["te_laat"]) == (["1", "3", "2", None], 1)


@pytest.mark.parametrize(
    "vraag", ["jaar=abc", "status=bestaatniet", "categorie=onzin", "termijn=ooit", "q=" + "x" * 500, "q=%00"]
)
def test_een_filter_dat_niet_bestaat_krijgt_een_antwoord_in_woorden(spelers, client_van, vraag):
    antwoord = client_van(spelers["lid"]).get(f"{LIJST}?{vraag}")
    assert antwoord.status_code == 422
    assert antwoord.context["form"].errors


@pytest.mark.parametrize(
    "vraag", ["na=onzin", "voor=2024-01-01_x", "na=2024-13-01_00000000-0000-4000-8000-000000000000"]
)
def test_een_verzonnen_bladzijde_bestaat_niet(spelers, client_van, vraag):
    assert client_van(spelers["lid"]).get(f"{LIJST}?{vraag}").status_code == 404


@pytest.mark.parametrize("volgorde", list(Volgorde))
def test_bladeren_toont_elke_melding_een_keer_en_ook_terug(spelers, fabriek, als, monkeypatch, volgorde):
    monkeypatch.setattr(lijst, "PER_BLADZIJDE", 4)
    with fabriek():
        for n in range(11):
            dag = date(2024, 1, 1 + n // 3)
            maak_melding(team=spelers["team"], ontvangen_defensie=dag, eerste_termijn=dag + timedelta(days=9))
    with als(spelers["lid"]) as lid:
        alles = Melding.objects.zichtbaar_voor(lid)
        heen, sleutel = [], None
        while True:
            blad = lijst.bladzijde(REGISTER, alles, volgorde, na=sleutel, voor=None)
            heen.append([m.pk for m in blad.rijen])
            if blad.volgende is None:
                break
            sleutel = blad.volgende
        terug, sleutel = [heen[-1]], blad.vorige
        while sleutel is not None:
            blad = lijst.bladzijde(REGISTER, alles, volgorde, na=None, voor=sleutel)
            terug.insert(0, [m.pk for m in blad.rijen])
            sleutel = blad.vorige
        assert [len(b) for b in heen] == [4, 4, 3]
        assert len({pk for b in heen for pk in b}) == 11
        assert terug == heen


def test_tellen_stopt_net_boven_de_grens(spelers, fabriek, als, monkeypatch):
    monkeypatch.setattr(lijst, "TELLEN_TOT", 3)
    with fabriek():
        for _n in range(6):
            maak_melding(team=spelers["team"])
    with als(spelers["lid"]) as lid:
        assert lijst.tel(lijst.tab_van(lijst.zichtbare_zaken(REGISTER, lid), Tab.TEAM, lid)) == 4


def test_een_geannuleerde_melding_staat_er_alleen_op_verzoek(spelers, fabriek, client_van):
    with fabriek():
        melding = maak_melding(
            team=spelers["team"], geannuleerd_op="2024-12-01T12:00Z", geannuleerd_door=spelers["lid"]
        )
    client = client_van(spelers["lid"])
    assert _nummers(client.get(LIJST)) == []
    assert _nummers(client.get(LIJST, {"geannuleerd": "on"})) == [melding.zaaknummer]


def test_niemand_krijgt_in_het_menu_een_pagina_die_er_niet_is(fabriek, client_van):
    with fabriek():
        iedereen = [
            maak_gebruiker(rol) for rol in Rol if rol is not Rol.BELEID
        ]  # figures need the figures role
    for gebruiker in iedereen:
        client = client_van(gebruiker)
        for regel in client.get("/", follow=True).context["menu"]:
            assert client.get(regel.url).status_code == 200, (gebruiker, regel.url)


def test_mijn_werk_noemt_wie_niemand_heeft_en_waaraan_u_herinnerd_wilde_worden(spelers, fabriek, client_van):
    vandaag = localdate()
    with fabriek():
        zonder = maak_melding(team=spelers["team"], status=Status.IN_BEHANDELING)
        wacht = maak_melding(
            team=spelers["team"],
            behandelaar=spelers["lid"],
            status=Status.WACHT_OP_BESLUIT,
            herinneren_op=vandaag,
        )
        maak_melding(
            team=spelers["team"],
            behandelaar=spelers["lid"],
            status=Status.OPGESCHORT,
            herbeoordelen_op=vandaag + timedelta(days=1),
        )
    rubrieken = client_van(spelers["lid"]).get("/mijn-werk/").context["werk"].rubrieken
    kaarten = {str(r.kop): [(k.zaak.zaaknummer, k.actie) for k in r.kaarten] for r in rubrieken}
    assert kaarten["Vandaag doen"] == [(wacht.zaaknummer, "Herinner het bevoegd gezag")]
    assert [nummer for nummer, _actie in kaarten["Later"]] == [zonder.zaaknummer]
    assert len(kaarten["Wacht op een ander"]) == 1
