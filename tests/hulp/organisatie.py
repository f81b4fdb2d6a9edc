"""Fixtures: a real provider of organisation accounts, and the settings with which people sign in there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from tests.hulp.oidc import Organisatie
from tests.hulp.oidc import organisatie as start_organisatie


@pytest.fixture(scope="module")
def provider() -> Iterator[Organisatie]:
    with start_organisatie() as organisatie:
        yield organisatie


@pytest.fixture
def organisatie(
    provider: Organisatie, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> Organisatie:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the provider of this test has no certificate
    cache.clear()
    settings.OIDC_ISSUER = provider.issuer
    settings.OIDC_CLIENT_ID = "jid"
    settings.OIDC_CLIENT_SECRET = "geheim"
    settings.LOKALE_WACHTWOORDEN = False
    return provider
