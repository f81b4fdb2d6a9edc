"""The filter panel of the list: every field is optional, and what cannot be is refused in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from meldingen.status import Status

EERSTE_JAAR = 2014


class Termijnfilter(TextChoices):
    ALLE = "", _("Alle termijnen")
    TE_LAAT = "te_laat", _("Te laat")
    BINNENKORT = "binnenkort", _("Binnen 5 dagen")


class Filterform(forms.Form):
    """What narrows the list; the address carries it, so a page can be kept and shared."""

    toon_niet_verplicht = False

    q = forms.CharField(
        label=_("Zoeken"),
        help_text=_("Nummer of woorden uit het onderwerp"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-sneltoets": "Z"}),
    )
    status = forms.MultipleChoiceField(
        label=_("Status"), choices=Status.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    jaar = forms.TypedChoiceField(label=_("Ontvangen in"), coerce=int, empty_value=None, required=False)
    categorie = forms.ModelChoiceField(
        label=_("Categorie"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=_("Alle categorieën"),
        to_field_name="code",
    )
    onderdeel = forms.ModelChoiceField(
        label=_("Onderdeel"),
        queryset=Code.objects.none(),
        required=False,
        empty_label=_("Alle onderdelen"),
        to_field_name="code",
    )
    termijn = forms.ChoiceField(
        label=_("Termijn"), choices=Termijnfilter.choices, required=False, widget=forms.RadioSelect
    )
    geannuleerd = forms.BooleanField(label=_("Toon ook geannuleerde nummers"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        jaren = range(localdate().year, EERSTE_JAAR - 1, -1)
        self._veld("jaar", forms.TypedChoiceField).choices = [
            ("", _("Alle jaren")),
            *((jaar, str(jaar)) for jaar in jaren),
        ]
        self._veld("categorie", forms.ModelChoiceField).queryset = Code.objects.van("hoofdcategorie")
        self._veld("onderdeel", forms.ModelChoiceField).queryset = Code.objects.van("defensieonderdeel")

    def _veld(self, naam: str, soort: type[Any]) -> Any:
        veld = self.fields[naam]
        if not isinstance(veld, soort):
            raise TypeError(naam)
        return veld
