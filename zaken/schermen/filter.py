"""The filter panel of a list: every field is optional, and what cannot be is refused in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from zaken.register import Register, Woord
from zaken.register.lijst import Keuzefilter, Termijnfilter

EERSTE_JAAR = 2014
_BLADEREN = ("na", "voor")

_Keus = tuple[str, Woord, object]
"""What the address says, what the screen says, what the query asks."""


class Filterform(forms.Form):
    """What narrows the list; the address carries it, so a page can be kept and shared. One query for all choices."""

    toon_niet_verplicht = False

    q = forms.CharField(
        label=_("Zoeken"),
        help_text=_("Nummer of woorden uit het onderwerp"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-sneltoets": "Z"}),
    )

    def __init__(self, register: Register, vraag: QueryDict) -> None:
        super().__init__(vraag, label_suffix="")
        eigen = register.lijst.filters
        codes = _codes("defensieonderdeel", *(keuze.codelijst for keuze in eigen if keuze.codelijst))
        self.fields["status"] = forms.MultipleChoiceField(
            label=_("Status"),
            choices=register.status.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        jaren = range(localdate().year, EERSTE_JAAR - 1, -1)
        self.fields["jaar"] = _keuzeveld(
            _("Ontvangen in"), _("Alle jaren"), [(str(jaar), str(jaar), jaar) for jaar in jaren]
        )
        for keuze in eigen:
            keuzes = codes[keuze.codelijst] if keuze.codelijst else _waarden(register, keuze)
            self.fields[keuze.naam] = _keuzeveld(keuze.label, keuze.alle, keuzes)
        self.fields["onderdeel"] = _keuzeveld(
            _("Onderdeel"), _("Alle onderdelen"), codes["defensieonderdeel"]
        )
        self.fields["termijn"] = forms.ChoiceField(
            label=_("Termijn"), choices=Termijnfilter.choices, required=False, widget=forms.RadioSelect
        )
        self.fields["geannuleerd"] = forms.BooleanField(
            label=_("Toon ook geannuleerde nummers"), required=False
        )


def _keuzeveld(label: Woord, alle: Woord, keuzes: Iterable[_Keus]) -> forms.ChoiceField:
    """A choice whose clean value is the third of its `_Keus`, or None."""
    waarden = {in_adres: waarde for in_adres, _label, waarde in keuzes}
    return forms.TypedChoiceField(
        label=label,
        choices=[("", alle), *((in_adres, tekst) for in_adres, tekst, _waarde in keuzes)],
        coerce=waarden.__getitem__,
        empty_value=None,
        required=False,
    )


def _codes(*lijsten: str) -> dict[str, list[_Keus]]:
    """The rows of these code lists, closed ones too: old zaken still carry them."""
    keuzes: dict[str, list[_Keus]] = {lijst: [] for lijst in lijsten}
    for code in Code.objects.filter(lijst_id__in=lijsten):
        keuzes[code.lijst_id].append((code.code, code.label, code.pk))
    return keuzes


def _waarden(register: Register, keuze: Keuzefilter) -> list[_Keus]:
    """The choices of a field of the register itself."""
    veld: Any = register.model._meta.get_field(keuze.veld)
    return [(str(waarde), label, waarde) for waarde, label in veld.flatchoices]


def adres(vraag: QueryDict, **anders: str | None) -> str:
    """The query string with some parts changed (None: left out); paging keys never survive another change."""
    nieuw = vraag.copy()
    for naam in _BLADEREN:
        nieuw.pop(naam, None)
    for naam, waarde in anders.items():
        nieuw.pop(naam, None)
        if waarde is not None:
            nieuw[naam] = waarde
    return f"?{nieuw.urlencode()}"


def chips(form: Filterform, vraag: QueryDict) -> list[dict[str, str]]:
    """One chip per active filter, with the address without it."""
    gekozen = []
    for naam, veld in form.fields.items():
        for waarde in [w for w in vraag.getlist(naam) if w]:
            rest = vraag.copy()
            rest.setlist(naam, [w for w in vraag.getlist(naam) if w != waarde])
            gekozen.append(
                {
                    "label": f"{veld.label}: {_woorden(veld, waarde)}" if waarde != "on" else str(veld.label),
                    "url": adres(rest),
                }
            )
    return gekozen


def _woorden(veld: Any, waarde: str) -> str:
    """How a chosen value reads on the screen."""
    keuzes = dict(getattr(veld, "choices", ()) or ())
    return str(next((label for code, label in keuzes.items() if str(code) == waarde), waarde))
