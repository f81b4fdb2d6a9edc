"""The outbox as it is in production: Django's mail goes there, and the worker delivers to a real mail server."""

from __future__ import annotations

import pytest

from tests.hulp.smtp import mailserver


@pytest.fixture
def uitgaand(settings):
    """Mail of the application goes to the outbox (the test runner keeps it in memory otherwise)."""
    settings.EMAIL_BACKEND = "post.backend.Uitgaand"


@pytest.fixture
def smtp(settings):
    """A mail server that listens, and the settings that point at it."""
    with mailserver() as server:
        settings.POST_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.poort, 5
        yield server
