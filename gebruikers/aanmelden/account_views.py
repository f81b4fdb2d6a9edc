"""The own account: who am I here, in which language, and staying signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from gebruikers import begrenzing, services, vierogen
from gebruikers.beheer.akkoord_views import staat
from gebruikers.beheer.forms import WeergaveForm
from gebruikers.models import Gebruiker, Team, Voorstel
from gebruikers.rollen import UITLEG, Rol
from gebruikers.toegang import Verzoek

from .herbevestigen import veilig_doel
from .oidc_views import organisatie_knop

P = ParamSpec("P")
LAATSTE_VRAGEN = 5


@login_not_required
@require_POST
def taal(request: HttpRequest) -> HttpResponseBase:
    """The language of this browser, until signing out; without a choice the account says which (`TaalMiddleware`)."""
    return set_language(request)


@require_safe
def mijn_account(request: HttpRequest) -> HttpResponse:
    """Name, roles and teams as they are."""
    gebruiker = cast(Verzoek, request).user
    inhoud = {
        "rollen": [(rol.label, UITLEG[rol]) for rol in Rol if rol in gebruiker.rollen],
        "met_wachtwoord": settings.LOKALE_WACHTWOORDEN and gebruiker.has_usable_password(),
        "teams": Team.objects.filter(pk__in=gebruiker.teams),
        "vragen": _vragen(gebruiker) if gebruiker.heeft_rol(Rol.BEHEERDER) else [],
    }
    return render(request, "gebruikers/mijn_account.html", inhoud)


def _vragen(gebruiker: Gebruiker) -> list[tuple[Voorstel, str, str]]:
    """What this beheerder asked a second person lately, each with where it stands and its tone."""
    nu = timezone.now()
    return [(een, *staat(een, nu=nu)) for een in vierogen.gevraagd_door(gebruiker)[:LAATSTE_VRAGEN]]


@require_http_methods(["GET", "HEAD", "POST"])
def weergave(request: HttpRequest) -> HttpResponse:
    """Language, colours, density and shortcuts of the own account; on every computer the same."""
    gebruiker = cast(Verzoek, request).user
    form = WeergaveForm(request.POST if request.method == "POST" else None, gebruiker=gebruiker)
    if request.method == "POST" and form.is_valid():
        gekozen = {"taal": gebruiker.taal} | form.cleaned_data
        services.zet_weergave(gebruiker=gebruiker, **gekozen)
        with translation.override(gekozen["taal"]):
            messages.success(request, _("De weergave is opgeslagen."))
        antwoord = redirect("weergave")
        antwoord.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # what the account says holds again
        return antwoord
    status = 422 if form.errors else 200
    kruimels = [(reverse("mijn_account"), _("Mijn account")), ("", _("Weergave"))]
    return render(request, "gebruikers/weergave.html", {"form": form, "kruimels": kruimels}, status=status)


def alleen_met_lokale_wachtwoorden(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Decorate a page about passwords: 404 where everybody signs in at the organisation."""

    @wraps(view)
    def bewaakt(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not settings.LOKALE_WACHTWOORDEN:
            raise Http404
        return view(request, *args, **kwargs)

    return bewaakt


class Aanmelden(allauth.LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's page, with the button to the organisation."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inhoud: dict[str, Any] = super().get_context_data(**kwargs)
        doel = veilig_doel(self.request, self.request.GET.get(REDIRECT_FIELD_NAME, ""))
        return inhoud | organisatie_knop(doel) | {"met_wachtwoord": settings.LOKALE_WACHTWOORDEN}


@login_not_required
def aanmelden(request: HttpRequest) -> HttpResponseBase:
    """allauth's page, where the password part takes nothing when passwords of our own are off."""
    if request.method == "POST" and not settings.LOKALE_WACHTWOORDEN:
        return HttpResponseNotAllowed(["GET"])
    antwoord = cast(HttpResponseBase, Aanmelden.as_view()(request))
    if antwoord.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        begrenzing.meld_te_veel(request)
    return antwoord


def wachtwoord_wijzigen(request: HttpRequest) -> HttpResponseBase:
    """allauth's page, for who has a password to change; what its limit refuses is said to the log."""
    if not cast(Verzoek, request).user.has_usable_password():
        raise Http404
    antwoord = cast(HttpResponseBase, allauth.password_change(request))
    if antwoord.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        begrenzing.meld_te_veel(request)
    return antwoord


@login_not_required
def afmelden(request: HttpRequest) -> HttpResponseBase:
    """Sign out, by POST. Whose session had ended goes to the sign-in page, with no way back to here."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            request.session.flush()  # also who stopped halfway a sign-in
        return redirect("account_login")
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    antwoord = cast(HttpResponseBase, allauth.logout(request))
    if settings.PRODUCTIE:  # pages that the browser kept for its back button; browsers heed it over TLS only
        antwoord.headers["Clear-Site-Data"] = '"cache"'
    return antwoord


@require_POST
def sessie_verlengen(request: HttpRequest) -> HttpResponse:
    """Any request lengthens the session (`SESSION_SAVE_EVERY_REQUEST`); this one does nothing else."""
    return HttpResponse(status=204)
