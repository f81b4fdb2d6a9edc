"""Messages that name the question: in the list of errors they stand apart from their field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _


def noem_de_vraag(form: forms.Form) -> None:
    """Replace Django's own words for an empty or an unknown answer; a field's own messages stay."""
    for veld in form.fields.values():
        label = str(veld.label)
        if veld.error_messages["required"] == forms.Field.default_error_messages["required"]:
            veld.error_messages["required"] = _leeg(label)
        for sleutel in {"invalid_choice", "invalid_list"} & veld.error_messages.keys():
            veld.error_messages[sleutel] = _kies(label)


def _leeg(label: str) -> str:
    if label.endswith("?"):
        return _("Beantwoord de vraag: %(vraag)s") % {"vraag": label}
    return _("Vul in: %(vraag)s") % {"vraag": label}


def _kies(label: str) -> str:
    return _("Kies uit de lijst: %(vraag)s") % {"vraag": label}
