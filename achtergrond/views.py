"""How far long work is, for who asked for it; somebody else's answers as one that does not exist."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gebruikers.toegang import Verzoek, vereist_herbevestiging

from . import services, weergave
from .models import Taakopdracht
from .soorten import Taaksoort, soort_van

HOOGSTENS = 50


@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """The own orders, newest first."""
    eigen = Taakopdracht.objects.filter(eigenaar=cast(Verzoek, request).user).order_by("-gevraagd_op", "pk")
    inhoud = {
        "kolommen": [{"label": kop} for kop in weergave.koppen()],
        "rijen": weergave.rijen(list(eigen[:HOOGSTENS]), nu=timezone.now()),
    }
    return render(request, "achtergrond/lijst.html", inhoud)


@require_safe
def taak(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One order: how far it is, stop it, fetch the file. The part that changes is asked again by HTMX alone."""
    opdracht = _eigen(request, pk)
    deel = bool(getattr(request, "htmx", False))
    sjabloon = "achtergrond/_stand.html" if deel else "achtergrond/taak.html"
    return render(request, sjabloon, {"stand": weergave.stand(opdracht, nu=timezone.now())})


@require_POST
def annuleren(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop it."""
    _eigen(request, pk)
    services.annuleer(opdracht_id=pk, door=cast(Verzoek, request).user, nu=timezone.now())
    return redirect("taken:taak", pk)


@require_POST
@vereist_herbevestiging
def ophalen(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file, once; who asked for it long ago proves again to be who they are."""
    _eigen(request, pk)
    nu = timezone.now()
    try:
        opdracht, delen = services.haal_op(opdracht_id=pk, door=cast(Verzoek, request).user, nu=nu)
    except services.TaakGeweigerd as fout:
        messages.error(request, str(fout))
        return redirect("taken:taak", pk)
    soort = cast(Taaksoort, soort_van(opdracht.soort))  # nothing else gives a file
    antwoord = StreamingHttpResponse((deel.encode() for deel in delen), content_type=soort.inhoudstype)
    naam = soort.bestandsnaam(timezone.localdate(opdracht.gevraagd_op))
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


def _eigen(request: HttpRequest, pk: UUID) -> Taakopdracht:
    return get_object_or_404(Taakopdracht, pk=pk, eigenaar=cast(Verzoek, request).user)
