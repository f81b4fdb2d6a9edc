"""Who sees a zaak: assign, share, end, exclude, undo an exclusion."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gebruikers.queries import Toewijsbaar, toewijsbaren, toewijsbaren_buiten_coid
from gebruikers.toegang import vereist_herbevestiging
from zaken.models import Uitsluiting, Zaak
from zaken.services import toegang as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import Toegangslijst, toegangslijst
from zaken.services.vasteredenen import ALS_BEHANDELAAR, ZELF_OPGEPAKT
from zaken.toegang import BELEID, EIGENAAR_NA_TOEWIJZING, Recht, eis

from .actie import get_of_post, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .toegangsforms import Deelform, Toewijsform, Uitsluitform, Verzegelform, gebruiker_met

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


@get_of_post
@vereist_herbevestiging
def toewijzen(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Give the zaak a behandelaar; with `mijzelf` in the form that is the user."""
    zaak = _met_recht(request, register, pk, Recht.TOEWIJZEN)
    if request.method == "POST" and "mijzelf" in request.POST:
        return _wijs_mijzelf_toe(request, register, zaak)
    collegas = _kiesbaar(toegangslijst(zaak), BELEID[register.soort].behandelaar, uit=_collegas(zaak))
    form = Toewijsform(
        verstuurd(request),
        register=register,
        collegas=collegas,
        met_team=not zaak.verzegeld and BELEID[register.soort].team_leest_mee,
    )
    if request.method == "POST" and form.is_valid():
        behandelaar = gebruiker_met(form.cleaned_data["behandelaar"])
        try:
            diensten.wijs_toe(
                zaak=zaak,
                behandelaar=behandelaar,
                team=form.cleaned_data.get("team"),
                reden=form.cleaned_data["reden"] or ALS_BEHANDELAAR,
                door=request.user,
            )
        except NietMogelijk as fout:
            form.add_error("team" if form.cleaned_data.get("team") else None, str(fout))
        else:
            tekst = _("%(de_zaak)s is toegewezen aan %(naam)s.")
            woorden = {"de_zaak": capfirst(register.namen.met_lidwoord), "naam": behandelaar}
            return terug_naar(request, register, zaak, tekst % woorden)
    titel = capfirst(_("%(zaak)s toewijzen") % {"zaak": register.namen.enkelvoud})
    return vraag(request, register, zaak, titel=titel, knop=_("Toewijzen"), sjabloon="toewijzen", form=form)


def _wijs_mijzelf_toe(request: Verzoek, register: Register, zaak: Zaak) -> HttpResponse:
    """A desk's ownership ends; a team of handlers keeps what one of its members takes."""
    gebruiker = request.user
    team = zaak.team if zaak.team_id in gebruiker.teams else None
    if team is not None and team.soort != EIGENAAR_NA_TOEWIJZING:
        team = None
    try:
        diensten.wijs_toe(zaak=zaak, behandelaar=gebruiker, team=team, reden=ZELF_OPGEPAKT, door=gebruiker)
    except NietMogelijk as fout:
        messages.error(request, str(fout))
        return redirect(register.url("detail", zaak.pk))
    if team is not None or zaak.verzegeld:
        return terug_naar(request, register, zaak, _("U bent nu de behandelaar."))
    if not BELEID[register.soort].team_leest_mee:
        tekst = _("U bent nu de behandelaar. Geen team ziet %(de_zaak)s.")
        return terug_naar(request, register, zaak, tekst % {"de_zaak": register.namen.met_lidwoord})
    tekst = _(
        "U bent nu de behandelaar. Geen team ziet %(de_zaak)s. Moet uw team meekijken? Kies het bij Toewijzen."
    )
    return terug_naar(request, register, zaak, tekst % {"de_zaak": register.namen.met_lidwoord})


@get_of_post
@vereist_herbevestiging
def delen(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    zaak = _met_recht(request, register, pk, Recht.DELEN)
    lijst = toegangslijst(zaak)
    zonder = {request.user.pk, zaak.behandelaar_id}
    al_lezer = {lezer.gebruiker_id: _("heeft al toegang") for lezer in lijst.lezers}
    kiesbaar = _kiesbaar(lijst, BELEID[register.soort].lezer, uit=_collegas(zaak))
    collegas = [collega for collega in kiesbaar if collega.gebruiker_id not in zonder]
    form = Deelform(
        verstuurd(request),
        register=register,
        collegas=collegas,
        al_lezer=al_lezer,
        aan=request.GET.get("aan", ""),
    )
    if request.method == "POST" and form.is_valid():
        aan = gebruiker_met(form.cleaned_data["aan"])
        reden = form.cleaned_data["reden"]
        try:
            diensten.verleen(
                zaak=zaak,
                aan=aan,
                reden=reden,
                verloopt_op=form.verloopt_op,
                nu=timezone.now(),
                door=request.user,
            )
        except NietMogelijk as fout:
            form.add_error("aan", str(fout))
        else:
            tekst = _("%(naam)s kan %(de_zaak)s nu zien.")
            woorden = {"de_zaak": register.namen.met_lidwoord, "naam": aan}
            return terug_naar(request, register, zaak, tekst % woorden)
    titel = capfirst(_("%(zaak)s delen") % {"zaak": register.namen.enkelvoud})
    return vraag(
        request, register, zaak, titel=titel, knop=_("Delen"), sjabloon="delen", form=form,
        kan_heropenen=Recht.HEROPENEN in register.overgangen.values(),
    )  # fmt: skip


@get_of_post
def beeindig(request: Verzoek, register: Register, pk: UUID, toekenning: UUID) -> HttpResponse:
    zaak = _met_recht(request, register, pk, Recht.DELEN)
    lezer = toegangslijst(zaak).lezer(toekenning)
    if lezer is None:
        return _was_al_zo(request, register, zaak, _("Deze toegang was al beëindigd."))
    form = forms.Form(verstuurd(request))
    if request.method == "POST" and form.is_valid():
        try:
            diensten.beeindig(zaak=zaak, toekenning=toekenning, door=request.user)
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            tekst = _("De toegang van %(naam)s is beëindigd.") % {"naam": lezer.naam}
            return terug_naar(request, register, zaak, tekst)
    titel = _("Toegang beëindigen")
    return vraag(
        request, register, zaak, titel=titel, knop=titel, sjabloon="beeindig", form=form, lezer=lezer
    )


@get_of_post
@vereist_herbevestiging
def uitsluiten(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Also oneself: who finds out to be involved must be able to step away."""
    zaak = _met_recht(request, register, pk, Recht.UITSLUITEN)
    collegas = _kiesbaar(toegangslijst(zaak))
    form = Uitsluitform(verstuurd(request), register=register, collegas=collegas)
    if request.method == "POST" and form.is_valid():
        wie = gebruiker_met(form.cleaned_data["gebruiker"])
        grond = Uitsluiting.Grond(form.cleaned_data["grond"])
        try:
            diensten.sluit_uit(zaak=zaak, gebruiker=wie, grond=grond, door=request.user)
        except NietMogelijk as fout:
            form.add_error("gebruiker", str(fout))
        else:
            tekst = _("%(naam)s kan %(de_zaak)s nooit meer zien.")
            woorden = {"de_zaak": register.namen.met_lidwoord, "naam": wie}
            return terug_naar(request, register, zaak, tekst % woorden)
    titel, knop = _("Iemand uitsluiten"), _("Uitsluiten")
    return vraag(request, register, zaak, titel=titel, knop=knop, sjabloon="uitsluiten", form=form)


@get_of_post
@vereist_herbevestiging
def verzegelen(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """About somebody of COID or MID: to a behandelaar outside COID, and away from everybody inside."""
    zaak = _met_recht(request, register, pk, Recht.VERZEGELEN)
    collegas = _kiesbaar(
        toegangslijst(zaak), BELEID[register.soort].behandelaar, uit=toewijsbaren_buiten_coid()
    )
    form = Verzegelform(verstuurd(request), register=register, collegas=collegas)
    if request.method == "POST" and form.is_valid():
        behandelaar = gebruiker_met(form.cleaned_data["behandelaar"])
        reden = form.cleaned_data["reden"] or _("Verzegeld")
        try:
            diensten.verzegel(zaak=zaak, behandelaar=behandelaar, reden=reden, door=request.user)
        except NietMogelijk as fout:
            form.add_error("behandelaar", str(fout))
        else:
            tekst = _("%(de_zaak)s is verzegeld en gaat naar %(naam)s.")
            woorden = {"de_zaak": capfirst(register.namen.met_lidwoord), "naam": behandelaar}
            return terug_naar(request, register, zaak, tekst % woorden)
    titel = capfirst(_("%(zaak)s verzegelen") % {"zaak": register.namen.enkelvoud})
    return vraag(
        request, register, zaak,
        titel=titel, knop=_("Verzegelen"), sjabloon="verzegelen", form=form, is_er_iemand=bool(collegas),
    )  # fmt: skip


@get_of_post
@vereist_herbevestiging
def hef_op(request: Verzoek, register: Register, pk: UUID, gebruiker: int) -> HttpResponse:
    zaak = _met_recht(request, register, pk, Recht.UITSLUITEN)
    wie = toegangslijst(zaak).uitgeslotene(gebruiker)
    if wie is None:
        return _was_al_zo(request, register, zaak, _("Deze persoon is niet uitgesloten."))
    form = forms.Form(verstuurd(request))
    if request.method == "POST" and form.is_valid():
        diensten.hef_uitsluiting_op(zaak=zaak, gebruiker=gebruiker_met(gebruiker), door=request.user)
        tekst = _("%(naam)s is niet meer uitgesloten.") % {"naam": wie.naam}
        return terug_naar(request, register, zaak, tekst)
    titel = _("Uitsluiting opheffen")
    return vraag(
        request, register, zaak, titel=titel, knop=titel, sjabloon="hef_op", form=form, uitgeslotene=wie
    )


def _met_recht(request: Verzoek, register: Register, pk: UUID, recht: Recht) -> Zaak:
    zaak = haal_zaak(request, register, pk)
    eis(request.user, recht, zaak)
    return zaak


def _collegas(zaak: Zaak) -> list[Toewijsbaar]:
    """Whom this zaak can be given to at all."""
    return toewijsbaren_buiten_coid() if zaak.verzegeld else toewijsbaren()


def _kiesbaar(
    lijst: Toegangslijst, rollen: Collection[str] | None = None, *, uit: Iterable[Toewijsbaar] | None = None
) -> list[Toewijsbaar]:
    """Those of `uit` (all colleagues who handle zaken) with one of `rollen`, who are not excluded from this zaak."""
    return [
        collega
        for collega in (toewijsbaren() if uit is None else uit)
        if not lijst.uitgeslotene(collega.gebruiker_id)
        and (rollen is None or not set(rollen).isdisjoint(collega.rollen))
    ]


def _was_al_zo(request: Verzoek, register: Register, zaak: Zaak, tekst: str) -> HttpResponse:
    """A second click, or an old page; an address that was never there on GET."""
    if request.method != "POST":
        raise Http404
    messages.info(request, tekst)
    return redirect(register.url("detail", zaak.pk))
