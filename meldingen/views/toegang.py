"""Who sees a melding: assign, share, end, exclude, undo an exclusion."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gebruikers.models import Team
from gebruikers.queries import Toewijsbaar, toewijsbaren
from gebruikers.toegang import vereist_herbevestiging
from logboek import events as logboek
from meldingen.forms.toegang import Deelform, Toewijsform, Uitsluitform, gebruiker_met
from meldingen.models import Melding
from zaken.models import Uitsluiting
from zaken.services import toegang as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import Toegangslijst, toegangslijst
from zaken.toegang import Recht, eis

from .gemeen import haal_melding, huidige, kruimels, terug_naar

get_of_post = require_http_methods(["GET", "HEAD", "POST"])
ONGELDIG = 422


@get_of_post
@vereist_herbevestiging
def toewijzen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the melding a behandelaar; with `mijzelf` in the form that is the user."""
    melding = _melding_met_recht(request, pk, Recht.TOEWIJZEN)
    if request.method == "POST" and "mijzelf" in request.POST:
        return _wijs_mijzelf_toe(request, melding)
    form = Toewijsform(_data(request), collegas=_kiesbaar(toegangslijst(melding)))
    if request.method == "POST" and form.is_valid():
        behandelaar = gebruiker_met(form.cleaned_data["behandelaar"])
        try:
            diensten.wijs_toe(
                zaak=melding,
                behandelaar=behandelaar,
                team=form.cleaned_data["team"],
                reden=form.cleaned_data["reden"] or _("Toegewezen als behandelaar"),
                door=huidige(request),
            )
        except NietMogelijk as fout:
            form.add_error("team" if form.cleaned_data["team"] else None, str(fout))
        else:
            tekst = _("De melding is toegewezen aan %(naam)s.") % {"naam": behandelaar}
            return terug_naar(request, melding, tekst)
    return _formulier(
        request, melding, form, titel=_("Melding toewijzen"), knop=_("Toewijzen"), sjabloon="toewijzen"
    )


def _wijs_mijzelf_toe(request: HttpRequest, melding: Melding) -> HttpResponse:
    gebruiker = huidige(request)
    eigen_team = melding.team if melding.team_id in gebruiker.teams else None
    if eigen_team is not None and eigen_team.soort == Team.Soort.INTAKE:
        eigen_team = (
            None  # the intake team's grant ends; a team that handles keeps what one of its members takes
        )
    try:
        diensten.wijs_toe(
            zaak=melding, behandelaar=gebruiker, team=eigen_team, reden=_("Zelf opgepakt"), door=gebruiker
        )
    except NietMogelijk as fout:
        messages.error(request, str(fout))
        return redirect("meldingen:detail", melding.pk)
    return terug_naar(request, melding, _("U bent nu de behandelaar."))


@get_of_post
@vereist_herbevestiging
def delen(request: HttpRequest, pk: UUID) -> HttpResponse:
    melding = _melding_met_recht(request, pk, Recht.DELEN)
    lijst = toegangslijst(melding)
    zonder = {huidige(request).pk, melding.behandelaar_id}
    al_lezer = {lezer.gebruiker_id: _("heeft al toegang") for lezer in lijst.lezers}
    collegas = [collega for collega in _kiesbaar(lijst) if collega.gebruiker_id not in zonder]
    form = Deelform(_data(request), collegas=collegas, al_lezer=al_lezer)
    if request.method == "POST" and form.is_valid():
        aan = gebruiker_met(form.cleaned_data["aan"])
        reden = form.cleaned_data["reden"]
        try:
            diensten.verleen(
                zaak=melding, aan=aan, reden=reden, verloopt_op=form.verloopt_op, door=huidige(request)
            )
        except NietMogelijk as fout:
            form.add_error("aan", str(fout))
        else:
            return terug_naar(request, melding, _("%(naam)s kan de melding nu zien.") % {"naam": aan})
    return _formulier(request, melding, form, titel=_("Melding delen"), knop=_("Delen"), sjabloon="delen")


@get_of_post
def beeindig(request: HttpRequest, pk: UUID, toekenning: UUID) -> HttpResponse:
    melding = _melding_met_recht(request, pk, Recht.DELEN)
    lezer = toegangslijst(melding).lezer(toekenning)
    if lezer is None:
        return _was_al_zo(request, melding, _("Deze toegang was al beëindigd."))
    form = forms.Form(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            diensten.beeindig(zaak=melding, toekenning=toekenning, door=huidige(request))
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            return terug_naar(
                request, melding, _("De toegang van %(naam)s is beëindigd.") % {"naam": lezer.naam}
            )
    titel, knop = _("Toegang beëindigen"), _("Toegang beëindigen")
    return _formulier(request, melding, form, titel=titel, knop=knop, sjabloon="beeindig", lezer=lezer)


@get_of_post
@vereist_herbevestiging
def uitsluiten(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Also oneself: who finds out to be involved must be able to step away."""
    melding = _melding_met_recht(request, pk, Recht.UITSLUITEN)
    form = Uitsluitform(_data(request), collegas=_kiesbaar(toegangslijst(melding)))
    if request.method == "POST" and form.is_valid():
        wie = gebruiker_met(form.cleaned_data["gebruiker"])
        grond = Uitsluiting.Grond(form.cleaned_data["grond"])
        try:
            diensten.sluit_uit(zaak=melding, gebruiker=wie, grond=grond, door=huidige(request))
        except NietMogelijk as fout:
            form.add_error("gebruiker", str(fout))
        else:
            return terug_naar(request, melding, _("%(naam)s kan de melding nooit meer zien.") % {"naam": wie})
    return _formulier(
        request, melding, form, titel=_("Iemand uitsluiten"), knop=_("Uitsluiten"), sjabloon="uitsluiten"
    )


@get_of_post
@vereist_herbevestiging
def hef_op(request: HttpRequest, pk: UUID, gebruiker: int) -> HttpResponse:
    melding = _melding_met_recht(request, pk, Recht.UITSLUITEN)
    uitgeslotene = toegangslijst(melding).uitgeslotene(gebruiker)
    if uitgeslotene is None:
        return _was_al_zo(request, melding, _("Deze persoon is niet uitgesloten."))
    form = forms.Form(_data(request))
    if request.method == "POST" and form.is_valid():
        wie = gebruiker_met(gebruiker)
        diensten.hef_uitsluiting_op(zaak=melding, gebruiker=wie, door=huidige(request))
        return terug_naar(request, melding, _("%(naam)s is niet meer uitgesloten.") % {"naam": wie})
    titel, knop = _("Uitsluiting opheffen"), _("Uitsluiting opheffen")
    return _formulier(
        request, melding, form, titel=titel, knop=knop, sjabloon="hef_op", uitgeslotene=uitgeslotene
    )


def _melding_met_recht(request: HttpRequest, pk: UUID, recht: Recht) -> Melding:
    melding = haal_melding(request, pk)
    eis(huidige(request), recht, melding)
    return melding


def _kiesbaar(lijst: Toegangslijst) -> list[Toewijsbaar]:
    """Colleagues who handle zaken and are not excluded from this one."""
    return [collega for collega in toewijsbaren() if not lijst.uitgeslotene(collega.gebruiker_id)]


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _was_al_zo(request: HttpRequest, melding: Melding, tekst: str) -> HttpResponse:
    """A second click, or an old page; an address that was never there on GET."""
    if request.method != "POST":
        raise Http404
    messages.info(request, tekst)
    return redirect("meldingen:detail", melding.pk)


def _formulier(
    request: HttpRequest,
    melding: Melding,
    form: forms.Form,
    *,
    titel: str,
    knop: str,
    sjabloon: str,
    **meer: Any,
) -> HttpResponse:
    context = {
        "melding": melding,
        "form": form,
        "titel": titel,
        "knop": knop,
        "kruimels": kruimels(request, melding, titel),
        **meer,
    }
    logboek.ingezien(zaak_id=melding.pk, door=huidige(request))  # the page shows the onderwerp
    status = ONGELDIG if form.errors else 200
    return render(request, f"meldingen/acties/{sjabloon}.html", context, status=status)
