"""A management command in the process of the tests: the same command, without the second that a process takes to start."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from subprocess import CompletedProcess
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from tests.hulp.databank import DATABANK


@contextmanager
def als_rol(rol: str, database: str) -> Iterator[None]:
    """The connection of this process signs in as `eigenaar` or `worker` on this database, and then as it was."""
    was = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict |= DATABANK.verbinding(f"jid_{rol}", database)
    try:
        with override_settings(ROL=rol):
            yield
    finally:
        connection.close()
        connection.settings_dict |= was


def geef_opdracht(
    database: str, *woorden: str, rol: str = "eigenaar", **instellingen: Any
) -> CompletedProcess[str]:
    """`manage.py` with these words and settings; how it ended and what it said, as a process would."""
    uit, fouten, code = StringIO(), StringIO(), 0
    bij_stoppen = signal.getsignal(signal.SIGTERM)  # a command may take it for its process
    with als_rol(rol, database), override_settings(**instellingen):
        try:
            call_command(*woorden, stdout=uit, stderr=fouten)
        except CommandError as fout:
            fouten.write(f"CommandError: {fout}\n")
            code = 1
        finally:
            signal.signal(signal.SIGTERM, bij_stoppen)
    return CompletedProcess(woorden, code, uit.getvalue(), fouten.getvalue())
