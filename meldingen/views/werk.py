"""Mijn werk: the landing page of everybody who handles zaken."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gebruikers.rollen import ZAAKROLLEN, Rol
from gebruikers.toegang import vereist_rol
from logboek import events as logboek
from meldingen import werk
from zaken.models import Concept
from zaken.toegang import mag_registreren

from .gemeen import huidige


@vereist_rol(*(Rol(rol) for rol in sorted(ZAAKROLLEN)))
def mijn_werk(request: HttpRequest) -> HttpResponse:
    """What must I do now: late, today, waiting, nazorg, and drafts to finish."""
    gebruiker = huidige(request)
    rubrieken = werk.rubrieken(gebruiker, vandaag=localdate())
    concepten = Concept.objects.van(gebruiker).count() if mag_registreren(gebruiker) else 0
    logboek.lijst_getoond(register="mijn_werk", aantal=sum(len(r.kaarten) for r in rubrieken), door=gebruiker)
    nieuw = {
        "url": reverse("meldingen:nieuw"),
        "label": _("Nieuwe melding"),
        "icoon": "plus",
        "hoofd": True,
        "sneltoets": "N",
    }
    return render(
        request,
        "meldingen/mijn_werk.html",
        {
            "rubrieken": rubrieken,
            "is_alles_leeg": not any(r.kaarten for r in rubrieken),
            "concepten": concepten,
            "acties": [nieuw] if mag_registreren(gebruiker) else [],
        },
    )
