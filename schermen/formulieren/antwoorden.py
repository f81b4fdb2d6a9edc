"""A clean answer, said in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _

from schermen.formulieren.datums import DeelDatum


def in_woorden(veld: forms.Field, waarde: Any) -> str:
    """What was answered to this question; empty when nothing was."""
    match waarde:
        case None | "":
            return ""
        case bool():
            return _("Ja") if waarde else _("Nee")
        case list() | tuple():
            return ", ".join(in_woorden(veld, deel) for deel in waarde)
        case DeelDatum():
            return waarde.tekst()
        case date():
            return str(formats.date_format(waarde, "DATE_FORMAT"))
        case str() if isinstance(veld, forms.ChoiceField):
            return _labels(veld).get(waarde, waarde)
        case _:
            return str(waarde)


def _labels(veld: forms.ChoiceField) -> dict[str, str]:
    """Label by value, also of choices below a heading."""
    gevonden: dict[str, str] = {}
    keuzes: Any = veld.choices
    for waarde, label in keuzes:
        onder_kop = label if isinstance(label, (list, tuple)) else [(waarde, label)]
        gevonden |= {str(deel): str(tekst) for deel, tekst in onder_kop}
    return gevonden
