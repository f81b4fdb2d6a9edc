"""What holds for the declaration of every register."""

from __future__ import annotations

import pytest

from zaken.models import Zaak
from zaken.register import meld_aan, register_van, registers


def test_elk_register_is_te_vinden_bij_zijn_soort():
    assert [r.soort for r in registers()] == sorted(
        (r.soort for r in registers()), key=Zaak.Soort.values.index
    )
    assert all(register_van(register.soort) is register for register in registers())


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_een_register_meldt_zich_niet_twee_keer_aan(register):
    with pytest.raises(ValueError, match="al aangemeld"):
        meld_aan(register)


@pytest.mark.parametrize("register", registers(), ids=lambda r: r.soort)
def test_de_overgangen_kennen_alleen_statussen_van_het_register(register):
    assert {status for paar in register.overgangen for status in paar} <= set(register.status.values)
