"""SQL that would overtake what somebody else is doing: it waits, and is then done as things are by that time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep

import psycopg
import pytest
from django.db import connection, transaction

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.registers import maak_zaak
from tests.factories.zaken import maak_melding
from tests.factories.zaken import sluit_uit as sluit_uit_zonder_dienst
from tests.hulp.databank import DATABANK
from tests.hulp.wie import als, fabriek
from zaken.models import Zaak
from zaken.services.toegang import sluit_uit, verzegel

from .helften import BETROKKEN, vers

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

NAMEN = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
WACHT = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
CIJFERTEKST = "decode('01' || repeat('ab', 60), 'hex')"
"""Looks like a reason; nobody reads it here."""
WAARNEMING = "app.stel_waarneming_in(gen_random_uuid(), {}, {}, 'verlof', now() + interval '9 days')"


@pytest.fixture
def ernaast(kloon: str) -> Iterator[Callable[[Gebruiker, str], Future[None]]]:
    """One statement as `wie`, on a connection of its own; gives its outcome to come once it waits for the test."""
    gegevens = DATABANK.verbinding("jid_web", kloon)

    def voer_uit(wie: Gebruiker, opdracht: str) -> None:
        with psycopg.connect(**{naam: gegevens[van] for van, naam in NAMEN.items()}) as ander:
            ander.execute("SELECT app.begin(%s)", [wie.pk])
            ander.execute(opdracht)

    with ThreadPoolExecutor(1) as draad, DATABANK.als_superuser(kloon) as kijker:

        def vraag(wie: Gebruiker, opdracht: str) -> Future[None]:
            uitslag, eind = draad.submit(voer_uit, wie, opdracht), monotonic() + 20
            while not kijker.execute(WACHT).fetchall():
                assert not uitslag.done(), uitslag.result()
                assert monotonic() < eind
                sleep(0.01)
            return uitslag

        yield vraag
    connection.close()


def lezers(zaak: Zaak, *wie: Gebruiker) -> list[bool]:
    gezien = []
    for ieder in wie:
        with transaction.atomic(), als(ieder):
            gezien.append(Zaak.objects.zichtbaar_voor(ieder).filter(pk=zaak.pk).exists())
    return gezien


def doe(opdracht: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {opdracht}")


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["verzegel", "sluit_uit"])
def test_samenvoegen_met_sql_haalt_een_zegel_of_uitsluiting_die_onderweg_is_niet_in(ernaast, wat):
    """It waits for whoever seals or excludes at the other zaak at that moment, and then does as it is there."""
    with transaction.atomic(), fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        buiten = maak_gebruiker(Rol.ADVISEUR, teams=[elders])
        binnen, derde = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        over = maak_melding(lezers=(binnen, buiten, derde))
        dubbel = maak_melding(lezers=(buiten, derde), behandelaar=buiten)
    with transaction.atomic(), als(binnen) as door:
        if wat == "verzegel":
            verzegel(zaak=vers(over, door), behandelaar=buiten, reden="proef", door=door)
        else:
            sluit_uit(zaak=vers(over, door), gebruiker=derde, grond=BETROKKEN, door=door)
        voeg_samen = f"UPDATE zaken_zaak SET samengevoegd_met_id = '{over.pk}' WHERE id = '{dubbel.pk}'"
        uitslag = ernaast(buiten, voeg_samen)
    uitslag.result(20)
    assert lezers(over, derde) + lezers(dubbel, derde) == [False, False]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["verleen", "wijs_toe", "lid", "lezer", "vervanger", "waarneming"])
def test_een_zegel_dat_onderweg_is_wordt_niet_ingehaald_met_sql(ernaast, wat):
    """Who shares, assigns, substitutes or changes teams meanwhile waits: then nobody inside COID reads it."""
    with transaction.atomic(), fabriek():
        elders, balie = maak_team(soort=Team.Soort.BUITEN_COID), maak_team(soort=Team.Soort.INTAKE)
        buiten, tweede, lezer, vervanger = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(4))
        binnen, boef, vriend = (maak_gebruiker(Rol.ADVISEUR) for _ in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        sealer = buiten if wat == "waarneming" else binnen
        houdt = {sealer, binnen, boef, lezer}
        zaak = maak_melding(lezers=tuple(houdt), behandelaar=sealer)
    if wat == "vervanger":
        with transaction.atomic(), als(beheerder):
            doe(WAARNEMING.format(buiten.pk, vervanger.pk))
    deelt = f"app.verleen(gen_random_uuid(), '{zaak.pk}', {vriend.pk}, NULL, NULL)"
    wijst_toe = f"app.wijs_toe('{zaak.pk}', {tweede.pk}, NULL, gen_random_uuid(), NULL)"
    lid, blijft = f"app.zet_lidmaatschap({balie.pk}, {{}}, false)", "heeft_verzegelde_zaken"
    wie, opdracht, weigering = {
        "verleen": (boef, deelt, "zaak not visible"),
        "wijs_toe": (boef, wijst_toe, "zaak not visible"),
        "lid": (beheerder, lid.format(buiten.pk), blijft),
        "lezer": (beheerder, lid.format(lezer.pk), blijft),
        "vervanger": (beheerder, lid.format(vervanger.pk), blijft),
        "waarneming": (beheerder, WAARNEMING.format(buiten.pk, vriend.pk), ""),
    }[wat]
    with transaction.atomic(), als(sealer) as door:
        verzegel(zaak=vers(zaak, door), behandelaar=buiten, reden="proef", door=door)
        uitslag = ernaast(wie, f"SELECT {opdracht}")
    if weigering:
        with pytest.raises(psycopg.DatabaseError, match=weigering):
            uitslag.result(20)
    else:
        uitslag.result(20)
    assert lezers(zaak, binnen, boef, vriend, tweede) == [False] * 4
    assert lezers(zaak, buiten, lezer, vervanger) == [True, True, wat == "vervanger"]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["lezer", "vervanger"])
def test_wie_onderweg_is_naar_binnen_coid_houdt_of_krijgt_geen_verzegelde_zaak(ernaast, wat):
    """The other way round: sealing, and giving what is sealed, wait for the change of teams."""
    with transaction.atomic(), fabriek():
        elders, balie = maak_team(soort=Team.Soort.BUITEN_COID), maak_team(soort=Team.Soort.INTAKE)
        buiten, ander, wie = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        houdt = (buiten, wie) if wat == "lezer" else (buiten,)
        zaak = maak_melding(lezers=houdt, behandelaar=buiten, verzegeld=wat == "vervanger")
    functie = "verzegel('{0}', {1}, {2})" if wat == "lezer" else "wijs_toe('{0}', {1}, NULL, {2})"
    with transaction.atomic(), als(beheerder):
        if wat == "vervanger":
            doe(WAARNEMING.format(ander.pk, wie.pk))
    with transaction.atomic(), als(beheerder):
        doe(f"app.zet_lidmaatschap({balie.pk}, {wie.pk}, false)")
        opdracht = functie.format(zaak.pk, ander.pk, "gen_random_uuid(), NULL")
        uitslag = ernaast(buiten, f"SELECT app.{opdracht}")
    uitslag.result(20)
    assert lezers(zaak, ander, wie) == [True, False]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("hoe", ["overdracht", "beeindigd", "te laat beeindigd"])
def test_wat_twee_tegelijk_weggeven_houdt_een_lezer(ernaast, hoe):
    """Two who read it each stop, at the same moment: whoever comes second finds the other one gone."""
    with transaction.atomic(), fabriek():
        een, ander, opvolger = (maak_gebruiker(Rol.ADVISEUR) for _ in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(een, ander), behandelaar=None)
    draag_over = "app.draag_over({}, {}, 'vertrek')"
    beeindig = (
        f"app.toekenningen_van_zaak('{zaak.pk}') t CROSS JOIN LATERAL app.beeindig('{zaak.pk}', t.id) "
        f"WHERE t.user_id = {ander.pk}"
    )
    van_een, van_ander = (draag_over.format(wie.pk, opvolger.pk) for wie in (een, ander))
    wie_eerst, eerst, wie_dan, dan = {
        "overdracht": (beheerder, van_ander, beheerder, van_een),
        "beeindigd": (een, beeindig, beheerder, van_een),
        "te laat beeindigd": (beheerder, van_een, een, beeindig),
    }[hoe]
    with transaction.atomic(), als(wie_eerst):
        doe(eerst)
        uitslag = ernaast(wie_dan, f"SELECT * FROM {dan}")
    if hoe == "te laat beeindigd":
        with pytest.raises(psycopg.DatabaseError, match="zaak not visible"):
            uitslag.result(20)
    else:
        uitslag.result(20)
    blijft = ander if hoe == "te laat beeindigd" else opvolger
    assert lezers(zaak, een, ander, opvolger) == [wie is blijft for wie in (een, ander, opvolger)]


@pytest.mark.aanval("race", gevonden=True)
def test_wie_toegang_krijgt_terwijl_die_van_een_ander_eindigt_ziet_de_zaak(ernaast):
    """The hint by which a list finds its rows is written after waiting, so it misses nobody."""
    with transaction.atomic(), fabriek():
        weg, waarnemer, nieuw = (maak_gebruiker(Rol.ADVISEUR) for _ in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(weg,), behandelaar=weg)
    with transaction.atomic(), als(beheerder):
        doe(WAARNEMING.format(weg.pk, waarnemer.pk))
    with transaction.atomic(), als(weg):
        doe(f"app.verleen(gen_random_uuid(), '{zaak.pk}', {nieuw.pk}, NULL, NULL)")
        uitslag = ernaast(beheerder, f"SELECT app.beeindig_waarneming({weg.pk})")
    uitslag.result(20)
    assert lezers(zaak, weg, waarnemer, nieuw) == [True, False, True]


@pytest.mark.aanval("race", gevonden=True)
def test_twee_beheerders_geven_een_zaak_die_niemand_leest_aan_een(ernaast):
    """Each chose somebody else at the same moment: the second finds nothing to give any more."""
    with transaction.atomic(), fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        weg, een, twee = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(3))
        eerste, tweede = maak_gebruiker(Rol.BEHEERDER), maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(), verzegeld=True)
        sluit_uit_zonder_dienst(zaak, weg)
    with transaction.atomic(), als(eerste):
        doe(f"app.geef_lezer({een.pk})")
        uitslag = ernaast(tweede, f"SELECT app.geef_lezer({twee.pk})")
    uitslag.result(20)
    assert lezers(zaak, een, twee) == [True, False]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("eerst", ["eindigen", "toewijzen"])
def test_een_waarneming_die_eindigt_laat_niets_achter_dat_intussen_is_toegewezen(ernaast, eerst):
    """Nor when it ends for another takes its place: who is no substitute any more, keeps nothing until the day it would end."""
    with transaction.atomic(), fabriek():
        een, weg, waarnemer, nieuw = (maak_gebruiker(Rol.ADVISEUR) for _ in range(4))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        ander, zaak = (maak_melding(lezers=(wie,), behandelaar=wie) for wie in (weg, een))
    with transaction.atomic(), als(beheerder):
        doe(WAARNEMING.format(weg.pk, waarnemer.pk))
    wijs_toe = (een, f"app.wijs_toe('{zaak.pk}', {weg.pk}, NULL, gen_random_uuid(), NULL)")
    eindig = (beheerder, WAARNEMING.format(weg.pk, nieuw.pk))
    (wie_eerst, een_), (wie_dan, dan) = (eindig, wijs_toe) if eerst == "eindigen" else (wijs_toe, eindig)
    with transaction.atomic(), als(wie_eerst):
        doe(een_)
        uitslag = ernaast(wie_dan, f"SELECT * FROM {dan}")
    uitslag.result(20)
    assert lezers(ander, waarnemer, nieuw) == [False, True]
    assert lezers(zaak, weg, waarnemer, nieuw) == [True, False, True]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("hoe", ["toegewezen", "gedeeld"])
def test_een_waarnemer_krijgt_niet_wat_intussen_van_een_ander_werd(ernaast, hoe):
    """Nor does whoever it was given to at that moment miss it in the own list."""
    with transaction.atomic(), fabriek():
        weg, ander, waarnemer = (maak_gebruiker(Rol.ADVISEUR) for _ in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(weg,), behandelaar=weg)
    geeft = {
        "toegewezen": f"app.wijs_toe('{zaak.pk}', {ander.pk}, NULL, gen_random_uuid(), NULL)",
        "gedeeld": f"app.verleen(gen_random_uuid(), '{zaak.pk}', {ander.pk}, NULL, NULL)",
    }[hoe]
    with transaction.atomic(), als(weg):
        doe(geeft)
        uitslag = ernaast(beheerder, f"SELECT {WAARNEMING.format(weg.pk, waarnemer.pk)}")
    uitslag.result(20)
    blijft = hoe == "gedeeld"
    assert lezers(zaak, weg, ander, waarnemer) == [blijft, True, blijft]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["delen", "toewijzen"])
@pytest.mark.parametrize("eerst", ["rol", "toegang"])
def test_wie_op_dat_moment_een_rol_verliest_krijgt_niets_meer_dat_bij_die_rol_hoort(ernaast, wat, eerst):
    """Whichever of both comes first: the other one waits, and finds it as it is by then."""
    with transaction.atomic(), fabriek():
        b = maak_gebruiker(Rol.MISSTANDEN)
        q, beheerder = maak_gebruiker(Rol.MISSTANDEN, Rol.ADVISEUR), maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_zaak(Zaak.Soort.MISSTAND, team=None, lezers=(b,), behandelaar=b)
    functie = "verleen(gen_random_uuid(), '{0}', {1}, {2}, NULL)"
    if wat == "toewijzen":
        functie = "wijs_toe('{0}', {1}, NULL, gen_random_uuid(), {2})"
    geef = f"app.{functie.format(zaak.pk, q.pk, CIJFERTEKST)}"
    neem = f"app.zet_rollen({q.pk}, '{{adviseur}}')"
    gaat_voor, volgt = ((beheerder, neem), (b, geef)) if eerst == "rol" else ((b, geef), (beheerder, neem))
    with transaction.atomic(), als(gaat_voor[0]):
        doe(gaat_voor[1])
        uitslag = ernaast(volgt[0], f"SELECT {volgt[1]}")
    verwacht = {
        ("rol", "delen"): "cannot be chosen|not a role",
        ("rol", "toewijzen"): "cannot be chosen|not a role",
    }
    if weigering := verwacht.get((eerst, wat), "enige_lezer" if wat == "toewijzen" else ""):
        with pytest.raises(psycopg.DatabaseError, match=weigering):
            uitslag.result(20)
    else:
        uitslag.result(20)
    heeft_rol_nog = (eerst, wat) == ("toegang", "toewijzen")  # he is its only reader then
    assert lezers(zaak, q) == [heeft_rol_nog]


@pytest.mark.aanval("race", gevonden=True)
def test_de_laatste_van_een_team_en_de_laatste_met_toegang_gaan_niet_tegelijk(ernaast):
    """Each alone may: the other one still reads it."""
    with transaction.atomic(), fabriek():
        team, q, beheerder = maak_team(), maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.BEHEERDER)
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        zaak = maak_melding(team=team, lezers=(q,))
        toekenning = zaak.toekenningen.get()
    with transaction.atomic(), als(lid):
        doe(f"app.beeindig('{zaak.pk}', '{toekenning.pk}')")
        uitslag = ernaast(beheerder, f"SELECT app.beeindig_lidmaatschap({team.pk}, {lid.pk})")
    with pytest.raises(psycopg.DatabaseError, match="enige_lezer"):
        uitslag.result(20)
    assert lezers(zaak, lid, q) == [True, False]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("hoe", ["lid af", "gesloten"])
def test_de_laatste_twee_van_een_team_gaan_niet_tegelijk(ernaast, hoe):
    """Each alone may: the other one still reads what the team has."""
    with transaction.atomic(), fabriek():
        team = maak_team()
        een, ander = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _nummer in range(2))
        beheerder, tweede = (maak_gebruiker(Rol.BEHEERDER) for _nummer in range(2))
        zaak = maak_melding(team=team)
    eerst = f"app.beeindig_lidmaatschap({team.pk}, {een.pk})"
    with transaction.atomic(), als(beheerder):
        doe(eerst if hoe == "lid af" else f"app.deactiveer_gebruiker({een.pk})")
        uitslag = ernaast(tweede, f"SELECT app.beeindig_lidmaatschap({team.pk}, {ander.pk})")
    with pytest.raises(psycopg.DatabaseError, match="enige_lezer"):
        uitslag.result(20)
    assert lezers(zaak, een, ander) == [False, True]
