"""What somebody chooses about their messages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Voorkeur


class VoorkeurForm(forms.Form):
    """Mail at once, once a day, or not at all."""

    mail = forms.TypedChoiceField(
        label=_("Wanneer wilt u mail over nieuwe berichten?"),
        help_text=_("In de mail staan alleen een datum en een link. Geen nummers en geen namen."),
        choices=Voorkeur.Mail.choices,
        coerce=Voorkeur.Mail,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wanneer u mail wilt.")},
    )
