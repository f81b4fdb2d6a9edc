"""Who checks a password."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest


class Wachtwoorden(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, and nobody at all where passwords of our own are off (`LOKALE_WACHTWOORDEN`)."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """The account, or None."""
        return super().authenticate(request, **credentials) if settings.LOKALE_WACHTWOORDEN else None
