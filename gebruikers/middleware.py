"""The language of the account, nothing before the second step is set up, and 422 for a refused form of allauth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect

from gebruikers.aanmelden.tweede_stap import moet_nog_instellen


class TaalMiddleware:
    """After `LocaleMiddleware` and sign-in: who is signed in reads the language of the own account.

    Unless another one was chosen on the page to sign in: that holds in this browser until signing out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        was_aangemeld = request.user.is_authenticated
        if request.user.is_authenticated:
            translation.activate(gekozen_taal(request) or request.user.taal)
        antwoord = self.get_response(request)
        if was_aangemeld and not request.user.is_authenticated:
            antwoord.delete_cookie(settings.LANGUAGE_COOKIE_NAME)  # the next one begins with the own account
        return antwoord


def gekozen_taal(request: HttpRequest) -> str:
    """The language that was chosen in this browser; empty without a choice."""
    taal = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return taal if taal in dict(settings.LANGUAGES) else ""


class TweedeStapMiddleware:
    """Where a second step is demanded, who has none reaches the pages that set it up, and no other."""

    OPEN = frozenset(
        {
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "passkey_nieuw",
            "mfa_view_recovery_codes",
            "account_reauthenticate",
            "account_logout",
            "sessie_verlengen",
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Pages that ask for no sign-in show nothing of anybody and stay open."""
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        naam = request.resolver_match.view_name if request.resolver_match else ""
        if naam in self.OPEN or not moet_nog_instellen(request):
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")


class FoutstatusMiddleware:
    """A form of allauth that was refused answers 422, as each form of our own does; allauth itself says 200."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form is not None and form.errors:
            response.status_code = 422
        return response
