"""Which device somebody signed in with before, and what to call it.

A signed cookie, given after a complete sign-in. It opens nothing: it only gives tries from this device a count of their
own. It dies with the password that it was given under.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _

from gebruikers.models import Gebruiker

_ZOUT = "gebruikers.apparaten"
GELDIG = timedelta(days=90)

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMEN = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""What a user agent holds → what people call it; the first that fits."""


def bekend_apparaat(request: HttpRequest, gebruiker: Gebruiker) -> str:
    """The id of this device when `gebruiker` signed in with it before; else empty."""
    try:
        inhoud = signing.loads(request.COOKIES.get(settings.APPARAAT_COOKIE, ""), salt=_ZOUT, max_age=GELDIG)
    except signing.BadSignature:
        return ""
    if not (isinstance(inhoud, dict) and isinstance(inhoud.get("id"), str)):
        return ""
    eigen = inhoud.get("wie") == gebruiker.pk
    return inhoud["id"] if eigen and constant_time_compare(str(inhoud.get("merk")), _merk(gebruiker)) else ""


def onthoud_apparaat(request: HttpRequest, antwoord: HttpResponseBase, gebruiker: Gebruiker) -> None:
    """Give this device its cookie, or a fresh one with the same id."""
    inhoud: dict[str, Any] = {
        "wie": gebruiker.pk,
        "id": bekend_apparaat(request, gebruiker) or get_random_string(16),
        "merk": _merk(gebruiker),
    }
    antwoord.set_cookie(
        settings.APPARAAT_COOKIE,
        signing.dumps(inhoud, salt=_ZOUT),
        max_age=GELDIG,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def omschrijf(user_agent: str) -> str:
    """`Firefox op Windows`; never the user agent itself, which tells more than its owner needs."""
    browser = next((naam for teken, naam in BROWSERS if teken in user_agent), _("Onbekende browser"))
    systeem = next((naam for teken, naam in SYSTEMEN if teken in user_agent), "")
    return _("%(browser)s op %(systeem)s") % {"browser": browser, "systeem": systeem} if systeem else browser


def in_schermtaal(apparaat: str) -> str:
    """What `omschrijf` wrote when somebody signed in, in the language of the screen now."""
    delen = re.fullmatch(r"(.+) (?:op|on) (.+)", apparaat)
    if delen is None:
        return apparaat or _("Onbekende browser")
    return _("%(browser)s op %(systeem)s") % {"browser": delen[1], "systeem": delen[2]}


def _merk(gebruiker: Gebruiker) -> str:
    return salted_hmac(_ZOUT, f"{gebruiker.pk}:{gebruiker.password}", algorithm="sha256").hexdigest()[:32]
