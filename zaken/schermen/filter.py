"""The filter panel of a list: every field is optional, and what cannot be is refused in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from codelijsten.models import Code
from codelijsten.velden import Codekeuze, Keuzelijsten, kies_codes, lijsten_van
from schermen.formulieren import noem_de_vraag
from zaken.register import Register, Woord
from zaken.register.lijst import Keuzefilter, Termijnfilter

EERSTE_JAAR = 2014
_BLADEREN = ("na", "voor", "vanaf", "pagina")


class Filterform(forms.Form):
    """What narrows the list; the address carries it, words only as `zoekwoorden` says. One query for all choices.

    `verlopen`: what was searched for can no longer be read from the address.
    """

    toon_niet_verplicht = False

    q = forms.CharField(
        label=_("Zoeken"),
        help_text=_('Nummer, woorden uit de zaak of een "woordgroep" tussen aanhalingstekens'),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "data-sneltoets": "Z"}),
    )

    def __init__(
        self, register: Register, vraag: QueryDict, *, met_persoon: bool = False, verlopen: bool = False
    ) -> None:
        super().__init__(vraag, label_suffix="")
        self.verlopen = verlopen
        if met_persoon:
            self.fields["persoon"] = forms.CharField(
                label=_("Persoon"),
                help_text=_("Hele naam, e-mailadres of nummer"),
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        self.fields["status"] = forms.MultipleChoiceField(
            label=_("Status"),
            choices=register.status.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["jaar"] = jaarveld()
        for eigen in register.lijst.filters:
            self.fields[eigen.naam] = _eigen_veld(register, eigen)
        self.fields["onderdeel"] = Codekeuze(
            lijst="defensieonderdeel", label=_("Onderdeel"), leeg=_("Alle onderdelen"), required=False
        )
        self.fields["termijn"] = forms.ChoiceField(
            label=_("Termijn"), choices=Termijnfilter.choices, required=False, widget=forms.RadioSelect
        )
        self.fields["geannuleerd"] = forms.BooleanField(
            label=_("Toon ook geannuleerde nummers"), required=False
        )
        kies_codes(self.fields.values(), alle_codes(lijsten_van(self.fields.values())))
        noem_de_vraag(self)

    def clean_q(self) -> str:
        """Refuses what is gone: a list without the search would pass for its answer."""
        if self.verlopen:
            raise forms.ValidationError(
                _("Zoek opnieuw: deze zoekvraag is ouder dan een dag, of is niet van u.")
            )
        return str(self.cleaned_data["q"])


def _eigen_veld(register: Register, eigen: Keuzefilter) -> forms.ChoiceField:
    """The field of a filter that the register declares."""
    if eigen.codelijst:
        return Codekeuze(lijst=eigen.codelijst, label=eigen.label, leeg=eigen.alle, required=False)
    veld: Any = register.model._meta.get_field(eigen.veld)
    return keuzeveld(eigen.label, eigen.alle, veld.flatchoices)


def jaarveld() -> forms.ChoiceField:
    """The year of receipt, as a number."""
    jaren = [(jaar, str(jaar)) for jaar in range(localdate().year, EERSTE_JAAR - 1, -1)]
    return keuzeveld(_("Ontvangen in"), _("Alle jaren"), jaren, coerce=int)


def keuzeveld(
    label: Woord, alle: Woord, keuzes: Iterable[tuple[Any, Woord]], **meer: Any
) -> forms.ChoiceField:
    """One choice or none; its clean value is None without a choice."""
    return forms.TypedChoiceField(
        label=label, choices=[("", alle), *keuzes], empty_value=None, required=False, **meer
    )


def alle_codes(lijsten: Collection[str]) -> Keuzelijsten:
    """The rows of these code lists, closed ones too: old zaken still carry them. One query."""
    per_lijst: dict[str, list[Code]] = {lijst: [] for lijst in lijsten}
    for code in Code.objects.filter(lijst_id__in=lijsten):
        per_lijst[code.lijst_id].append(code)
    return per_lijst


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


def gekozen(form: forms.Form, vraag: QueryDict) -> QueryDict:
    """What a valid form was sent with: its own fields, each in the one way that a page writes it, none empty."""
    schoon = QueryDict(mutable=True)
    for naam, veld in form.fields.items():
        if isinstance(veld, forms.BooleanField):
            waarden = ["on"] if form.cleaned_data[naam] else []
        elif isinstance(veld, forms.MultipleChoiceField):
            waarden = list(dict.fromkeys(vraag.getlist(naam)))
        else:
            waarden = [tekst] if (tekst := vraag.get(naam, "").strip()) else []
        if waarden:
            schoon.setlist(naam, waarden)
    return schoon


def chips(
    form: forms.Form, vraag: QueryDict, voor_adres: Callable[[QueryDict], QueryDict] = QueryDict.copy
) -> list[dict[str, str]]:
    """One chip per active filter, with the address without it; `voor_adres` makes a question fit to stand in one."""
    actief = []
    for naam, veld in form.fields.items():
        for waarde in [w for w in vraag.getlist(naam) if w]:
            rest = vraag.copy()
            rest.setlist(naam, [w for w in vraag.getlist(naam) if w != waarde])
            actief.append(
                {
                    "label": f"{veld.label}: {_woorden(veld, waarde)}" if waarde != "on" else str(veld.label),
                    "url": adres(voor_adres(rest)),
                }
            )
    return actief


def _woorden(veld: Any, waarde: str) -> str:
    """How a chosen value reads on the screen."""
    keuzes = dict(getattr(veld, "choices", ()) or ())
    return str(next((label for code, label in keuzes.items() if str(code) == waarde), waarde))
