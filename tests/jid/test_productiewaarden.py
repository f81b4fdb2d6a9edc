"""Values that protect in production: they are read as production reads them, so nobody changes them unseen."""

from __future__ import annotations

import re
import runpy

import pytest
from django.conf import global_settings
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from gebruikers.rollen import Rol
from tests.factories.gebruikers import WACHTWOORD, maak_gebruiker
from tests.hulp.databank import PROJECT
from tests.jid.productie import productieomgeving as productieomgeving  # the fixture, asked for by name

SETTINGS = str(PROJECT / "jid" / "settings.py")


def test_elk_koekje_hoort_bij_deze_host_alleen(productieomgeving):
    """The name that a browser takes only from this host, over TLS, for the whole site; Django's own names count too."""
    gelezen = {**vars(global_settings), **runpy.run_path(SETTINGS)}
    namen = {naam: gelezen[naam] for naam in gelezen if re.fullmatch(r"[A-Z_]+_COOKIE(_NAME)?", naam)}
    assert namen == {
        "SESSION_COOKIE_NAME": "__Host-sessie",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "LANGUAGE_COOKIE_NAME": "__Host-taal",
        "APPARAAT_COOKIE": "__Host-apparaat",
    }
    for soort in ("SESSION", "CSRF", "LANGUAGE"):
        delen = [
            gelezen[f"{soort}_COOKIE_{deel}"] for deel in ("SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")
        ]
        assert delen == [True, True, "Lax", "/", None], soort
    assert gelezen["MESSAGE_STORAGE"] == "django.contrib.messages.storage.session.SessionStorage"  # no cookie


@pytest.mark.databank
@pytest.mark.django_db
def test_een_browser_krijgt_alleen_zulke_koekjes(productieomgeving, fabriek):
    """Of every page that sets one: language, signing in and out."""
    gelezen = runpy.run_path(SETTINGS)
    cache.clear()
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client, gezet = Client(headers={"X-Forwarded-Proto": "https"}), {}
    hiervan = r"(SESSION|CSRF|LANGUAGE)_COOKIE_(NAME|SECURE|HTTPONLY|SAMESITE)|APPARAAT_COOKIE|SECURE_(HSTS|PROXY|SSL)\w+"
    with override_settings(**{naam: gelezen[naam] for naam in gelezen if re.fullmatch(hiervan, naam)}):
        for adres, velden in (
            ("taal", {"language": "en"}), ("account_login", None),
            ("account_login", {"login": wie.email, "password": WACHTWOORD}), ("account_logout", {}),
        ):  # fmt: skip
            antwoord = client.get(reverse(adres)) if velden is None else client.post(reverse(adres), velden)
            assert (
                antwoord.headers["Strict-Transport-Security"]
                == "max-age=31536000; includeSubDomains; preload"
            )
            gezet |= antwoord.cookies
    assert set(gezet) == {"__Host-taal", "__Host-csrf", "__Host-sessie", "__Host-apparaat"}
    for naam, koekje in gezet.items():
        assert (koekje["secure"], koekje["path"], koekje["domain"]) == (True, "/", ""), naam


def test_browsers_onthouden_een_jaar_dat_het_met_tls_moet(productieomgeving):
    gelezen = runpy.run_path(SETTINGS)
    assert gelezen["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60
    assert (gelezen["SECURE_HSTS_INCLUDE_SUBDOMAINS"], gelezen["SECURE_HSTS_PRELOAD"]) == (True, True)
    assert gelezen["SECURE_SSL_REDIRECT"] is True


def test_het_logboek_loopt_hoogstens_een_minuut_achter_met_verzegelen(productieomgeving):
    """What came in just after one round is sealed by the next, also when one run is late."""
    rooster = runpy.run_path(SETTINGS)["CELERY_BEAT_SCHEDULE"]["logboek"]
    assert (rooster["task"], rooster["schedule"] <= 30) == ("logboek.verzegel", True)
