"""Somebody in a zaak: add, change, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken.models import Persoon, Zaak
from zaken.services import inhoud as diensten
from zaken.services.toegang import laatste_wijziger
from zaken.toegang import Recht, eis

from .actie import formulier, get_of_post, vergelijk, verstuurd, vraag
from .gemeen import haal_zaak, terug_naar
from .persoonform import PersoonForm, persoonform

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register

    from .vergelijk import Verschil


@get_of_post
def persoon_nieuw(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    zaak = _te_wijzigen(request, register, pk)
    form = persoonform(register, zaak, data=verstuurd(request))
    if request.method == "POST" and form.is_valid():
        gegevens = dict(form.cleaned_data)
        rol = Persoon.Rol(gegevens.pop("rol"))
        diensten.voeg_persoon_toe(zaak=zaak, rol=rol, gegevens=gegevens, door=request.user)
        return terug_naar(request, register, zaak, _("De persoon is toegevoegd."))
    titel, knop = _("Persoon toevoegen"), _("Persoon opslaan")
    return formulier(request, register, zaak, form, titel=titel, knop=knop)


@get_of_post
def persoon_wijzig(request: Verzoek, register: Register, pk: UUID, persoon: UUID) -> HttpResponse:
    """The row is locked while it is compared with what the user started from: nobody's text is lost."""
    zaak = _te_wijzigen(request, register, pk)
    gevonden = _persoon(request, zaak, persoon)
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=request.user)
        raise Http404
    form = persoonform(register, zaak, gevonden, verstuurd(request))
    titel = _("%(rol)s wijzigen") % {"rol": gevonden.get_rol_display()}
    if request.method == "POST" and form.is_valid():
        if verschillen := _verschillen(form, gevonden):
            wie = laatste_wijziger(zaak, persoon=gevonden.pk)
            return vergelijk(request, register, zaak, form, verschillen, titel=titel, wie=wie)
        if gegevens := form.gegevens(_beginwaarden(form, gevonden)):
            diensten.wijzig_persoon(zaak=zaak, persoon_id=gevonden.pk, gegevens=gegevens, door=request.user)
        return terug_naar(request, register, zaak, _("De gegevens van de persoon zijn gewijzigd."))
    return formulier(request, register, zaak, form, titel=titel)


@get_of_post
def persoon_verwijder(request: Verzoek, register: Register, pk: UUID, persoon: UUID) -> HttpResponse:
    zaak = _te_wijzigen(request, register, pk)
    gevonden = _persoon(request, zaak, persoon)
    if request.method == "POST":
        if gevonden is None:
            messages.info(request, _("Deze persoon was al verwijderd."))
            return redirect(register.url("detail", zaak.pk))
        diensten.verwijder_persoon(zaak=zaak, persoon_id=gevonden.pk, door=request.user)
        return terug_naar(request, register, zaak, _("De persoon is verwijderd."))
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=request.user)
        raise Http404
    titel = _("Persoon verwijderen")
    return vraag(request, register, zaak, titel=titel, sjabloon="persoon_verwijder", persoon=gevonden)


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
    elders = "basis" in form.data and form.is_elders_gewijzigd(nu)
    return form.verschillen(nu, versie=0) if elders else []


def _beginwaarden(form: PersoonForm, persoon: Persoon) -> dict[str, Any]:
    return {naam: getattr(persoon, naam) for naam in form.fields}
