"""Changing what stands in a melding: its parts, its persons, its notes; and annulling it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gebruikers.models import Gebruiker
from logboek import events as logboek
from meldingen import services
from meldingen.forms.inhoud_kort import Annuleerform, Notitieform
from meldingen.forms.inhoud_persoon import Persoonform, persoonform
from meldingen.forms.vergelijk import Vergelijkform, Verschil
from meldingen.models import Melding
from meldingen.register import REGISTER
from zaken.models import Persoon
from zaken.schermen.onderdelen import OnderdeelForm, voeg_fouten_toe
from zaken.services import inhoud as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.toegang import laatste_wijziger
from zaken.toegang import Recht, eis

from .gemeen import haal_melding, huidige, kruimels, terug_naar

get_of_post = require_http_methods(["GET", "HEAD", "POST"])
ONGELDIG, CONFLICT = 422, 409


@get_of_post
def wijzig(request: HttpRequest, pk: UUID, onderdeel: str) -> HttpResponse:
    """Change one part; when somebody else saved in between, both texts come on screen and nothing is lost."""
    melding, gebruiker = _te_wijzigen(request, pk)
    if (klasse := REGISTER.onderdelen.get(onderdeel)) is None:
        raise Http404
    form = klasse.voor(melding, _data(request), vandaag=localdate())
    titel = str(klasse.titel)
    if request.method == "POST" and form.is_valid():
        if verschillen := _bewaar(form, melding, gebruiker):
            wie = laatste_wijziger(melding)
            return _vergelijk(request, melding, form, verschillen, titel=titel, wie=wie)
        if form.is_valid():
            return terug_naar(request, melding, _("De melding is gewijzigd."))
    return _formulier(request, melding, form, titel=titel)


def _bewaar(form: OnderdeelForm, melding: Melding, gebruiker: Gebruiker) -> list[Verschil]:
    """Save what changed, or give the differences when somebody else was first; refusals land in the form."""
    nu = form.beginwaarden(melding)
    versie = form.basisversie if form.is_elders_gewijzigd(nu) else melding.versie
    gegevens = form.gegevens(nu)
    if not gegevens:
        return []
    try:
        services.wijzig(melding_id=melding.pk, gegevens=gegevens, basisversie=versie, door=gebruiker)
    except services.VersieConflict as conflict:
        return form.verschillen(form.beginwaarden(conflict.huidig), versie=conflict.huidig.versie)
    except ValidationError as fout:
        voeg_fouten_toe(form, fout)
    return []


@get_of_post
def notitie(request: HttpRequest, pk: UUID) -> HttpResponse:
    melding = haal_melding(request, pk)
    gebruiker = huidige(request)
    eis(gebruiker, Recht.NOTEREN, melding)
    form = Notitieform(_data(request))
    if request.method == "POST" and form.is_valid():
        diensten.voeg_notitie_toe(zaak=melding, door=gebruiker, **form.cleaned_data)
        return terug_naar(request, melding, _("De notitie is opgeslagen."))
    return _formulier(request, melding, form, titel=_("Notitie toevoegen"), knop=_("Notitie opslaan"))


@get_of_post
def persoon_nieuw(request: HttpRequest, pk: UUID) -> HttpResponse:
    melding, gebruiker = _te_wijzigen(request, pk)
    form = persoonform(melding, data=_data(request))
    if request.method == "POST" and form.is_valid():
        gegevens = dict(form.cleaned_data)
        rol = Persoon.Rol(gegevens.pop("rol"))
        diensten.voeg_persoon_toe(zaak=melding, rol=rol, gegevens=gegevens, door=gebruiker)
        return terug_naar(request, melding, _("De persoon is toegevoegd."))
    return _formulier(request, melding, form, titel=_("Persoon toevoegen"), knop=_("Persoon opslaan"))


@get_of_post
def persoon_wijzig(request: HttpRequest, pk: UUID, persoon: UUID) -> HttpResponse:
    """As `wijzig`: the row is locked while it is compared with what the user started from."""
    melding, gebruiker = _te_wijzigen(request, pk)
    gevonden = _persoon(melding, persoon, vergrendel=request.method == "POST")
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=gebruiker)
        raise Http404
    form = persoonform(melding, gevonden, _data(request))
    titel = _("%(rol)s wijzigen") % {"rol": gevonden.get_rol_display()}
    if request.method == "POST" and form.is_valid():
        if verschillen := _persoonsverschillen(form, gevonden):
            wie = laatste_wijziger(melding, persoon=gevonden.pk)
            return _vergelijk(request, melding, form, verschillen, titel=titel, wie=wie)
        if gegevens := form.gegevens(_beginwaarden(form, gevonden)):
            diensten.wijzig_persoon(persoon=gevonden, gegevens=gegevens, door=gebruiker)
        return terug_naar(request, melding, _("De gegevens van de persoon zijn gewijzigd."))
    return _formulier(request, melding, form, titel=titel)


@get_of_post
def persoon_verwijder(request: HttpRequest, pk: UUID, persoon: UUID) -> HttpResponse:
    melding, gebruiker = _te_wijzigen(request, pk)
    gevonden = _persoon(melding, persoon, vergrendel=request.method == "POST")
    if request.method == "POST":
        if gevonden is None:
            messages.info(request, _("Deze persoon was al verwijderd."))
            return redirect("meldingen:detail", melding.pk)
        diensten.verwijder_persoon(persoon=gevonden, door=gebruiker)
        return terug_naar(request, melding, _("De persoon is verwijderd."))
    if gevonden is None:
        logboek.geweigerd(zaak_id=persoon, door=gebruiker)
        raise Http404
    logboek.ingezien(zaak_id=melding.pk, door=gebruiker)
    titel = _("Persoon verwijderen")
    context = {
        "melding": melding,
        "persoon": gevonden,
        "titel": titel,
        "kruimels": kruimels(request, melding, titel),
    }
    return render(request, "meldingen/acties/persoon_verwijder.html", context)


@get_of_post
def annuleer(request: HttpRequest, pk: UUID) -> HttpResponse:
    melding = haal_melding(request, pk)
    gebruiker = huidige(request)
    eis(gebruiker, Recht.ANNULEREN, melding)
    form = Annuleerform(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            diensten.annuleer(zaak=melding, reden=form.cleaned_data["reden"], door=gebruiker)
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            return terug_naar(request, melding, _("De melding is geannuleerd. Het nummer blijft bestaan."))
    logboek.ingezien(zaak_id=melding.pk, door=gebruiker)
    titel = _("Melding annuleren")
    context = {
        "melding": melding,
        "form": form,
        "titel": titel,
        "kruimels": kruimels(request, melding, titel),
    }
    return render(request, "meldingen/acties/annuleer.html", context, status=_status(form))


def _te_wijzigen(request: HttpRequest, pk: UUID) -> tuple[Melding, Gebruiker]:
    melding, gebruiker = haal_melding(request, pk), huidige(request)
    eis(gebruiker, Recht.WIJZIGEN, melding)
    return melding, gebruiker


def _persoon(melding: Melding, pk: UUID, *, vergrendel: bool) -> Persoon | None:
    personen = Persoon.objects.van(melding).filter(pk=pk)
    persoon: Persoon | None = (personen.select_for_update() if vergrendel else personen).first()
    if persoon is not None:
        persoon.zaak = melding
    return persoon


def _persoonsverschillen(form: Persoonform, persoon: Persoon) -> list[Verschil]:
    nu = _beginwaarden(form, persoon)
    elders = "basis" in form.data and form.is_elders_gewijzigd(nu)
    return form.verschillen(nu, versie=0) if elders else []


def _beginwaarden(form: Persoonform, persoon: Persoon) -> dict[str, Any]:
    return {naam: getattr(persoon, naam) for naam in form.fields}


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _status(form: Any) -> int:
    return ONGELDIG if form.errors else 200


def _formulier(
    request: HttpRequest, melding: Melding, form: Any, *, titel: str, knop: str = ""
) -> HttpResponse:
    """A page with what stands in the melding is a read, so it is logged."""
    logboek.ingezien(zaak_id=melding.pk, door=huidige(request))
    context = {
        "melding": melding,
        "form": form,
        "titel": titel,
        "knop": knop or _("Wijzigingen opslaan"),
        "kruimels": kruimels(request, melding, titel),
    }
    return render(request, "meldingen/acties/formulier.html", context, status=_status(form))


def _vergelijk(
    request: HttpRequest,
    melding: Melding,
    form: Vergelijkform,
    verschillen: Sequence[Verschil],
    *,
    titel: str,
    wie: str,
) -> HttpResponse:
    logboek.ingezien(zaak_id=melding.pk, door=huidige(request))
    context = {
        "melding": melding,
        "form": form,
        "verschillen": verschillen,
        "titel": titel,
        "wie": wie or _("Iemand"),
        "zelf": wie == str(huidige(request)),
        "kruimels": kruimels(request, melding, _("Versies vergelijken")),
    }
    return render(request, "meldingen/acties/vergelijk.html", context, status=CONFLICT)
