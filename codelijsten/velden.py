"""Choosing from a code list in a form: the page sends the code, the form gives the row.

A form is filled in two steps: `keuzelijsten` asks every list that it needs in one query, `kies_codes` hands each
field its rows. Any choice widget will do: radio buttons, a select, `Zoekkeuze` for a long list, check boxes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from schermen.formulieren import Zoekkeuze

from .models import Code

Keuzelijsten = Mapping[str, Sequence[Code]]
"""Per list the codes that may be chosen, in their printed order."""

LEEG = _("Maak een keuze")
LANG = 15
"""More choices than this, and a select becomes a box to type in (where there is JavaScript)."""


class Codekeuze(forms.TypedChoiceField):
    """One code of `lijst`; None when nothing was chosen. `leeg`: the line of a select that chooses nothing."""

    def __init__(self, *, lijst: str, leeg: Any = LEEG, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)
        self.lijst = lijst
        self.leeg = leeg

    def kies_uit(self, rijen: Sequence[Code]) -> None:
        """Offer these rows; only a list that unfolds needs a line for nothing."""
        begin = [("", self.leeg)] if isinstance(self.widget, forms.Select) else []
        if begin and len(rijen) > LANG:
            self.widget.attrs |= Zoekkeuze().attrs
        self.choices = [*begin, *_opties(rijen)]
        self.coerce = {rij.code: rij for rij in rijen}.__getitem__

    def prepare_value(self, value: Any) -> Any:
        """A row, its code, or what was typed."""
        return value.code if isinstance(value, Code) else value


class Codekeuzes(forms.TypedMultipleChoiceField):
    """Codes of `lijst`, each once; below the headings of the codes that they belong to, when they do."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, lijst: str, **kwargs: Any) -> None:
        super().__init__(empty_value=[], **kwargs)
        self.lijst = lijst

    def kies_uit(self, rijen: Sequence[Code]) -> None:
        """Offer these rows."""
        self.choices = _gegroepeerd(rijen) if any(rij.bovenliggend_id for rij in rijen) else _opties(rijen)
        self.coerce = {rij.code: rij for rij in rijen}.__getitem__

    def prepare_value(self, value: Any) -> Any:
        """Rows, their codes, or what was typed."""
        return [deel.code if isinstance(deel, Code) else deel for deel in value or ()]

    def to_python(self, value: Any) -> list[str]:
        """The codes without repetition, in the order they came."""
        return list(dict.fromkeys(super().to_python(value)))


def keuzelijsten(lijsten: Collection[str], *, op: date, ook: Iterable[int | None] = ()) -> Keuzelijsten:
    """Per list the codes valid on `op`, and those in `ook`: chosen before, perhaps closed since. One query."""
    geldig = Q(pk__in=Code.objects.geldig_op(op).values("pk")) | Q(pk__in=[pk for pk in ook if pk])
    rijen = Code.objects.filter(geldig, lijst_id__in=lijsten).select_related("bovenliggend")
    per_lijst: dict[str, list[Code]] = {lijst: [] for lijst in lijsten}
    for code in rijen.order_by("lijst_id", "volgorde", "label"):
        per_lijst[code.lijst_id].append(code)
    return per_lijst


def lijsten_van(velden: Iterable[forms.Field]) -> set[str]:
    """The code lists that these fields ask from."""
    return {veld.lijst for veld in velden if isinstance(veld, (Codekeuze, Codekeuzes))}


def kies_codes(velden: Iterable[forms.Field], keuzes: Keuzelijsten) -> None:
    """Hand every code field its rows; nothing can be chosen from a list that was not asked."""
    for veld in velden:
        if isinstance(veld, (Codekeuze, Codekeuzes)):
            veld.kies_uit(keuzes.get(veld.lijst, ()))


def _opties(rijen: Iterable[Code]) -> list[tuple[str, str]]:
    return [(rij.code, rij.opschrift) for rij in rijen]


def _gegroepeerd(rijen: Iterable[Code]) -> list[tuple[Any, list[tuple[str, str]]]]:
    groepen: dict[Any, list[Code]] = {}
    for rij in rijen:
        groepen.setdefault(rij.bovenliggend.opschrift if rij.bovenliggend else _("Overig"), []).append(rij)
    return [(kop, _opties(groep)) for kop, groep in groepen.items()]
