"""Counting what a request asks the database."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def aantal_vragen(client: Client, adres: str) -> int:
    """Statements of one GET, without the savepoints and the reset that only a test has."""
    with CaptureQueriesContext(connection) as gevangen:
        assert client.get(adres).status_code == 200
    return sum(
        not vraag["sql"].startswith(("SAVEPOINT", "RELEASE", "SELECT app.begin(NULL)")) for vraag in gevangen
    )
