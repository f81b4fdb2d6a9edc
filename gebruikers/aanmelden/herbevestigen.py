"""Proving again who sits at the keyboard, before something that cannot be taken back (docs/toegang.md).

The moment of the last proof stands in the session. Signing in is the first proof (`aangemeld`), as old as the sign-in
at the organisation where that vouches (`bewezen_elders`); `herbevestigd` notes a later one. Nothing else does: Django
gives a session a new key for other reasons too, such as a changed password.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from .sessies import AANGEMELD_OP, BEWEZEN_OP

BEVESTIGD = "bevestigd"
"""Added to the address of a file after a proof: the browser stays on this page while the file comes."""
TERUG = "terug"
"""In the address of the page that asks: where somebody was, to go back to without a proof."""
_BESTAND = "bestand_na_bewijs"


def aangemeld(request: HttpRequest, *, op: datetime) -> None:
    """The user just signed in, all steps done: the session begins its life, and this is the first proof."""
    request.session[AANGEMELD_OP] = op.timestamp()
    herbevestigd(request, op=op)


def bewezen_elders(request: HttpRequest, *, op: datetime | None, nu: datetime) -> None:
    """The user signed in by the word of another, who asked for a proof at `op`: perhaps days ago; None: not said.

    Then the session holds no proof, and the first heavy step asks for one.
    """
    request.session.pop(BEWEZEN_OP, None)
    if op is not None:
        herbevestigd(request, op=min(op, nu))


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


def stuur_naar_herbevestigen(request: HttpRequest, *, doel: str = "") -> HttpResponse:
    """To the page that asks for a proof, and from there back to the page with the form or link.

    `doel`: another address of this site, for a page that is read without a proof and keeps what was chosen on it in its
    address: ids, never what somebody typed.
    """
    return _vraag_bewijs(request, doel or _terug(request), is_vrij=bool(doel))


def stuur_naar_bestand(request: HttpRequest) -> HttpResponse:
    """As `stuur_naar_herbevestigen` for a view that answers with a file, and so leaves the browser where it is."""
    doel = _bestandsadres(request)
    terug = veilig_doel(request, _vanaf(request))
    request.session[_BESTAND] = {"doel": doel, "terug": terug, "begonnen": False}
    return _vraag_bewijs(request, f"{doel}{'&' if '?' in doel else '?'}{BEVESTIGD}=1")


def bestand_na_bewijs(request: HttpRequest) -> HttpResponse:
    """The page after that proof: the file begins by itself, once, and there are links to it and back."""
    doel = _bestandsadres(request)
    gevraagd = request.session.get(_BESTAND)
    if not isinstance(gevraagd, dict) or gevraagd["doel"] != doel:
        gevraagd = {"doel": doel, "terug": reverse("start"), "begonnen": True}
    inhoud = {"doel": doel, "terug": gevraagd["terug"], "begint": not gevraagd["begonnen"]}
    antwoord = render(request, "gebruikers/bestand.html", inhoud)
    if inhoud["begint"]:
        request.session[_BESTAND] = gevraagd | {"begonnen": True}
        antwoord.headers["Refresh"] = f"1; url={doel}"
    return antwoord


def _bestandsadres(request: HttpRequest) -> str:
    """Where the file itself is."""
    vraag = request.GET.copy()
    vraag.pop(BEVESTIGD, None)
    return f"{request.path}?{vraag.urlencode()}" if vraag else request.path


def _vraag_bewijs(request: HttpRequest, doel: str, *, is_vrij: bool = False) -> HttpResponse:
    """`is_vrij`: the page that the browser came from asks no proof itself, so there is a way back to it without."""
    vraag = {REDIRECT_FIELD_NAME: doel}
    vanaf = _vanaf(request)
    if vanaf and (is_vrij or urlsplit(vanaf).path not in {urlsplit(doel).path, request.path}):
        vraag[TERUG] = vanaf
    adres = f"{reverse('account_reauthenticate')}?{urlencode(vraag)}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(adres)
    return HttpResponseRedirect(adres)


def is_eigen_pad(doel: str) -> bool:
    """Whether `doel` is a path of this site."""
    return doel.startswith("/") and url_has_allowed_host_and_scheme(doel, allowed_hosts=None)


def veilig_doel(request: HttpRequest, doel: str) -> str:
    """`doel` when it is a path of this site, else the start page."""
    return doel if is_eigen_pad(doel) else reverse("start")


def is_onlangs_bewezen(request: HttpRequest) -> bool:
    """`is_vers` on the clock of this machine, for a view."""
    return is_vers(request, nu=timezone.now())


def _terug(request: HttpRequest) -> str:
    """Where a GET of the same thing is: the page a form was sent from, for its content is not kept."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return _vanaf(request) or request.path


def _vanaf(request: HttpRequest) -> str:
    """The page of this site that the browser came from; empty when it does not say so."""
    try:
        vanaf = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # such as a host that is no address
        return ""
    if vanaf.netloc != request.get_host() or not is_eigen_pad(vanaf.path):
        return ""
    return f"{vanaf.path}?{vanaf.query}" if vanaf.query else vanaf.path
