"""Malformed posts to every page that is a form; `python -m bench.misvormd` sends two hundred to each."""

from __future__ import annotations

from zlib import crc32

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.hulp.routes import patronen
from tests.hulp.toneel import Toneel, bouw
from zaken.register import registers

from .formulieren import Formulier, alle
from .proef import beproef, vreemde_sleutels

pytestmark = pytest.mark.django_db(databases=["default", "cijfers"])
AANTAL = 2
"""The empty post, of which the headers are looked at too, and one that is spoiled."""


@pytest.fixture(scope="module")
def opgebouwd(kloon: str) -> tuple[Toneel, list[Formulier]]:
    """Everything once, committed in a copy of this module's own; what a post changes is undone."""
    with transaction.atomic():
        toneel = bouw()
        return toneel, alle(toneel)


def _steekproef(formulieren: list[Formulier]) -> list[Formulier]:
    """Of a page of the kit one register, in turns: the same code answers for all of them.

    Of a page with several parts (topics, onderdelen, steps) one per register: nonsense in each topic and each onderdeel of
    every register is sent in tests/zaken/register/test_intake.py and test_onderdelen.py.
    """
    per_pagina: dict[str, list[Formulier]] = {}
    adressen = {register.adressen for register in registers()}
    for een in formulieren:
        app, _punt, rest = een.naam.partition(":")
        pagina, _streep, deel = een.naam.partition("/")
        per_pagina.setdefault(een.naam if app not in adressen else pagina if deel else rest, []).append(een)
    return [samen[crc32(naam.encode()) % len(samen)] for naam, samen in per_pagina.items()]


@pytest.mark.usefixtures("opgebouwd")  # before the transaction of the test, for it points at another database
def test_elk_formulier_antwoordt_in_woorden_op_een_misvormde_inzending(
    opgebouwd: tuple[Toneel, list[Formulier]],
) -> None:
    toneel, formulieren = opgebouwd
    vreemd = vreemde_sleutels(toneel)
    uitslagen = [beproef(een, vreemd, aantal=AANTAL, zaad=2) for een in _steekproef(formulieren)]
    assert sum(uitslag.is_formulier for uitslag in uitslagen) > 100
    assert [fout for uitslag in uitslagen for fout in uitslag.fouten] == []


def test_geen_adres_ontbreekt_in_de_proef(opgebouwd: tuple[Toneel, list[Formulier]]) -> None:
    alle_namen = {naam for naam, _patroon in patronen(get_resolver())}
    assert {een.naam.partition("/")[0] for een in opgebouwd[1]} == alle_namen
