"""How allauth behaves here: nobody signs up, and a password is the only thing it writes."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import Gebruiker
from .toegang import bewezen


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts come from an invitation by a beheerder; the web role writes named columns only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account is niet actief."),
        "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet."),
        "invalid_login": _("Het e-mailadres of het wachtwoord klopt niet."),
        "too_many_login_attempts": _("Te veel pogingen. Wacht 5 minuten en probeer het dan opnieuw."),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe aan."),
        "rate_limited": _("Te veel pogingen. Wacht 5 minuten en probeer het dan opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a beheerder invites."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Save the hash alone; also after a mailed key, when the request itself has no user."""
        user.set_password(password)
        with bewezen(cast(Gebruiker, user)):
            user.save(update_fields=["password"])

    def format_email_subject(self, subject: str) -> str:
        """Without a site name in front."""
        return str(subject)
