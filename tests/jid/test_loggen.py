"""What stands in the log when something goes wrong with somebody's words in hand."""

from __future__ import annotations

import io
import json
import logging
import logging.config

import pytest

from jid.loggen import LOGGING

MERKWOORD = "zeldzaamwoord"


@pytest.fixture
def log():
    uit = io.StringIO()
    handler = logging.StreamHandler(uit)
    logging.config.dictConfig(LOGGING)
    handler.setFormatter(logging.getLogger().handlers[-1].formatter)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield logger, uit
    logger.removeHandler(handler)


def test_een_fout_wordt_gelogd_zonder_wat_iemand_typte(log):
    logger, uit = log
    try:
        raise ValueError(f"kon {MERKWOORD} niet lezen")
    except ValueError:
        logger.error("Fout bij %s", f"/zoek?q={MERKWOORD}", exc_info=True, extra={"request": MERKWOORD})
    regel = json.loads(uit.getvalue())
    assert MERKWOORD not in uit.getvalue()
    assert regel["fout"] == "builtins.ValueError"
    assert regel["plaatsen"][-1].endswith("test_een_fout_wordt_gelogd_zonder_wat_iemand_typte")


def test_een_gewone_regel_zegt_niveau_naam_en_tijd(log):
    logger, uit = log
    logger.warning("Iets om naar te kijken")
    regel = json.loads(uit.getvalue())
    assert (regel["event"], regel["level"], regel["logger"]) == (
        "Iets om naar te kijken",
        "warning",
        "django.request",
    )
    assert regel["tijd"].endswith("Z")
