"""Proving again who sits at the keyboard, before something that cannot be taken back (docs/toegang.md).

The moment of the last proof stands in the session. Signing in is the first proof; `herbevestigd()` notes a later one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from .sessies import BEWEZEN_OP


def herbevestigd(request: HttpRequest, *, op: datetime) -> None:
    """The user just proved to be who the session says."""
    request.session[BEWEZEN_OP] = op.timestamp()


def is_vers(request: HttpRequest, *, nu: datetime) -> bool:
    """Whether the last proof is recent enough for this request.

    A form that was opened in time may be sent twice as late: what somebody typed is not thrown away.
    """
    bewezen = request.session.get(BEWEZEN_OP)
    if not isinstance(bewezen, (int, float)):
        return False
    duur = timedelta(minutes=settings.HERBEVESTIG_MINUTEN)
    if request.method not in {"GET", "HEAD"}:
        duur *= 2
    return 0 <= nu.timestamp() - bewezen <= duur.total_seconds()


def stuur_naar_herbevestigen(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a proof, and from there back to the page with the form or link."""
    vraag = urlencode({REDIRECT_FIELD_NAME: _terug(request)})
    adres = f"{reverse('account_reauthenticate')}?{vraag}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(adres)
    return HttpResponseRedirect(adres)


def veilig_doel(request: HttpRequest, doel: str) -> str:
    """`doel` when it is a path of this site, else the start page."""
    if doel.startswith("/") and url_has_allowed_host_and_scheme(doel, allowed_hosts=None):
        return doel
    return reverse("start")


def is_onlangs_bewezen(request: HttpRequest) -> bool:
    """`is_vers` on the clock of this machine, for a view."""
    return is_vers(request, nu=timezone.now())


def _terug(request: HttpRequest) -> str:
    """Where a GET of the same thing is: the page a form was sent from, for its content is not kept."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    vanaf = urlsplit(request.headers.get("Referer", ""))
    if vanaf.netloc == request.get_host() and vanaf.path:
        return f"{vanaf.path}?{vanaf.query}" if vanaf.query else vanaf.path
    return request.path
