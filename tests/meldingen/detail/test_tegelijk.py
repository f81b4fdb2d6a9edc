"""Two people at the same moment, in real transactions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from gebruikers.context import namens
from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import maak_melding
from tests.hulp import meldingen as services
from tests.hulp import wie
from zaken.models import Notitie, Persoon
from zaken.overgangen import OngeldigeOvergang
from zaken.services.inhoud import voeg_notitie_toe, voeg_persoon_toe

pytestmark = pytest.mark.databank


@pytest.fixture
def zaak(kloon):
    with transaction.atomic(), wie.fabriek():
        team = maak_team(f"team-{uuid4().hex[:8]}", soort=Team.Soort.BEHANDELING)
        gebruiker = maak_gebruiker(Rol.ADVISEUR, teams=[team])
        melding = maak_melding(team=team, behandelaar=gebruiker, status=Status.IN_BEHANDELING)
    return melding.pk, gebruiker


def tegelijk(aantal, doe, gebruiker):
    """Run `doe` in `aantal` threads, each in its own transaction as `gebruiker`."""

    def een(_nummer):
        try:
            with namens(gebruiker):
                return doe()
        except (services.VersieConflict, OngeldigeOvergang) as fout:
            return type(fout)
        finally:
            connection.close()

    with ThreadPoolExecutor(aantal) as draden:
        return list(draden.map(een, range(aantal)))


def haal(pk, gebruiker):
    return Melding.objects.zichtbaar_voor(gebruiker).select_related("sleutel").get(pk=pk)


def test_tegelijk_toegevoegde_personen_krijgen_elk_een_nummer(zaak):
    pk, gebruiker = zaak
    tegelijk(
        6,
        lambda: (
            voeg_persoon_toe(
                zaak=haal(pk, gebruiker), rol=Persoon.Rol.GETUIGE, gegevens={}, door=gebruiker
            ).pk
        ),
        gebruiker,
    )
    with namens(gebruiker):
        nummers = Persoon.objects.van(haal(pk, gebruiker)).values_list("volgnummer", flat=True)
        assert sorted(nummers) == [1, 2, 3, 4, 5, 6]


def test_een_notitie_die_vier_keer_tegelijk_aankomt_staat_er_een_keer(zaak):
    (pk, gebruiker), inzending = zaak, uuid4()
    ids = tegelijk(
        4,
        lambda: (
            voeg_notitie_toe(zaak=haal(pk, gebruiker), tekst="een", door=gebruiker, inzending=inzending).pk
        ),
        gebruiker,
    )
    assert len(set(ids)) == 1
    with namens(gebruiker):
        assert Notitie.objects.van(haal(pk, gebruiker)).count() == 1


def test_van_vier_gelijke_klikken_zet_er_een_de_stap(zaak):
    pk, gebruiker = zaak
    uitkomsten = tegelijk(
        4,
        lambda: (
            services.wijzig_status(
                zaak_id=pk,
                naar=Status.IN_ONDERZOEK,
                toelichting="",
                vanuit="in_behandeling",
                door=gebruiker,
            ).status
        ),
        gebruiker,
    )
    assert sorted(map(str, uitkomsten)) == sorted(map(str, [Status.IN_ONDERZOEK, *[OngeldigeOvergang] * 3]))


def test_van_vier_die_tegelijk_opslaan_wint_er_een_en_horen_de_anderen_dat(zaak):
    pk, gebruiker = zaak
    uitkomsten = tegelijk(
        4,
        lambda: services.wijzig(zaak_id=pk, gegevens={"eenheid": "x"}, basisversie=1, door=gebruiker).versie,
        gebruiker,
    )
    assert sorted(map(str, uitkomsten)) == sorted(map(str, [2, *[services.VersieConflict] * 3]))
