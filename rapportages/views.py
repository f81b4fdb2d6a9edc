"""Pages with figures: those of the year for policy staff, counts of casussen for the coördinator."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_herbevestiging_voor_bestand, vereist_rol
from logboek import events as logboek

from . import casusstand, uitvoer, weergave, werkboek
from .services import Jaarcijfers, JaarOnbekend, beschikbare_jaren, jaarcijfers
from .signalen import signalen


@vereist_rol(Rol.BELEID)
def overzicht(request: Verzoek) -> HttpResponse:
    """The figures of one year: cards, charts, tables, and what was published."""
    vandaag = timezone.localdate()
    jaren = beschikbare_jaren(vandaag=vandaag)
    cijfers = _cijfers(request.GET.get("jaar"), jaren, vandaag)
    return render(
        request,
        "rapportages/overzicht.html",
        {
            "cijfers": cijfers,
            "jaren": [(jaar, jaar in jaren) for jaar in range(vandaag.year, cijfers.eerste_jaar - 1, -1)],
            "overgeslagen": _overgeslagen(cijfers.jaar, jaren, vandaag),
            "zonder_meldingen": cijfers.jaar not in jaren,
            **weergave.overzicht(cijfers),
        },
    )


@vereist_rol(Rol.BELEID)
@vereist_herbevestiging_voor_bestand
@translation.override("nl")
def csv(request: Verzoek) -> HttpResponse:
    """The same figures as a file, in Dutch whatever the language of the screens. The download is logged."""
    vandaag = timezone.localdate()
    cijfers = _cijfers(request.GET.get("jaar"), beschikbare_jaren(vandaag=vandaag), vandaag)
    logboek.geexporteerd(wat="jaarcijfers", door=request.user, jaar=cijfers.jaar, formaat="csv")
    antwoord = HttpResponse("\ufeff" + uitvoer.als_csv(cijfers), content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="jaarcijfers-{cijfers.jaar}.csv"'
    return antwoord


@vereist_rol(Rol.BELEID)
@vereist_herbevestiging_voor_bestand
@translation.override("nl")
def xlsx(request: Verzoek) -> HttpResponse:
    """The same figures as a workbook, in Dutch as `csv`. The download is logged."""
    vandaag = timezone.localdate()
    cijfers = _cijfers(request.GET.get("jaar"), beschikbare_jaren(vandaag=vandaag), vandaag)
    logboek.geexporteerd(wat="jaarcijfers", door=request.user, jaar=cijfers.jaar, formaat="xlsx")
    antwoord = HttpResponse(werkboek.als_xlsx(cijfers), content_type=werkboek.MIME)
    antwoord["Content-Disposition"] = f'attachment; filename="jaarcijfers-{cijfers.jaar}.xlsx"'
    return antwoord


@vereist_rol(Rol.BELEID)
def vandaag(request: Verzoek) -> HttpResponse:
    """Landing page of policy staff: what must I do now."""
    dag = timezone.localdate()
    jaren = beschikbare_jaren(vandaag=dag)
    cijfers = _cijfers(None, jaren, dag)
    context = {
        "cijfers": cijfers,
        "signalen": list(signalen(cijfers)),
        "overgeslagen": _overgeslagen(cijfers.jaar, jaren, dag),
        **weergave.overzicht(cijfers),
    }
    return render(request, "rapportages/vandaag.html", context)


@require_safe
@vereist_rol(Rol.COORDINATOR)
def casussen(request: Verzoek) -> HttpResponse:
    """Landing page of the coördinator: what must I do now, and counts of all of Defensie. Never a casus."""
    dag = timezone.localdate()
    context = weergave.casussen(
        casusstand.lees(vandaag=dag),
        voorbij=casusstand.kwartaal_voorbij(vandaag=dag),
        nu=casusstand.kwartaal_nu(vandaag=dag),
    )
    return render(
        request, "rapportages/casussen.html", context | {"is_navraag": casusstand.is_navraag(vandaag=dag)}
    )


def _overgeslagen(jaar: int, jaren: list[int], vandaag: date) -> list[int]:
    """The whole years after `jaar` without a melding, when it is the last whole year that has any."""
    later = range(jaar + 1, vandaag.year)
    return list(later) if jaar in jaren and not set(later) & set(jaren) else []


def _cijfers(gevraagd: str | None, jaren: list[int], vandaag: date) -> Jaarcijfers:
    """The year that was asked for; else the last whole year with meldingen. `Http404` for any other year."""
    heel = [jaar for jaar in jaren if jaar < vandaag.year]
    jaar = gevraagd or str((heel or jaren)[0])
    if not (jaar.isascii() and jaar.isdigit() and len(jaar) == 4):
        raise Http404
    try:
        return jaarcijfers(jaar=int(jaar), vandaag=vandaag)
    except JaarOnbekend as fout:
        raise Http404 from fout
