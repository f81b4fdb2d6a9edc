"""An opschorting is recorded with dates and a reason; it stops the own norm where that says so, and no other term."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gebruikers.rollen import Rol
from misstanden import termijnen
from misstanden.register import REGISTER
from tests.factories.gebruikers import maak_gebruiker
from tests.factories.misstanden import maak_misstand
from zaken.models import Termijn
from zaken.services.rijen import voeg_rij_toe, wijzig_rij
from zaken.termijnen import Termijncode
from zaken.termijnen.normen import STANDAARDNORMEN

pytestmark = pytest.mark.databank
OPGAVE = REGISTER.rijopgave("opschorting")
KAAL = date(2025, 2, 7)
"""Twelve weeks after 15-11-2024."""


@pytest.fixture
def behandelaar(fabriek):
    with fabriek():
        return maak_gebruiker(Rol.MISSTANDEN)


@pytest.fixture
def zaak(fabriek, behandelaar):
    with fabriek():
        return maak_misstand(lezers=(behandelaar,), behandelaar=behandelaar, status="in_onderzoek")


def _termijnen(zaak):
    rijen = Termijn.objects.van(zaak).filter(vervallen=False, voldaan_op=None)
    return dict(rijen.values_list("code", "datum"))


def _leg_vast(zaak, door, **gegevens):
    return voeg_rij_toe(
        register=REGISTER, opgave=OPGAVE, zaak_id=zaak.pk, gegevens={"reden": "wacht", **gegevens}, door=door
    )


def test_zonder_die_norm_stopt_een_opschorting_niets(als, behandelaar, zaak):
    with als(behandelaar) as door:
        _leg_vast(zaak, door, van=date(2024, 12, 1), tot=date(2024, 12, 10))
        assert _termijnen(zaak)["misstand_bevindingen"] == KAAL


def test_waar_de_norm_stilstaat_schuift_alleen_die_termijn_op(monkeypatch, als, behandelaar, zaak):
    norm = replace(STANDAARDNORMEN, opschortbaar=frozenset({Termijncode.MISSTAND_BEVINDINGEN}))
    monkeypatch.setattr(termijnen, "normen_op", lambda dag: norm)
    with als(behandelaar) as door:
        rij = _leg_vast(zaak, door, van=date(2024, 12, 1), tot=None)
        lopend = _termijnen(zaak)
        assert "misstand_bevindingen" not in lopend
        assert "misstand_terugkoppeling" in lopend
        wijzig_rij(
            register=REGISTER, opgave=OPGAVE, zaak_id=zaak.pk, rij_id=rij.pk,
            gegevens={"tot": date(2024, 12, 10)}, door=door,
        )  # fmt: skip
        assert _termijnen(zaak) == lopend | {"misstand_bevindingen": date(2025, 2, 17)}


def test_een_opschorting_begint_na_ontvangst_en_eindigt_niet_voor_zij_begon(als, behandelaar, zaak):
    with als(behandelaar) as door:
        for fout, dagen in (
            ("van", {"van": date(2024, 11, 1), "tot": None}),
            ("tot", {"van": date(2024, 12, 5), "tot": date(2024, 12, 4)}),
        ):
            with pytest.raises(ValidationError) as gevonden:
                _leg_vast(zaak, door, **dagen)
            assert set(gevonden.value.message_dict) == {fout}
