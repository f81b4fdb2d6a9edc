"""Who read my zaak: for the behandelaar, by the log, and for nobody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from gebruikers.rollen import Rol
from logboek import events
from logboek.models import Gebeurtenis, Leeswijze, Soort
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import maak_melding
from zaken.services.lezers import PER_BLADZIJDE, lezingen

pytestmark = [pytest.mark.databank, pytest.mark.django_db]


@pytest.fixture
def behandelaar(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR, naam="B. Handelaar")


@pytest.fixture
def lezer(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ONDERZOEKER, naam="L. Ezer")


@pytest.fixture
def melding(fabriek, behandelaar, lezer):
    with fabriek():
        return maak_melding(lezers=(behandelaar, lezer), behandelaar=behandelaar)


def test_de_behandelaar_ziet_wie_wanneer_en_hoe_las(als, behandelaar, lezer, melding):
    with als(lezer):
        events.ingezien(zaak_id=melding.pk, door=lezer)
        events.ingezien(zaak_id=melding.pk, door=lezer, wijze=Leeswijze.TREFFER)
        events.afgedrukt(zaak_id=melding.pk, door=lezer)
        events.notitie_toegevoegd(zaak_id=melding.pk, door=lezer, notitie=melding.pk)
    with als(behandelaar):
        gevonden, volgende = lezingen(zaak=melding, door=behandelaar)
    assert [(lezing.wie, lezing.wat) for lezing in gevonden] == [
        ("L. Ezer", "Zaak afgedrukt"),
        ("L. Ezer", "Geopend na zoeken"),
        ("L. Ezer", "Pagina van de zaak"),
    ]
    assert volgende is None
    assert gevonden[0].op >= gevonden[-1].op


def test_wie_de_lezers_opzoekt_staat_zelf_in_het_logboek(als, fabriek, behandelaar, melding):
    with als(behandelaar):
        lezingen(zaak=melding, door=behandelaar)
    with fabriek():
        gekeken = Gebeurtenis.objects.get(soort=Soort.LEZERS_GETOOND)
    assert (gekeken.door_id, gekeken.zaak_id) == (behandelaar.pk, melding.pk)


def test_wie_de_zaak_ziet_maar_niet_behandelt_mag_het_niet_weten(als, behandelaar, lezer, melding):
    with als(lezer):
        events.ingezien(zaak_id=melding.pk, door=lezer)
        with pytest.raises(PermissionDenied):
            lezingen(zaak=melding, door=lezer)


@pytest.mark.parametrize("rol", [Rol.ADVISEUR, Rol.AUDITOR, Rol.BEHEERDER, Rol.PRIVACY])
def test_de_databank_geeft_een_ander_niets(als, fabriek, behandelaar, lezer, melding, rol):
    with fabriek():
        ander = maak_gebruiker(rol)
    with als(behandelaar):
        events.ingezien(zaak_id=melding.pk, door=behandelaar)
    for wie in (ander, lezer):
        with als(wie), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM app.lezers_van_zaak(%s, NULL, NULL, 50)", [melding.pk])
            assert cursor.fetchall() == []


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.AUDITOR])
def test_alleen_een_auditor_zoekt_een_zaak_op_nummer_in_het_logboek(als, fabriek, melding, rol):
    with fabriek():
        wie = maak_gebruiker(rol)
    with als(wie), connection.cursor() as cursor:
        cursor.execute("SELECT app.zaak_van_nummer(%s)", [melding.zaaknummer])
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT * FROM app.zaaknummers(%s)", [[melding.pk]])
        assert cursor.fetchall() == []


def test_bladeren_slaat_niets_over(als, behandelaar, lezer, melding):
    with als(lezer):
        for _ in range(PER_BLADZIJDE + 3):
            events.ingezien(zaak_id=melding.pk, door=lezer)
    with als(behandelaar):
        een, na = lezingen(zaak=melding, door=behandelaar)
        twee, einde = lezingen(zaak=melding, door=behandelaar, na=na)
    assert (len(een), len(twee), einde) == (PER_BLADZIJDE, 3, None)
