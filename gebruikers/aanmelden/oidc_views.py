"""To the sign-in page of the organisation, and back."""

from __future__ import annotations

import logging
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from gebruikers import begrenzing, queries, services
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.toegang import Verzoek, vereist_herbevestiging

from . import oidc
from .herbevestigen import bewezen_elders, herbevestigd, veilig_doel
from .sessies import TWEEDE_STAP
from .tweede_stap import STAPPEN, factoren_van, moet_nog_instellen

logger = logging.getLogger("jid.aanmelden")

BEZIG = "oidc_bezig"
"""Key of the session: where to go afterwards, and whether somebody who is signed in proves it again."""
REDENEN = {
    "mislukt": _("Het aanmelden bij uw organisatie is niet gelukt. Probeer het opnieuw."),
    "onbekend": _("U hebt hier nog geen account. Vraag uw functioneel beheerder om een uitnodiging."),
    "adres_niet_bevestigd": _(
        "Uw organisatie heeft uw e-mailadres niet bevestigd. Vraag uw helpdesk om hulp."
    ),
    "al_gekoppeld": _("Dit account hoort al bij iemand anders. Vraag uw functioneel beheerder om hulp."),
    "niet_actief": _("Uw account is niet actief. Vraag uw functioneel beheerder om hulp."),
    "rollen_gaan_niet_samen": _("U hebt rollen die niet samengaan. Vraag uw functioneel beheerder om hulp."),
    "geen_groepen": _("Uw organisatie gaf niet door in welke groepen u zit. Vraag uw helpdesk om hulp."),
    "ander": _("Dat is een ander account dan waarmee u bent aangemeld."),
    "geen_moment": _("Uw organisatie zegt niet wanneer u zich daar aanmeldde. Vraag uw helpdesk om hulp."),
    "eigen_stap": _("U hebt hier een eigen tweede stap. Bevestig daarmee dat u het bent."),
    "niet_vers": _("Uw organisatie heeft u niet opnieuw laten aanmelden. Probeer het opnieuw."),
}


def organisatie_knop(doel: str) -> dict[str, str]:
    """What a page needs for the button to the organisation; empty when there is none."""
    if not settings.OIDC_ISSUER:
        return {}
    vraag = urlencode({REDIRECT_FIELD_NAME: doel})
    return {"organisatie": settings.OIDC_NAAM, "organisatie_url": f"{reverse('oidc_begin')}?{vraag}"}


@require_safe
@login_not_required
def begin(request: HttpRequest) -> HttpResponse:
    """On to the organisation. With `bevestig` for who is signed in and must prove it again."""
    if not settings.OIDC_ISSUER:
        raise Http404
    opnieuw = request.user.is_authenticated
    doel = veilig_doel(request, request.GET.get(REDIRECT_FIELD_NAME, ""))
    try:
        antwoord = oidc.begin(request, request.build_absolute_uri(reverse("oidc_terug")), opnieuw=opnieuw)
    except oidc.AanmeldenGeweigerd as fout:
        return _geweigerd(request, fout.reden)
    request.session[BEZIG] = {"doel": doel, "opnieuw": opnieuw, "begonnen": timezone.now().timestamp()}
    return antwoord


@require_safe
@login_not_required
def terug(request: HttpRequest) -> HttpResponseBase:
    """Back from the organisation: sign in, or note that it was proven again."""
    bezig = request.session.pop(BEZIG, None)
    if not settings.OIDC_ISSUER:
        raise Http404
    if bezig is None or bezig["opnieuw"] != request.user.is_authenticated:
        return _geweigerd(request, "mislukt")
    try:
        bewijs = oidc.lees_bewijs(request)
        if bezig["opnieuw"]:
            return _bevestigd(request, bewijs, bezig)
        gebruiker = oidc.gebruiker_bij(bewijs)
        oidc.stel_rollen_gelijk(gebruiker, bewijs)
    except oidc.AanmeldenGeweigerd as fout:
        return _geweigerd(request, fout.reden)
    antwoord = cast(HttpResponseBase, perform_login(request, gebruiker, redirect_url=bezig["doel"]))
    if request.user.is_authenticated:  # else a second step of our own follows, and that is the proof
        bewezen_elders(request, op=bewijs.aangemeld_op, nu=timezone.now())
        if bewijs.tweede_stap:
            request.session[TWEEDE_STAP] = True
        elif bewijs.aangemeld_op is None and moet_nog_instellen(request):
            herbevestigd(
                request, op=timezone.now()
            )  # nothing but setting up the first own step is open to them
    return antwoord


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_herbevestiging
def losmaken(request: HttpRequest) -> HttpResponse:
    """Ask, then unlink the account of the organisation from the own one."""
    if queries.mijn_organisatieaccount() is None:
        raise Http404
    if request.method == "POST":
        try:
            services.maak_organisatie_los(door=cast(Verzoek, request).user)
        except BeheerGeweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, _("Het account van uw organisatie is losgemaakt."))
        return redirect("mfa_index")
    return render(request, "mfa/organisatie_los.html", {"organisatie": settings.OIDC_NAAM})


def _bevestigd(request: HttpRequest, bewijs: oidc.Bewijs, bezig: dict[str, Any]) -> HttpResponse:
    """The same person, and proven after we asked: an old sign-in at the organisation is no proof.

    For who has a second step here it must have been more than a password, as at signing in.
    """
    gebruiker = cast(Verzoek, request).user
    if oidc.gebruiker_bij(bewijs) != gebruiker:
        raise oidc.AanmeldenGeweigerd("ander")
    if not bewijs.tweede_stap and factoren_van(gebruiker) & STAPPEN:
        raise oidc.AanmeldenGeweigerd("eigen_stap")
    moment = bewijs.aangemeld_op
    if moment is None:
        logger.warning("De aanbieder noemt geen auth_time: niemand kan zich daar opnieuw bewijzen.")
        raise oidc.AanmeldenGeweigerd("geen_moment")
    if moment.timestamp() < bezig["begonnen"] - oidc.SPELING.total_seconds():
        raise oidc.AanmeldenGeweigerd("niet_vers")
    record_authentication(request, request.user, method="organisatie", reauthenticated=True)
    herbevestigd(request, op=timezone.now())
    return redirect(bezig["doel"])


def _geweigerd(request: HttpRequest, reden: str) -> HttpResponse:
    """In words, and counted in the log without a name."""
    begrenzing.meld_ongeteld(request)
    return render(request, "account/organisatie_geweigerd.html", {"tekst": REDENEN[reden]}, status=403)
