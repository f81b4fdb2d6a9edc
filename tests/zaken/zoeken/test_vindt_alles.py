"""Every way through the search function gives the hits of the plain definition: visible, filtered, all words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding, maak_toekenning, sluit_uit
from tests.hulp.databank import DATABANK
from tests.hulp.wie import als, fabriek
from zaken.models import Zaak
from zaken.register import lijst
from zaken.register.lijst import Tab, Volgorde
from zaken.register.zoek import zoekopdracht
from zaken.zoeken.woordtokens import stammen

pytestmark = pytest.mark.databank

VANDAAG = date(2024, 12, 1)
WOORDEN = {"melding": 0.9, "oefening": 0.4, "voertuig": 0.2, "kosten": 0.1, "zeilboot": 0.03}
GRENZEN = {
    "standaard": (2000, 40000, 0.0125, 2000, 8000),
    "klein": (3, 8, 0, 2000, 8000),
    "zeldzaam": (3, 8, 2, 2000, 0),
    "dicht": (3, 10_000, 2, 3, 0),
}
"""Per way: how many zaken are read one by one, how far the function counts, what it calls rare, dense and few."""


@dataclass(frozen=True)
class Decor:
    gebruikers: list[Gebruiker]
    onderdelen: list[Code]
    stammen: dict[UUID, set[str]]
    """What each zaak can be found by."""


@pytest.fixture(scope="module")
def decor(kloon: str) -> Iterator[Decor]:
    toeval = random.Random(2026)
    stammen_van = {}
    with transaction.atomic(), fabriek():
        teams = [maak_team() for _ in range(3)]
        onderdelen = list(Code.objects.van("defensieonderdeel")[:3])
        gebruikers = [
            maak_gebruiker(Rol.ADVISEUR, teams=eigen) for eigen in (teams[:1], teams[1:], [], teams[:2])
        ]
        for _ in range(160):
            woorden = [woord for woord, kans in WOORDEN.items() if toeval.random() < kans]
            zaak = maak_melding(
                team=toeval.choices(teams, weights=(6, 3, 1))[0],
                onderwerp=" ".join(["niets", *woorden]),
                ontvangen_defensie=date(2022, 1, 1) + timedelta(days=toeval.randrange(900)),
                eerste_termijn=toeval.choice([None, VANDAAG + timedelta(days=toeval.randrange(-9, 9))]),
                behandelaar=toeval.choice([None, *gebruikers]),
                status=toeval.choice([Status.NIEUW, Status.GESLOTEN, Status.GESLOTEN]),
                defensieonderdeel=toeval.choice(onderdelen),
                hoofdcategorie=toeval.choice(["omgangsvormen", "financieel"]),
                verzegeld=toeval.random() < 0.1,
            )
            stammen_van[zaak.pk] = stammen(zaak.onderwerp)
            for gebruiker in gebruikers:
                if toeval.random() < 0.2:
                    maak_toekenning(zaak, gebruiker)
                if toeval.random() < 0.1:
                    sluit_uit(zaak, gebruiker)
            if toeval.random() < 0.1:
                Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(
                    geannuleerd_op=zaak.datum_registratie, geannuleerd_door=gebruikers[0]
                )
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute("ANALYZE zaken_zoekindex; ANALYZE zaken_zaak; ANALYZE meldingen_melding")
    yield Decor(gebruikers, onderdelen, stammen_van)
    connection.close()


def zet_grenzen(databank: str, stap: int, bereik: int, zeldzaam: float, dicht: int, weinig: int) -> None:
    """The function with other limits: what it reads first must not matter."""
    with DATABANK.als_superuser(databank) as superuser:
        rij = superuser.execute("SELECT pg_get_functiondef('app.zoek_zaken'::regproc)").fetchone()
        assert rij is not None
        tekst = rij[0]
        grenzen = {"stap": stap, "bereik": bereik, "zeldzaam": zeldzaam, "dicht": dicht, "weinig": weinig}
        for naam, waarde in grenzen.items():
            tekst, aantal = re.subn(rf"(c_{naam} constant [a-z ]+ := )[^;]+;", rf"\g<1>{waarde};", tekst)
            assert aantal == 1
        superuser.execute(tekst)


def bedoeld(
    decor: Decor, gebruiker: Gebruiker, gekozen: dict[str, object], tab: Tab, volgorde: Volgorde
) -> list[object]:
    """By the plain definition: the list without words, then the words, in Python."""
    zaken = lijst.tab_van(REGISTER, Melding.objects.zichtbaar_voor(gebruiker), tab, gebruiker)
    veld = "eerste_termijn" if "termijn" in volgorde.value else "ontvangen_defensie"
    rijen = lijst.filter_op(REGISTER, zaken, gekozen | {"q": ""}, vandaag=VANDAAG).values_list(veld, "pk")
    gevraagd = stammen(str(gekozen["q"]))
    raak = [(dag, pk) for dag, pk in rijen if dag is not None and gevraagd <= decor.stammen[pk]]
    return [pk for _dag, pk in sorted(raak, reverse=volgorde.value.startswith("-"))]


def bladerend(gebruiker: Gebruiker, gekozen: dict[str, object], tab: Tab, volgorde: Volgorde) -> list[object]:
    """Page after page, as somebody reads them; and of every third the page before it again."""
    zoek = zoekopdracht(REGISTER, gekozen, tab, gebruiker, vandaag=VANDAAG)
    zaken = lijst.tab_van(REGISTER, Melding.objects.zichtbaar_voor(gebruiker), tab, gebruiker)
    zaken = lijst.filter_op(REGISTER, zaken, gekozen, vandaag=VANDAAG)
    gezien: list[object] = []
    vorige: list[object] = []
    na = None
    while True:
        blad = lijst.bladzijde(REGISTER, zaken, volgorde, na=na, voor=None, zoek=zoek)
        rijen = [zaak.pk for zaak in blad.rijen]
        if vorige and blad.vorige and len(gezien) // lijst.PER_BLADZIJDE % 3 == 1:
            terug = lijst.bladzijde(REGISTER, zaken, volgorde, na=None, voor=blad.vorige, zoek=zoek)
            assert [zaak.pk for zaak in terug.rijen] == vorige
        gezien, vorige, na = gezien + rijen, rijen, blad.volgende
        if na is None:
            return gezien


@pytest.mark.parametrize("weg", GRENZEN)
def test_elke_weg_geeft_dezelfde_treffers_in_dezelfde_volgorde(kloon, decor, weg, monkeypatch):
    monkeypatch.setattr(lijst, "PER_BLADZIJDE", 4)
    zet_grenzen(kloon, *GRENZEN[weg])
    toeval = random.Random(weg)
    gevonden = 0
    for gebruiker in decor.gebruikers:
        for _ in range(10):
            gekozen: dict[str, object] = {
                "q": " ".join(toeval.sample(list(WOORDEN), toeval.choice([1, 1, 2])))
            }
            if toeval.random() < 0.3:
                gekozen["status"] = toeval.choice([["nieuw"], ["gesloten"], ["nieuw", "gesloten"]])
            if toeval.random() < 0.2:
                gekozen["jaar"] = toeval.choice([2022, 2023])
            if toeval.random() < 0.2:
                gekozen["onderdeel"] = toeval.choice(decor.onderdelen)
            if toeval.random() < 0.2:
                gekozen["categorie"] = Code.objects.get(lijst_id="hoofdcategorie", code="financieel")
            if toeval.random() < 0.2:
                gekozen["geannuleerd"] = True
            if toeval.random() < 0.2:
                gekozen["termijn"] = toeval.choice(["te_laat", "binnenkort"])
            tab, volgorde = toeval.choice(list(Tab)), toeval.choice(list(Volgorde))
            with transaction.atomic(), als(gebruiker):
                verwacht = bedoeld(decor, gebruiker, gekozen, tab, volgorde)
                assert bladerend(gebruiker, gekozen, tab, volgorde) == verwacht, (gekozen, tab, volgorde)
            gevonden += len(verwacht)
    assert gevonden > 80
