"""Security keys and passkeys: adding, naming and removing them, and signing in with a passkey alone.

A passkey holds the account name itself and asks for a PIN, finger or face: two factors in one. It is a way in of our
own, so it exists where passwords of our own do: where the organisation vouches, who is out there must be out here.
"""

from __future__ import annotations

import json
from typing import Any, cast

from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.internal import flows as sleutels
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from fido2.utils import websafe_decode

from gebruikers import begrenzing, services
from gebruikers.toegang import Verzoek, aanmelder, vereist_herbevestiging

from .account_views import alleen_met_lokale_wachtwoorden
from .herbevestigen import veilig_doel
from .sessies import TWEEDE_STAP
from .stapforms import NieuwePasskeyForm, PasskeyForm, SleutelnaamForm
from .tweede_stap import WEBAUTHN, MFAAdapter

get_of_post = require_http_methods(["GET", "HEAD", "POST"])


@get_of_post
@login_not_required
@alleen_met_lokale_wachtwoorden
def passkey_aanmelden(request: HttpRequest) -> HttpResponseBase:
    """GET: the challenge, for the script of the sign-in page. POST: what the passkey answered."""
    doel = veilig_doel(request, request.POST.get(REDIRECT_FIELD_NAME, ""))
    if request.user.is_authenticated:
        return redirect(doel)
    if teveel := ratelimit.consume_or_429(request, action="passkey"):
        begrenzing.meld_te_veel(request)
        return cast(HttpResponse, teveel)
    if request.method != "POST":
        return HttpResponse(json.dumps(webauthn.begin_authentication(None)), content_type="application/json")
    form = PasskeyForm(request.POST)
    if not form.is_valid():
        begrenzing.meld_mislukt(request)
        messages.error(request, _("Aanmelden met deze passkey lukte niet. Meld u aan met uw wachtwoord."))
        return redirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: doel})}")
    middel: Authenticator = form.cleaned_data["credential"]
    with aanmelder(middel.user):
        aanmelding = Login(user=middel.user, redirect_url=doel)
        return cast(HttpResponseBase, sleutels.perform_passwordless_login(request, middel, aanmelding))


class SleutelToevoegen(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """A key answers a challenge of ours; its name is for its owner."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inhoud: dict[str, Any] = super().get_context_data(**kwargs)
        inhoud["opties"] = json.dumps(inhoud["js_data"]["creation_options"])
        return inhoud

    def form_valid(self, form: Any) -> HttpResponse:
        antwoord: HttpResponse = super().form_valid(form)
        self.request.session[TWEEDE_STAP] = True
        return antwoord


class PasskeyToevoegen(SleutelToevoegen):
    """A key that knows whose it is and asks for a PIN: it opens the account without the password."""

    def get_form_class(self) -> type[NieuwePasskeyForm]:
        return NieuwePasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inhoud = super().get_context_data(**kwargs)
        opties = webauthn.begin_registration(self.request.user, passwordless=True)
        return inhoud | {"opties": json.dumps(opties), "is_passkey": True}

    def form_valid(self, form: Any) -> HttpResponse:
        antwoord = super().form_valid(form)
        sleutelnummer = websafe_decode(form.cleaned_data["credential"]["rawId"])
        middel = webauthn.get_authenticator_by_credential_id(self.request.user, sleutelnummer)
        services.laat_aanmelden_zonder_wachtwoord(middel=middel)
        return antwoord


sleutel_nieuw = vereist_herbevestiging(SleutelToevoegen.as_view())
passkey_nieuw = vereist_herbevestiging(alleen_met_lokale_wachtwoorden(PasskeyToevoegen.as_view()))


@get_of_post
@vereist_herbevestiging
def sleutel_naam(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a key another name."""
    middel = _eigen_sleutel(request, pk)
    form = SleutelnaamForm(request.POST or None, initial={"naam": middel.wrap().name})
    if request.method == "POST" and form.is_valid():
        services.hernoem_sleutel(
            middel=middel, naam=form.cleaned_data["naam"], door=cast(Verzoek, request).user
        )
        messages.success(request, _("De naam van de sleutel is gewijzigd."))
        return redirect("mfa_index")
    return render(request, "mfa/webauthn/naam.html", {"form": form}, status=422 if form.errors else 200)


@get_of_post
@vereist_herbevestiging
def sleutel_weg(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove a key."""
    middel = _eigen_sleutel(request, pk)
    if not MFAAdapter().can_delete_authenticator(middel):
        messages.error(request, str(MFAAdapter.error_messages["cannot_delete_authenticator"]))
        return redirect("mfa_index")
    if request.method == "POST":
        sleutels.remove_authenticator(request, middel)
        return redirect("mfa_index")
    return render(request, "mfa/webauthn/verwijder.html", {"naam": middel.wrap().name})


def _eigen_sleutel(request: HttpRequest, pk: int) -> Authenticator:
    return get_object_or_404(Authenticator, pk=pk, user=cast(Verzoek, request).user, type=WEBAUTHN)
