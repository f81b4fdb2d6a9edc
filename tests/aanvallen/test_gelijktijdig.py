"""Two requests at once, each on a connection of its own and really committed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from tests.hulp.wie import aangemeld, fabriek

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
