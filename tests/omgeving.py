"""The test run's own PostgreSQL: loaded as a plugin before the settings are read.

The first process makes a throw-away data folder and hands it to the workers through the environment. The server
starts when the first test needs a database, builds one template, and every worker runs on its own clone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

_EIGEN_MAP = "JID_TESTMAP" not in os.environ
if _EIGEN_MAP:
    os.environ["JID_TESTMAP"] = tempfile.mkdtemp(prefix="jid-test-")
MAP = Path(os.environ["JID_TESTMAP"])
for _variabele in list(os.environ):
    if _variabele.startswith("DATABASE_URL"):
        del os.environ[_variabele]
os.environ["JID_DATA"] = str(MAP)
(MAP / "statisch").mkdir(exist_ok=True)  # WhiteNoise warns about a folder that is not there
os.environ["JID_OMGEVING"] = "test"
os.environ["JID_ROL"] = "web"
os.environ["SECRET_KEY"] = "alleen-voor-tests-" + "0" * 40
os.environ["JID_SLEUTELBESTAND"] = str(MAP / "hoofdsleutels")
os.environ["JID_DEMO_WACHTWOORD"] = "demo-wachtwoord-voor-tests"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in the test's thread


def pytest_configure(config: pytest.Config) -> None:
    """The key file that every process of this run reads."""
    from zaken.versleuteling.sleutels import maak_sleutelbestand

    if _EIGEN_MAP:
        maak_sleutelbestand(MAP / "hoofdsleutels")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made the folder stops the server and removes everything."""
    if _EIGEN_MAP:
        from tests.hulp.databank import DATABANK

        DATABANK.stop()
        shutil.rmtree(MAP, ignore_errors=True)
