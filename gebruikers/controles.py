"""What must hold before production serves anybody."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .models import Gebruiker


def eis_geen_demoaccounts() -> None:
    """Raise `ImproperlyConfigured` in production when an account at the demo domain exists, active or not.

    Their password stands on a screen. Reads as the web role, before the first request.
    """
    if not settings.PRODUCTIE:
        return
    aantal = Gebruiker.objects.filter(email__iendswith=f"@{settings.DEMO_DOMEIN}").count()
    if aantal:
        raise ImproperlyConfigured(
            f"Er zijn {aantal} demo-accounts (@{settings.DEMO_DOMEIN}) in deze databank. "
            "Productie start niet met demo-accounts: begin met een lege databank."
        )
