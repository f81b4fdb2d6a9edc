"""The question that a change of a closed zaak asks beside its own: why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from zaken.services.nasluiting import REDEN, is_ten_einde

from .woorden import RegisterForm

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


class NaSluitingForm(RegisterForm):
    """Its name is that of `REDEN`: what the service says about it lands here."""

    reden_na_sluiting = forms.CharField(
        label=gettext_lazy("Waarom wijzigt u dit nog?"),
        help_text=gettext_lazy(
            "De behandeling is afgesloten. Uw reden komt bij de notities. Gebruik geen namen."
        ),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Schrijf waarom u dit na het sluiten nog wijzigt.")},
    )


def vraag_reden(request: Verzoek, register: Register, zaak: Any) -> NaSluitingForm | None:
    """The question, with what was answered; None for a zaak that is not at its end. `zaak` is the register's own.

    What is sent is judged by the zaak as it stands now, held until it is saved: somebody may just have ended it.
    """
    if request.method == "POST":
        if not is_ten_einde(zaak, door=request.user):
            return None
    elif not register.stappen.is_einde(register.status_van(zaak)):
        return None
    form = NaSluitingForm(request.POST if request.method == "POST" else None)
    form.spreek(register)
    return form


def is_geldig(form: forms.Form, reden: NaSluitingForm | None) -> bool:
    """Both are looked at, so that every fault is said at once."""
    return all([form.is_valid(), reden is None or reden.is_valid()])


def gegeven(reden: NaSluitingForm | None) -> str:
    """The answer of a valid form."""
    return reden.cleaned_data[REDEN] if reden is not None else ""
