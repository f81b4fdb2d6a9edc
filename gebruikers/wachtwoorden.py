"""A password rule in our own words: Django's Dutch catalogue lacks this one."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class MinimumLengte(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        """What to do, in one sentence."""
        tekst = _("Dit wachtwoord is te kort. Gebruik minstens %(aantal)d tekens.")
        return tekst % {"aantal": self.min_length}

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik minstens %(aantal)d tekens.") % {"aantal": self.min_length}
