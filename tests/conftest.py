"""Fixtures: a database clone per worker, the cast, and who asks."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

from gebruikers.models import Gebruiker
from jid.celery import app
from tests.hulp import databank, wie

settings.register_profile("jid", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("jid")  # a busy machine is no fault of a test
VOOROP = [
    "tests/browser/test_bladzijden.py",
    "tests/jid/starter/test_starten.py",
    "tests/jid/databank/test_leven.py",
]
"""The longest first. Its worker makes the templates, which the others do not need."""
EERST = ("tests/browser/", "tests/jid/")
"""Files that take long: begun last, one of them would keep a single core busy at the end (`--dist loadfile`)."""


ZELDZAAM = {"pg15", "rabbitmq"}
"""Marks that few files have."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A round for such a mark imports only the files that name it."""
    merk = config.option.markexpr
    if merk not in ZELDZAAM or not collection_path.name.startswith("test_") or collection_path.is_dir():
        return None  # pytest decides
    return merk not in collection_path.read_text() or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first, in turn of each kind; the order within a file stays."""
    beurt = {bestand: nummer - len(VOOROP) for nummer, bestand in enumerate(VOOROP)}
    for item in items:
        bestand = item.nodeid.partition("::")[0]
        soort = next((begin for begin in EERST if bestand.startswith(begin)), "")
        if bestand not in beurt:
            beurt[bestand] = sum(ander.startswith(soort) for ander in beurt) if soort else len(items)
    items.sort(key=lambda item: beurt[item.nodeid.partition("::")[0]])


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: collecting it again and again is a tenth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Every worker runs on its own clone of the template, as the real web login."""
    with ExitStack() as stapel:
        naam = stapel.enter_context(databank.kloon(databank.sjabloon()))
        stapel.enter_context(wijs_naar(naam))
        yield


@pytest.fixture(scope="module")
def kloon(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A committed copy for one module, all aliases pointed at it: for threads, the figures role, commands."""
    with ExitStack() as stapel:
        naam = stapel.enter_context(databank.kloon(databank.sjabloon()))
        stapel.enter_context(wijs_naar(naam))
        stapel.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]  # pytest-django's blocker
        yield naam


class wijs_naar(AbstractContextManager[None]):  # noqa: N801  # reads as a verb
    """All aliases on another database, and back."""

    def __init__(self, naam: str) -> None:
        self.naam = naam

    def __enter__(self) -> None:
        self.was = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
        self._zet(dict.fromkeys(self.was, self.naam))

    def __exit__(self, *_: object) -> None:
        self._zet(self.was)

    @staticmethod
    def _zet(namen: dict[str, str]) -> None:
        for alias, naam in namen.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = naam


@pytest.fixture
def als(db: None) -> Callable[[Gebruiker], AbstractContextManager[Gebruiker]]:
    """`with als(gebruiker):` — this is who asks the database, until the end of the block."""
    return wie.als


@pytest.fixture
def fabriek(db: None) -> Callable[[], AbstractContextManager[None]]:
    """`with fabriek():` — write what the test needs, past row security; the web login is back afterwards."""
    return wie.fabriek


@pytest.fixture
def client_van(db: None) -> Callable[[Gebruiker], Client]:
    """A signed-in client; its requests run as the web role, with the context of the middleware."""
    return wie.aangemeld


@pytest.fixture(autouse=True)
def _niets_in_de_wachtrij(monkeypatch: pytest.MonkeyPatch) -> None:
    """What commits in the process of the tests sends no task: its queue stands in the template that others copy.

    A test of the queue gives its own connection, or starts a process.
    """
    echt = app.send_task

    def stuur(*args: object, connection: object = None, **kwargs: object) -> object:
        return echt(*args, connection=connection, **kwargs) if connection else None

    monkeypatch.setattr(app, "send_task", stuur)


@pytest.fixture(autouse=True)
def _niemand_blijft_achter(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that leaves somebody in the context would let the next one see too much, or read another language."""
    yield
    translation.deactivate()
    if "db" in request.fixturenames and connection.connection is not None and connection.in_atomic_block:
        assert connection.needs_rollback or wie.huidige() is None
