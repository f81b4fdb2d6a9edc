"""Around every view: headers, the size of a request, and what happens when a key does not fit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from whitenoise.middleware import WhiteNoiseFileResponse

from inlezen.ontvangst import GROOTSTE_VERZOEK, mag_bestand_sturen
from jid.verzoek import is_utf8
from zaken.versleuteling.fouten import SleutelVernietigd, Versleutelingsfout

logger = logging.getLogger("jid.sleutels")
ONBEKENDE_HOOFDSLEUTEL = "datasleutel_hoofdsleutel_bekend"
"""The foreign key that refuses a data key under a key that was taken out of use."""


_ONTZEGD = (
    *(
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
    ),
    *("gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock"),
    *("usb", "xr-spatial-tracking"),
)
VASTE_KOPPEN = {
    "Permissions-Policy": ", ".join(f"{wat}=()" for wat in _ONTZEGD),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""On every answer, static files too. `SecurityMiddleware` and django-csp set the rest."""
OOK_BIJ_EEN_WEIGERING = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}
"""What the middleware of Django leaves off an answer that was given before its turn, such as to a strange host."""


class VertrouwelijkeAntwoordenMiddleware:
    """Every answer that is not a static file is `no-store`, whoever asks; the outermost but for the CSP."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        antwoord = self.get_response(request)
        if not isinstance(antwoord, WhiteNoiseFileResponse):
            add_never_cache_headers(antwoord)
            antwoord.headers["Cache-Control"] = "no-store, private"
        for kop, waarde in VASTE_KOPPEN.items():
            antwoord.headers[kop] = waarde
        for kop, waarde in OOK_BIJ_EEN_WEIGERING.items():
            antwoord.headers.setdefault(kop, waarde)
        return antwoord


METHODEN = ("GET", "HEAD", "POST")
"""What browsers send us; every page changes something by POST alone."""


class VerzoekgrensMiddleware:
    """A method or encoding that no page knows, or a size above the limit, is refused before a byte of the body is read.

    Django's own limit counts the fields of a form only; files would be written to disk first, also where no page
    asks for any. Only the page that takes a file gets more. A body without a length is read as empty by Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODEN:
            return HttpResponseNotAllowed(METHODEN)
        if not is_utf8(request.content_params or {}):
            return HttpResponse(get_template("400.html").render(), status=400)
        lengte = request.META.get("CONTENT_LENGTH") or "0"
        if lengte.isascii() and lengte.isdigit() and int(lengte) <= self._grens(request):
            return self.get_response(request)
        return te_groot()

    def _grens(self, request: HttpRequest) -> int:
        if request.method == "POST" and mag_bestand_sturen(request):
            return GROOTSTE_VERZOEK
        return settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def te_groot() -> HttpResponse:
    """413 in words: too many characters, fields or files at once. Asks no session and no database."""
    return HttpResponse(get_template("413.html").render(), status=413)


class SleutelfoutMiddleware:
    """A key that is missing, wrong or half rotated: 503 in words, and nothing of the request is kept.

    Stands inside `ToegangscontextMiddleware`, which rolls back on this status. The page asks no database: the
    transaction may be broken. What the administrator must do stands in the log; it names files and ids of keys.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _sleutels_kloppen_niet(exception) if _is_sleutelfout(exception) else None


class SessieMiddleware(SessionMiddleware):
    """Django's, for a session whose content is encrypted: with the wrong key file the answer is the same 503.

    The session is opened here, before any view is there whose exceptions could be handled. The cookie stays, so who
    is signed in goes on when the right keys are back.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self.process_request(request)
        try:
            request.session.get(SESSION_KEY)
        except Versleutelingsfout as fout:
            return _sleutels_kloppen_niet(fout)
        antwoord = cast(HttpResponse, self.get_response(request))  # the stubs think of asynchronous ones too
        return self.process_response(request, antwoord)


def _sleutels_kloppen_niet(fout: Exception) -> HttpResponse:
    tekst = str(fout) if isinstance(fout, Versleutelingsfout) else ONBEKENDE_HOOFDSLEUTEL
    logger.error("%s: %s", type(fout).__name__, tekst)
    return HttpResponse(get_template("503_sleutels.html").render(), status=503)


def _is_sleutelfout(fout: Exception) -> bool:
    if isinstance(fout, IntegrityError):
        uitleg = getattr(fout.__cause__, "diag", None)
        return getattr(uitleg, "constraint_name", None) == ONBEKENDE_HOOFDSLEUTEL
    return isinstance(fout, Versleutelingsfout) and not isinstance(fout, SleutelVernietigd)
