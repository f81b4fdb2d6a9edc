"""Rebuilding the index: whole, once, resumable, and never over what somebody writes at the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.register import REGISTER
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp.wie import als, fabriek
from tests.meldingen.invoer.hulp import als_worker
from zaken import zoeken
from zaken.models import Notitie, Persoon, Persoonindex, Zoekindex
from zaken.services import herbouw
from zaken.services.wijzigen import wijzig
from zaken.zoeken import teksten as zoekteksten
from zaken.zoeken import tokens_van_teksten

pytestmark = pytest.mark.databank
VANDAAG = timezone.localdate()


@pytest.fixture
def zaken(kloon: str) -> Iterator[list[Melding]]:
    with transaction.atomic(), fabriek():
        team = maak_team()
        lid = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        meldingen = [maak_melding(team=team, onderwerp="Oud", omschrijving=f"woord{n}") for n in range(5)]
        for melding in meldingen:
            melding.lid = lid
            Notitie(id=uuid4(), zaak=melding, tekst="Notitietekst", op=timezone.now(), door=lid).save(
                force_insert=True
            )
        Persoon(id=uuid4(), zaak=meldingen[0], rol="melder", volgnummer=1, naam="K. Smit").save(
            force_insert=True
        )
        Zoekindex.objects.filter(zaak_id=meldingen[0].pk).delete()
        Zoekindex.objects.all().update(tokens=[1], ronde=0)
        Persoonindex.objects.all().delete()
    yield meldingen
    connection.close()


def tokens_van(melding: Melding) -> list[int]:
    with transaction.atomic(), fabriek():
        return list(Zoekindex.objects.get(zaak_id=melding.pk).tokens)


def opdracht(*woorden: str) -> str:
    uit = StringIO()
    with als_worker():
        call_command("herbouw_zoekindex", *woorden, stdout=uit)
    return uit.getvalue()


def test_elke_tekst_en_elke_persoon_komt_in_de_index(zaken):
    assert "Klaar: " in opdracht()
    for nummer, melding in enumerate(zaken):
        assert set(tokens_van_teksten([f"oud woord{nummer} notitietekst"])) == set(tokens_van(melding))
    with transaction.atomic(), fabriek():
        assert Persoonindex.objects.filter(persoon__zaak_id=zaken[0].pk).count() == 1
    assert opdracht() == "Klaar: 0 zaken herbouwd.\n"
    assert "Klaar: 0 " not in opdracht("--alles")


def test_na_een_onderbreking_gaat_hij_verder_met_de_rest(zaken, monkeypatch):
    monkeypatch.setattr(herbouw, "BUNDEL", 2)

    class Gestopt(Exception):
        pass

    def stop(_stand):
        raise Gestopt

    with als_worker():
        alles = herbouw.te_doen()
        with pytest.raises(Gestopt):
            herbouw.herbouw(stop)
        assert herbouw.te_doen() == alles - 2
        assert herbouw.herbouw().herbouwd == alles - 2


def test_wie_tegelijk_een_tekst_wijzigt_verliest_zijn_woorden_niet(zaken, monkeypatch):
    """The rebuild has read the old text and holds the row; the writer waits for it and has the last word."""
    melding = zaken[1]
    klaar, gelezen, verder = Event(), Event(), Event()
    echt = zoeken.tokens_van_teksten

    def traag(teksten):
        tokens = echt(teksten)
        if not gelezen.is_set():
            gelezen.set()
            assert verder.wait(20)
        return tokens

    monkeypatch.setattr(zoeken, "tokens_van_teksten", traag)

    def schrijf():
        try:
            connection.ensure_connection()  # as the web role, before the main thread becomes the worker
            klaar.set()
            assert gelezen.wait(20)
            with transaction.atomic(), als(melding.lid):
                verder.set()
                wijzig(
                    register=REGISTER,
                    zaak_id=melding.pk,
                    gegevens={"omschrijving": "Versgebakken"},
                    basisversie=melding.versie,
                    vandaag=VANDAAG,
                    door=melding.lid,
                )
        finally:
            connection.close()

    schrijver = Thread(target=schrijf)
    schrijver.start()
    assert klaar.wait(20)
    with als_worker():
        herbouw.herbouw()
    schrijver.join(30)
    assert set(tokens_van_teksten(["oud versgebakken notitietekst"])) == set(tokens_van(melding))


def test_een_vernietigde_zaak_krijgt_geen_zoekwoorden_terug(zaken):
    with transaction.atomic(), fabriek(), connection.cursor() as cursor:
        cursor.execute("UPDATE zaken_zaak SET sleutel_id = NULL WHERE id = %s", [zaken[2].pk])
    opdracht("--alles")
    with transaction.atomic(), fabriek():
        assert not Zoekindex.objects.filter(zaak_id=zaken[2].pk).exists()


def test_herbouwen_vindt_dezelfde_teksten_als_bijwerken(zaken):
    melding = zaken[3]
    opdracht()
    herbouwd = tokens_van(melding)
    with transaction.atomic(), als(melding.lid):
        vers = Melding.objects.zichtbaar_voor(melding.lid).select_related("sleutel").get(pk=melding.pk)
        assert sorted(zoeken.tokens_van_teksten(zoekteksten.alle(vers))) == sorted(herbouwd)
