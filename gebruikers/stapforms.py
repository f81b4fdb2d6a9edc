"""Forms of the second step: a code, a key, and setting them up (setting `MFA_FORMS`)."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import begrenzing
from .aanmeldforms import benoem

ANDERE_MANIER = _("Dat lukte niet met deze sleutel. Probeer het opnieuw of kies een andere manier.")


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code from the app, or a recovery code. `user` is who signs in, or confirms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hulp = _("Een code van 6 cijfers uit uw app, of een herstelcode van 8 cijfers.")
        benoem(self.fields["code"], _("Code"), _("Vul de code in."), hulp, inputmode="numeric")

    def clean_code(self) -> str:
        """The code fits now and was not used before. Tries are counted per account and device."""
        code = str(self.cleaned_data["code"])
        with begrenzing.stap(self.user):
            for middel in Authenticator.objects.filter(user=self.user).exclude(
                type=Authenticator.Type.WEBAUTHN
            ):
                if middel.wrap().validate_code(code):
                    middel.user = self.user
                    self.authenticator = middel
                    return code
            raise get_adapter().validation_error("incorrect_code")


class SleutelForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """What a security key answered. Not counted: a signature cannot be guessed, and a count can lock somebody out."""

    def clean_credential(self) -> Authenticator:
        """The factor that signed our challenge."""
        antwoord = self.cleaned_data["credential"]
        try:
            webauthn.parse_authentication_response(antwoord)
            return cast(Authenticator, webauthn.complete_authentication(self.user, antwoord))
        except ValidationError:
            raise ValidationError(ANDERE_MANIER) from None


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code proves that the app holds the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        benoem(
            self.fields["code"],
            _("Code uit de app"),
            _("Vul de code in die de app laat zien."),
            _("6 cijfers"),
            inputmode="numeric",
        )


class NieuweSleutelForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A name, and what the security key answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        benoem(
            self.fields["name"],
            _("Naam"),
            _("Vul een naam in."),
            _("Zo herkent u deze sleutel later, bijvoorbeeld: sleutelbos."),
            maxlength="40",
        )
