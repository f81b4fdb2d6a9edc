"""Sign-in in the log. The only receivers of signals here.

Django announces signing in and out and failures by signal and by nothing else, allauth a proof that was asked again,
and `gebruikers` may not import this app. New passwords are written down by a trigger. Each row is written in the
transaction of the request, in the name of who just proved to be: at that moment the request itself may still be
anonymous.
"""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from gebruikers.models import Gebruiker
from gebruikers.toegang import bewezen

from . import events


def verbind() -> None:
    """Connect once, when the apps are ready."""
    user_logged_in.connect(_aangemeld, dispatch_uid="logboek.aangemeld")
    user_logged_out.connect(_afgemeld, dispatch_uid="logboek.afgemeld")
    user_login_failed.connect(_mislukt, dispatch_uid="logboek.aanmelden_mislukt")
    authentication_step_completed.connect(_stap_gezet, dispatch_uid="logboek.herbevestigd")


def _aangemeld(*, user: Gebruiker, **_: Any) -> None:
    with bewezen(user):
        events.aangemeld(door=user)


def _afgemeld(*, user: Gebruiker | None, **_: Any) -> None:
    """Django also announces the end of an anonymous session: that is nobody signing out."""
    if user is not None:
        with bewezen(user):
            events.afgemeld(door=user)


def _mislukt(
    *,
    request: HttpRequest | None = None,
    gebruiker: Gebruiker | None = None,
    te_veel: bool = False,
    **_: Any,
) -> None:
    """`gebruiker` and `te_veel` come from `gebruikers.begrenzing`; of a wrong password Django sends neither."""
    aangemeld = request.user if request is not None and request.user.is_authenticated else None
    events.aanmelden_mislukt(door=aangemeld, account=gebruiker, te_veel=te_veel)


def _stap_gezet(*, user: Gebruiker, reauthenticated: bool = False, **_: Any) -> None:
    """Each step of signing in announces itself here; only one that was asked of who is signed in is an event."""
    if reauthenticated:
        events.herbevestigd(door=user)
