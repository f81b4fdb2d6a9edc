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


def gelogd(naam, melding, *waarden, **meer):
    """One line of another logger, as it stands in the log."""
    uit = io.StringIO()
    logging.config.dictConfig(LOGGING)
    handler = logging.StreamHandler(uit)
    handler.setFormatter(logging.getLogger().handlers[-1].formatter)
    logger = logging.getLogger(naam)
    logger.addHandler(handler)
    try:
        logger.error(melding, *waarden, **meer)
    finally:
        logger.removeHandler(handler)
    return uit.getvalue()


def test_een_mislukte_taak_zegt_niet_wat_er_in_stond():
    """The line as Celery writes it: the text of the exception is one of its values."""
    vorm = "Task %(name)s[%(id)s] %(description)s: %(exc)s"
    waarden = {"name": "zaken.ruim_op", "id": "1", "description": "raised", "exc": f"ValueError('{MERKWOORD}')",
               "args": f"('{MERKWOORD}',)"}  # fmt: skip
    try:
        raise ValueError(MERKWOORD)
    except ValueError:
        regel = gelogd("celery.app.trace", vorm, waarden, exc_info=True)
    assert MERKWOORD not in regel
    assert json.loads(regel)["taak"] == "zaken.ruim_op"
    assert json.loads(regel)["fout"] == "builtins.ValueError"


def test_een_geweigerd_verzoek_brengt_niets_van_de_afzender_in_het_log():
    for naam in ("django.security.DisallowedHost", "django.security.SuspiciousOperation"):
        regel = gelogd(naam, f"Invalid HTTP_HOST header: '{MERKWOORD}\n\x1b[31m'.")
        assert MERKWOORD not in regel
        assert (json.loads(regel)["event"], json.loads(regel)["logger"]) == ("Geweigerd verzoek", naam)


def test_een_regel_uit_een_waarde_maakt_geen_tweede_regel_in_het_log():
    regel = gelogd("jid.sleutels", "%s: %s", "Fout", 'a\n{"event": "vals", "level": "info"}\r\n\u2028\x1b[2J')
    assert regel.count("\n") == 1
    assert "\x1b" not in regel
    assert json.loads(regel)["level"] == "error"
