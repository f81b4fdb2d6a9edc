"""Fields of the intake: codes by their stable value, texts with limits said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code

Keuzelijsten = Mapping[str, Sequence[Code]]
"""Per list the codes that may be chosen, in their printed order."""


class Codekeuze(forms.TypedChoiceField):
    """One code of `lijst`; sends the code, gives the row, or None."""

    widget = forms.RadioSelect

    def __init__(self, *, lijst: str, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)
        self.lijst = lijst

    def kies_uit(self, rijen: Sequence[Code]) -> None:
        """Offer these rows; a list that unfolds starts with a line that chooses nothing."""
        uitklapbaar = isinstance(self.widget, forms.Select) and not isinstance(self.widget, forms.RadioSelect)
        begin = [("", _("Maak een keuze"))] if uitklapbaar else []
        self.choices = [*begin, *((rij.code, rij.label) for rij in rijen)]
        self.coerce = {rij.code: rij for rij in rijen}.__getitem__


class Codekeuzes(forms.TypedMultipleChoiceField):
    """Codes of `lijst`; sends the codes, gives the rows, each once."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, lijst: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lijst = lijst

    def kies_uit(self, rijen: Sequence[Code]) -> None:
        """Offer these rows."""
        self.choices = [(rij.code, rij.label) for rij in rijen]
        self.coerce = {rij.code: rij for rij in rijen}.__getitem__

    def to_python(self, value: Any) -> list[str]:
        """The codes without repetition, in the order they came."""
        return list(dict.fromkeys(super().to_python(value)))


class Tekst(forms.CharField):
    """Text of at most `max_length` characters, one line or more."""

    default_error_messages = {"null_characters_not_allowed": _("Haal de onleesbare tekens uit deze tekst.")}

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        grens = lazy(partial(number_format, max_length, force_grouping=True), str)()
        te_lang = format_lazy(_("Gebruik niet meer dan {grens} tekens."), grens=grens)
        kwargs["error_messages"] = {"max_length": te_lang, **kwargs.get("error_messages", {})}
        super().__init__(max_length=max_length, **kwargs)


class Regel(Tekst):
    """Text of one line: line breaks and rows of blanks become one blank."""

    def to_python(self, value: Any) -> str:
        """The text with single blanks."""
        return " ".join((super().to_python(value) or "").split())


class Verhaal(Tekst):
    """Text of more lines, with a counter."""

    widget = forms.Textarea


def kies(reden: Any) -> dict[str, Any]:
    """The two messages of a choice: nothing chosen, or something that is not in the list."""
    return {"required": reden, "invalid_choice": _("Kies een antwoord uit de lijst.")}
