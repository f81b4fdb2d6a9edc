"""What a setting does to the terms that are computed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gebruikers.models import Team
from gebruikers.rollen import Rol
from meldingen.intake import bevestig_de_ontvangst
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.instellingen import maak_norm
from tests.factories.zaken import code, maak_melding
from tests.hulp import meldingen
from zaken.instellingen.queries import gelijkgestelde_dagen
from zaken.models import Normcode, Normeenheid, Termijn
from zaken.services import instellingen
from zaken.termijnen import klacht

pytestmark = [pytest.mark.databank, pytest.mark.django_db]

BEVESTIGING = Normcode.MELDING_ONTVANGSTBEVESTIGING


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        maak_team("intake", soort=Team.Soort.INTAKE)
        return maak_gebruiker(Rol.ADVISEUR)


def registreer(adviseur, ontvangen):
    gegevens = {
        "ontvangen_defensie": ontvangen,
        "onderwerp": "Opmerkingen tijdens een oefening",
        "hoofdcategorie": code("hoofdcategorie", "omgangsvormen"),
    }
    return meldingen.registreer(gegevens=gegevens, door=adviseur)


def uiterlijk(melding, term):
    return Termijn.objects.van(melding).get(code=term).datum


@pytest.mark.parametrize(("ontvangen", "dagen"), [(date(2024, 11, 14), 7), (date(2024, 11, 15), 4)])
def test_de_norm_van_de_dag_van_ontvangst_telt(ontvangen, dagen, als, adviseur, fabriek):
    with fabriek():
        maak_norm(BEVESTIGING, [4], Normeenheid.DAGEN, vanaf=date(2024, 11, 15))
    with als(adviseur):
        melding = registreer(adviseur, ontvangen)
        assert uiterlijk(melding, BEVESTIGING) == ontvangen + timedelta(days=dagen)
        assert melding.eerste_termijn == ontvangen + timedelta(days=dagen)


def test_wie_registreert_leest_de_datum_van_de_ingestelde_norm(als, adviseur, fabriek):
    ontvangen = date(2024, 11, 15)
    with fabriek():
        maak_norm(BEVESTIGING, [4], Normeenheid.DAGEN, vanaf=ontvangen)
    with als(adviseur):
        bericht = bevestig_de_ontvangst(registreer(adviseur, ontvangen), ontvangen)
    assert bericht == "Bevestig de ontvangst uiterlijk 19 november."


def test_een_termijn_die_er_staat_verandert_pas_bij_de_volgende_wijziging(als, adviseur, fabriek):
    ontvangen = date(2024, 11, 15)
    with als(adviseur):
        melding = registreer(adviseur, ontvangen)
    with fabriek():
        maak_norm(BEVESTIGING, [4], Normeenheid.DAGEN, vanaf=date(2024, 1, 1))
    with als(adviseur):
        assert uiterlijk(melding, BEVESTIGING) == date(2024, 11, 22)
        meldingen.wijzig(
            zaak_id=melding.pk,
            gegevens={"onderwerp": "Opmerkingen op de kazerne"},
            basisversie=melding.versie,
            door=adviseur,
        )
        assert uiterlijk(melding, BEVESTIGING) == date(2024, 11, 19)


def test_de_momenten_van_nazorg_volgen_de_instelling(als, adviseur, fabriek):
    with fabriek():
        maak_norm(Normcode.NAZORG_MAANDEN, [1, 2], Normeenheid.MAANDEN, vanaf=date(2024, 1, 1))
    with fabriek():
        melding = maak_melding(
            lezers=(adviseur,),
            behandelaar=adviseur,
            ontvangen_defensie=date(2024, 11, 15),
            status=Status.AFGEHANDELD,
            datum_afgehandeld=date(2024, 12, 1),
        )
    with als(adviseur):
        meldingen.wijzig(
            zaak_id=melding.pk, gegevens={"onderwerp": "Anders"}, basisversie=melding.versie, door=adviseur
        )
        nazorg = Termijn.objects.van(melding).filter(code="nazorg").order_by("datum")
        assert [(t.kenmerk, t.datum) for t in nazorg] == [("1", date(2025, 1, 1)), ("2", date(2025, 2, 1))]


def test_opslaan_stelt_altijd_een_vraag_naar_de_normen(als, adviseur, fabriek):
    def normvragen(ontvangen):
        with als(adviseur), CaptureQueriesContext(connection) as gevangen:
            registreer(adviseur, ontvangen)
        return len(gevangen), sum('FROM "zaken_norm"' in vraag["sql"] for vraag in gevangen)

    eerst = normvragen(date(2024, 11, 14))
    with fabriek():
        for jaar in range(2000, 2024):
            maak_norm(BEVESTIGING, [4], Normeenheid.DAGEN, vanaf=date(jaar, 1, 1))
    assert normvragen(date(2024, 11, 15)) == eerst
    assert eerst[1] == 1


def test_een_gelijkgestelde_dag_verschuift_een_wettelijke_termijn(fabriek):
    dag = date(2021, 5, 14)  # six weeks after 2 April 2021; the day after Hemelvaart
    zonder = klacht.oordeel(ontvangen=date(2021, 4, 2), gelijkgestelde_dagen=gelijkgestelde_dagen())
    with fabriek():
        instellingen.voeg_voorbije_dag_toe(dag=dag, bron="Besluit")
    met = klacht.oordeel(ontvangen=date(2021, 4, 2), gelijkgestelde_dagen=gelijkgestelde_dagen())
    assert (zonder.datum, met.datum) == (dag, date(2021, 5, 17))
