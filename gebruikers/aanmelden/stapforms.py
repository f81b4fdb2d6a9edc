"""Forms of the second step: a code, a key, and setting them up (setting `MFA_FORMS`)."""

from __future__ import annotations

from typing import Any, cast

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gebruikers import begrenzing
from gebruikers.models import Gebruiker
from gebruikers.toegang import aanmelder

from .forms import benoem
from .tweede_stap import is_passkey

NAAM_LENGTE = 40
NAAMHULP = _("Zo herkent u deze sleutel later, bijvoorbeeld: sleutelbos.")
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
        try:
            return _getekend_met(self.cleaned_data["credential"], self.user)
        except ValidationError:
            begrenzing.meld_ongeteld(cast(HttpRequest, context.request), self.user)
            raise


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """What a passkey answered, which also says whose it is: signs somebody in without a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=None, **kwargs)

    def clean_credential(self) -> Authenticator:
        """The passkey that signed our challenge, with its user; only what its owner made for this, and after a PIN.

        An account without a password (closed once, or never begun) is opened by the mailed link first.
        """
        antwoord = self.cleaned_data["credential"]
        _lees(antwoord)
        try:
            gebruiker = cast(Gebruiker, webauthn.extract_user_from_response(antwoord))
        except ValidationError:
            raise ValidationError(ANDERE_MANIER) from None
        with aanmelder(gebruiker):
            middel = _getekend_met(antwoord, gebruiker)
        if not (is_passkey(middel) and gebruiker.has_usable_password()):
            raise ValidationError(ANDERE_MANIER)
        middel.user = gebruiker
        return middel


def _getekend_met(antwoord: Any, gebruiker: Gebruiker) -> Authenticator:
    """The key of `gebruiker` that gave this answer. Raises `ValidationError`.

    Whether the key asked for a PIN or finger is read from what it signed, not from the session: a challenge of another
    page asks for less.
    """
    gelezen = _lees(antwoord)
    try:
        middel = cast(Authenticator, webauthn.complete_authentication(gebruiker, antwoord))
    except ValidationError:
        raise ValidationError(ANDERE_MANIER) from None
    if is_passkey(middel) and not gelezen.response.authenticator_data.is_user_verified():
        raise ValidationError(ANDERE_MANIER)
    return middel


def _lees(antwoord: Any) -> Any:
    """What a key answered; raises `ValidationError` for what no key answers."""
    try:
        return webauthn.parse_authentication_response(antwoord)
    except (ValidationError, LookupError, AttributeError):  # allauth catches what has another type or length
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
            NAAMHULP,
            maxlength=str(NAAM_LENGTE),
        )

    def clean_name(self) -> str:
        """Cut, not refused: the key was made already."""
        return str(super().clean_name())[:NAAM_LENGTE]


class NieuwePasskeyForm(NieuweSleutelForm):
    """As `NieuweSleutelForm`, and the key must have asked for a PIN or finger."""

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["passwordless"] = True  # allauth then looks at what the key signed
        return cast("dict[str, Any]", super().clean())


class SleutelnaamForm(forms.Form):
    """Another name for a key."""

    naam = forms.CharField(
        label=_("Naam"),
        max_length=NAAM_LENGTE,
        help_text=NAAMHULP,
        error_messages={"required": _("Vul een naam in.")},
    )
