"""The page of one zaak, and the same to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from logboek import events as logboek
from logboek.models import Leeswijze
from zaken.services.koppelingen import verbanden
from zaken.services.noodtoegang import van_zaak
from zaken.toegang import Recht

from .gemeen import haal_zaak, kruimels
from .notities import NotitieForm
from .verloop import momenten, vervolgstappen
from .zaakblad import Zaakblad

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


@require_safe
def detail(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Read and logged once; constant in queries, whatever the number of notes and persons."""
    zaak = haal_zaak(request, register, pk)
    wijze = Leeswijze.TREFFER if "treffer" in request.GET else Leeswijze.PAGINA
    logboek.ingezien(zaak_id=zaak.pk, door=request.user, wijze=wijze)
    blad = Zaakblad(register, zaak, lezer=request.user, vandaag=localdate())
    context = _inhoud(request, blad) | {
        "aandacht": register.detail.aandacht(blad),
        "mag": {recht.value: blad.mag(recht) for recht in Recht},
        "stappen": vervolgstappen(blad),
        "notitieform": NotitieForm(),
        "kruimels": kruimels(request, register, zaak),
    }
    return render(request, "zaken/register/detail.html", context)


@require_safe
def afdrukken(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """The same zaak without anything to do, to print with the browser: logged as printed, with or without script."""
    zaak = haal_zaak(request, register, pk)
    logboek.afgedrukt(zaak_id=zaak.pk, door=request.user)
    blad = Zaakblad(register, zaak, lezer=request.user, vandaag=localdate())
    context = _inhoud(request, blad) | {
        "mag": {},
        "kruimels": kruimels(request, register, zaak, _("Afdrukken")),
    }
    return render(request, "zaken/register/afdruk.html", context)


def _inhoud(request: Verzoek, blad: Zaakblad) -> dict[str, Any]:
    """What both pages show of the zaak."""
    register, zaak = blad.register, blad.zaak
    return {
        "register": register,
        "namen": register.namen,
        "zaak": zaak,
        "blad": blad,
        "noodtoegang": van_zaak(zaak, lezer=request.user, nu=timezone.now()),
        "is_behandelaar": zaak.behandelaar_id == request.user.pk,
        "blokken": register.detail.blokken(blad),
        "momenten": momenten(blad),
        "verbanden": verbanden(zaak, lezer=request.user),
    }
