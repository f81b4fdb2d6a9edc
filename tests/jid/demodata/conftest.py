"""A committed copy of the database with demo data, for the whole package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.conftest import wijs_naar
from tests.hulp import databank


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The name of the database; all aliases point at it."""
    with ExitStack() as stapel:
        naam = stapel.enter_context(databank.kloon(databank.demosjabloon()))
        stapel.enter_context(wijs_naar(naam))
        stapel.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]  # pytest-django's blocker
        yield naam
