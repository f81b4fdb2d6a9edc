"""Somebody in a zaak: add, change, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gebruikers.toegang import vereist_herbevestiging
from logboek import events as logboek
from schermen.sleutel import sleutel_van
from zaken.herkennen import Herkend, genoemd, herken
from zaken.models import Persoon, Zaak
from zaken.services import inhoud as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import laatste_wijziger, sluit_genoemden_uit, toegangslijst
from zaken.toegang import Recht, eis

from .actie import formulier, get_of_post, vergelijk, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .herkennen import HerkendForm
from .nasluiting import gegeven, is_geldig, vraag_reden
from .persoonform import PersoonForm, persoonform
from .woorden import spreek, woorden

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register

    from .vergelijk import Verschil


KENMERKENDE_VELDEN = frozenset({"naam", "contact", "begeleider"})
"""By which an account is recognised."""


@get_of_post
def persoon_nieuw(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Add somebody; *Back* leads to the zaak and not to a second one, other answers under the same key are another."""
    zaak = _te_wijzigen(request, register, pk)
    sleutel = sleutel_van(request)
    al = diensten.toegevoegde_persoon(zaak, sleutel, door=request.user) if sleutel else None
    if al is not None and request.method != "POST":
        messages.info(request, _("De persoon is al toegevoegd. Wijzig de gegevens als dat nodig is."))
        return redirect(register.url("detail", zaak.pk))
    form = persoonform(register, zaak, data=verstuurd(request))
    reden = vraag_reden(request, register, zaak)
    if request.method == "POST" and is_geldig(form, reden):
        gegevens = dict(form.cleaned_data)
        is_dezelfde = al is None or diensten.is_zo(al, gegevens)
        persoon = diensten.voeg_persoon_toe(
            zaak=zaak,
            rol=Persoon.Rol(gegevens.pop("rol")),
            gegevens=gegevens,
            door=request.user,
            reden=gegeven(reden),
            inzending=sleutel if is_dezelfde else None,
        )
        return _na_opslaan(request, register, zaak, persoon, _("De persoon is toegevoegd."))
    titel, knop = _("Persoon toevoegen"), _("Persoon opslaan")
    return formulier(request, register, zaak, form, titel=titel, knop=knop, reden=reden)


@get_of_post
def persoon_wijzig(request: Verzoek, register: Register, pk: UUID, persoon: UUID) -> HttpResponse:
    """The row is locked while it is compared with what the user started from: nobody's text is lost."""
    zaak = _te_wijzigen(request, register, pk)
    gevonden = _persoon(request, zaak, persoon)
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=request.user)
        raise Http404
    form = persoonform(register, zaak, gevonden, verstuurd(request))
    reden = vraag_reden(request, register, zaak)
    titel = capfirst(_("%(rol)s wijzigen") % {"rol": str(gevonden.get_rol_display()).lower()})
    if request.method == "POST" and is_geldig(form, reden):
        if verschillen := _verschillen(form, gevonden):
            wie = laatste_wijziger(zaak, persoon=gevonden.pk)
            return vergelijk(request, register, zaak, form, verschillen, titel=titel, wie=wie, reden=reden)
        if gegevens := form.gegevens(_beginwaarden(form, gevonden)):
            diensten.wijzig_persoon(
                zaak=zaak,
                persoon_id=gevonden.pk,
                gegevens=gegevens,
                door=request.user,
                reden=gegeven(reden),
            )
        tekst = _("De gegevens van de persoon zijn gewijzigd.")
        if KENMERKENDE_VELDEN.isdisjoint(gegevens):
            return terug_naar(request, register, zaak, tekst)
        for veld in KENMERKENDE_VELDEN & gegevens.keys():
            setattr(gevonden, veld, gegevens[veld])
        return _na_opslaan(request, register, zaak, gevonden, tekst)
    return formulier(request, register, zaak, form, titel=titel, reden=reden)


@get_of_post
@vereist_herbevestiging
def persoon_herkend(request: Verzoek, register: Register, pk: UUID, persoon: UUID) -> HttpResponse:
    """Is this person a colleague with an account? Then that account never sees the zaak again."""
    zaak = _te_wijzigen(request, register, pk)
    gevonden = _persoon(request, zaak, persoon)
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=request.user)
        raise Http404
    herkend = _herkend(request, register, zaak, gevonden)
    form = HerkendForm(verstuurd(request), herkend=herkend)
    form.spreek(register)
    if request.method == "POST" and form.is_valid():
        try:
            sluit_genoemden_uit(
                zaak=zaak, persoon=gevonden, uitsluitingen=form.uitsluitingen, door=request.user
            )
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            tekst = _("Er is niemand uitgesloten.")
            if form.uitsluitingen:
                tekst = _("Wie betrokken is, kan %(de_zaak)s nooit meer zien.")
            return terug_naar(request, register, zaak, spreek(tekst, woorden(register)))
    titel = _("Is dit een collega?")
    return vraag(
        request, register, zaak, titel=titel, knop=_("Opslaan"), sjabloon="persoon_herkend", form=form
    )


@get_of_post
def persoon_verwijder(request: Verzoek, register: Register, pk: UUID, persoon: UUID) -> HttpResponse:
    zaak = _te_wijzigen(request, register, pk)
    gevonden = _persoon(request, zaak, persoon)
    form = forms.Form(verstuurd(request))
    reden = vraag_reden(request, register, zaak)
    if request.method == "POST" and is_geldig(form, reden):
        if gevonden is None:
            messages.info(request, _("Deze persoon was al verwijderd."))
            return redirect(register.url("detail", zaak.pk))
        try:
            diensten.verwijder_persoon(
                zaak=zaak, persoon_id=gevonden.pk, door=request.user, reden=gegeven(reden)
            )
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            return terug_naar(request, register, zaak, _("De persoon is verwijderd."))
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=request.user)
        raise Http404
    titel = _("Persoon verwijderen")
    return vraag(
        request,
        register,
        zaak,
        titel=titel,
        sjabloon="persoon_verwijder",
        form=form,
        persoon=gevonden,
        reden=reden,
    )


def _na_opslaan(
    request: Verzoek, register: Register, zaak: Zaak, persoon: Persoon, tekst: str
) -> HttpResponse:
    """Back to the zaak, or first to the question whether this is a colleague."""
    if not _herkend(request, register, zaak, persoon):
        return terug_naar(request, register, zaak, tekst)
    messages.success(request, tekst)
    return redirect(register.url("persoon_herkend", zaak.pk, persoon.pk))


def _herkend(request: Verzoek, register: Register, zaak: Zaak, persoon: Persoon) -> list[Herkend]:
    """The accounts that match and may still see the zaak; looking is logged."""
    gezocht = genoemd(persoon)
    if not gezocht.kenmerken:
        return []
    lijst = toegangslijst(zaak)
    herkend = [een for een in herken([gezocht]) if not lijst.uitgeslotene(een.gebruiker_id)]
    logboek.accounts_vergeleken(
        zaak_id=zaak.pk, register=register.soort, genoemd=1, gevonden=len(herkend), door=request.user
    )
    return herkend


def _te_wijzigen(request: Verzoek, register: Register, pk: UUID) -> Zaak:
    zaak = haal_zaak(request, register, pk)
    eis(request.user, Recht.WIJZIGEN, zaak)
    return zaak


def _persoon(request: Verzoek, zaak: Zaak, pk: UUID) -> Persoon | None:
    """Locked when something is about to change: what was compared is what is written over."""
    if request.method == "POST":
        return diensten.vergrendelde_persoon(zaak, pk, door=request.user)
    persoon: Persoon | None = Persoon.objects.van(zaak).filter(pk=pk).first()
    if persoon is not None:
        persoon.zaak = zaak
    return persoon


def _verschillen(form: PersoonForm, persoon: Persoon) -> list[Verschil]:
    nu = _beginwaarden(form, persoon)
    botst = "basis" in form.data and form.botst(nu)
    return form.verschillen(nu, versie=0) if botst else []


def _beginwaarden(form: PersoonForm, persoon: Persoon) -> dict[str, Any]:
    return {naam: getattr(persoon, naam) for naam in form.fields}
