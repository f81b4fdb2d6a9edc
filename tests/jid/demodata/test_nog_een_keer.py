"""Loading again, and loading where something is already."""

from __future__ import annotations

import pytest

from tests.hulp import databank
from tests.jid.demodata.hulp import telling

pytestmark = pytest.mark.databank


@pytest.mark.parametrize("opties", [(), ("--als-leeg",)])
def test_nog_een_keer_laden_verandert_niets(demo, opties):
    eerder = telling()
    databank.beheer("demodata", *opties, rol="eigenaar", database=demo)

    assert telling() == eerder
