"""Pages that belong to no register: the way in, health, and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gebruikers.rollen import NOODROLLEN, ZAAKROLLEN, Rol
from jid.gezondheid import wat_ontbreekt
from jid.hulp import onderwerpen_voor
from jid.menu import toetsen_voor

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

LANDINGEN: tuple[tuple[frozenset[str], str], ...] = (
    (ZAAKROLLEN, "mijn_werk"),
    (frozenset({Rol.VERTROUWENSPERSOON}), "casussen:lijst"),
    (frozenset({Rol.BELEID}), "jaarcijfers:vandaag"),
    (frozenset({Rol.BEHEERDER}), "beheer:start"),
    (NOODROLLEN, "noodtoegang:lijst"),
)
"""Which page answers "what must I do now", by role; the first that fits."""


def start(request: HttpRequest) -> HttpResponse:
    """Send everybody to their own page; a role without one yet is told so in words."""
    gebruiker = cast("Gebruiker", request.user)
    for rollen, route in LANDINGEN:
        if gebruiker.rollen & rollen:
            return redirect(route)
    return render(request, "jid/start.html")


@login_not_required
def toegankelijkheid(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use the application, and what was not."""
    return render(request, "jid/toegankelijkheid.html")


@login_not_required
def sneltoetsen(request: HttpRequest) -> HttpResponse:
    """Which keys do what, and where to switch them off."""
    return render(request, "jid/sneltoetsen.html", {"toetsen": toetsen_voor(_rollen(request))})


@login_not_required
def hulp(request: HttpRequest) -> HttpResponse:
    """What everybody asks, in the order of a working day; more for who is signed in."""
    return render(request, "jid/hulp.html", {"onderwerpen": list(onderwerpen_voor(_rollen(request)))})


def _rollen(request: HttpRequest) -> frozenset[str]:
    """None for a visitor."""
    return request.user.rollen if request.user.is_authenticated else frozenset()


@login_not_required
def leeft(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "leeft"})


@login_not_required
def klaar(request: HttpRequest) -> HttpResponse:
    """The process can work: database, migrations, keys and queue. 503 and one code word until then."""
    if woord := wat_ontbreekt():
        return JsonResponse({"status": "niet klaar", "wat": woord}, status=503)
    return JsonResponse({"status": "klaar"})


@login_not_required
def csrf_mislukt(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say how to keep what was typed."""
    return render(request, "403_csrf.html", {"titel": _("Verstuur het formulier opnieuw")}, status=403)
