"""Text fields with their limit in words, and messages that name their question."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class _Tekst(forms.CharField):
    """Text of at most `max_length` characters."""

    default_error_messages = {
        "null_characters_not_allowed": gettext_lazy("Haal de onleesbare tekens uit deze tekst.")
    }

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        grens = lazy(partial(number_format, max_length, force_grouping=True), str)()
        te_lang = format_lazy(gettext_lazy("Gebruik niet meer dan {grens} tekens."), grens=grens)
        kwargs["error_messages"] = {"max_length": te_lang, **kwargs.get("error_messages", {})}
        super().__init__(max_length=max_length, **kwargs)


class Regel(_Tekst):
    """Text of one line: line breaks and rows of blanks become one blank."""

    def to_python(self, value: Any) -> str:
        """The text with single blanks."""
        return " ".join((super().to_python(value) or "").split())


class Verhaal(_Tekst):
    """Text of more lines, with a counter; `rijen` is the height of the box."""

    def __init__(self, *, rijen: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": rijen}))
        super().__init__(**kwargs)


def noem_de_vraag(form: forms.BaseForm) -> None:
    """Name the question in Django's own words for an empty or an unknown answer; a field's own messages stay.

    In the list of errors a message stands apart from its field.
    """
    for veld in form.fields.values():
        label = str(veld.label)
        if veld.error_messages["required"] == forms.Field.default_error_messages["required"]:
            veld.error_messages["required"] = _leeg(label)
        for sleutel in {"invalid_choice", "invalid_list"} & veld.error_messages.keys():
            if veld.error_messages[sleutel] == _van_de_klasse(veld, sleutel):
                veld.error_messages[sleutel] = _("Kies uit de lijst: %(vraag)s") % {"vraag": label}


def _van_de_klasse(veld: forms.Field, sleutel: str) -> Any:
    """The message that the kind of field brings along."""
    eigen = (vars(klasse).get("default_error_messages", {}) for klasse in type(veld).__mro__)
    return next(boodschappen[sleutel] for boodschappen in eigen if sleutel in boodschappen)


def _leeg(label: str) -> str:
    if label.endswith("?"):
        return _("Beantwoord de vraag: %(vraag)s") % {"vraag": label}
    return _("Vul in: %(vraag)s") % {"vraag": label}
