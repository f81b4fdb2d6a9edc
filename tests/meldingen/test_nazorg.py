"""Nazorg moments of a melding: met by the day it was done, lapsed by a reason, and never forgotten by an edit."""

from __future__ import annotations

from datetime import date

import pytest

from gebruikers.rollen import Rol
from meldingen.models import Melding
from meldingen.status import Status
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from tests.hulp import meldingen as services
from zaken.models import Termijn

pytestmark = pytest.mark.databank

AFGEHANDELD = date(2024, 12, 1)
DRIE, ZES, TWAALF = date(2025, 3, 1), date(2025, 6, 1), date(2025, 12, 1)


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


@pytest.fixture
def melding(fabriek, adviseur):
    """In nazorg, all three moments open."""
    with fabriek():
        return maak_melding(
            lezers=(adviseur,),
            behandelaar=adviseur,
            status=Status.NAZORG,
            ontvangen_defensie=date(2024, 11, 1),
            bevestigd_op=date(2024, 11, 2),
            teruggekoppeld_op=AFGEHANDELD,
            datum_afgehandeld=AFGEHANDELD,
        )


@pytest.fixture
def wijzig(als, adviseur, melding):
    """Change the melding; gives per nazorg moment the day it was met, and the first term that is open."""

    def doe(**gegevens):
        with als(adviseur):
            versie = Melding.objects.zichtbaar_voor(adviseur).get(pk=melding.pk).versie
            nu = services.wijzig(zaak_id=melding.pk, gegevens=gegevens, basisversie=versie, door=adviseur)
            momenten = Termijn.objects.van(nu).filter(code="nazorg").order_by("werkdatum")
            staat = ["vervallen" if m.vervallen else m.voldaan_op for m in momenten]
            return staat, nu.eerste_termijn

    return doe


def test_nazorg_gedaan_beantwoordt_het_eerste_moment_en_een_latere_keer_het_volgende(wijzig):
    assert wijzig(aantal_betrokkenen=2) == ([None, None, None], DRIE)
    assert wijzig(nazorg_gedaan_op=date(2025, 2, 20)) == ([date(2025, 2, 20), None, None], ZES)
    assert wijzig(aantal_betrokkenen=3) == ([date(2025, 2, 20), None, None], ZES)
    assert wijzig(nazorg_gedaan_op=date(2025, 5, 20)) == (
        [date(2025, 2, 20), date(2025, 5, 20), None],
        TWAALF,
    )


def test_een_vergissing_in_de_dag_van_nazorg_is_terug_te_nemen(wijzig):
    dag = date(2025, 6, 10)
    assert wijzig(nazorg_gedaan_op=dag) == ([dag, dag, dag], None)
    eerder = date(2025, 2, 10)
    assert wijzig(nazorg_gedaan_op=eerder) == ([eerder, None, None], ZES)
    assert wijzig(nazorg_gedaan_op=None) == ([None, None, None], DRIE)


def test_een_reden_voor_geen_nazorg_laat_de_open_momenten_vervallen(wijzig):
    dag = date(2025, 2, 20)
    wijzig(nazorg_gedaan_op=dag)
    assert wijzig(geen_nazorg_reden="de melder wil niet meer") == ([dag, "vervallen", "vervallen"], None)
    assert wijzig(geen_nazorg_reden="") == ([dag, None, None], ZES)


def test_een_moment_dat_al_gedaan_was_wordt_niet_te_laat_door_een_wijziging(wijzig, fabriek, melding):
    wijzig(aantal_betrokkenen=2)
    with fabriek():
        Termijn.objects.van(melding).filter(code="nazorg", kenmerk="3").update(voldaan_op=date(2025, 2, 26))
    assert wijzig(aantal_betrokkenen=3) == ([date(2025, 2, 26), None, None], ZES)


def test_een_leeggemaakte_bevestiging_is_weer_open(wijzig):
    assert wijzig(bevestigd_op=None)[1] == date(2024, 11, 8)


def test_na_heropenen_begint_de_nazorg_opnieuw(wijzig, fabriek, melding):
    wijzig(nazorg_gedaan_op=date(2025, 2, 20))
    rijen = Melding.objects.zonder_toegangsfilter(reden="test").filter(pk=melding.pk)
    with fabriek():
        rijen.update(datum_afgehandeld=None)
    assert wijzig(aantal_betrokkenen=4)[0] == ["vervallen"] * 3
    with fabriek():
        rijen.update(datum_afgehandeld=date(2025, 4, 1))
    assert wijzig(aantal_betrokkenen=5) == ([None, None, None], date(2025, 7, 1))
