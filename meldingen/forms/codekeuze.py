"""Choosing from code lists: sends the code, gives the row, asks all lists in one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code

Keuzelijsten = Mapping[str, Sequence[Code]]


def keuzelijsten(lijsten: Collection[str], *, op: date, ook: Iterable[int | None] = ()) -> Keuzelijsten:
    """Per list the codes valid on `op` and those in `ook`, in their printed order; one query."""
    geldig = Q(pk__in=Code.objects.geldig_op(op).values("pk")) | Q(pk__in=[pk for pk in ook if pk])
    rijen = Code.objects.filter(geldig, lijst_id__in=lijsten).select_related("bovenliggend")
    per_lijst: dict[str, list[Code]] = {lijst: [] for lijst in lijsten}
    for code in rijen.order_by("lijst_id", "volgorde", "label"):
        per_lijst[code.lijst_id].append(code)
    return per_lijst


class Codeselect(forms.Select):
    """A select whose value is a `Code`, its code, or what was typed."""

    def format_value(self, value: Any) -> Any:
        return super().format_value(value.code if isinstance(value, Code) else value)


class Codevinkjes(forms.CheckboxSelectMultiple):
    """Check boxes whose values are `Code` rows, their codes, or what was typed."""

    def format_value(self, value: Any) -> Any:
        return super().format_value([v.code if isinstance(v, Code) else v for v in value or ()])


class Codekeuze(forms.TypedChoiceField):
    """One code of `lijst`; None when nothing was chosen. Filled by `kies_uit`."""

    widget = Codeselect

    def __init__(self, *, lijst: str, **kwargs: Any) -> None:
        self.lijst = lijst
        super().__init__(empty_value=None, **kwargs)

    def kies_uit(self, rijen: Sequence[Code]) -> None:
        leeg = [("", _("Maak een keuze"))]
        self.choices = leeg + [(code.code, code.label) for code in rijen]
        self.coerce = {code.code: code for code in rijen}.__getitem__


class Codekeuzes(forms.TypedMultipleChoiceField):
    """Codes of `lijst`, under the headings of the codes that they belong to. Filled by `kies_uit`."""

    widget = Codevinkjes

    def __init__(self, *, lijst: str, **kwargs: Any) -> None:
        self.lijst = lijst
        super().__init__(empty_value=[], **kwargs)

    def kies_uit(self, rijen: Sequence[Code]) -> None:
        groepen = groupby(rijen, key=lambda code: code.bovenliggend)
        if any(code.bovenliggend_id for code in rijen):
            self.choices = [
                (boven.label if boven else _("Overig"), [(code.code, code.label) for code in groep])
                for boven, groep in groepen
            ]
        else:
            self.choices = [(code.code, code.label) for code in rijen]
        self.coerce = {code.code: code for code in rijen}.__getitem__
