"""Two requests at the same moment: one waits for the other, and is then judged as things are by that time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from gebruikers.models import Gebruiker, Lidmaatschap
from gebruikers.rollen import Rol
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.noodtoegang import ONBEKEND
from tests.factories.zaken import maak_melding
from tests.hulp.databank import DATABANK
from tests.hulp.wie import aangemeld, als, fabriek
from zaken.models import Noodtoegang, Persoon, Zaak
from zaken.services.inhoud import vergrendeld
from zaken.services.noodtoegang import open_noodtoegang
from zaken.services.toegang import sluit_uit

from .helften import BETROKKEN, vers
from .test_ingehaald import NAMEN, WAARNEMING, doe, lezers

pytestmark = [pytest.mark.databank]

WACHT = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


@pytest.fixture
def stuur(kloon: str) -> Iterator[Callable[..., Future[int]]]:
    """Sends a form beside the test, by a client that signed in before; gives its status to come, once it waits for the test."""
    with ThreadPoolExecutor(1) as draad, DATABANK.als_superuser(kloon) as kijker:

        def stuur_en_wacht(klant: Client, adres: str, gegevens: dict[str, Any]) -> Future[int]:
            klant.raise_request_exception = False

            def post() -> int:
                try:
                    return int(klant.post(adres, gegevens).status_code)
                finally:
                    connection.close()

            uitslag, eind = draad.submit(post), monotonic() + 20
            while not kijker.execute(WACHT).fetchall():
                assert not uitslag.done(), uitslag.result()
                assert monotonic() < eind
                sleep(0.01)
            return uitslag

        yield stuur_en_wacht
    connection.close()


def _toekenning(zaak: Zaak, wie: Gebruiker) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id FROM app.toekenningen_van_zaak(%s) t WHERE t.user_id = %s", [zaak.pk, wie.pk]
        )
        return cursor.fetchone()[0]


@pytest.mark.aanval("race", gevonden=True)
def test_nalopen_terwijl_iemand_beeindigt_wacht_en_gaat_dan_door(stuur):
    with transaction.atomic(), fabriek():
        team, leider = maak_team(), maak_gebruiker(Rol.ADVISEUR)
        Lidmaatschap.objects.create(team=team, gebruiker=leider, is_teamleider=True)
        b, q = maak_gebruiker(Rol.ADVISEUR, teams=[team]), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(team=team, lezers=(b, q), behandelaar=b)
    adres, klant = reverse("team_toegang", args=[team.pk]), aangemeld(leider)
    with transaction.atomic(), als(b) as door:
        vergrendeld(zaak, door=door)  # as each service begins
        uitslag = stuur(klant, adres, {"leden_kloppen": "ja", f"persoon_{q.pk}": "beeindigen"})
        doe(f"app.beeindig('{zaak.pk}', '{_toekenning(zaak, q)}')")
    assert uitslag.result(30) == 302
    assert lezers(zaak, q) == [False]


@pytest.mark.aanval("race", gevonden=True)
def test_nalopen_en_uitsluiten_tegelijk_laten_een_zaak_niet_zonder_lezer(stuur):
    """Each alone may: the other one still reads it."""
    with transaction.atomic(), fabriek():
        team, leider, q = maak_team(), maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        Lidmaatschap.objects.create(team=team, gebruiker=leider, is_teamleider=True)
        zaak = maak_melding(team=team, lezers=(q,), status=Status.IN_BEHANDELING)
    adres, klant = reverse("team_toegang", args=[team.pk]), aangemeld(leider)
    with transaction.atomic(), als(q) as door:
        sluit_uit(zaak=vers(zaak, door), gebruiker=leider, grond=BETROKKEN, door=door)
        uitslag = stuur(klant, adres, {"leden_kloppen": "ja", f"persoon_{q.pk}": "beeindigen"})
    assert uitslag.result(30) == 302
    assert lezers(zaak, leider, q) == [False, True]


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["persoon_nieuw", "persoon_verwijder"])
def test_een_persoon_terwijl_een_ander_de_zaak_sluit_vraagt_alsnog_een_reden(stuur, wat):
    with transaction.atomic(), fabriek():
        b = maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(b,), behandelaar=b, status=Status.NAZORG)
        persoon = Persoon(id=uuid4(), zaak=zaak, rol="getuige", volgnummer=1, naam="Iemand")
        persoon.save(force_insert=True)
    rest, gegevens = {
        "persoon_nieuw": ([], {"rol": "getuige", "naam": "Naam"}),
        "persoon_verwijder": ([persoon.pk], {}),
    }[wat]
    klant = aangemeld(b)
    with transaction.atomic(), fabriek():
        Zaak.objects.zonder_toegangsfilter(reden="test").filter(pk=zaak.pk).update(datum_gesloten=localdate())
        alle = type(zaak).objects.zonder_toegangsfilter(reden="test")
        alle.filter(pk=zaak.pk).update(status=Status.GESLOTEN)
        uitslag = stuur(klant, reverse(f"meldingen:{wat}", args=[zaak.pk, *rest]), gegevens)
    assert uitslag.result(30) == 422


@pytest.mark.aanval("race", gevonden=True)
def test_een_recht_dat_net_voorbij_is_doet_niets_meer(stuur):
    """W reads the zaak by a share as well, and waits for it while the substitution ends."""
    with transaction.atomic(), fabriek():
        b, w, vriend = (maak_gebruiker(Rol.ADVISEUR) for _nummer in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(b, w), behandelaar=b)
    with transaction.atomic(), als(beheerder):
        doe(WAARNEMING.format(b.pk, w.pk))
    klant = aangemeld(w)
    with transaction.atomic(), als(b):
        doe(f"app.beeindig_waarneming({b.pk})")
        adres = reverse("meldingen:toewijzen", args=[zaak.pk])
        uitslag = stuur(klant, adres, {"behandelaar": vriend.pk, "reden": "r"})
    assert uitslag.result(30) == 403
    assert lezers(zaak, b, vriend) == [True, False]


@pytest.mark.aanval("race", gevonden=True)
def test_wie_de_zaak_intussen_niet_meer_ziet_krijgt_geen_storing(stuur):
    with transaction.atomic(), fabriek():
        team = maak_team()
        b, q = (maak_gebruiker(Rol.ADVISEUR, teams=[team]) for _nummer in range(2))
        zaak = maak_melding(team=team, lezers=(b,), behandelaar=b)
    klant, notitie = aangemeld(q), {"tekst": "iets", "inzending": str(uuid4())}
    with transaction.atomic(), als(b) as door:
        sluit_uit(zaak=vers(zaak, door), gebruiker=q, grond=BETROKKEN, door=door)
        uitslag = stuur(klant, reverse("meldingen:notitie", args=[zaak.pk]), notitie)
    assert uitslag.result(30) == 404


@pytest.mark.aanval("race", gevonden=True)
def test_wie_bij_het_vastleggen_met_een_ander_vastloopt_hoort_dat_en_leest_niet_dat_het_lukte(stuur):
    """A foreign key is checked at the commit: there it waits for who changes the account, and that one for the zaak."""
    with transaction.atomic(), fabriek():
        b, q = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR, naam="Wie uitgesloten wordt")
        zaak = maak_melding(lezers=(b, q), behandelaar=b)
    klant, sluit = aangemeld(b), {"gebruiker": q.pk, "grond": BETROKKEN}
    with transaction.atomic(), fabriek(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM gebruikers_gebruiker WHERE id = %s FOR UPDATE", [q.pk])
        uitslag = stuur(klant, reverse("meldingen:uitsluiten", args=[zaak.pk]), sluit)
        cursor.execute("SELECT FROM zaken_zaak WHERE id = %s FOR NO KEY UPDATE", [zaak.pk])
    assert uitslag.result(30) == 409
    pagina = klant.get(reverse("meldingen:detail", args=[zaak.pk]))
    assert (pagina.status_code, "app-melding" in pagina.text) == (200, False)
    assert lezers(zaak, q) == [True]


@pytest.mark.aanval("race", gevonden=True)
def test_een_eerste_waarneming_krijgt_ook_wat_op_dat_moment_wordt_toegewezen(kloon):
    """No substitution stands there yet to wait for; both wait at whoever is away."""
    with transaction.atomic(), fabriek():
        een, b, w = (maak_gebruiker(Rol.ADVISEUR) for _nummer in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(een,), behandelaar=een)
    gegevens = DATABANK.verbinding("jid_web", kloon)

    def stel_in() -> None:
        with psycopg.connect(**{naam: gegevens[van] for van, naam in NAMEN.items()}) as ander:
            ander.execute("SELECT app.begin(%s)", [beheerder.pk])
            ander.execute(f"SELECT {WAARNEMING.format(b.pk, w.pk)}")

    with ThreadPoolExecutor(1) as draad, DATABANK.als_superuser(kloon) as kijker:
        with transaction.atomic(), als(een):
            doe(f"app.wijs_toe('{zaak.pk}', {b.pk}, NULL, gen_random_uuid(), NULL)")
            uitslag, eind = draad.submit(stel_in), monotonic() + 20
            while not kijker.execute(WACHT).fetchall():
                assert monotonic() < eind
                sleep(0.01)
        uitslag.result(20)
    assert lezers(zaak, b, w) == [True, True]
    connection.close()


NOOD = {"reden": "Er is een klacht dat deze zaak te lang blijft liggen.", "uren": "1"}


@pytest.mark.aanval("race", gevonden=True)
def test_wie_wordt_uitgesloten_terwijl_hij_noodtoegang_opent_krijgt_het_antwoord_van_elk_nummer(stuur):
    """It was a deadlock or an error, which an unknown number never gives; now it waits, and opens nothing."""
    with transaction.atomic(), fabriek():
        b, opener = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.AUDITOR)
        maak_gebruiker(Rol.AUDITOR), maak_gebruiker(Rol.PRIVACY)
        zaak = maak_melding(lezers=(b,), behandelaar=b, status=Status.IN_BEHANDELING)
    nieuw, klant = reverse("noodtoegang:nieuw"), aangemeld(opener)
    with transaction.atomic(), als(b) as door:
        vergrendeld(zaak, door=door)
        uitslag = stuur(klant, nieuw, NOOD | {"zaaknummer": zaak.zaaknummer})
        sluit_uit(zaak=vers(zaak, door), gebruiker=opener, grond=BETROKKEN, door=door)
    assert uitslag.result(30) == 302
    with transaction.atomic(), als(opener):
        (rij,) = Noodtoegang.objects.filter(gebruiker=opener)
        assert (rij.zaaknummer, rij.zaak_id) == (zaak.zaaknummer, None)
    assert klant.get(reverse("noodtoegang:detail", args=[rij.pk])).status_code == 200


@pytest.mark.aanval("race")
@pytest.mark.parametrize("bestaat", [True, False])
def test_twee_keer_tegelijk_hetzelfde_nummer_loopt_een_keer(stuur, bestaat):
    with transaction.atomic(), fabriek():
        b, opener = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.AUDITOR)
        maak_gebruiker(Rol.PRIVACY)
        nummer = maak_melding(lezers=(b,), behandelaar=b).zaaknummer if bestaat else ONBEKEND
    nieuw, klant = reverse("noodtoegang:nieuw"), aangemeld(opener)
    with transaction.atomic(), als(opener) as door:
        open_noodtoegang(zaaknummer=nummer, reden=NOOD["reden"], uren=1, door=door)
        uitslag = stuur(klant, nieuw, NOOD | {"zaaknummer": nummer})
    assert uitslag.result(30) == 422
    with transaction.atomic(), als(opener):
        assert Noodtoegang.objects.filter(gebruiker=opener).count() == 1
