"""The log for an auditor: who did what and when, never what was in it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from achtergrond.services import TaakGeweigerd, vraag_aan
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_herbevestiging_voor_bestand, vereist_rol

from . import events, uitvoer, weergave
from .achtergrond_uitvoer import UITVOER
from .forms import LogboekFilterForm
from .models import Gebeurtenis
from .queries import Sleutel, gebeurtenissen, pagina
from .stand import stand, tellingen


@require_safe
@vereist_rol(Rol.AUDITOR)
def lijst(request: Verzoek) -> HttpResponse:
    """Events, newest first, filtered; an invalid filter shows nothing but its error. Looking is an event too."""
    form = LogboekFilterForm(request.GET)
    keuze = form.cleaned_data if form.is_valid() else None
    gevonden = gebeurtenissen(**keuze) if keuze is not None else Gebeurtenis.objects.none()
    na = Sleutel.lees(request.GET.get("na", ""))
    rijen, volgende = pagina(gevonden, na=na)
    zonder = {naam: str(waarde) for naam, waarde in request.GET.items() if naam != "na" and waarde}
    gekozen = form.gekozen() if keuze is not None else {}
    begin = not gekozen and not na and not form.errors
    nu = timezone.now()
    inhoud = {
        "form": form,
        "aantal_actief": len(gekozen),
        "kolommen": [{"label": kop} for kop in weergave.koppen()],
        "rijen": weergave.rijen(rijen),
        "eerste_url": f"?{urlencode(zonder)}" if na else "",
        "volgende_url": f"?{urlencode({**zonder, 'na': str(volgende)})}" if volgende else "",
        "stand": stand(nu=nu) if begin else None,
        "tellingen": weergave.tellingen(tellingen(nu=nu)) if begin else [],
        "acties": _acties(zonder) if rijen else [],
    }
    events.logboek_geraadpleegd(door=request.user, aantal=len(rijen), filter_=gekozen)
    return render(request, "logboek/lijst.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.AUDITOR)
@vereist_herbevestiging_voor_bestand
def uitvoeren(request: HttpRequest) -> HttpResponse:
    """The events of the filter as a file with their proofs; too many to wait for: asked, then in the background.

    Who did not prove to be themselves lately does so first.
    """
    verzoek = cast(Verzoek, request)
    form = LogboekFilterForm(request.GET)
    terug = f"{reverse('logboek:lijst')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(terug)
    if request.method == "POST":
        return _op_de_achtergrond(verzoek, form, terug)
    try:
        tekst, aantal = uitvoer.als_csv(gebeurtenissen(**form.cleaned_data))
    except uitvoer.TeVeel:
        return render(request, "logboek/groot.html", {"terug_url": terug})
    events.logboek_geexporteerd(door=verzoek.user, aantal=aantal, filter_=form.gekozen())
    antwoord = HttpResponse(uitvoer.BOM + tekst, content_type=uitvoer.INHOUDSTYPE)
    naam = uitvoer.bestandsnaam(timezone.localdate())
    antwoord["Content-Disposition"] = f'attachment; filename="{naam}"'
    return antwoord


def _op_de_achtergrond(request: Verzoek, form: LogboekFilterForm, terug: str) -> HttpResponse:
    try:
        opdracht = vraag_aan(soort=UITVOER, invoer=form.gekozen(), door=request.user, nu=timezone.now())
    except TaakGeweigerd as fout:
        messages.error(request, str(fout))
        return redirect(terug)
    return redirect("taken:taak", opdracht.pk)


def _acties(vraag: dict[str, str]) -> list[dict[str, Any]]:
    url = f"{reverse('logboek:uitvoer')}?{urlencode(vraag)}"
    return [{"url": url, "label": _("Exporteren met bewijs"), "icoon": "download"}]
