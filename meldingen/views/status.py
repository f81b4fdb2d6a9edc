"""One step of the transition table."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from logboek import events as logboek
from meldingen import services
from meldingen.detail import Dossier
from meldingen.detail_verloop import stapnaam, stappen
from meldingen.forms.status import Statusform
from meldingen.models import Melding
from meldingen.status import OVERGANGEN, Status
from zaken.overgangen import OngeldigeOvergang, OnvoldaanVoorwaarde, vereist_recht
from zaken.toegang import eis

from .gemeen import haal_melding, huidige, kruimels, terug_naar

ONGELDIG, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def wijzig_status(request: HttpRequest, pk: UUID, naar: str) -> HttpResponse:
    """Ask, then take the step. A late or double click answers 409 in words, an unmet condition 422."""
    melding, gebruiker = haal_melding(request, pk), huidige(request)
    if naar not in Status.values:
        raise Http404
    doel = Status(naar)
    try:
        eis(gebruiker, vereist_recht(OVERGANGEN, van=melding.status, naar=doel), melding)
        form = Statusform(
            request.POST if request.method == "POST" else None,
            melding=melding,
            naar=doel,
            zoek=lambda nummer: Melding.objects.zichtbaar_voor(gebruiker).filter(zaaknummer=nummer).first(),
        )
        if request.method == "POST" and form.is_valid():
            services.wijzig_status(
                melding_id=melding.pk,
                naar=doel,
                toelichting=form.cleaned_data["toelichting"],
                gegevens=form.gegevens,
                vanuit=form.cleaned_data["vanuit"] or None,
                door=gebruiker,
            )
            return terug_naar(request, melding, _("De status is nu: %(status)s.") % {"status": doel.label})
    except OngeldigeOvergang:
        return _kan_niet_meer(request, melding, doel)
    except OnvoldaanVoorwaarde as fout:
        form.add_error(None, _("Vul eerst in: %(wat)s.") % {"wat": ", ".join(fout.ontbreekt)})
    return _vraag(request, melding, doel, form)


def _vraag(request: HttpRequest, melding: Melding, doel: Status, form: Statusform) -> HttpResponse:
    gebruiker = huidige(request)
    logboek.ingezien(zaak_id=melding.pk, door=gebruiker)
    dossier = Dossier(melding, lezer=gebruiker, vandaag=localdate())
    titel = stapnaam(melding.status, doel)
    context = {
        "melding": melding,
        "form": form,
        "titel": titel,
        "van": Status(melding.status).label,
        "naar": doel.label,
        "doel": doel.value,
        "stap": next(stap for stap in stappen(dossier) if stap.naar == doel),
        "kruimels": kruimels(request, melding, titel),
    }
    return render(request, "meldingen/acties/status.html", context, status=ONGELDIG if form.errors else 200)


def _kan_niet_meer(request: HttpRequest, melding: Melding, doel: Status) -> HttpResponse:
    """The table does not know this step from where the melding is now."""
    nu = Melding.objects.zichtbaar_voor(huidige(request)).values_list("status", flat=True).get(pk=melding.pk)
    titel = _("Deze stap kan niet meer")
    context = {
        "melding": melding,
        "nu": Status(nu).label,
        "naar": doel.label,
        "al_gezet": nu == doel,
        "titel": titel,
        "kruimels": kruimels(request, melding, titel),
    }
    return render(request, "meldingen/acties/status_kan_niet.html", context, status=CONFLICT)
