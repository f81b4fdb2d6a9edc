"""What must hold before production serves anybody."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .demo import demoaccounts


def eis_geen_demoaccounts() -> None:
    """Raise `ImproperlyConfigured` in production when an account at the demo domain exists, active or not.

    Their password stands on a screen. Reads as the web role, before the first request.
    """
    if not settings.PRODUCTIE:
        return
    aantal = len(demoaccounts())
    if aantal:
        raise ImproperlyConfigured(
            f"Er zijn {aantal} demo-accounts (@{settings.DEMO_DOMEIN}) in deze databank. "
            "Productie start niet met demo-accounts: begin met een lege databank."
        )


def aantal_botsende_accounts() -> int:
    """How many active accounts have roles that do not go together since a later rule. Reads as the web role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.aantal_botsende_accounts()")
        return int(cursor.fetchone()[0])
