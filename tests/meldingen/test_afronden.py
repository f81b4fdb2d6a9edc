"""How a melding ends: an outcome stands at its own step, and no action excludes the rest."""

from __future__ import annotations

from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from codelijsten.models import Code
from gebruikers.rollen import Rol
from meldingen.afronden import EIGEN_STAP, past_bij
from meldingen.controles import fouten
from meldingen.invoer import INVOER
from meldingen.models import Afdoening
from meldingen.status import Status
from meldingen.voorwaarden import ontbreekt
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.zaken import code, maak_melding
from zaken.register.stappen import Stand
from zaken.services.nasluiting import eis_reden

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

STATUSSEN = (*EIGEN_STAP.values(), Status.IN_BEHANDELING, Status.AFGEHANDELD)


@pytest.fixture
def adviseur(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.ADVISEUR)


def _melding(fabriek, wie, **velden):
    with fabriek():
        return maak_melding(lezers=(wie,), behandelaar=wie, **velden)


def _weigert(opdracht, *waarden):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(opdracht, waarden)
            assert cursor.rowcount == 1
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize("status", STATUSSEN)
def test_een_uitkomst_staat_alleen_bij_haar_eigen_stap_ook_voor_de_databank(adviseur, fabriek, als, status):
    melding = _melding(fabriek, adviseur, status=status)
    with als(adviseur):
        eis_reden(melding, reden="proef", door=adviseur)
        for uitkomst in Code.objects.van("uitkomst_melding"):
            past = past_bij(status, uitkomst.code)
            assert set(fouten(melding, {"uitkomst": uitkomst}, {})) == (set() if past else {"uitkomst"})
            vraag = "UPDATE meldingen_melding SET uitkomst_id = %s WHERE zaak_ptr_id = %s"
            assert _weigert(vraag, uitkomst.pk, melding.pk) is not past, uitkomst.code
            with connection.cursor() as cursor:
                cursor.execute(vraag, [None, melding.pk])


def test_met_een_uitkomst_van_een_andere_stap_is_een_melding_niet_af_te_handelen(adviseur, fabriek, als):
    with fabriek():
        doorgeleid = code("uitkomst_melding", "doorgeleid")
    melding = _melding(fabriek, adviseur, status=Status.WACHT_OP_BESLUIT, uitkomst=doorgeleid)
    with als(adviseur):
        stand = Stand("-", {"afdoeningen": 1}, {}, adviseur.pk, localdate(), {})
        assert "een andere uitkomst: deze hoort bij een eigen stap" in ontbreekt(
            melding, Status.AFGEHANDELD, stand
        )
        assert _weigert(
            "UPDATE meldingen_melding SET status = 'afgehandeld' WHERE zaak_ptr_id = %s", melding.pk
        )


@pytest.mark.parametrize(
    ("naar", "samen"),
    [
        *product(
            ("", "klacht"),
            (
                ("geen_actie",),
                ("gesprek", "bemiddeling"),
                ("gesprek", "geen_actie"),
                ("geen_actie", "onderzoek"),
            ),
        ),
        *product(("", "klacht", "misstand"), (("doorgeleid_klacht",),)),
    ],
)
def test_geen_actie_sluit_de_rest_uit_en_doorgeleid_hoort_bij_doorgeleiden(
    adviseur, fabriek, als, naar, samen
):
    melding = _melding(
        fabriek, adviseur, status=Status.DOORGELEID if naar else Status.IN_BEHANDELING, doorgeleid_naar=naar
    )
    mag = "geen_actie" not in samen or samen == ("geen_actie",)
    mag = mag and ("doorgeleid_klacht" not in samen or naar == "klacht")
    with als(adviseur):
        eis_reden(melding, reden="proef", door=adviseur)
        codes = [code("afdoening", een) for een in samen]
        gegevens = {"afdoeningen": codes}
        assert set(fouten(melding, gegevens, gegevens)) == (set() if mag else {"afdoeningen"})
        if "doorgeleid_klacht" not in samen:
            vast = {"hoofdcategorie": melding.hoofdcategorie}
            assert [veld for regel in INVOER.tegenspraken for veld, _zin in regel(vast | gegevens)] == (
                [] if mag else ["afdoeningen"]
            )
        try:
            with transaction.atomic():
                for een in codes:
                    Afdoening(zaak=melding, code=een).save(force_insert=True)
            gelukt = True
        except IntegrityError:
            gelukt = False
        assert gelukt is mag
