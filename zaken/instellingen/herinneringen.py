"""Screens of the beheerder for when somebody is reminded of a term."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from schermen.formulieren import Datumveld, Versieform
from schermen.templatetags.jid_ui import datum, datumtijd, getal
from zaken.models import Herinnering, Herinnerronde
from zaken.models.herinneringen import Termijnsoort
from zaken.schermen.actie import CONFLICT, ONGELDIG
from zaken.services.herinneringen import (
    TussentijdsGewijzigd,
    geldende,
    kenmerk_van,
    laatste_ronde,
    zet_herinnering,
)

HOOGSTENS = 90
LANGSTE_RONDE = timedelta(minutes=10)
_GETAL = gettext_lazy("Vul een heel getal in van 0 tot en met 90.")


class HerinneringForm(Versieform):
    """A number of days, and from when on."""

    dagen = forms.IntegerField(
        label=gettext_lazy("Hoeveel dagen vooraf?"),
        help_text=gettext_lazy("Vul 0 in als niemand een herinnering hoeft."),
        min_value=0,
        max_value=HOOGSTENS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "app-w4"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _GETAL),
    )
    geldig_van = Datumveld(
        label=gettext_lazy("Geldig vanaf"), error_messages={"required": gettext_lazy("Vul de eerste dag in.")}
    )


@require_safe
@vereist_rol(Rol.BEHEERDER)
def overzicht(request: Verzoek) -> HttpResponse:
    """Every kind of term with its reminder, and what is to come."""
    vandaag = timezone.localdate()
    nu = geldende(op=vandaag)
    later: dict[str, list[str]] = {}
    for komend in Herinnering.objects.filter(geldig_van__gt=vandaag).order_by("geldig_van"):
        woorden = {"dag": datum(komend.geldig_van), "waarde": in_woorden(komend.dagen)}
        later.setdefault(komend.code, []).append(_("vanaf %(dag)s: %(waarde)s") % woorden)
    koppen = (_("Termijn"), _("Herinnering"))
    inhoud = {
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": [
            {
                "cellen": [
                    {
                        "kolom": koppen[0],
                        "tekst": str(code.label),
                        "url": reverse("termijnen:herinnering", args=[code.value]),
                    },
                    {
                        "kolom": koppen[1],
                        "tekst": in_woorden(nu.get(code, 0)),
                        "sub": " · ".join(later.get(code, [])),
                    },
                ]
            }
            for code in Termijnsoort
        ],
        "kruimels": [*_kruimels(), ("", _("Herinneringen"))],
        **ronde_in_woorden(laatste_ronde(), nu=timezone.now()),
    }
    return render(request, "zaken/instellingen/herinneringen.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def wijzigen(request: Verzoek, code: str) -> HttpResponse:
    """Another number of days from a day on."""
    if code not in Termijnsoort.values:
        raise Http404
    deze, vandaag = Termijnsoort(code), timezone.localdate()
    begin = {"dagen": geldende(op=vandaag).get(deze, 0), "geldig_van": vandaag, "kenmerk": kenmerk_van(deze)}
    form = HerinneringForm(request.POST or None, initial=begin)
    intussen = None
    if request.method == "POST" and form.is_valid():
        try:
            zet_herinnering(code=deze, vandaag=vandaag, door=request.user, **form.cleaned_data)
        except ValidationError as fout:
            form.add_error(None, fout)
        except TussentijdsGewijzigd:
            form.vergelijk_met(kenmerk_van(deze))
            intussen = _regels(deze)
        else:
            messages.success(request, _("De herinnering is opgeslagen."))
            return redirect("termijnen:herinneringen")
    inhoud = _formulier(deze, form) | {"intussen": intussen}
    status = CONFLICT if intussen else ONGELDIG if form.errors else 200
    return render(request, "formulierpagina.html", inhoud, status=status)


def ronde_in_woorden(ronde: Herinnerronde | None, *, nu: datetime) -> dict[str, str]:
    """When reminders were last made and how many, and whether something is wrong with that."""
    if ronde is None:
        return {"ronde": _("Er is nog geen ronde geweest. De eerste is in de ochtend.")}
    wanneer = datumtijd(ronde.begonnen_op)
    if ronde.klaar_op is None and nu - ronde.begonnen_op < LANGSTE_RONDE:
        return {"ronde": _("De ronde van %(wanneer)s is bezig.") % {"wanneer": wanneer}}
    if ronde.klaar_op is None:
        tekst = _(
            "De ronde van %(wanneer)s is niet afgemaakt. Vraag de technisch beheerder om ernaar te kijken."
        )
    elif ronde.dag < timezone.localdate(nu) - timedelta(days=1):
        tekst = _(
            "De laatste ronde was op %(wanneer)s. Vraag de technisch beheerder waarom er daarna geen was."
        )
    else:
        tekst = ngettext(
            "De laatste ronde was op %(wanneer)s. Er ging op die dag %(n)s bericht uit.",
            "De laatste ronde was op %(wanneer)s. Er gingen op die dag %(n)s berichten uit.",
            ronde.aantal,
        )
        return {"ronde": tekst % {"wanneer": wanneer, "n": getal(ronde.aantal)}}
    return {"ronde": tekst % {"wanneer": wanneer}, "ronde_toon": "warning"}


def in_woorden(dagen: int) -> str:
    """`7 dagen vooraf`, or that there is none."""
    if not dagen:
        return _("Geen herinnering")
    return ngettext("1 dag vooraf", "%(dagen)s dagen vooraf", dagen) % {"dagen": dagen}


def _regels(code: Termijnsoort) -> list[dict[str, str]]:
    """What is set, the newest first, beside what somebody typed."""
    rijen = Herinnering.objects.filter(code=code).order_by("-geldig_van")[:3]
    return [
        {"label": _("Vanaf %(dag)s") % {"dag": datum(rij.geldig_van)}, "waarde": in_woorden(rij.dagen)}
        for rij in rijen
    ]


def _formulier(code: Termijnsoort, form: HerinneringForm) -> dict[str, Any]:
    titel, terug = _("Herinnering wijzigen"), reverse("termijnen:herinneringen")
    return {
        "form": form,
        "titel": titel,
        "kicker": code.label,
        "uitleg": _("De behandelaar krijgt dan een bericht. Is er geen behandelaar, dan de teamleiders."),
        "knop": _("Opslaan"),
        "intussen_tekst": _(
            "Iemand wijzigde deze herinnering ook. Wat u invulde, is bewaard. Vergelijk de versies en sla daarna op."
        ),
        "terug_url": terug,
        "kruimels": [*_kruimels(), (terug, _("Herinneringen")), ("", titel)],
    }


def _kruimels() -> list[tuple[str, str]]:
    return [(reverse("termijnen:overzicht"), _("Termijnen"))]
