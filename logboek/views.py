"""The log for an auditor: who did what and when, never what was in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from schermen.templatetags.jid_ui import getal

from . import events, uitvoer, weergave
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


@require_safe
@vereist_rol(Rol.AUDITOR)
def uitvoeren(request: Verzoek) -> HttpResponse:
    """The events of the filter as a file with their proofs."""
    form = LogboekFilterForm(request.GET)
    terug = f"{reverse('logboek:lijst')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(terug)
    try:
        tekst, aantal = uitvoer.als_csv(gebeurtenissen(**form.cleaned_data))
    except uitvoer.TeVeel:
        grens = getal(uitvoer.HOOGSTENS)
        messages.error(
            request,
            _("Een bestand bevat hoogstens %(grens)s gebeurtenissen. Kies een kortere periode.")
            % {"grens": grens},
        )
        return redirect(terug)
    events.logboek_geexporteerd(door=request.user, aantal=aantal, filter_=form.gekozen())
    antwoord = HttpResponse("\ufeff" + tekst, content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="logboek-{timezone.localdate():%Y-%m-%d}.csv"'
    return antwoord


def _acties(vraag: dict[str, str]) -> list[dict[str, Any]]:
    url = f"{reverse('logboek:uitvoer')}?{urlencode(vraag)}"
    return [{"url": url, "label": _("Exporteren met bewijs"), "icoon": "download"}]
