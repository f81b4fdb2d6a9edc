"""The list of every register: who sees what, filters, search, paging by key, and a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from gebruikers.rollen import ZAAKROLLEN, Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.hulp.antwoord import wat_een_vreemde_ziet
from tests.hulp.vragen import aantal_vragen
from zaken.models import Zaak
from zaken.register import lijst, registers
from zaken.register.lijst import Volgorde
from zaken.toegang import rollen_van

pytestmark = pytest.mark.databank


def nummers(antwoord):
    return [rij["nummer"] for rij in antwoord.context["rijen"]]


def tellingen(client, register):
    """The numbers in the tabs, and of what is late and due soon."""
    context = client.get(register.url("tellingen")).context
    return [tab["aantal"] for tab in context["tabs"]], [deel["aantal"] for deel in context["stand"]]


def test_een_lijst_vraagt_altijd_evenveel_en_hoogstens_tien(register, spelers, fabriek, client_van):
    client = client_van(spelers.lid)
    vragen, aanwezig = [], 0
    for aantal in (1, 3, 50):
        with fabriek():
            for _n in range(aantal - aanwezig):
                maak_zaak(register.soort, team=spelers.team)
        aanwezig = aantal
        vragen.append(aantal_vragen(client, register.url("lijst")))
    assert len(client.get(register.url("lijst")).context["rijen"]) == aanwezig
    assert vragen == [vragen[0]] * 3
    assert vragen[0] <= 10


def test_een_buitenstaander_ziet_niets_ook_niet_in_tellingen_en_zoeken(
    register, spelers, fabriek, client_van
):
    with fabriek():
        zaak = maak_zaak(register.soort, team=spelers.team, onderwerp="Zeldzaamwoord in het onderwerp")
    client = client_van(spelers.buiten)
    for vraag in (
        "",
        "?q=zeldzaamwoord",
        f"?q={zaak.zaaknummer}",
        "?tab=niet-toegewezen",
        "?geannuleerd=on",
    ):
        antwoord = client.get(f"{register.url('lijst')}{vraag}")
        assert nummers(antwoord) == []
        tekst = antwoord.content.decode().replace(f'value="{zaak.zaaknummer}"', "")
        assert "Zeldzaamwoord" not in tekst.replace('value="zeldzaamwoord"', "")
        assert zaak.zaaknummer not in tekst.replace(
            f": {zaak.zaaknummer}", ""
        )  # the chip repeats the question
    assert tellingen(client, register) == (["0", "0", "0", None], ["0", "0"])
    assert nummers(client_van(spelers.lid).get(register.url("lijst"))) == [zaak.zaaknummer]


def test_wie_de_lijst_niet_heeft_vindt_haar_niet(register, fabriek, client_van):
    with fabriek():
        anderen = [maak_gebruiker(rol) for rol in Rol if rol not in rollen_van(register.soort)]
    for beurt, gebruiker in enumerate(anderen):  # reads the one and sends the other, in turn
        client = client_van(gebruiker)
        namen = ("lijst", "tellingen")[:: 1 if beurt % 2 else -1]
        assert client.get(register.url(namen[0])).status_code == 404, gebruiker.rollen
        assert client.post(register.url(namen[1])).status_code == 404, gebruiker.rollen


def test_een_lijst_toont_alleen_zaken_van_haar_eigen_register(register, spelers, fabriek, client_van):
    with fabriek():
        for ander in registers():
            maak_zaak(ander.soort, team=spelers.team, onderwerp="Vergadering over werkdruk")
    client = client_van(spelers.lid)
    for vraag in ({}, {"q": "werkdruk"}):
        rijen = client.get(register.url("lijst"), vraag).context["rijen"]
        assert [rij["zaak"].soort for rij in rijen] == [register.soort]
    assert tellingen(client, register)[0][1] == "1"


def test_niet_toegewezen_toont_en_telt_alleen_wat_nog_open_is(register, spelers, fabriek, client_van):
    """With and without words: a search goes another way."""
    dicht = sorted(set(register.status.values) - register.werk.open)[0]
    gegevens = {"team": spelers.team, "onderwerp": "Vergadering over werkdruk"}
    with fabriek():
        open_ = maak_zaak(register.soort, **gegevens)
        maak_zaak(register.soort, status=dicht, **gegevens)
        weg = maak_zaak(register.soort, **gegevens)
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=weg.pk).update(
            geannuleerd_op=weg.datum_registratie, geannuleerd_door=spelers.lid
        )
    client, url = client_van(spelers.lid), register.url("lijst")
    for vraag in ({}, {"q": "werkdruk"}, {"geannuleerd": "on"}, {"geannuleerd": "on", "q": "werkdruk"}):
        antwoord = client.get(url, {"tab": "niet-toegewezen"} | vraag)
        assert nummers(antwoord) == [open_.zaaknummer], vraag
    for vraag in ({}, {"q": "werkdruk"}):
        assert nummers(client.get(url, {"tab": "niet-toegewezen", "status": dicht} | vraag)) == []
    assert tellingen(client, register)[0][1:3] == ["2", "1"]


def test_zoeken_vindt_woorden_in_elke_vorm_en_nummers_vanaf_het_begin(register, spelers, fabriek, client_van):
    letter = register.lijst.letter
    with fabriek():
        een = maak_zaak(
            register.soort,
            team=spelers.team,
            onderwerp="Vergaderingen over declaraties",
            zaaknummer=f"{letter}-2024-00017",
        )
        maak_zaak(
            register.soort,
            team=spelers.team,
            onderwerp="Een dienstvoertuig privé gebruikt",
            zaaknummer=f"{letter}-2024-00018",
        )
    client = client_van(spelers.lid)

    def gevonden(vraag):
        return nummers(client.get(register.url("lijst"), {"q": vraag}))

    for vraag in ("vergadering", "VERGADERINGEN declaraties"):
        assert gevonden(vraag) == [een.zaaknummer], vraag
    assert len(gevonden(f"{letter}-2024-0001")) == 2
    assert len(gevonden("2024")) == 2
    assert gevonden("de het een") == []


def test_een_heel_nummer_opent_de_zaak_en_een_onbekend_of_vreemd_nummer_zegt_hetzelfde(
    register, spelers, fabriek, client_van
):
    letter, ander = register.lijst.letter, next(r for r in registers() if r is not register)
    met_nummer = {"team": spelers.team, "zaaknummer": f"{letter}-2024-00017"}
    with fabriek():
        zaak = maak_zaak(register.soort, **met_nummer)
        elders = maak_zaak(ander.soort, team=spelers.team, zaaknummer=f"{ander.lijst.letter}-2024-00017")
    url, client = register.url("lijst"), client_van(spelers.lid)
    blad, daar = (f"{r.url('detail', z.pk)}?treffer=1" for r, z in ((register, zaak), (ander, elders)))
    for vraag, naar in (
        (zaak.zaaknummer, blad),
        (f" {zaak.zaaknummer.lower()} ", blad),
        ("2024-00017", blad),
        (elders.zaaknummer, daar),
    ):
        assert client.get(url, {"q": vraag, "tab": "mijn"}).headers.get("Location") == naar, vraag

    buiten = client_van(spelers.buiten)

    def antwoord(nummer):
        with CaptureQueriesContext(connection) as vragen:
            gezien = buiten.get(url, {"q": nummer})
        status, koppen, koekjes, tekst = wat_een_vreemde_ziet(gezien)
        return status, koppen, koekjes, tekst.replace(nummer, "NUMMER"), len(vragen)

    antwoord(zaak.zaaknummer)  # what a first request alone does
    vreemd = antwoord(zaak.zaaknummer)
    assert vreemd[0] == 200
    assert "Niets gevonden" in vreemd[3]
    assert antwoord(f"{letter}-2024-99999") == vreemd


def test_tabs_filters_chips_en_tellingen(register, spelers, fabriek, client_van):
    vandaag = localdate()
    begin, ander = register.status.values[0], register.status.values[1]
    with fabriek():
        te_laat = maak_zaak(
            register.soort,
            team=spelers.team,
            behandelaar=spelers.lid,
            eerste_termijn=vandaag - timedelta(days=1),
        )
        straks = maak_zaak(
            register.soort, team=spelers.team, eerste_termijn=vandaag + timedelta(days=3), status=ander
        )
        oud = maak_zaak(register.soort, team=spelers.team, ontvangen_defensie=date(2020, 5, 1))
        weg = maak_zaak(
            register.soort,
            team=spelers.team,
            geannuleerd_op="2024-12-01T12:00Z",
            geannuleerd_door=spelers.lid,
        )
    client = client_van(spelers.lid)
    for vraag, verwacht in (
        ({"termijn": "te_laat"}, te_laat),
        ({"termijn": "binnenkort"}, straks),
        ({"status": ander}, straks),
        ({"jaar": "2020"}, oud),
        ({"tab": "mijn"}, te_laat),
    ):
        assert nummers(client.get(register.url("lijst"), vraag)) == [verwacht.zaaknummer], vraag
    assert weg.zaaknummer not in nummers(client.get(register.url("lijst")))
    assert weg.zaaknummer in nummers(client.get(register.url("lijst"), {"geannuleerd": "on"}))
    chips = client.get(register.url("lijst"), {"jaar": "2020", "status": begin}).context["chips"]
    assert [chip["label"] for chip in chips] == [
        f"Status: {register.status(begin).label}",
        "Ontvangen in: 2020",
    ]
    assert tellingen(client, register) == (["1", "3", "2", None], ["1", "0"])


def test_op_termijn_staat_erbij_dat_zaken_zonder_termijn_ontbreken(spelers, register, fabriek, client_van):
    with fabriek():
        zonder = maak_zaak(register.soort, team=spelers.team, eerste_termijn=None)
    client = client_van(spelers.lid)
    op_termijn = client.get(register.url("lijst"), {"sorteer": "termijn"})
    assert zonder.zaaknummer not in nummers(op_termijn)
    assert "waarvan een termijn loopt" in op_termijn.text
    assert zonder.zaaknummer in nummers(
        client.get(f"{register.url('lijst')}{op_termijn.context['zonder_termijn_url']}")
    )
    assert "waarvan een termijn loopt" not in client.get(register.url("lijst")).text


def test_elk_eigen_filter_weigert_wat_niet_bestaat_en_neemt_wat_bestaat(register, spelers, client_van):
    client = client_van(spelers.lid)
    for eigen in register.lijst.filters:
        form = client.get(register.url("lijst")).context["form"]
        waarde = form.fields[eigen.naam].choices[1][0]
        assert client.get(register.url("lijst"), {eigen.naam: waarde}).status_code == 200
        onzin = client.get(register.url("lijst"), {eigen.naam: "onzin"})
        assert (onzin.status_code, list(onzin.context["form"].errors)) == (422, [eigen.naam])


@pytest.mark.parametrize(
    "vraag", ["jaar=abc", "status=bestaatniet", "onderdeel=onzin", "termijn=ooit", "q=%00"]
)
def test_een_filter_dat_niet_bestaat_krijgt_een_antwoord_in_woorden(register, spelers, client_van, vraag):
    antwoord = client_van(spelers.lid).get(f"{register.url('lijst')}?{vraag}")
    assert antwoord.status_code == 422
    assert antwoord.context["form"].errors


@pytest.mark.parametrize(
    "grens", ["onzin", "2024-01-01_x", "2024-13-01_00000000-0000-4000-8000-000000000000"]
)
def test_een_verzonnen_bladzijde_bestaat_niet(register, spelers, client_van, grens):
    client = client_van(spelers.lid)
    for naam in ("na", "voor"):
        assert client.get(register.url("lijst"), {naam: grens}).status_code == 404


@pytest.mark.parametrize("volgorde", list(Volgorde))
def test_bladeren_toont_elke_zaak_een_keer_en_ook_terug(fabriek, als, monkeypatch, volgorde):
    register = registers()[0]
    monkeypatch.setattr(lijst, "PER_BLADZIJDE", 4)
    with fabriek():
        team = maak_team()
        gebruiker = maak_gebruiker(Rol(sorted(ZAAKROLLEN)[0]), teams=[team])
        for n in range(11):
            dag = date(2024, 1, 1 + n // 3)
            maak_zaak(
                register.soort, team=team, ontvangen_defensie=dag, eerste_termijn=dag + timedelta(days=9)
            )
    with als(gebruiker) as lezer:
        alles = lijst.zichtbaar(register, lezer)
        heen, grens = [], None
        while True:
            blad = lijst.bladzijde(register, alles, volgorde, na=grens, voor=None)
            heen.append([zaak.pk for zaak in blad.rijen])
            if blad.volgende is None:
                break
            grens = blad.volgende
        terug, grens = [heen[-1]], blad.vorige
        while grens is not None:
            blad = lijst.bladzijde(register, alles, volgorde, na=None, voor=grens)
            terug.insert(0, [zaak.pk for zaak in blad.rijen])
            grens = blad.vorige
    assert [len(b) for b in heen] == [4, 4, 3]
    assert len({pk for b in heen for pk in b}) == 11
    assert terug == heen


def test_de_kop_zegt_welke_rijen_dit_zijn_en_hoeveel_er_zijn_als_dat_bekend_is(
    spelers, register, fabriek, client_van, monkeypatch
):
    monkeypatch.setattr(lijst, "PER_BLADZIJDE", 2)
    with fabriek():
        for _n in range(5):
            maak_zaak(register.soort, team=spelers.team)
    client, url, naam = client_van(spelers.lid), register.url("lijst"), register.namen.meer
    koppen, verder = [], f"{url}?jaar="
    for knop in ("volgende", "volgende", "vorige", "vorige", ""):
        blad = client.get(verder).context
        koppen.append(blad["kop"])
        verder = f"{url}{blad[knop]}" if knop else ""
    eerste, midden = (
        f"{plek} van meer dan {plek[-1]} {naam}" for plek in ("1 tot en met 2", "3 tot en met 4")
    )
    assert koppen == [eerste, midden, f"5 tot en met 5 van 5 {naam}", midden, eerste]
    los = client.get(f"{url}{blad['volgende'].partition('&vanaf')[0]}").context["kop"]
    assert los == f"2 {naam} op deze pagina"  # an address that somebody kept


@pytest.mark.parametrize(("aantal", "tekst"), [(3, "3"), (4, "3+"), (6, "3+")])
def test_tellen_stopt_net_boven_de_grens_en_zegt_dat(
    spelers, register, fabriek, client_van, monkeypatch, aantal, tekst
):
    monkeypatch.setattr(lijst, "TELLEN_TOT", 3)
    monkeypatch.setattr(lijst, "VRIJ_TELLEN_TOT", 3)
    with fabriek():
        for _n in range(aantal):
            maak_zaak(register.soort, team=spelers.team)
    assert tellingen(client_van(spelers.lid), register)[0] == ["0", tekst, tekst, None]


def test_een_kolom_zonder_antwoord_zegt_dat_en_niet_none(register, spelers, fabriek, client_van):
    with fabriek():
        maak_zaak(register.soort, team=spelers.team)
    (rij,) = client_van(spelers.lid).get(register.url("lijst")).context["rijen"]
    assert all(tekst for _kop, tekst in rij["cellen"])
