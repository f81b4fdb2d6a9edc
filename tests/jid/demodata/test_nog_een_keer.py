"""Loading again, and loading where something is already."""

from __future__ import annotations

import pytest

from tests.hulp.opdracht import geef_opdracht
from tests.jid.demodata.hulp import telling

pytestmark = pytest.mark.databank


@pytest.mark.parametrize("opties", [(), ("--als-leeg",)])
def test_nog_een_keer_laden_verandert_niets(demo, opties):
    eerder = telling()
    klaar = geef_opdracht(demo, "demodata", *opties)

    assert (klaar.returncode, klaar.stdout) == (0, "Er zijn al gegevens. Er is niets toegevoegd.\n")
    assert telling() == eerder
