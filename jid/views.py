"""Pages that belong to no register: the way in, health, and errors."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gebruikers.rollen import NOODROLLEN, ZAAKROLLEN, Rol
from gebruikers.toegang import Verzoek, vereist_rol
from jid.bewaren import regels
from jid.gezondheid import wat_ontbreekt
from jid.hulp import onderwerpen_voor
from jid.menu import toetsen_voor
from jid.middleware import te_groot

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

LANDINGEN: tuple[tuple[frozenset[str], str], ...] = (
    (ZAAKROLLEN, "mijn_werk"),
    (frozenset({Rol.VERTROUWENSPERSOON}), "casussen:lijst"),
    (frozenset({Rol.BELEID}), "jaarcijfers:vandaag"),
    (frozenset({Rol.BEHEERDER}), "beheer:start"),
    (NOODROLLEN, "noodtoegang:lijst"),
    (frozenset({Rol.COORDINATOR}), "jaarcijfers:casussen"),
    (frozenset({Rol.ARCHIVARIS}), "bewaren"),
)
"""Which page answers "what must I do now", by role; the first that fits."""
BEVEILIGING_TXT_GELDIG = timedelta(days=180)
"""RFC 9116 advises less than a year."""


def start(request: HttpRequest) -> HttpResponse:
    """Send everybody to their own page; who has no role yet is told so in words."""
    gebruiker = cast("Gebruiker", request.user)
    for rollen, route in LANDINGEN:
        if gebruiker.rollen & rollen:
            return redirect(route)
    return render(request, "jid/start.html")


@require_safe
@vereist_rol(Rol.ARCHIVARIS)
def bewaren(request: Verzoek) -> HttpResponse:
    """Landing page of the archivaris: what must I do now, and how long everything is kept."""
    koppen = (_("Wat"), _("Hoelang"), _("Wat er daarna gebeurt"), _("Staat"))
    rijen = [
        {
            "cellen": [
                {"kolom": kop, **cel}
                for kop, cel in zip(
                    koppen,
                    (
                        {"tekst": regel.wat, "sub": regel.uitleg},
                        {"tekst": regel.hoelang},
                        {"tekst": regel.daarna},
                        {"badge": regel.staat.label, "toon": regel.staat.toon},
                    ),
                    strict=True,
                )
            ]
        }
        for regel in regels()
    ]
    return render(
        request, "jid/bewaren.html", {"kolommen": [{"label": kop} for kop in koppen], "rijen": rijen}
    )


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
@require_safe
def beveiliging_txt(request: HttpRequest) -> HttpResponse:
    """Where a finder of a leak can report it (RFC 9116); 404 where nobody was named. Never older than its expiry."""
    if not settings.BEVEILIGINGSCONTACT:
        raise Http404
    tot = (timezone.now() + BEVEILIGING_TXT_GELDIG).date()
    regels = [
        *(f"Contact: {contact}" for contact in settings.BEVEILIGINGSCONTACT),
        f"Expires: {tot.isoformat()}T00:00:00Z",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join([*regels, ""]), content_type="text/plain; charset=utf-8")


def slecht_verzoek(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`: too much at once is said so; everything else that no page of ours sends gets the general page."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return te_groot()
    return HttpResponse(get_template("400.html").render(), status=400)


@login_not_required
def csrf_mislukt(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say how to keep what was typed."""
    return render(request, "403_csrf.html", {"titel": _("Verstuur het formulier opnieuw")}, status=403)
