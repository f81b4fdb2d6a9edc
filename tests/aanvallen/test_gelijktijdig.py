"""Two requests at once, each on a connection of its own and really committed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic

import psycopg
import pytest
from django.db import connection, transaction
from django.urls import reverse

from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp.databank import DATABANK
from tests.hulp.wie import aangemeld, als, fabriek
from zaken.models import Uitsluiting, Zaak
from zaken.services.toegang import sluit_uit, verzegel

pytestmark = pytest.mark.databank


@pytest.mark.aanval("race", gevonden=True)
def test_een_uitsluiting_terwijl_iemand_leest_geldt_vanaf_het_eerste_verzoek_daarna(kloon):
    with transaction.atomic(), fabriek():
        baas, ander = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        zaak = maak_melding(lezers=(baas, ander), behandelaar=baas)
    lezer, sluiter = aangemeld(ander), aangemeld(baas)
    detail = reverse("meldingen:detail", args=[zaak.pk])
    poort, gezien = Barrier(2, timeout=30), []

    def lees() -> None:
        try:
            poort.wait()
            for _ in range(10):
                gezien.append(lezer.get(detail).status_code)
        finally:
            connection.close()

    def sluit() -> int:
        try:
            poort.wait()
            adres = reverse("meldingen:uitsluiten", args=[zaak.pk])
            return sluiter.post(adres, {"gebruiker": ander.pk, "grond": "betrokken"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as draden:
        lezen, uitslag = draden.submit(lees), draden.submit(sluit)
        lezen.result(60)
    assert uitslag.result() == 302
    assert set(gezien) <= {200, 404}
    assert gezien == sorted(gezien)  # never open again once it was closed
    assert lezer.get(detail).status_code == 404
    connection.close()


@pytest.mark.aanval("race")
def test_een_account_dat_sluit_tijdens_een_reeks_verzoeken_komt_er_niet_meer_in(kloon):
    with transaction.atomic(), fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    klant, poort, gezien = aangemeld(wie), Barrier(2, timeout=30), []

    def vraag() -> None:
        try:
            poort.wait()
            for _ in range(10):
                gezien.append(klant.get(reverse("mijn_account")).status_code)
        finally:
            connection.close()

    def sluit() -> None:
        try:
            poort.wait()
            with transaction.atomic(), fabriek():
                Gebruiker.objects.filter(pk=wie.pk).update(is_active=False)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as draden:
        for werk in [draden.submit(vraag), draden.submit(sluit)]:
            werk.result(60)
    assert set(gezien) <= {200, 302}
    assert gezien == sorted(gezien)
    assert klant.get(reverse("mijn_account")).status_code == 302
    connection.close()


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["verzegel", "sluit_uit"])
def test_samenvoegen_met_sql_haalt_een_zegel_of_uitsluiting_die_onderweg_is_niet_in(kloon, wat):
    """It waits for whoever seals or excludes at the other zaak at that moment, and then does as it is there."""
    with transaction.atomic(), fabriek():
        elders = maak_team(soort=Team.Soort.BUITEN_COID)
        buiten = maak_gebruiker(Rol.ADVISEUR, teams=[elders])
        binnen, derde = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.ADVISEUR)
        over = maak_melding(lezers=(binnen, buiten, derde))
        dubbel = maak_melding(lezers=(buiten, derde), behandelaar=buiten)
    gegevens = DATABANK.verbinding("jid_web", kloon)
    namen = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    voeg_samen = f"UPDATE zaken_zaak SET samengevoegd_met_id = '{over.pk}' WHERE id = '{dubbel.pk}'"

    def probeer() -> None:
        with psycopg.connect(**{naam: gegevens[van] for van, naam in namen.items()}) as ander:
            ander.execute("SELECT app.begin(%s)", [buiten.pk])
            ander.execute(voeg_samen)

    wacht = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with ThreadPoolExecutor(1) as draad, DATABANK.als_superuser(kloon) as kijker:
        with transaction.atomic(), als(binnen) as door:
            zaak = Zaak.objects.zichtbaar_voor(door).select_related("sleutel").get(pk=over.pk)
            if wat == "verzegel":
                verzegel(zaak=zaak, behandelaar=buiten, reden="proef", door=door)
            else:
                sluit_uit(zaak=zaak, gebruiker=derde, grond=Uitsluiting.Grond.BETROKKEN, door=door)
            uitslag = draad.submit(probeer)
            eind = monotonic() + 20
            while not kijker.execute(wacht).fetchall() and monotonic() < eind:
                assert not uitslag.done(), uitslag.result()
        uitslag.result(20)
    with transaction.atomic(), als(derde):
        assert not Zaak.objects.zichtbaar_voor(derde).filter(pk__in=[over.pk, dubbel.pk]).exists()
    connection.close()


@pytest.mark.aanval("race", gevonden=True)
@pytest.mark.parametrize("wat", ["verleen", "wijs_toe", "lid"])
def test_een_zegel_dat_onderweg_is_wordt_niet_ingehaald_met_sql(kloon, wat):
    """Who shares, assigns or changes teams meanwhile waits, and is then refused: nobody inside COID reads it."""
    with transaction.atomic(), fabriek():
        elders, balie = maak_team(soort=Team.Soort.BUITEN_COID), maak_team(soort=Team.Soort.INTAKE)
        buiten, tweede = (maak_gebruiker(Rol.ADVISEUR, teams=[elders]) for _ in range(2))
        binnen, boef, vriend = (maak_gebruiker(Rol.ADVISEUR) for _ in range(3))
        beheerder = maak_gebruiker(Rol.BEHEERDER)
        zaak = maak_melding(lezers=(binnen, boef), behandelaar=binnen)
    wie, opdracht = {
        "verleen": (boef, f"app.verleen(gen_random_uuid(), '{zaak.pk}', {vriend.pk}, NULL, NULL)"),
        "wijs_toe": (boef, f"app.wijs_toe('{zaak.pk}', {tweede.pk}, NULL, gen_random_uuid(), NULL)"),
        "lid": (beheerder, f"app.zet_lidmaatschap({balie.pk}, {buiten.pk}, false)"),
    }[wat]
    gegevens = DATABANK.verbinding("jid_web", kloon)
    namen = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}

    def probeer() -> None:
        with psycopg.connect(**{naam: gegevens[van] for van, naam in namen.items()}) as ander:
            ander.execute("SELECT app.begin(%s)", [wie.pk])
            ander.execute(f"SELECT {opdracht}")

    wacht = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with ThreadPoolExecutor(1) as draad, DATABANK.als_superuser(kloon) as kijker:
        with transaction.atomic(), als(binnen) as door:
            gezien = Zaak.objects.zichtbaar_voor(door).select_related("sleutel").get(pk=zaak.pk)
            verzegel(zaak=gezien, behandelaar=buiten, reden="proef", door=door)
            uitslag = draad.submit(probeer)
            eind = monotonic() + 20
            while not kijker.execute(wacht).fetchall() and monotonic() < eind:
                assert not uitslag.done(), uitslag.result()
        with pytest.raises(
            psycopg.DatabaseError, match="heeft_verzegelde_zaken" if wat == "lid" else "zaak not visible"
        ):
            uitslag.result(20)
    for ieder, ziet in ((vriend, False), (tweede, False), (buiten, True)):
        with transaction.atomic(), als(ieder):
            assert Zaak.objects.zichtbaar_voor(ieder).filter(pk=zaak.pk).exists() is ziet
    connection.close()
