"""A note, and undoing a registration: one question each."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _


class Notitieform(forms.Form):
    """`inzending` is made when the form is shown: sent twice, it stays one note."""

    tekst = forms.CharField(
        label=_("Notitie"),
        help_text=_("Een notitie kunt u niet meer wijzigen. Gebruik zo min mogelijk namen."),
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Schrijf een notitie")},
    )
    inzending = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class Annuleerform(forms.Form):
    """Why a registration was a mistake."""

    reden = forms.CharField(
        label=_("Waarom was deze registratie een vergissing?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Schrijf waarom u de melding annuleert")},
    )
