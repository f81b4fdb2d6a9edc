"""The second step of signing in, proving it again, and the devices and sessions of the own account.

allauth's views do the work; here they get our guard, and the database is told who is being signed in.
"""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.stages import LoginStageController
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.views import ActivateTOTPView, deactivate_totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gebruikers import begrenzing, queries, services
from gebruikers.models import Sessie
from gebruikers.toegang import Verzoek, aanmelder, vereist_herbevestiging

from .apparaten import in_schermtaal
from .forms import HerbevestigForm
from .herbevestigen import TERUG, herbevestigd, veilig_doel
from .oidc_views import organisatie_knop
from .sessies import SLEUTELHASH, TWEEDE_STAP, sleutelhash
from .stapforms import CodeForm, SleutelForm
from .tweede_stap import HERSTELCODES, STAPPEN, TOTP, WEBAUTHN, factoren_van, is_passkey, moet_nog_instellen

get_of_post = require_http_methods(["GET", "HEAD", "POST"])


class TweedeStap(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """allauth's page, with what the browser needs for a key as one attribute."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inhoud: dict[str, Any] = super().get_context_data(**kwargs)
        eigen = factoren_van(self.stage.login.user)
        inhoud["met_code"] = bool(eigen & {TOTP, HERSTELCODES})
        inhoud["met_sleutel"] = WEBAUTHN in eigen
        inhoud["opties"] = json.dumps(inhoud["js_data"]["request_options"])
        return inhoud


@login_not_required
def tweede_stap(request: HttpRequest) -> HttpResponseBase:
    """Between the password and being signed in."""
    stap = (
        None if request.user.is_authenticated else LoginStageController.enter(request, AuthenticateStage.key)
    )
    if stap is None:
        return redirect("start" if request.user.is_authenticated else "account_login")
    with aanmelder(stap.login.user):
        antwoord = TweedeStap.as_view()(request)
        return antwoord.render() if isinstance(antwoord, TemplateResponse) else antwoord


@get_of_post
def herbevestigen(request: HttpRequest) -> HttpResponse:
    """Ask again who is there, then on to where somebody was going. Who has a second step uses that."""
    gebruiker = cast(Verzoek, request).user
    doel = veilig_doel(
        request, request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    )
    if teveel := ratelimit.consume_or_429(request, action="reauthenticate", user=gebruiker):
        begrenzing.meld_te_veel(request)
        return cast(HttpResponse, teveel)
    form, sleutelform = _bewijsforms(request)
    for antwoord in (form, sleutelform):
        if antwoord is not None and antwoord.is_valid():
            ratelimit.clear(request, action="reauthenticate", user=gebruiker)
            if isinstance(antwoord, HerbevestigForm):
                reauthenticate_by_password(request)
            else:
                middel = antwoord.cleaned_data.get("credential") or antwoord.authenticator  # type: ignore[attr-defined]  # of allauth
                post_authentication(request, middel, reauthenticated=True)
            herbevestigd(request, op=timezone.now())
            return redirect(doel)
    inhoud = {
        "form": form,
        "sleutelform": sleutelform,
        **organisatie_knop(doel),
        "doel": doel,
        "doel_naam": REDIRECT_FIELD_NAME,
        "terug": veilig_doel(request, request.POST.get(TERUG) or request.GET.get(TERUG, "")),
        "opties": json.dumps(webauthn.begin_authentication(gebruiker)) if sleutelform else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "account/herbevestigen.html", inhoud, status=status)


def _bewijsforms(request: HttpRequest) -> tuple[Form | None, Form | None]:
    """What this user can prove with: a code or the password, and a key. Only the one that was sent is bound."""
    gebruiker = cast(Verzoek, request).user
    eigen = factoren_van(gebruiker)
    sleutel_gestuurd = "credential" in request.POST
    data = request.POST if request.method == "POST" else None
    form: Form | None = None
    if eigen & {TOTP, HERSTELCODES}:
        form = CodeForm(None if sleutel_gestuurd else data, user=gebruiker)
    elif not eigen & STAPPEN and settings.LOKALE_WACHTWOORDEN and gebruiker.has_usable_password():
        form = HerbevestigForm(data, gebruiker=gebruiker)
    sleutelform = None
    if WEBAUTHN in eigen:
        sleutelform = SleutelForm(data if sleutel_gestuurd else None, user=gebruiker)
    return form, sleutelform


@require_safe
def overzicht(request: HttpRequest) -> HttpResponse:
    """With what and where somebody signs in."""
    gebruiker = cast(Verzoek, request).user
    middelen = list(Authenticator.objects.filter(user=gebruiker).order_by("created_at", "pk"))
    sessies = Sessie.objects.filter(gebruiker=gebruiker, expire_date__gt=timezone.now()).order_by(
        "-begonnen_op"
    )
    hier = sleutelhash(request.session.session_key or "")
    codes = next((middel for middel in middelen if middel.type == HERSTELCODES), None)
    inhoud = {
        "app": next((middel for middel in middelen if middel.type == TOTP), None),
        "sleutels": [
            (middel, middel.wrap().name, is_passkey(middel)) for middel in middelen if middel.type == WEBAUTHN
        ],
        "met_wachtwoord": settings.LOKALE_WACHTWOORDEN,
        "organisatie_sinds": queries.mijn_organisatieaccount(),
        "organisatie": settings.OIDC_NAAM,
        "codes_over": len(codes.wrap().get_unused_codes()) if codes else None,
        "moet_nog": moet_nog_instellen(request),
        "sessies": [(een, een.session_key == hier, in_schermtaal(een.apparaat)) for een in sessies],
    }
    return render(request, "mfa/overzicht.html", inhoud)


class AppInstellen(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Scan, type one code, done: the session itself has its second step now."""

    def form_valid(self, form: Any) -> HttpResponse:
        antwoord: HttpResponse = super().form_valid(form)
        self.request.session[TWEEDE_STAP] = True
        return antwoord


app_aan = vereist_herbevestiging(AppInstellen.as_view())
app_uit = vereist_herbevestiging(deactivate_totp)
herstelcodes = vereist_herbevestiging(view_recovery_codes)
herstelcodes_nieuw = vereist_herbevestiging(generate_recovery_codes)


@require_POST
def beeindig_sessie(request: HttpRequest) -> HttpResponse:
    """Sign out elsewhere: one browser."""
    gebruiker, gekozen = cast(Verzoek, request).user, request.POST.get("sessie", "")
    if SLEUTELHASH.fullmatch(gekozen) and services.beeindig_sessie(sleutelhash=gekozen, door=gebruiker):
        messages.success(request, _("U bent daar uitgelogd."))
    return redirect("mfa_index")


@require_POST
def beeindig_andere(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    hier = sleutelhash(request.session.session_key or "")
    aantal = services.beeindig_andere_sessies(behalve=hier, door=cast(Verzoek, request).user)
    tekst = ngettext(
        "U bent op 1 andere plek uitgelogd.", "U bent op %(aantal)d andere plekken uitgelogd.", aantal
    )
    messages.success(request, tekst % {"aantal": aantal})
    return redirect("mfa_index")
