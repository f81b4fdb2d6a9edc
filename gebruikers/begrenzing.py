"""Limits on guessing: whose tries are counted together, and the keys of the shared counters (`CACHES`).

A count that anybody can fill is also a way to keep somebody out. So tries from a device that the owner signed in with
before (`apparaten`) have a count of their own, which strangers cannot reach; and where a second step stands behind the
password, tries are counted per address and place, not for the account as a whole. docs/toegang.md says why.

What fails is said to the log by Django's signal, never with what was typed, and never without a bound: a failed try
that a count takes is one row, tries that were refused are one row per `VENSTER` and place or account, and what nothing
counts has a count for its rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from gebruikers.aanmelden.apparaten import bekend_apparaat

from . import queries
from .models import Gebruiker

ACCOUNT = "allauth.account"
VENSTER = 300
"""Seconds in which refused tries are one row of the log; as long as the counts of `ACCOUNT_RATE_LIMITS`."""


def sleutel(key: str, key_prefix: str, version: int) -> str:
    """`KEY_FUNCTION`: a keyed hash, because a plain key would hold the IP address of a user."""
    return salted_hmac(
        "gebruikers.begrenzing", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()


def tel_wachtwoord(request: HttpRequest, email: str) -> ratelimit.RateLimitUsage | None:
    """Count one try at the password of `email`; None when there were too many. A success is taken back."""
    gebruiker = Gebruiker.objects.filter(email=email).first()
    if gebruiker and (apparaat := bekend_apparaat(request, gebruiker)):
        return _tel(request, "login_failed_apparaat", f"{gebruiker.pk}:{apparaat}")
    if gebruiker and not queries.tweede_factoren(gebruiker):
        return _tel(request, "login_failed", email.lower())
    # Unknown addresses count as accounts with a second step: the difference would tell which exist
    return _tel(request, "login_failed", f"{get_adapter().get_client_ip(request)}:{email.lower()}")


@contextmanager
def stap(gebruiker: Gebruiker) -> Iterator[None]:
    """Count one try at the second step of `gebruiker`; what ends without an error does not count.

    Raises `ValidationError` when there were too many. A code of six digits can be guessed, so tries of strangers, who
    know the password, share one count.
    """
    request = cast(HttpRequest, context.request)
    apparaat = bekend_apparaat(request, gebruiker)
    soort = "stap_apparaat" if apparaat else "stap"
    if (telling := _tel(request, soort, f"{gebruiker.pk}:{apparaat}")) is None:
        meld_te_veel(request, gebruiker)
        raise get_adapter().validation_error("too_many_login_attempts")
    try:
        yield
    except ValidationError:
        meld_mislukt(request, gebruiker)
        raise
    telling.rollback()


def meld_mislukt(request: HttpRequest, gebruiker: Gebruiker | None = None) -> None:
    """Say that a try failed, of `gebruiker` when a password already told who it is. Each is a row: count them first."""
    user_login_failed.send(sender=__name__, credentials={}, request=request, gebruiker=gebruiker)


def meld_ongeteld(request: HttpRequest, gebruiker: Gebruiker | None = None) -> None:
    """As `meld_mislukt`, for what no count stops: enough rows to see it, and no more."""
    if ratelimit.consume(
        request, app=ACCOUNT, action="ongeteld", key=_wie_of_waar(request, gebruiker), limit_get=True
    ):
        meld_mislukt(request, gebruiker)


def meld_te_veel(request: HttpRequest, gebruiker: Gebruiker | None = None) -> None:
    """Say that tries are refused by a limit: once per `VENSTER`, whatever address or password comes along."""
    if cache.add(f"te_veel:{_wie_of_waar(request, gebruiker)}", True, VENSTER):
        user_login_failed.send(
            sender=__name__, credentials={}, request=request, gebruiker=gebruiker, te_veel=True
        )


def _wie_of_waar(request: HttpRequest, gebruiker: Gebruiker | None) -> str:
    """Of a stranger the place, for whoever guesses chooses the addresses; else the account, and as whom."""
    wie = request.user if request.user.is_authenticated else gebruiker
    if wie is None:
        return f"plek:{ratelimit.get_ip(request)}"
    return f"{'sessie' if request.user.is_authenticated else 'stap'}:{wie.pk}"


def te_veel_bestanden(request: HttpRequest) -> HttpResponse | None:
    """Count one file that somebody brings; a page that says so when there were too many. Reading one takes seconds."""
    return cast("HttpResponse | None", ratelimit.consume_or_429(request, app=ACCOUNT, action="bestand"))


def _tel(request: HttpRequest, soort: str, sleutel: str) -> ratelimit.RateLimitUsage | None:
    return cast(
        "ratelimit.RateLimitUsage | None", ratelimit.consume(request, app=ACCOUNT, action=soort, key=sleutel)
    )
