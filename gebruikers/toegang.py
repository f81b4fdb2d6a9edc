"""Guards on the first line of a view: who lacks the role sees a page that does not exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar, cast

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponseBase

from gebruikers.aanmelden.herbevestigen import (
    BEVESTIGD,
    bestand_na_bewijs,
    is_onlangs_bewezen,
    stuur_naar_bestand,
    stuur_naar_herbevestigen,
)

from .models import Gebruiker
from .rollen import Rol

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
V = TypeVar("V", bound=HttpRequest)


class Verzoek(HttpRequest):
    """A request behind the sign-in: its user is always a `Gebruiker`. For annotations only."""

    user: Gebruiker  # LoginRequiredMiddleware leaves no anonymous visitor


def eis_rol(gebruiker: Any, *rollen: Rol) -> None:
    """Raise `Http404` unless `gebruiker` is signed in and has one of `rollen`."""
    if not gebruiker.is_authenticated or not gebruiker.heeft_rol(*rollen):
        raise Http404


def vereist_rol(
    *rollen: Rol,
) -> Callable[[Callable[Concatenate[Verzoek, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Decorate a function view: 404 for everybody without one of `rollen`."""

    def decorator(view: Callable[Concatenate[Verzoek, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def bewaakt(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            eis_rol(request.user, *rollen)
            return view(cast(Verzoek, request), *args, **kwargs)

        return bewaakt

    return decorator


class RolVereistMixin:
    """Guard of a class view: 404 for everybody without one of `vereiste_rollen`."""

    vereiste_rollen: ClassVar[tuple[Rol, ...]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        eis_rol(request.user, *self.vereiste_rollen)
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))  # type: ignore[misc]  # a mixin


def vereist_herbevestiging(
    view: Callable[Concatenate[V, P], HttpResponseBase],
) -> Callable[Concatenate[V, P], HttpResponseBase]:
    """Decorate a view, below `vereist_rol`: who did not prove to be themselves lately does so first, and comes back.

    Signing in counts as a proof. What a form holds is not kept: put this on the page that shows the form as well as on
    the one that takes it (one view), for a form opened in time may be sent later (`herbevestigen.is_vers`).
    """

    @wraps(view)
    def bewaakt(request: V, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_onlangs_bewezen(request):
            return stuur_naar_herbevestigen(request)
        return view(request, *args, **kwargs)

    return bewaakt


def vereist_herbevestiging_voor_bestand(
    view: Callable[Concatenate[V, P], HttpResponseBase],
) -> Callable[Concatenate[V, P], HttpResponseBase]:
    """As `vereist_herbevestiging`, for a view whose GET answers with a file: afterwards a page says that it comes."""

    @wraps(view)
    def bewaakt(request: V, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        vraagt_bestand = request.method in {"GET", "HEAD"}
        if not is_onlangs_bewezen(request):
            return stuur_naar_bestand(request) if vraagt_bestand else stuur_naar_herbevestigen(request)
        if vraagt_bestand and BEVESTIGD in request.GET:
            return bestand_na_bewijs(request)
        return view(request, *args, **kwargs)

    return bewaakt


@contextmanager
def bewezen(gebruiker: Gebruiker) -> Iterator[None]:
    """For this block the user of the transaction is `gebruiker`, just proven by password or mailed key."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT app.uid()")
        (vorige,) = cursor.fetchone()
        cursor.execute("SELECT app.begin(%s)", [gebruiker.pk])
        yield
        cursor.execute("SELECT app.begin(%s)", [vorige])


@contextmanager
def aanmelder(gebruiker: Gebruiker) -> Iterator[None]:
    """For this block the database shows the second factors of `gebruiker`, who is being signed in, and no more."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.aanmelder', %s, true)", [str(gebruiker.pk)])
        yield
        cursor.execute("SELECT set_config('app.aanmelder', '', true)")
