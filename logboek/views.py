"""The log for an auditor: who did what and when, never what was in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from schermen.templatetags.jid_ui import datum, datumtijd

from .forms import LogboekFilterForm
from .models import Gebeurtenis, Soort
from .queries import Sleutel, gebeurtenissen, pagina


@require_safe
@vereist_rol(Rol.AUDITOR)
def lijst(request: Verzoek) -> HttpResponse:
    """Events, newest first, filtered; an invalid filter shows nothing but its error."""
    form = LogboekFilterForm(request.GET)
    keuze = form.cleaned_data if form.is_valid() else None
    gevonden = gebeurtenissen(**keuze) if keuze is not None else Gebeurtenis.objects.none()
    na = Sleutel.lees(request.GET.get("na", ""))
    rijen, volgende = pagina(gevonden, na=na)
    zonder = {naam: str(waarde) for naam, waarde in request.GET.items() if naam != "na" and waarde}
    koppen = (_("Moment"), _("Gebeurtenis"), _("Gebruiker"), _("Zaak"), _("Bijzonderheden"))
    namen = dict(Gebruiker.objects.filter(pk__in={rij.door_id for rij in rijen}).values_list("pk", "naam"))
    inhoud = {
        "form": form,
        "aantal_actief": sum(waarde not in ("", None) for waarde in (keuze or {}).values()),
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": [_rij(rij, koppen, namen) for rij in rijen],
        "eerste_url": f"?{urlencode(zonder)}" if na else "",
        "volgende_url": f"?{urlencode({**zonder, 'na': str(volgende)})}" if volgende else "",
    }
    return render(request, "logboek/lijst.html", inhoud)


def _rij(gebeurtenis: Gebeurtenis, koppen: tuple[str, ...], namen: dict[int, str]) -> dict[str, Any]:
    """One row; casussen leave a day without a time, for more would point at a conversation."""
    dag_alleen = gebeurtenis.soort == Soort.CASUS_DAG
    moment = datum(gebeurtenis.tijdstip) if dag_alleen else datumtijd(gebeurtenis.tijdstip)
    wie = (
        namen.get(gebeurtenis.door_id, str(gebeurtenis.door_id))
        if gebeurtenis.door_id
        else _("Niemand aangemeld")
    )
    wat = "; ".join(f"{naam}: {_waarde(waarde)}" for naam, waarde in gebeurtenis.bijzonderheden.items())
    teksten = (
        moment,
        gebeurtenis.get_soort_display(),
        wie,
        str(gebeurtenis.zaak_id or "–"),
        " · ".join(deel for deel in (gebeurtenis.object_id, wat) if deel) or "–",
    )
    return {"cellen": [{"kolom": kop, "tekst": tekst} for kop, tekst in zip(koppen, teksten, strict=True)]}


def _waarde(waarde: object) -> str:
    if isinstance(waarde, bool):
        return _("ja") if waarde else _("nee")
    return ", ".join(map(str, waarde)) if isinstance(waarde, list) else str(waarde)
