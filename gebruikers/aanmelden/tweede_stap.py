"""The second step of signing in: how allauth's MFA behaves here (`MFA_ADAPTER`), and who must have one."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, count
from typing import Any, ClassVar, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gebruikers import queries
from gebruikers.geheim import Doel, ontsleutel, versleutel
from gebruikers.models import Gebruiker

from .sessies import TWEEDE_STAP

TOTP = "totp"
WEBAUTHN = "webauthn"
HERSTELCODES = "recovery_codes"
STAPPEN = frozenset({TOTP, WEBAUTHN})
"""What counts as a second step by itself; recovery codes only stand in for one."""
ZONDER_WACHTWOORD = "zonder_wachtwoord"
"""In the data of a key: it asks for a PIN or finger, and its owner chose that it opens the account alone."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets encrypted at rest; whether somebody has a factor is asked from the database's own function."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Deze code klopt niet. Wacht op de volgende code en vul die in."),
        "cannot_delete_authenticator": gettext_lazy(
            "U moet een tweede stap houden. Voeg eerst een andere toe."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Stel eerst een tweede stap in."),
    }

    def encrypt(self, text: str) -> str:
        return versleutel(text, doel=Doel.TWEEDE_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return ontsleutel(encrypted_text, doel=Doel.TWEEDE_FACTOR)

    def is_mfa_enabled(self, user: Any, types: Collection[str] | None = None) -> bool:
        """Also before sign-in is complete, when nobody sees the rows."""
        if user.is_anonymous:
            return False
        eigen = queries.tweede_factoren(user)
        return bool(eigen if types is None else eigen & {str(soort) for soort in types})

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Where a second step is demanded, the last one stays."""
        if not settings.TWEEDE_STAP_VERPLICHT:
            return True
        stappen = type(authenticator).objects.filter(user_id=authenticator.user_id, type__in=STAPPEN)
        eigen = set(stappen.select_for_update().values_list("pk", flat=True))  # two at once must not both go
        return bool(eigen - {authenticator.pk})

    def get_totp_issuer(self) -> str:
        return _("Integriteitsregistratie")

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """`Mijn sleutel`, then `Mijn sleutel 2` and on: the first that none of the keys of `user` has."""
        basis = _("Mijn sleutel")
        eigen = set(Authenticator.objects.filter(user=user, type=type).values_list("data__name", flat=True))
        namen = chain([basis], (f"{basis} {nummer}" for nummer in count(2)))
        return next(naam for naam in namen if naam not in eigen)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": _("Integriteitsregistratie")}


def heeft_tweede_stap_gezet(request: HttpRequest) -> bool:
    """Whether this session was opened with more than a password, or got its first second step itself."""
    stappen = get_authentication_records(request, request.user)
    return any(stap.get("method") == "mfa" for stap in stappen) or bool(request.session.get(TWEEDE_STAP))


def moet_nog_instellen(request: HttpRequest) -> bool:
    """Whether the user may only reach the pages that set up a second step."""
    return bool(settings.TWEEDE_STAP_VERPLICHT) and not heeft_tweede_stap_gezet(request)


def is_passkey(middel: Any) -> bool:
    """Whether this key may sign in without a password."""
    return middel.data.get(ZONDER_WACHTWOORD) is True


def factoren_van(gebruiker: Gebruiker) -> frozenset[str]:
    """`TOTP`, `WEBAUTHN` and `HERSTELCODES`, as far as `gebruiker` has them."""
    return queries.tweede_factoren(cast(Any, gebruiker))
