"""Headers that keep case pages out of every cache."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers


class VertrouwelijkeAntwoordenMiddleware:
    """Every answer that is not a static file is `no-store`, whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        antwoord = self.get_response(request)
        add_never_cache_headers(antwoord)
        antwoord.headers["Cache-Control"] = "no-store, private"
        antwoord.headers["Permissions-Policy"] = (
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        antwoord.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return antwoord
