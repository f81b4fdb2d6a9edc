"""Mijn werk: the landing page of everybody who handles zaken, whatever the register."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gebruikers.rollen import ZAAKROLLEN, Rol
from gebruikers.toegang import Verzoek, vereist_rol
from logboek import events as logboek
from schermen.templatetags.jid_ui import getal
from zaken.models import Concept
from zaken.register import registers
from zaken.register.werk import HOOGSTENS
from zaken.register.werk import mijn_werk as haal_werk
from zaken.toegang import mag_registreren, rollen_van

from .herziening import herinneringen
from .lijst import nieuw_knoppen

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


@vereist_rol(*(Rol(rol) for rol in sorted(ZAAKROLLEN)))
def mijn_werk(request: Verzoek) -> HttpResponse:
    """What must I do now: late, today, waiting, nazorg, and drafts to finish."""
    gebruiker = request.user
    werk = haal_werk(gebruiker, vandaag=localdate())
    logboek.lijst_getoond(register="mijn_werk", aantal=werk.aantal, door=gebruiker)
    herinneringen_, geleid = herinneringen(gebruiker)
    met_lijst = [register for register in registers() if gebruiker.rollen & rollen_van(register.soort)]
    return render(
        request,
        "zaken/register/mijn_werk.html",
        {
            "werk": werk,
            "hoogstens": getal(HOOGSTENS),
            "lijsten": [(register.url("lijst"), register.namen.meer) for register in met_lijst],
            "concepten": _concepten(gebruiker),
            "herinneringen": herinneringen_,
            "geleid": geleid,
            "waarnemingen": gebruiker.waarnemingen,
            "acties": nieuw_knoppen(registers(), gebruiker),
        },
    )


def _concepten(gebruiker: Gebruiker) -> list[dict[str, Any]]:
    """One line per register with drafts of this user."""
    eigen = [register for register in registers() if mag_registreren(gebruiker, register.soort)]
    if not eigen:
        return []
    aantallen = Counter(Concept.objects.van(gebruiker).values_list("soort", flat=True))
    return [
        {"tekst": _concepttekst(aantallen[register.soort], register.namen), "url": register.url("nieuw")}
        for register in eigen
        if aantallen[register.soort]
    ]


def _concepttekst(aantal: int, namen: Any) -> str:
    if aantal == 1:
        return _("U hebt 1 %(enkelvoud)s die nog niet af is.") % {"enkelvoud": namen.enkelvoud}
    return _("U hebt %(n)s %(meervoud)s die nog niet af zijn.") % {"n": aantal, "meervoud": namen.meer}
