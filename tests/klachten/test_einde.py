"""A klacht ends in one way: with an oordeel, or without one on a single ground."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from klachten.controles import fouten
from klachten.invoer import INVOER
from klachten.models import Klacht
from klachten.register import REGISTER
from klachten.status import Status
from klachten.voorwaarden import ontbreekt
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.klachten import maak_klacht
from tests.factories.zaken import code
from zaken.register.stappen import Stand
from zaken.services.nasluiting import eis_reden
from zaken.services.status import wijzig_status

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

BERICHT = ("niet_in_behandeling_bericht_op", date(2025, 1, 3))
GROND = ("niet_in_behandeling_grond", "bezwaar")
GEGROND = ("oordeel", "gegrond")
LIJST = {
    "oordeel": "oordeel",
    "niet_in_behandeling_grond": "niet_in_behandeling",
    "afzien_horen_grond": "afzien_horen",
}

KAN_NIET = [
    (Status.BEOORDELEN, (GEGROND, ("afsluitgrond", "naar_tevredenheid")), "afsluitgrond"),
    (Status.BEOORDELEN, (GEGROND, GROND), "niet_in_behandeling_grond"),
    (Status.BEOORDELEN, (GEGROND, BERICHT), "niet_in_behandeling_bericht_op"),
    (Status.BEOORDELEN, (("afsluitgrond", "doorgezonden"), GROND), "niet_in_behandeling_grond"),
    (Status.BEOORDELEN, (("afsluitgrond", "naar_tevredenheid"), BERICHT), "niet_in_behandeling_bericht_op"),
    (Status.BEOORDELEN, (("afsluitgrond", "ingetrokken"),), "afsluitgrond"),
    (Status.OORDEEL, (("afsluitgrond", "niet_in_behandeling"),), "afsluitgrond"),
    (Status.AFGEHANDELD, (("afsluitgrond", "ingetrokken"),), "afsluitgrond"),
    (Status.INGETROKKEN, (("afsluitgrond", "naar_tevredenheid"),), "afsluitgrond"),
    (Status.NIET_IN_BEHANDELING, (("afsluitgrond", "doorgezonden"),), "afsluitgrond"),
    (Status.HOREN, (GEGROND, ("afzien_horen_grond", "kennelijk_ongegrond")), "oordeel"),
]
KAN = [
    (Status.BEOORDELEN, (GROND, BERICHT)),
    (Status.NIET_IN_BEHANDELING, (("afsluitgrond", "niet_in_behandeling"), GROND, BERICHT)),
    (Status.INGETROKKEN, (("afsluitgrond", "ingetrokken"),)),
    (Status.AFGEHANDELD, (GEGROND,)),
    (Status.HOREN, (("oordeel", "kennelijk_ongegrond"), ("afzien_horen_grond", "kennelijk_ongegrond"))),
]


def _gegevens(paren):
    return {veld: code(LIJST[veld], waarde) if veld in LIJST else waarde for veld, waarde in paren}


def _bewaar(klacht, gegevens):
    with transaction.atomic():
        for veld, waarde in gegevens.items():
            setattr(klacht, veld, waarde)
        klacht.save(update_fields=list(gegevens))


@pytest.fixture
def secretaris(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.KLACHTSECRETARIS)


def _klacht(fabriek, wie, **velden):
    with fabriek():
        return maak_klacht(lezers=(wie,), behandelaar=wie, **velden)


@pytest.mark.parametrize(("status", "paren", "plek"), KAN_NIET)
def test_een_tweede_manier_van_eindigen_staat_bij_het_veld_en_komt_niet_in_de_databank(
    secretaris, fabriek, als, status, paren, plek
):
    klacht = _klacht(fabriek, secretaris, status=status)
    with als(secretaris):
        eis_reden(klacht, reden="proef", door=secretaris)
        gegevens = _gegevens(paren)
        assert set(fouten(klacht, gegevens, {})) == {plek}
        if (
            status == Status.BEOORDELEN and len(paren) > 1
        ):  # from a file: the same, but the status is what it was there
            assert [veld for regel in INVOER.tegenspraken for veld, _zin in regel(gegevens)] == [plek]
        with pytest.raises(IntegrityError):
            _bewaar(klacht, gegevens)


@pytest.mark.parametrize(("status", "paren"), KAN)
def test_een_manier_van_eindigen_kan(secretaris, fabriek, als, status, paren):
    klacht = _klacht(fabriek, secretaris, status=status)
    with als(secretaris):
        eis_reden(klacht, reden="proef", door=secretaris)
        gegevens = _gegevens(paren)
        assert fouten(klacht, gegevens, {}) == {}
        _bewaar(klacht, gegevens)


def test_wie_intrekt_na_een_oordeel_houdt_een_einde_over(secretaris, fabriek, als):
    with fabriek():
        oordeel = {"oordeel": code("oordeel", "gegrond"), "oordeel_op": date(2025, 1, 2)}
    klacht = _klacht(fabriek, secretaris, status=Status.OORDEEL, **oordeel)
    with als(secretaris) as door:
        wijzig_status(
            register=REGISTER, zaak_id=klacht.pk, naar=Status.INGETROKKEN, toelichting="op verzoek",
            vandaag=localdate(), door=door,
        )  # fmt: skip
        nu = Klacht.objects.zichtbaar_voor(door).get(pk=klacht.pk)
        assert (nu.afsluitgrond, nu.oordeel_id, nu.oordeel_op) == ("ingetrokken", None, None)


def test_een_oude_fout_staat_een_andere_wijziging_niet_in_de_weg_maar_wel_de_volgende_stap(
    secretaris, fabriek, als
):
    with fabriek():
        oud = {"oordeel": code("oordeel", "gegrond"), "afsluitgrond": "ingetrokken"}
    klacht = _klacht(fabriek, secretaris, status=Status.OORDEEL, **oud)
    with als(secretaris), connection.cursor() as cursor:
        cursor.execute("UPDATE klachten_klacht SET ondertekend = true WHERE zaak_ptr_id = %s", [klacht.pk])
        assert cursor.rowcount == 1
        stand = Stand("-", {}, {}, secretaris.pk, localdate(), {"onderdelen": []})
        mist = ontbreekt(klacht, Status.AFGEHANDELD, stand)
        assert any("één manier" in wat and wat.plek == "afsluitgrond" for wat in mist)
