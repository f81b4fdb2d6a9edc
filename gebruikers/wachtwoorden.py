"""Password rules of our own: one that Django's Dutch catalogue lacks, and one about the words of this organisation."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

VAKWOORDEN = (
    *(
        "defensie",
        "ministerie",
        "integriteit",
        "registratie",
        "landmacht",
        "luchtmacht",
        "marine",
        "marechaussee",
    ),
    *(
        "dosco",
        "commit",
        "coid",
        "kazerne",
        "militair",
        "melding",
        "meldpunt",
        "klacht",
        "misstand",
        "onderzoek",
    ),
    *("vertrouwenspersoon", "adviseur", "beheerder", "auditor", "jaarverslag", "rijksoverheid"),
    *(
        "wachtwoord",
        "welkom",
        "password",
        "geheim",
        "lente",
        "zomer",
        "herfst",
        "winter",
        "januari",
        "februari",
    ),
    *("maart", "april", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
)
"""What somebody who knows this application tries first."""
KORTSTE_REST = 6
"""Letters and digits that must be left when these words and the years are taken out."""


class MinimumLengte(MinimumLengthValidator):
    """At least `min_length` characters."""

    def get_error_message(self) -> str:
        """What to do, in one sentence."""
        tekst = _("Dit wachtwoord is te kort. Gebruik minstens %(aantal)d tekens.")
        return tekst % {"aantal": self.min_length}

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik minstens %(aantal)d tekens.") % {"aantal": self.min_length}


class GeenVakwoorden:
    """Not made of words of this organisation and years alone: `Integriteit-2026` is guessed at once."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` when little is left without those words."""
        rest = password.lower()
        for woord in sorted(VAKWOORDEN, key=len, reverse=True):
            rest = rest.replace(woord, " ")
        rest = re.sub(r"(19|20)\d\d|[\W_]", "", rest)
        if len(rest) < KORTSTE_REST and rest != re.sub(r"[\W_]", "", password.lower()):
            raise ValidationError(
                _("Dit wachtwoord is te makkelijk te raden. Gebruik ook andere woorden."), code="vakwoord"
            )

    def get_help_text(self) -> str:
        """The rule before it is broken."""
        return _("Gebruik niet alleen woorden van het werk of een jaartal.")
