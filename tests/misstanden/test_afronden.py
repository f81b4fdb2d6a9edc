"""How a misstand ends: one uitkomst at its own step, and a day or why there is none."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from gebruikers.rollen import Rol
from meldingen.controles import fouten as meldingfouten
from misstanden.controles import fouten
from misstanden.invoer import INVOER
from misstanden.models import Misstand
from misstanden.register import REGISTER
from misstanden.status import Status
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.misstanden import maak_misstand
from tests.factories.zaken import code, maak_melding
from zaken.services.nasluiting import eis_reden
from zaken.services.status import wijzig_status

pytestmark = [pytest.mark.databank, pytest.mark.pg15]

HUIS = ("doorgezonden_aan", "huis")
DAG = date(2024, 12, 2)
KAN_NIET = [
    (Status.ONTVANGEN, (("bevestigd_op", DAG), ("geen_bevestiging_reden", "x")), "geen_bevestiging_reden"),
    (
        Status.STANDPUNT,
        (("terugkoppeling_op", DAG), ("geen_terugkoppeling_reden", "x")),
        "geen_terugkoppeling_reden",
    ),
    (Status.STANDPUNT, (("uitkomst", "vastgesteld"), HUIS), "doorgezonden_aan"),
    (Status.STANDPUNT, (("uitkomst", "ingetrokken"),), "uitkomst"),
    (Status.NAZORG, (("uitkomst", "geen_vermoeden"),), "uitkomst"),
    (Status.INGETROKKEN, (("uitkomst", "vastgesteld"),), "uitkomst"),
    (Status.GEHERKWALIFICEERD, (("uitkomst", "doorgezonden"),), "uitkomst"),
]
KAN = [
    (Status.BEOORDEELD, (("uitkomst", "doorgezonden"), HUIS)),
    (Status.STANDPUNT, (("uitkomst", "niet_vastgesteld"), ("terugkoppeling_op", DAG))),
    (Status.STANDPUNT, (("geen_terugkoppeling_reden", "x"),)),
]


def _gegevens(paren):
    return {veld: code("extern_meldpunt", w) if veld == "doorgezonden_aan" else w for veld, w in paren}


def _bewaar(zaak, gegevens):
    with transaction.atomic():
        for veld, waarde in gegevens.items():
            setattr(zaak, veld, waarde)
        zaak.save(update_fields=list(gegevens))


@pytest.fixture
def wie(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.MISSTANDEN, Rol.ADVISEUR)


def _misstand(fabriek, wie, **velden):
    with fabriek():
        return maak_misstand(lezers=(wie,), behandelaar=wie, **velden)


@pytest.mark.parametrize(("status", "paren", "plek"), KAN_NIET)
def test_wat_niet_samengaat_staat_bij_het_veld_en_komt_niet_in_de_databank(
    wie, fabriek, als, status, paren, plek
):
    misstand = _misstand(fabriek, wie, status=status)
    with als(wie):
        eis_reden(misstand, reden="proef", door=wie)
        gegevens = _gegevens(paren)
        assert set(fouten(misstand, gegevens, {})) == {plek}
        if "doorgezonden_aan" in gegevens:
            assert [veld for regel in INVOER.tegenspraken for veld, _zin in regel(gegevens)] == [plek]
        with pytest.raises(IntegrityError):
            _bewaar(misstand, gegevens)


@pytest.mark.parametrize(("status", "paren"), KAN)
def test_wat_samengaat_kan(wie, fabriek, als, status, paren):
    misstand = _misstand(fabriek, wie, status=status)
    with als(wie):
        gegevens = _gegevens(paren)
        assert fouten(misstand, gegevens, {}) == {}
        _bewaar(misstand, gegevens)


def test_wie_intrekt_na_doorzenden_houdt_een_uitkomst_over(wie, fabriek, als):
    with fabriek():
        huis = code("extern_meldpunt", "huis")
    velden = {"uitkomst": "doorgezonden", "doorgezonden_aan": huis}
    misstand = _misstand(fabriek, wie, status=Status.IN_ONDERZOEK, **velden)
    with als(wie) as door:
        wijzig_status(
            register=REGISTER, zaak_id=misstand.pk, naar=Status.INGETROKKEN, toelichting="op verzoek",
            vandaag=localdate(), door=door,
        )  # fmt: skip
        nu = Misstand.objects.zichtbaar_voor(door).get(pk=misstand.pk)
        assert (nu.uitkomst, nu.doorgezonden_aan_id) == ("ingetrokken", None)


def test_ook_bij_een_melding_sluit_een_bericht_de_reden_ervoor_uit(wie, fabriek, als):
    with fabriek():
        melding = maak_melding(lezers=(wie,), behandelaar=wie, teruggekoppeld_op=DAG)
    with als(wie):
        gegevens = {"geen_terugkoppeling_reden": "geen adres"}
        assert set(meldingfouten(melding, gegevens, {})) == {"geen_terugkoppeling_reden"}
        with pytest.raises(IntegrityError):
            _bewaar(melding, gegevens)
