"""Two vertrouwenspersonen, and everybody who must not see what they hear."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.vertrouwenspersonen import code, maak_casus
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.models import AantalContacten, Casus
from vertrouwenspersonen.services import Gegevens

Fabriek = Callable[[], AbstractContextManager[None]]
VANDAAG = date(2024, 11, 21)


@pytest.fixture
def vp(fabriek: Fabriek) -> Gebruiker:
    with fabriek():
        return maak_gebruiker(Rol.VERTROUWENSPERSOON, naam="De vertrouwenspersoon")


@pytest.fixture
def andere_vp(fabriek: Fabriek) -> Gebruiker:
    with fabriek():
        return maak_gebruiker(Rol.VERTROUWENSPERSOON, naam="Een andere vertrouwenspersoon")


@pytest.fixture
def casus(fabriek: Fabriek, vp: Gebruiker) -> Casus:
    with fabriek():
        return maak_casus(vp)


@pytest.fixture(params=[*(rol for rol in Rol if rol != Rol.VERTROUWENSPERSOON), None], ids=str)
def buitenstaander(request: pytest.FixtureRequest, fabriek: Fabriek) -> Gebruiker:
    """Somebody with each other role in turn, and somebody with none; intake sits in an intake team."""
    with fabriek():
        rollen = [request.param] if request.param else []
        teams = [maak_team(soort="intake")] if request.param == Rol.INTAKE else []
        return maak_gebruiker(*rollen, teams=teams)


def gegevens(**anders: object) -> Gegevens:
    """Valid answers, some of them changed."""
    standaard: dict[str, object] = {
        "kwartaal_eerste_contact": Kwartaal(2024, 3),
        "defensieonderdeel": code("defensieonderdeel", "clas"),
        "personeelscategorie": code("personeelscategorie", "burger"),
        "rol_hulpvrager": code("rol_hulpvrager", "benadeelde"),
        "hoofdthema": code("thema", "pesten"),
        "neventhema": [code("thema", "leiderschap")],
        "aantal_contacten": AantalContacten.TWEE_OF_DRIE,
        "acties": [code("casusactie", "luisterend_oor"), code("casusactie", "advies")],
    }
    return Gegevens(**(standaard | anders))  # type: ignore[arg-type]  # a test's own mix
