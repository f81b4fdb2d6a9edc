"""The page of one melding."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from logboek import events as logboek
from meldingen.detail import Dossier
from meldingen.detail_samenvatting import blokken
from meldingen.detail_verloop import momenten, stappen
from meldingen.forms.inhoud_kort import Notitieform
from zaken.toegang import Recht

from .gemeen import haal_melding, huidige, kruimels


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read and logged once; constant in queries, whatever the number of notes and persons."""
    melding = haal_melding(request, pk)
    gebruiker = huidige(request)
    logboek.ingezien(zaak_id=melding.pk, door=gebruiker)
    dossier = Dossier(melding, lezer=gebruiker, vandaag=localdate())
    context = {
        "dossier": dossier,
        "melding": melding,
        "mag": {recht.value: dossier.mag(recht) for recht in Recht},
        "is_behandelaar": melding.behandelaar_id == gebruiker.pk,
        "blokken": blokken(dossier),
        "stappen": stappen(dossier),
        "momenten": momenten(dossier),
        "notitieform": Notitieform(),
        "kruimels": kruimels(request, melding),
    }
    return render(request, "meldingen/detail.html", context)
