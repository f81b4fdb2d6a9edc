"""The own messages, for everybody who is signed in."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gebruikers.toegang import Verzoek

from . import queries, services, weergave
from .forms import VoorkeurForm
from .models import Bericht
from .soorten import NAAR, Soort


@require_safe
def lijst(request: HttpRequest) -> HttpResponse:
    """The newest messages, the unread ones marked."""
    regels = queries.eigen(cast(Verzoek, request).user)
    inhoud = {
        "kolommen": [{"label": kop} for kop in weergave.koppen()],
        "rijen": weergave.rijen(regels),
        "is_er_nieuw": any(not regel.is_gelezen for regel in regels),
        "acties": [{"url": reverse("berichten:instellingen"), "label": _("Mail instellen"), "icoon": "mail"}],
    }
    return render(request, "berichten/lijst.html", inhoud)


@require_safe
def openen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark as read and go to the page it is about."""
    bericht = get_object_or_404(Bericht, pk=pk)
    services.lees(bericht, nu=timezone.now())
    if bericht.zaak_id is not None:
        return redirect("zaak", bericht.zaak_id)
    if route := NAAR.get(Soort(bericht.soort)):
        return redirect(route, *([bericht.object_id] if bericht.object_id else []))
    return redirect("berichten:lijst")


@require_POST
def alles_gelezen(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    aantal = services.lees_alle(door=cast(Verzoek, request).user, nu=timezone.now())
    if aantal:
        tekst = ngettext("1 bericht is nu gelezen.", "%(aantal)s berichten zijn nu gelezen.", aantal)
        messages.success(request, tekst % {"aantal": aantal})
    return redirect("berichten:lijst")


@require_http_methods(["GET", "HEAD", "POST"])
def instellingen(request: HttpRequest) -> HttpResponse:
    """When to get mail."""
    gebruiker = cast(Verzoek, request).user
    form = VoorkeurForm(request.POST or None, initial={"mail": queries.mailvoorkeur(gebruiker)})
    if request.method == "POST" and form.is_valid():
        services.kies_mail(mail=form.cleaned_data["mail"], door=gebruiker)
        messages.success(request, _("Uw keuze is opgeslagen."))
        return redirect("berichten:lijst")
    return render(request, "berichten/instellingen.html", {"form": form}, status=422 if form.errors else 200)
