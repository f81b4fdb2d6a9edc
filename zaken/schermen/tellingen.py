"""The tabs above a list, with how many zaken stand in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gebruikers.toegang import eis_rol
from schermen.templatetags.jid_ui import getal_tot
from zaken.register import lijst
from zaken.register.lijst import Tab, Termijnfilter, Volgorde
from zaken.toegang import rollen_van

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from zaken.register import Register

_STAND = (
    (Termijnfilter.TE_LAAT, "late", "alert-circle"),
    (Termijnfilter.BINNENKORT, "soon", "clock"),
)


def tabstand(register: Register, huidig: Tab, aantallen: dict[str, int] | None = None) -> dict[str, Any]:
    """What `_tellingen.html` shows. Without `aantallen` everything has its place and its link, but no number yet."""
    basis = register.url("lijst")

    def aantal(naam: str) -> str | None:
        tot = lijst.VRIJ_TELLEN_TOT if naam == Tab.NIET_TOEGEWEZEN else lijst.TELLEN_TOT
        return getal_tot(aantallen[naam], tot) if aantallen and naam in aantallen else None

    tabs = [
        {
            "url": f"{basis}?tab={tab.value}",
            "label": tab.label % {"meervoud": register.namen.meer},
            "aantal": aantal(tab.value),
            "telt_nog": aantallen is None and tab is not Tab.ALLE,
            "actief": tab is huidig,
        }
        for tab in Tab
    ]
    stand = [
        {
            "url": f"{basis}?tab={Tab.MIJN.value}&termijn={keuze.value}&sorteer={Volgorde.TERMIJN.value}",
            "label": keuze.label,
            "aantal": aantal(keuze.value),
            "staat": staat if aantallen and aantallen[keuze.value] else "",
            "icoon": icoon,
        }
        for keuze, staat, icoon in _STAND
    ]
    return {
        "tabs": tabs,
        "stand": stand,
        "van_u": _("Uw %(meervoud)s:") % {"meervoud": register.namen.meer},
        "tellingen_url": f"{register.url('tellingen')}?tab={huidig.value}",
    }


def tellingen(request: HttpRequest, *, register: Register) -> HttpResponse:
    """The tabs with their counts, and what is late or due soon: a second request, so that the list need not wait."""
    eis_rol(request.user, *rollen_van(register.soort))
    gebruiker = cast("Gebruiker", request.user)
    huidig = Tab.lees(request.GET.get("tab"))
    zaken = lijst.zichtbare_zaken(register, gebruiker)
    per_tab = {tab.value: lijst.tab_van(register, zaken, tab, gebruiker) for tab in (Tab.MIJN, Tab.TEAM)}
    mijn = per_tab[Tab.MIJN.value]
    per_termijn = {
        keuze.value: lijst.op_termijn(mijn, keuze, vandaag=localdate()) for keuze in Termijnfilter if keuze
    }
    aantallen = {
        naam: lijst.tel(deel, tot=lijst.TELLEN_TOT) for naam, deel in (per_tab | per_termijn).items()
    }
    vrij = lijst.niet_toegewezen(register, gebruiker)
    aantallen[Tab.NIET_TOEGEWEZEN.value] = lijst.tel(vrij, tot=lijst.VRIJ_TELLEN_TOT)
    return render(request, "zaken/register/_tellingen.html", tabstand(register, huidig, aantallen))
