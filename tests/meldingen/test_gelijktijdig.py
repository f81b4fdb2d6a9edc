"""Many requests at the same moment, each in a connection and a transaction of its own, really committed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER as MELDINGEN
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code, maak_melding
from tests.hulp import meldingen as services
from tests.hulp.wie import aangemeld, als, fabriek
from zaken.models import Notitie, Statuswijziging, Zaak, Zoekindex
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde
from zaken.register.doorgeleiding import Overdracht
from zaken.services import doorgeleiden
from zaken.services.databank import NietMogelijk, roep
from zaken.services.inhoud import annuleer, voeg_notitie_toe
from zaken.zoeken import tokens_van_teksten

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

VERWACHT = (services.VersieConflict, OngeldigeOvergang)
"""How the law refuses whoever comes second; every other exception fails the test."""


class Bedacht(Exception):
    """Something after the registration went wrong, so the whole request is undone."""


@dataclass(frozen=True)
class Balie:
    """Two people of the same intake desk."""

    een: Gebruiker
    twee: Gebruiker
    team: Team


@pytest.fixture
def balie(kloon: str) -> Iterator[Balie]:
    with transaction.atomic(), fabriek():
        team = Team.objects.filter(soort=Team.Soort.INTAKE).first() or maak_team(
            "intake", soort=Team.Soort.INTAKE
        )
        een, twee = (maak_gebruiker(Rol.INTAKE, teams=[team]) for _ in range(2))
    yield Balie(een, twee, team)
    connection.close()


def tegelijk(
    gebruikers: list[Gebruiker],
    stap: Callable[[int, Gebruiker], object],
    *,
    fouten: tuple[type[Exception], ...],
) -> list[object]:
    """Run `stap` once per user, all through one gate, each as a request would; gives answers and `fouten`."""
    hek = Barrier(len(gebruikers))

    def verzoek(nummer: int) -> object:
        try:
            gebruiker = Gebruiker.objects.get(pk=gebruikers[nummer].pk)  # opens this thread's connection
            hek.wait(timeout=60)
            with transaction.atomic(), als(gebruiker):
                return stap(nummer, gebruiker)
        except fouten as fout:
            return fout
        finally:
            connection.close()

    with ThreadPoolExecutor(len(gebruikers)) as draden:
        return list(draden.map(verzoek, range(len(gebruikers))))


def registreer(nummer: int, door: Gebruiker, *, jaar: int) -> str:
    melding = services.registreer(
        gegevens={
            "ontvangen_defensie": date(jaar, 11, 15),
            "onderwerp": f"Onderwerp {nummer}",
            "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
        },
        door=door,
    )
    return str(melding.zaaknummer)


def nummers(jaar: int, aantal: int) -> list[str]:
    return [f"M-{jaar}-{nummer:05}" for nummer in range(1, aantal + 1)]


def opgeslagen_nummers(jaar: int) -> list[str]:
    with transaction.atomic(), fabriek():
        zaken = Zaak.objects.zonder_toegangsfilter(reden="test").filter(ontvangen_defensie__year=jaar)
        return list(zaken.order_by("zaaknummer").values_list("zaaknummer", flat=True))


def vers(melding_id: UUID) -> Melding:
    with transaction.atomic(), fabriek():
        meldingen = Melding.objects.zonder_toegangsfilter(reden="test").select_related("sleutel")
        melding: Melding = meldingen.get(pk=melding_id)
        return melding


def bewaarde_melding(balie: Balie, **velden: object) -> Melding:
    with transaction.atomic(), fabriek():
        return maak_melding(team=balie.team, **velden)


def test_honderd_registraties_tegelijk_krijgen_honderd_opeenvolgende_nummers(balie: Balie) -> None:
    uitkomst = tegelijk(
        [balie.een, balie.twee] * 50, lambda n, door: registreer(n, door, jaar=2011), fouten=()
    )
    assert sorted(map(str, uitkomst)) == nummers(2011, 100)
    assert opgeslagen_nummers(2011) == nummers(2011, 100)


def test_een_teruggedraaide_registratie_laat_geen_gat_na(balie: Balie) -> None:
    def soms_mislukt(nummer: int, door: Gebruiker) -> str:
        zaaknummer = registreer(nummer, door, jaar=2012)
        if nummer % 4 == 1:
            raise Bedacht
        return zaaknummer

    uitkomst = tegelijk([balie.een, balie.twee] * 8, soms_mislukt, fouten=(Bedacht,))
    gelukt = [een for een in uitkomst if isinstance(een, str)]
    assert (len(uitkomst), len(gelukt)) == (16, 12)
    assert sorted(gelukt) == nummers(2012, 12)
    assert opgeslagen_nummers(2012) == nummers(2012, 12)


def test_een_reeks_per_jaar_wacht_niet_op_die_van_een_ander_jaar(balie: Balie) -> None:
    uitkomst = tegelijk([balie.een] * 20, lambda n, door: registreer(n, door, jaar=2013 + n % 2), fouten=())
    assert sorted(map(str, uitkomst)) == nummers(2013, 10) + nummers(2014, 10)


def test_twee_keer_tegelijk_opslaan_geeft_een_conflict_en_bewaart_een_hele_tekst(balie: Balie) -> None:
    melding = bewaarde_melding(balie, onderwerp="Eerste tekst", omschrijving="Eerste omschrijving")
    teksten = ["Tekst van de ene", "Tekst van de ander"]

    def sla_op(nummer: int, door: Gebruiker) -> int:
        services.wijzig(
            zaak_id=melding.pk,
            gegevens={"onderwerp": teksten[nummer], "omschrijving": teksten[nummer]},
            basisversie=melding.versie,
            door=door,
        )
        return nummer

    uitkomst = tegelijk([balie.een, balie.twee], sla_op, fouten=VERWACHT)
    [winnaar] = [een for een in uitkomst if isinstance(een, int)]
    [conflict] = [een for een in uitkomst if isinstance(een, services.VersieConflict)]
    nu = vers(melding.pk)
    assert (nu.onderwerp, nu.omschrijving, nu.versie) == (
        teksten[winnaar],
        teksten[winnaar],
        melding.versie + 1,
    )
    assert (conflict.huidig.onderwerp, conflict.huidig.versie) == (teksten[winnaar], nu.versie)


def test_tegelijk_opslaan_zet_beide_teksten_op_het_scherm_en_verliest_er_geen(balie: Balie) -> None:
    melding = bewaarde_melding(balie, omschrijving="Eerste omschrijving")
    adres = reverse("meldingen:wijzig", args=[melding.pk, "gebeurtenis"])
    teksten = ["Kwartelslag", "Pimpelmees"]
    clienten = [aangemeld(balie.een), aangemeld(balie.twee)]
    formulieren = [begin(client, adres) for client in clienten]

    antwoorden = tegelijk_versturen(
        clienten, adres, [f | {"omschrijving": t} for f, t in zip(formulieren, teksten, strict=True)]
    )
    assert Counter(status for status, _html in antwoorden) == {302: 1, 409: 1}
    verliezer = next(nummer for nummer, (status, _html) in enumerate(antwoorden) if status == 409)
    pagina = antwoorden[verliezer][1]
    assert all(tekst in pagina for tekst in teksten)
    assert vers(melding.pk).omschrijving == teksten[1 - verliezer]

    # who came second decides with both texts in sight, and the own text is then stored
    keuze = verborgen(pagina) | {"omschrijving": teksten[verliezer], "keuze-omschrijving": "mijn"}
    [(status, _html)] = tegelijk_versturen([clienten[verliezer]], adres, [keuze])
    assert status == 302
    assert vers(melding.pk).omschrijving == teksten[verliezer]


def test_tegelijk_dezelfde_status_zetten_lukt_een_keer(balie: Balie) -> None:
    melding = bewaarde_melding(balie, status=Status.NIEUW)

    def zet(_nummer: int, door: Gebruiker) -> Status:
        services.wijzig_status(
            zaak_id=melding.pk, naar=Status.IN_BEOORDELING, toelichting="", vanuit=Status.NIEUW, door=door
        )
        return Status.IN_BEOORDELING

    uitkomst = tegelijk([balie.een, balie.twee] * 3, zet, fouten=VERWACHT)
    assert sum(isinstance(een, OngeldigeOvergang) for een in uitkomst) == 5
    assert uitkomst.count(Status.IN_BEOORDELING) == 1
    assert statussen(melding) == [(Status.NIEUW, Status.IN_BEOORDELING)]


def test_tegelijk_twee_verschillende_stappen_zetten_lukt_er_een(balie: Balie) -> None:
    melding = bewaarde_melding(balie, status=Status.IN_BEOORDELING)
    andere = bewaarde_melding(balie, status=Status.IN_BEOORDELING)
    stappen = [Status.NIET_IN_BEHANDELING, Status.SAMENGEVOEGD]

    def zet(nummer: int, door: Gebruiker) -> Status:
        services.wijzig_status(
            zaak_id=melding.pk,
            naar=stappen[nummer],
            toelichting="reden",
            gegevens={"samengevoegd_met": andere} if stappen[nummer] == Status.SAMENGEVOEGD else None,
            door=door,
        )
        return stappen[nummer]

    uitkomst = tegelijk([balie.een, balie.twee], zet, fouten=VERWACHT)
    [gezet] = [een for een in uitkomst if isinstance(een, Status)]
    assert sum(isinstance(een, OngeldigeOvergang) for een in uitkomst) == 1
    assert vers(melding.pk).status == gezet
    assert statussen(melding) == [(Status.IN_BEOORDELING, gezet)]


@pytest.mark.parametrize("tweede", ["terug", "annuleer"])
def test_van_twee_die_tegelijk_in_elkaar_opgaan_blijft_er_een_tellen(balie: Balie, tweede: str) -> None:
    paren = [[bewaarde_melding(balie, status=Status.IN_BEOORDELING) for _ in range(2)] for _ in range(4)]

    def ga_op(nummer: int, door: Gebruiker) -> None:
        een, ander = paren[nummer // 2]
        if nummer % 2 and tweede == "annuleer":
            annuleer(zaak=vers_voor(ander, door), reden="dubbel", door=door)
            return
        van, met = (ander, een) if nummer % 2 else (een, ander)
        services.wijzig_status(
            zaak_id=van.pk,
            naar=Status.SAMENGEVOEGD,
            toelichting="dubbel",
            gegevens={"samengevoegd_met": met},
            door=door,
        )

    uitkomst = tegelijk([balie.een, balie.twee] * 4, ga_op, fouten=(OnvoldaanVoorwaarde, NietMogelijk))
    for paar, antwoorden in zip(paren, zip(uitkomst[::2], uitkomst[1::2], strict=True), strict=True):
        assert sum(antwoord is None for antwoord in antwoorden) == 1
        nu = [vers(melding.pk) for melding in paar]
        assert sum(m.status != Status.SAMENGEVOEGD and not m.is_geannuleerd for m in nu) == 1


def test_tegelijk_doorgeleiden_geeft_een_zaak_en_zicht_tot_het_eind_van_de_transactie(
    balie: Balie, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the service forgot to end what it was lent: the grant lasts as long as the transaction."""
    monkeypatch.setattr(
        doorgeleiden, "roep", lambda naam, *a: None if naam == "sluit_doorgeleiding" else roep(naam, *a)
    )
    with transaction.atomic(), fabriek():
        maak_team("klachten", soort=Team.Soort.KLACHTEN)
        ckp = maak_gebruiker(Rol.CKP, teams=[Team.objects.get(code="klachten")])
        adviseurs = [maak_gebruiker(Rol.ADVISEUR) for _ in range(2)]
    with transaction.atomic(), fabriek():
        melding = maak_melding(lezers=tuple(adviseurs), status=Status.IN_BEOORDELING)

    def leid_door(_nummer: int, door: Gebruiker) -> UUID:
        overdracht = Overdracht(Zaak.Soort.KLACHT, "Onderwerp", "reden", akkoord=True)
        nieuw = doorgeleiden.geleid_door(
            register=MELDINGEN, zaak_id=melding.pk, overdracht=overdracht, vandaag=localdate(), door=door
        )
        assert Zaak.objects.zichtbaar_voor(door).filter(pk=nieuw.pk).exists()
        return nieuw.pk

    uitkomst = tegelijk(adviseurs * 3, leid_door, fouten=(OngeldigeOvergang,))
    [nieuw] = [een for een in uitkomst if isinstance(een, UUID)]
    assert sum(isinstance(een, OngeldigeOvergang) for een in uitkomst) == 5
    for wie, ziet in ((adviseurs[0], False), (adviseurs[1], False), (ckp, True)):
        with transaction.atomic(), als(wie):
            assert Zaak.objects.zichtbaar_voor(wie).filter(pk=nieuw).exists() is ziet


def test_notities_van_velen_tegelijk_blijven_allemaal(balie: Balie) -> None:
    melding = bewaarde_melding(balie)
    uitkomst = tegelijk(
        [balie.een, balie.twee] * 5,
        lambda n, door: voeg_notitie_toe(zaak=vers_voor(melding, door), tekst=f"notitie {n}", door=door).pk,
        fouten=(),
    )
    with transaction.atomic(), fabriek():
        notities = list(Notitie.objects.van(melding).select_related("zaak__sleutel"))
    assert {notitie.pk for notitie in notities} == set(uitkomst)
    assert sorted(notitie.tekst for notitie in notities) == [f"notitie {n}" for n in range(10)]


def test_tegelijk_opslaan_laat_de_zoekwoorden_van_de_winnaar_staan(balie: Balie) -> None:
    melding = bewaarde_melding(balie, onderwerp="Eerste tekst")
    teksten = ["Zilverreiger", "Pimpelmees"]

    def sla_op(nummer: int, door: Gebruiker) -> int:
        services.wijzig(
            zaak_id=melding.pk,
            gegevens={"onderwerp": teksten[nummer]},
            basisversie=melding.versie,
            door=door,
        )
        return nummer

    uitkomst = tegelijk([balie.een, balie.twee], sla_op, fouten=VERWACHT)
    [winnaar] = [een for een in uitkomst if isinstance(een, int)]
    with transaction.atomic(), fabriek():
        rij = Zoekindex.objects.get(zaak_id=melding.pk)
        assert sorted(rij.tokens) == sorted(tokens_van_teksten([teksten[winnaar]]))


def vers_voor(melding: Melding, door: Gebruiker) -> Melding:
    gezien: Melding = Melding.objects.zichtbaar_voor(door).select_related("sleutel").get(pk=melding.pk)
    return gezien


def statussen(melding: Melding) -> list[tuple[str, str]]:
    with transaction.atomic(), fabriek():
        return list(Statuswijziging.objects.van(melding).values_list("van", "naar"))


def begin(client: Client, adres: str) -> dict[str, str]:
    """What a browser sends back of the form when nothing is changed; dates and lists stay empty here."""
    form = client.get(adres).context["form"]
    velden = {veld.html_name: veld.value() for veld in form}
    gevuld = {naam: getattr(w, "code", w) for naam, w in velden.items() if w and not isinstance(w, list)}
    return dict(form.verborgen) | gevuld


def verborgen(html: str) -> dict[str, str]:
    """The hidden inputs of a page; what the page was made of is not known per thread."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))


def tegelijk_versturen(
    clienten: list[Client], adres: str, formulieren: list[dict[str, str]]
) -> list[tuple[int, str]]:
    hek = Barrier(len(clienten))

    def verstuur(client: Client, velden: dict[str, str]) -> tuple[int, str]:
        try:
            hek.wait(timeout=30)
            antwoord = client.post(adres, velden)
            return antwoord.status_code, antwoord.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clienten)) as draden:
        return list(draden.map(verstuur, clienten, formulieren))
