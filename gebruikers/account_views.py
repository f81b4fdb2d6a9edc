"""The own account: who am I here, in which language, and staying signed in."""

from __future__ import annotations

from typing import cast

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import services
from .forms import TaalForm
from .models import Team
from .rollen import UITLEG, Rol
from .toegang import Verzoek


@require_http_methods(["GET", "HEAD", "POST"])
def mijn_account(request: HttpRequest) -> HttpResponse:
    """Name, roles and teams as they are; the language can be changed."""
    gebruiker = cast(Verzoek, request).user
    form = TaalForm(request.POST or None, initial={"taal": gebruiker.taal})
    kan_kiezen = len(settings.LANGUAGES) > 1
    if request.method == "POST" and form.is_valid():
        taal = form.cleaned_data["taal"]
        services.zet_taal(gebruiker=gebruiker, taal=taal)
        with translation.override(taal):
            messages.success(request, _("De taal is gewijzigd."))
        return redirect("mijn_account")
    inhoud = {
        "form": form if kan_kiezen else None,
        "rollen": [(rol.label, UITLEG[rol]) for rol in Rol if rol in gebruiker.rollen],
        "teams": Team.objects.filter(pk__in=gebruiker.teams),
    }
    return render(request, "gebruikers/mijn_account.html", inhoud)


@login_not_required
def afmelden(request: HttpRequest) -> HttpResponseBase:
    """Sign out, by POST. Whose session had ended goes to the sign-in page, with no way back to here."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            request.session.flush()  # also who stopped halfway a sign-in
        return redirect("account_login")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return cast(HttpResponseBase, allauth.logout(request))


@require_POST
def sessie_verlengen(request: HttpRequest) -> HttpResponse:
    """Any request lengthens the session (`SESSION_SAVE_EVERY_REQUEST`); this one does nothing else."""
    return HttpResponse(status=204)
