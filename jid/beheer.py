"""The landing page of the beheerder: what must be done now, of accounts, teams, zaken without a reader, and codes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from codelijsten.queries import verloopt_binnenkort
from gebruikers import vierogen
from gebruikers.beheer import overzicht
from gebruikers.models import Gebruiker
from gebruikers.queries import aantal_zonder_lezer, herzieningen, zaken_zonder_lezer
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol


@require_safe
@vereist_rol(Rol.BEHEERDER)
def start(request: Verzoek) -> HttpResponse:
    """What must the beheerder do now?"""
    beeld, standen, vandaag = overzicht.Beheerbeeld.lees(), herzieningen(), timezone.localdate()
    inhoud = {
        "uitnodigingen": list(
            Gebruiker.objects.filter(overzicht.open_uitnodiging()).order_by("uitgenodigd_op")
        ),
        "zonder_rol": overzicht.zonder_rol(beeld.rollen),
        "botsend": overzicht.met_botsing(beeld.rollen),
        "teams_zonder_leden": overzicht.zonder_leden(beeld.leden),
        "akkoorden": vierogen.wacht_op(request.user, nu=timezone.now()),
        "mist_tweede_persoon": vierogen.mist_tweede_persoon(),
        "niet_nagelopen": overzicht.niet_nagelopen(standen, vandaag=vandaag),
        "zonder_lezer": zaken_zonder_lezer(),
        "niemand_leest": aantal_zonder_lezer(),
        "leden_kloppen_niet": [stand for stand in standen if not stand.leden_kloppen],
        "codes": verloopt_binnenkort(vandaag=vandaag),
    }
    return render(request, "jid/beheer.html", inhoud)
