"""Keep the filters of a list, share them with a team, and open the list with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gebruikers.models import Team
from gebruikers.toegang import Verzoek, eis_rol
from schermen.formulieren import Regel
from zaken.register.lijst import Tab, Volgorde
from zaken.services import filters as diensten
from zaken.services.databank import NietMogelijk
from zaken.toegang import rollen_van

from .actie import ONGELDIG, get_of_post, verstuurd
from .filter import Filterform, chips, gekozen
from .zoekwoorden import WOORDEN

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.models import Bewaardfilter
    from zaken.register import Register

NIET_BEWAARD = frozenset(WOORDEN)
"""What somebody typed may name somebody; only choices are kept."""
OOK = {"tab": Tab, "sorteer": Volgorde}


class BewaarForm(forms.Form):
    """A name, and who else may use it."""

    naam = Regel(
        label=gettext_lazy("Hoe noemt u deze filters?"),
        help_text=gettext_lazy("Bijvoorbeeld: te laat bij de marine. Gebruik geen namen van personen."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Geef de filters een naam.")},
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Wie mag deze filters ook gebruiken?"),
        help_text=gettext_lazy("Iedereen ziet met dezelfde filters alleen de eigen zaken."),
        empty_label=gettext_lazy("Alleen ik"),
        required=False,
    )
    standaard = forms.BooleanField(
        label=gettext_lazy("Open de lijst voortaan met deze filters"), required=False
    )

    def __init__(self, data: Any = None, *, teams: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if teams:
            eigen = Team.objects.filter(pk__in=teams, is_actief=True)
            self.fields["team"].queryset = eigen  # type: ignore[attr-defined]  # a ModelChoiceField
        else:
            del self.fields["team"]


def criteria_uit(form: Filterform, vraag: QueryDict) -> dict[str, list[str]]:
    """What of a valid question can be kept: choices that the form looked at, never words."""
    criteria = {
        naam: sorted(waarden) for naam, waarden in gekozen(form, vraag).lists() if naam not in NIET_BEWAARD
    }
    for naam, soort in OOK.items():
        if (waarde := vraag.get(naam)) in soort.values:
            criteria[naam] = [str(waarde)]
    return criteria


def adres_van(register: Register, criteria: Mapping[str, list[str]]) -> str:
    """The list with these filters; a question always stands in it, so that no other filter takes its place."""
    vraag = sorted(({"tab": [Tab.ALLE.value]} | dict(criteria)).items())
    return f"{register.url('lijst')}?{urlencode(vraag, doseq=True)}"


def standaardadres(register: Register, filters: list[Bewaardfilter]) -> str:
    """Where the bare list leads for whom it opens with a filter; empty without one, or when it no longer fits."""
    for filter_ in filters:
        if filter_.is_standaard:  # type: ignore[attr-defined]  # annotated by `filters_van`
            adres = adres_van(register, filter_.criteria)
            past = Filterform(register, QueryDict(adres.partition("?")[2])).is_valid()
            return adres if past else ""
    return ""


def balk(
    register: Register, gebruiker: Gebruiker, filters: list[Bewaardfilter], nu: Mapping[str, list[str]]
) -> dict[str, Any]:
    """What stands above the list: the kept filters, and the address to keep those of now."""
    zoals_nu = _zonder_tab(nu)
    links = [
        {
            "url": adres_van(register, filter_.criteria),
            "naam": filter_.naam,
            "team": "" if filter_.eigenaar_id == gebruiker.pk else str(filter_.team),
            "actief": bool(zoals_nu) and _zonder_tab(filter_.criteria) == zoals_nu,
        }
        for filter_ in filters
    ]
    iets = set(nu) - set(OOK)
    return {
        "filterlinks": links,
        "filters_url": register.url("filters"),
        "bewaar_url": f"{register.url('filter_nieuw')}?{urlencode(dict(nu), doseq=True)}" if iets else "",
    }


def _zonder_tab(criteria: Mapping[str, list[str]]) -> dict[str, list[str]]:
    return {naam: waarden for naam, waarden in criteria.items() if (naam, waarden) != ("tab", ["alle"])}


@require_safe
def overzicht(request: Verzoek, register: Register) -> HttpResponse:
    """Every filter that the user may use, what it chooses, and what can be done with it."""
    eis_rol(request.user, *rollen_van(register.soort))
    filters = diensten.filters_van(request.user, register.soort)
    form = Filterform(register, QueryDict())  # one for all: its words come from the code lists
    rijen = [
        {
            "filter": filter_,
            "url": adres_van(register, filter_.criteria),
            "eigen": filter_.eigenaar_id == request.user.pk,
            "kiest": [chip["label"] for chip in _chips(form, filter_)],
            "wijzig_url": register.url("filter", filter_.pk),
            "verwijder_url": register.url("filter_verwijder", filter_.pk),
            "standaard_url": register.url("filter_standaard", filter_.pk),
        }
        for filter_ in filters
    ]
    return _pagina(request, register, "overzicht", titel=_("Bewaarde filters"), rijen=rijen)


@get_of_post
def nieuw(request: Verzoek, register: Register) -> HttpResponse:
    """Keep the filters that stand in the address; back to the list when there are none."""
    eis_rol(request.user, *rollen_van(register.soort))
    vraag = Filterform(register, request.GET)
    criteria = criteria_uit(vraag, request.GET) if vraag.is_valid() else {}
    if not set(criteria) - set(OOK):
        messages.info(request, _("Kies eerst filters in de lijst. Daarna kunt u ze bewaren."))
        return redirect(f"{register.url('lijst')}?tab=alle")
    form = BewaarForm(verstuurd(request), teams=request.user.teams)
    if request.method == "POST" and form.is_valid():
        gegevens = form.cleaned_data
        try:
            filter_ = diensten.bewaar(
                soort=register.soort,
                naam=gegevens["naam"],
                criteria=criteria,
                team=gegevens.get("team"),
                door=request.user,
            )
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            if gegevens["standaard"]:
                diensten.zet_standaard(soort=register.soort, filter_=filter_, door=request.user)
            messages.success(request, _("De filters zijn bewaard."))
            return redirect(adres_van(register, criteria))
    kiest = [chip["label"] for chip in chips(vraag, QueryDict(urlencode(criteria, doseq=True)))]
    return _pagina(
        request,
        register,
        "formulier",
        titel=_("Filters bewaren"),
        form=form,
        kiest=kiest,
        knop=_("Bewaren"),
    )


@get_of_post
def wijzig(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Another name or team; 403 for a filter that a colleague shares."""
    filter_ = _eigen(request, register, pk)
    staat = {"naam": filter_.naam, "team": filter_.team_id, "standaard": filter_.is_standaard}  # type: ignore[attr-defined]  # annotated
    form = BewaarForm(verstuurd(request), teams=request.user.teams, initial=staat)
    if request.method == "POST" and form.is_valid() and _hernoemd(form, filter_, door=request.user):
        gegevens = form.cleaned_data
        if gegevens["standaard"] != staat["standaard"]:
            nu = filter_ if gegevens["standaard"] else None
            diensten.zet_standaard(soort=register.soort, filter_=nu, door=request.user)
        messages.success(request, _("De wijziging is opgeslagen."))
        return redirect(register.url("filters"))
    kiest = [chip["label"] for chip in _chips(Filterform(register, QueryDict()), filter_)]
    return _pagina(
        request,
        register,
        "formulier",
        titel=_("Bewaarde filters wijzigen"),
        form=form,
        kiest=kiest,
        knop=_("Wijzigingen opslaan"),
    )


def _hernoemd(form: BewaarForm, filter_: Bewaardfilter, *, door: Gebruiker) -> bool:
    """Save the name and the team; False when the name is there already, with the words at the field."""
    gegevens = form.cleaned_data
    try:
        diensten.wijzig(filter_=filter_, naam=gegevens["naam"], team=gegevens.get("team"), door=door)
    except ValidationError as fout:
        form.add_error(None, fout)
        return False
    return True


@get_of_post
def verwijder(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Asks first: a team may use it."""
    filter_ = _eigen(request, register, pk)
    if request.method == "POST":
        diensten.verwijder(filter_=filter_, door=request.user)
        messages.success(request, _("De filters zijn verwijderd."))
        return redirect(register.url("filters"))
    return _pagina(request, register, "verwijder", titel=_("Bewaarde filters verwijderen"), filter=filter_)


@require_POST
def standaard(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Open the list with this filter from now on, or (`uit` in the form) with everything again."""
    filter_ = _bruikbaar(request, register, pk)
    aan = "uit" not in request.POST
    diensten.zet_standaard(soort=register.soort, filter_=filter_ if aan else None, door=request.user)
    tekst = _("De lijst opent nu met deze filters.") if aan else _("De lijst opent weer met alles.")
    messages.success(request, tekst)
    return redirect(register.url("filters"))


def _bruikbaar(request: Verzoek, register: Register, pk: UUID) -> Bewaardfilter:
    eis_rol(request.user, *rollen_van(register.soort))
    filter_ = diensten.filter_met(pk, soort=register.soort, gebruiker=request.user)
    if filter_ is None:
        raise Http404
    return filter_


def _eigen(request: Verzoek, register: Register, pk: UUID) -> Bewaardfilter:
    filter_ = _bruikbaar(request, register, pk)
    if filter_.eigenaar_id != request.user.pk:
        raise PermissionDenied("filter van een ander")
    return filter_


def _chips(form: Filterform, filter_: Bewaardfilter) -> list[dict[str, str]]:
    """What the filter chooses, in the words of the list."""
    return chips(form, QueryDict(urlencode(filter_.criteria, doseq=True)))


def _pagina(
    request: Verzoek, register: Register, sjabloon: str, *, titel: str, form: Any = None, **meer: Any
) -> HttpResponse:
    lijst = (f"{register.url('lijst')}?tab=alle", str(register.namen.meervoud))
    stap = [] if sjabloon == "overzicht" else [(register.url("filters"), _("Bewaarde filters"))]
    context = {
        "register": register,
        "namen": register.namen,
        "titel": titel,
        "form": form,
        "kruimels": [lijst, *stap, ("", titel)],
        "lijst_url": lijst[0],
        "filters_url": register.url("filters"),
        **meer,
    }
    status = ONGELDIG if form is not None and form.errors else 200
    return render(request, f"zaken/register/filters/{sjabloon}.html", context, status=status)
