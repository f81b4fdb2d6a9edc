"""One transaction and one access context per request."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import get_template
from psycopg.errors import DeadlockDetected, InsufficientPrivilege

from gebruikers.context import begin, open_verzoek, wis
from zaken.models import Zaak

logger = logging.getLogger("jid.toegang")
SERVERFOUT = 500
ZONDER_CONTEXT = frozenset({"/gezond/leeft/", "/gezond/klaar/"})
"""Health checks: no session, no user, and they answer when the database does not."""

EEN_ZAAK = re.compile(r"/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/")
"""The address names something by its id: nearly always one zaak, and for anything else the hint costs nothing."""


class ToegangscontextMiddleware:
    """Opens the transaction, says to the database who asks, rolls back on a status of 500 or more.

    A view never runs outside it; what is rendered lazily afterwards would see nothing, so template
    responses are rendered inside the view (`render`), and streaming opens its own context.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in ZONDER_CONTEXT and request.method in {"GET", "HEAD"}:
            return self.get_response(request)
        sessie = request.session.session_key
        try:
            with transaction.atomic():
                gebruiker = request.user
                if gebruiker.is_authenticated:
                    open_verzoek(gebruiker, een_zaak=EEN_ZAAK.search(request.path) is not None)
                else:
                    begin(None)
                antwoord = self.get_response(request)
                if antwoord.status_code >= SERVERFOUT:
                    transaction.set_rollback(True)
                return antwoord
        except OperationalError as fout:  # at the commit, where a foreign key is checked: no view is left
            if (ingehaald := _ingehaald(fout)) is None:
                raise
            _vergeet(request, sessie)
            return ingehaald
        finally:
            if connection.in_atomic_block:  # a test's own transaction outlives the request
                wis()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What another one did while this page was made. The answer asks no database: the transaction is broken."""
        if antwoord := _ingehaald(exception):
            transaction.set_rollback(True)
        return antwoord


def _ingehaald(fout: Exception) -> HttpResponse | None:
    """404 when the zaak is seen no more: row security refused a write, or the row was gone; 409 after a deadlock."""
    if _recht_is_voorbij(fout) or isinstance(fout, Zaak.DoesNotExist):
        sjabloon, status = "404.html", 404
    elif isinstance(fout.__cause__, DeadlockDetected):
        sjabloon, status = "409.html", 409
    else:
        return None
    logger.warning("Een ander haalde een verzoek in (%s).", status)
    return HttpResponse(get_template(sjabloon).render(), status=status)


def _vergeet(request: HttpRequest, sleutel: str | None) -> None:
    """The session as it came in: what the view noted there, such as "it was saved", is not so."""
    request.session = type(request.session)(sleutel)
    request.session.get(SESSION_KEY)  # reads it: an empty one would take the cookie away


def _recht_is_voorbij(fout: Exception) -> bool:
    oorzaak = fout.__cause__
    return (
        isinstance(fout, ProgrammingError)
        and isinstance(oorzaak, InsufficientPrivilege)
        and str(oorzaak.diag.message_primary).startswith("new row violates row-level security policy")
    )
