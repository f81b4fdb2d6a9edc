"""Who read a zaak, who could, and what changed in it: pages of every register."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from logboek import events as logboek
from logboek.models import Leeswijze
from logboek.queries import Sleutel
from schermen.templatetags.jid_ui import datumtijd
from zaken.register.geschiedenis import geschiedenis as lees_geschiedenis
from zaken.services.kwalificatie import kwalificaties
from zaken.services.lezers import lezingen
from zaken.services.noodtoegang import van_zaak
from zaken.services.toegangsspoor import Toegangsperiode, toegangsperioden

from .gemeen import haal_zaak, kruimels

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.register import Register


@require_safe
def lezers(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """For the behandelaar: 403 for others who see the zaak. Looking is logged, as reading and as what it is."""
    zaak = haal_zaak(request, register, pk)
    na = Sleutel.lees(request.GET.get("na", ""))
    gevonden, volgende = lezingen(zaak=zaak, door=request.user, na=na)
    koppen = (_("Wie"), _("Wanneer"), _("Hoe"))
    rijen = [
        {"cellen": [{"kolom": kop, "tekst": tekst} for kop, tekst in zip(koppen, teksten, strict=True)]}
        for teksten in ((lezing.wie, datumtijd(lezing.op), lezing.wat) for lezing in gevonden)
    ]
    context = {
        "zaak": zaak,
        "namen": register.namen,
        "kruimels": kruimels(request, register, zaak, _("Wie heeft dit gelezen?")),
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": rijen,
        "eerste_url": request.path if na else "",
        "volgende_url": f"?{urlencode({'na': str(volgende)})}" if volgende else "",
    }
    return render(request, "zaken/register/lezers.html", context)


@require_safe
def toegang(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Everybody who can or could see the zaak, for who sees it; logged as reading its history."""
    zaak = haal_zaak(request, register, pk)
    logboek.ingezien(zaak_id=zaak.pk, door=request.user, wijze=Leeswijze.GESCHIEDENIS)
    koppen = (_("Wie"), _("Waarom"), _("Vanaf"), _("Tot"))
    context = {
        "zaak": zaak,
        "namen": register.namen,
        "kruimels": kruimels(request, register, zaak, _("Wie had toegang?")),
        "noodtoegang": van_zaak(zaak, lezer=request.user, nu=timezone.now()),
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": [_periode(koppen, een) for een in toegangsperioden(zaak, nu=timezone.now())],
    }
    return render(request, "zaken/register/toegang.html", context)


def _periode(koppen: tuple[str, ...], een: Toegangsperiode) -> dict[str, list[dict[str, str]]]:
    gever = _("gegeven door %(wie)s") % {"wie": een.gegeven_door} if een.gegeven_door else ""
    tot = datumtijd(een.tot) if een.tot else _("heeft nu toegang")
    teksten = ((een.wie, ""), (een.waarom, ""), (datumtijd(een.vanaf), gever), (tot, een.einde))
    return {
        "cellen": [
            {"kolom": kop, "tekst": tekst, "sub": sub}
            for kop, (tekst, sub) in zip(koppen, teksten, strict=True)
        ]
    }


@require_safe
def geschiedenis(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """Every changed field, newest first; logged as reading."""
    zaak = haal_zaak(request, register, pk)
    logboek.ingezien(zaak_id=zaak.pk, door=request.user, wijze=Leeswijze.GESCHIEDENIS)
    na = request.GET.get("na", "")
    blad = lees_geschiedenis(
        zaak, lezer=request.user, na=int(na) if na.isdecimal() and len(na) < 19 else None
    )
    context = {
        "zaak": zaak,
        "namen": register.namen,
        "kruimels": kruimels(request, register, zaak, _("Alle wijzigingen")),
        "noodtoegang": van_zaak(zaak, lezer=request.user, nu=timezone.now()),
        "kwalificaties": [] if na else kwalificaties(zaak),
        "wijzigingen": blad.wijzigingen,
        "eerste_url": request.path if na else "",
        "volgende_url": f"?na={blad.volgende}" if blad.volgende else "",
    }
    return render(request, "zaken/register/geschiedenis.html", context)


@require_POST
def afgedrukt(request: Verzoek, register: Register, pk: UUID) -> HttpResponse:
    """The page says that the browser is about to print it."""
    zaak = haal_zaak(request, register, pk)
    logboek.afgedrukt(zaak_id=zaak.pk, door=request.user)
    return HttpResponse(status=204)
