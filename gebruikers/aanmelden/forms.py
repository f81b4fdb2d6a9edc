"""allauth's forms with our labels and hints; what they check stays allauth's (setting `ACCOUNT_FORMS`)."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gebruikers import begrenzing
from gebruikers.models import Gebruiker

VUL_ADRES_IN = _("Vul uw e-mailadres in.")
WACHTWOORDHULP = _("Minstens 12 tekens. Een zin van een paar woorden is goed te onthouden.")


def benoem(veld: forms.Field, label: Any, leeg: Any, hulp: Any = "", **attrs: str) -> None:
    """Label, message when empty, hint, attributes; no placeholder, which goes when somebody types."""
    veld.label = label
    veld.error_messages["required"] = leeg
    veld.help_text = hulp
    veld.widget.attrs.pop("placeholder", None)
    veld.widget.attrs.update(attrs)


class AanmeldForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        benoem(self.fields["login"], _("E-mailadres"), VUL_ADRES_IN, autocomplete="username")
        benoem(self.fields["password"], _("Wachtwoord"), _("Vul uw wachtwoord in."))


class WachtwoordVergetenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """The address that gets a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        benoem(self.fields["email"], _("E-mailadres"), VUL_ADRES_IN, autocomplete="username")


class NieuwWachtwoordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """A password after an invitation or a reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        benoem(self.fields["password1"], _("Nieuw wachtwoord"), _("Kies een wachtwoord."), WACHTWOORDHULP)
        benoem(
            self.fields["password2"],
            _("Nieuw wachtwoord, nog een keer"),
            _("Vul het wachtwoord nog een keer in."),
        )


class WachtwoordWijzigenForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The old password and the new one. The page counts the tries."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        benoem(self.fields["oldpassword"], _("Huidig wachtwoord"), _("Vul uw huidige wachtwoord in."))
        benoem(self.fields["password1"], _("Nieuw wachtwoord"), _("Kies een wachtwoord."), WACHTWOORDHULP)
        benoem(
            self.fields["password2"],
            _("Nieuw wachtwoord, nog een keer"),
            _("Vul het wachtwoord nog een keer in."),
        )

    def clean_oldpassword(self) -> str:
        """The password opens this account; who sits in a stranger's session guesses it here too."""
        try:
            return str(super().clean_oldpassword())
        except ValidationError:
            begrenzing.meld_mislukt(cast(HttpRequest, context.request))
            raise


class HerbevestigForm(forms.Form):
    """The own password, asked again."""

    password = forms.CharField(
        label=_("Uw wachtwoord"),
        error_messages={"required": _("Vul uw wachtwoord in.")},
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, gebruiker: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker

    def clean_password(self) -> str:
        """The password opens this account, now."""
        wachtwoord: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.gebruiker, wachtwoord):
            raise get_adapter().validation_error("enter_current_password")
        return wachtwoord
