"""Does it exist? Nobody who may not see it learns so: not by any route, any way of asking, any list or refusal."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import UUIDConverter

from tests.architectuur.test_routes import BUITEN, ROUTES
from tests.architectuur.test_routes import opgebouwd as opgebouwd
from tests.architectuur.test_routes import toneel as toneel  # the fixtures, asked for by name
from tests.hulp.antwoord import VRAGEN, vergelijk
from tests.hulp.wie import aangemeld

pytestmark = [pytest.mark.databank, pytest.mark.django_db(databases=["default", "cijfers"])]
VAN_EEN_ROL = {"", "*", "beheerder", "auditor", "beleid"}
"""Pages of everybody or of a role: their keys are no secret to who may open them."""


def _met_uuid(resolver: URLResolver, voor: str = "") -> Iterator[str]:
    """The routes whose address holds a random key `pk`."""
    for patroon in resolver.url_patterns:
        if isinstance(patroon, URLResolver):
            yield from _met_uuid(patroon, f"{voor}{patroon.namespace}:" if patroon.namespace else voor)
        elif isinstance(patroon, URLPattern) and isinstance(
            patroon.pattern.converters.get("pk"), UUIDConverter
        ):
            yield f"{voor}{patroon.name}"


MET_SLEUTEL = [naam for naam in _met_uuid(get_resolver()) if naam in ROUTES]
GEVALLEN = [naam for naam in MET_SLEUTEL if ROUTES[naam].van not in VAN_EEN_ROL]
"""Every route of one zaak, casus or draft. Those that other registers take from the kit: tests/zaken/register/."""


MANIEREN = tuple(naam for naam in VRAGEN if naam != "PUT")
"""A method that no page knows is refused before the address is looked at: tests/aanvallen/test_verzoeken.py."""


@pytest.mark.aanval("bestaan")
@pytest.mark.parametrize("naam", GEVALLEN)
def test_vreemd_en_onbekend_antwoorden_gelijk_hoe_er_ook_gevraagd_wordt(toneel, naam):
    """Status, headers, cookies, body and number of statements; as a page, a part, a form, and the rarer methods.

    Each way by one outsider, in turn: over all routes everybody asks in every way, and a visitor who is nobody too.
    """
    route = ROUTES[naam]
    kwargs = route.kwargs(toneel)
    vreemd, onbekend = (reverse(naam, kwargs=kwargs | anders) for anders in ({}, {"pk": uuid4()}))
    vragers = [*BUITEN[route.van][:2], BUITEN[route.van][-1], None]
    beurt = GEVALLEN.index(naam)
    for plek, wie in enumerate(vragers):
        manieren = [hoe for nummer, hoe in enumerate(MANIEREN, beurt) if nummer % len(vragers) == plek]
        client = aangemeld(toneel.wie[wie]) if wie else Client()
        assert vergelijk(client, vreemd, onbekend, manieren) == [], wie
