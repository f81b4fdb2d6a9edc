"""Screens of the beheerder for the own norms and the equated days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from schermen.perioden import in_woorden
from schermen.templatetags.jid_ui import datum, weekdag_datum
from zaken.models import GelijkgesteldeDag, Norm, Normcode
from zaken.register.toon import termijnbron
from zaken.schermen.actie import CONFLICT, ONGELDIG
from zaken.services import instellingen as services

from .forms import DagForm, normform

IN_GEBRUIK = frozenset(Normcode) - {
    Normcode.STILSTAND_MELDING_TERUGKOPPELING,
    Normcode.STILSTAND_MISSTAND_BEVINDINGEN,
}
"""Norms that a register computes with now; the others wait for opschortingen with dates in their register."""
Kruimels = list[tuple[str, str]]


@require_safe
@vereist_rol(Rol.BEHEERDER)
def overzicht(request: Verzoek) -> HttpResponse:
    """Every own norm with its value, source and validity."""
    vandaag = timezone.localdate()
    waarden: dict[str, list[Norm]] = {code: [] for code in Normcode}
    for norm in Norm.objects.all():
        waarden[norm.code].append(norm)
    koppen = (_("Norm"), _("Waarde"), _("Geldig"), _("Bron"))
    rijen = {code: _rij(koppen, _normcellen(code, waarden[code], vandaag=vandaag)) for code in Normcode}
    inhoud = {
        "kolommen": _kolommen(koppen),
        "in_gebruik": [rij for code, rij in rijen.items() if code in IN_GEBRUIK],
        "later": [rij for code, rij in rijen.items() if code not in IN_GEBRUIK],
    }
    return render(request, "zaken/instellingen/overzicht.html", inhoud)


@require_safe
@vereist_rol(Rol.BEHEERDER)
def norm(request: Verzoek, code: str) -> HttpResponse:
    """All values of one norm, the newest first."""
    deze = _normcode(code)
    vandaag = timezone.localdate()
    koppen = (_("Waarde"), _("Geldig"), _("Bron"), _("Staat"), _("Actie"))
    rijen = reversed(Norm.objects.filter(code=deze))
    inhoud = {
        "norm": deze,
        "in_gebruik": deze in IN_GEBRUIK,
        "kolommen": _kolommen(koppen),
        "rijen": [_rij(koppen, _waardecellen(rij, vandaag=vandaag)) for rij in rijen],
        "kruimels": [*_kruimels(), ("", deze.label)],
    }
    return render(request, "zaken/instellingen/norm.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def norm_nieuw(request: Verzoek, code: str) -> HttpResponse:
    """A new value from a day on."""
    deze = _normcode(code)
    form = normform(deze, request.POST or None)
    if request.method == "POST" and form.is_valid():
        geldig_van = form.cleaned_data["geldig_van"]
        try:
            services.voeg_norm_toe(
                code=deze,
                waarde=form.waarde(),
                geldig_van=geldig_van,
                vandaag=timezone.localdate(),
                door=request.user,
            )
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, _("De waarde geldt vanaf %(dag)s.") % {"dag": datum(geldig_van)})
            return redirect("termijnen:norm", deze.value)
    return _normformulier(request, deze, form, titel=_("Nieuwe waarde"))


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def norm_aanpassen(request: Verzoek, code: str, pk: int) -> HttpResponse:
    """Another value or first day for a value that has not begun."""
    deze, vandaag = _normcode(code), timezone.localdate()
    komend = get_object_or_404(Norm, pk=pk, code=deze, geldig_van__gt=vandaag, geldig_tot=None)
    form = normform(deze, request.POST or None, norm=komend)
    intussen = None
    if request.method == "POST" and form.is_valid():
        geldig_van = form.cleaned_data["geldig_van"]
        try:
            services.pas_komende_norm_aan(
                norm_id=pk,
                waarde=form.waarde(),
                geldig_van=geldig_van,
                kenmerk=form.cleaned_data["kenmerk"],
                vandaag=vandaag,
                door=request.user,
            )
        except ValidationError as fout:
            form.add_error(None, fout)
        except services.TussentijdsGewijzigd as fout:
            form.vergelijk_met(fout.norm.kenmerk)
            intussen = _regels(fout.norm)
        else:
            messages.success(request, _("De waarde geldt vanaf %(dag)s.") % {"dag": datum(geldig_van)})
            return redirect("termijnen:norm", deze.value)
    return _normformulier(request, deze, form, titel=_("Komende waarde aanpassen"), intussen=intussen)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def norm_weghalen(request: Verzoek, code: str, pk: int) -> HttpResponse:
    """Take back a value that has not begun."""
    deze, vandaag = _normcode(code), timezone.localdate()
    komend = get_object_or_404(Norm, pk=pk, code=deze, geldig_van__gt=vandaag, geldig_tot=None)
    if request.method == "POST":
        services.haal_komende_norm_weg(norm_id=pk, vandaag=vandaag, door=request.user)
        messages.success(request, _("De waarde is weggehaald. De vorige waarde blijft gelden."))
        return redirect("termijnen:norm", deze.value)
    titel, terug = _("Komende waarde weghalen"), reverse("termijnen:norm", args=[deze.value])
    woorden = {"waarde": komend.in_woorden, "dag": datum(komend.geldig_van)}
    inhoud = {
        "titel": titel,
        "kicker": deze.label,
        "tekst": _("De waarde %(waarde)s gaat dan niet in op %(dag)s. De vorige waarde blijft gelden.")
        % woorden,
        "knop": titel,
        "terug_url": terug,
        "kruimels": [*_kruimels(), (terug, deze.label), ("", titel)],
    }
    return render(request, "bevestigpagina.html", inhoud)


@require_safe
@vereist_rol(Rol.BEHEERDER)
def dagen(request: Verzoek) -> HttpResponse:
    """The equated days, the last first."""
    vandaag = timezone.localdate()
    koppen = (_("Dag"), _("Bron"), _("Actie"))
    alle = GelijkgesteldeDag.objects.order_by("-dag")
    inhoud = {
        "kolommen": _kolommen(koppen),
        "rijen": [_rij(koppen, _dagcellen(dag, vandaag=vandaag)) for dag in alle],
        "kruimels": [*_kruimels(), ("", _("Gelijkgestelde dagen"))],
    }
    return render(request, "zaken/instellingen/dagen.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def dag_nieuw(request: Verzoek) -> HttpResponse:
    """One more equated day."""
    form = DagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.voeg_dag_toe(**form.cleaned_data, vandaag=timezone.localdate(), door=request.user)
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(
                request, _("%(dag)s telt als feestdag.") % {"dag": datum(form.cleaned_data["dag"])}
            )
            return redirect("termijnen:dagen")
    titel, terug = _("Dag toevoegen"), reverse("termijnen:dagen")
    inhoud = {
        "form": form,
        "titel": titel,
        "kicker": _("Gelijkgestelde dagen"),
        "uitleg": _("Alleen een dag die een koninklijk besluit gelijkstelt met een feestdag."),
        "knop": titel,
        "terug_url": terug,
        "kruimels": [*_kruimels(), (terug, _("Gelijkgestelde dagen")), ("", titel)],
    }
    return render(request, "formulierpagina.html", inhoud, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def dag_verwijderen(request: Verzoek, pk: int) -> HttpResponse:
    """Take a day off the list before it comes."""
    vandaag = timezone.localdate()
    dag = get_object_or_404(GelijkgesteldeDag, pk=pk, dag__gt=vandaag)
    if request.method == "POST":
        services.verwijder_dag(dag_id=pk, vandaag=vandaag, door=request.user)
        messages.success(request, _("%(dag)s is weggehaald.") % {"dag": datum(dag.dag)})
        return redirect("termijnen:dagen")
    titel, terug = _("Dag weghalen"), reverse("termijnen:dagen")
    inhoud = {
        "titel": titel,
        "kicker": weekdag_datum(dag.dag),
        "tekst": _("Deze dag telt dan weer als gewone werkdag. Bron: %(bron)s.")
        % {"bron": dag.bron.rstrip(".")},
        "gevolgen": [_("Termijnen die al zijn berekend, veranderen pas als iemand de zaak wijzigt.")],
        "knop": titel,
        "terug_url": terug,
        "kruimels": [*_kruimels(), (terug, _("Gelijkgestelde dagen")), ("", titel)],
    }
    return render(request, "bevestigpagina.html", inhoud)


def _normcode(code: str) -> Normcode:
    if code not in Normcode.values:
        raise Http404
    return Normcode(code)


def _normcellen(code: Normcode, waarden: Iterable[Norm], *, vandaag: date) -> list[dict[str, str]]:
    """What holds today, and what comes."""
    geldig = next(norm for norm in waarden if norm.geldt_op(vandaag))
    komend = [norm for norm in waarden if norm.geldig_van and norm.geldig_van > vandaag]
    later = [
        _("vanaf %(dag)s: %(waarde)s") % {"dag": datum(norm.geldig_van), "waarde": norm.in_woorden}
        for norm in komend
    ]
    return [
        {"tekst": str(code.label), "url": reverse("termijnen:norm", args=[code.value])},
        {"tekst": geldig.in_woorden, "sub": " · ".join(later)},
        {"tekst": in_woorden(geldig.geldig_van, geldig.geldig_tot)},
        {"tekst": termijnbron(geldig.bron)},
    ]


def _waardecellen(norm: Norm, *, vandaag: date) -> list[dict[str, str]]:
    komt_nog = norm.geldig_van is not None and norm.geldig_van > vandaag
    waarde, actie = {"tekst": norm.in_woorden}, {"tekst": "–"}
    if komt_nog and norm.geldig_tot is None:
        actie = {
            "tekst": _("Weghalen"),
            "verborgen": norm.in_woorden,
            "url": reverse("termijnen:norm_weghalen", args=[norm.code, norm.pk]),
        }
        waarde |= {
            "url": reverse("termijnen:norm_aanpassen", args=[norm.code, norm.pk]),
            "verborgen": _("aanpassen"),
        }
    if komt_nog:
        staat = {"badge": _("Komt nog"), "toon": "info"}
    elif norm.geldt_op(vandaag):
        staat = {"badge": _("Geldt nu"), "toon": "ok"}
    else:
        staat = {"badge": _("Voorbij"), "toon": ""}
    return [
        waarde,
        {"tekst": in_woorden(norm.geldig_van, norm.geldig_tot)},
        {"tekst": termijnbron(norm.bron)},
        staat,
        actie,
    ]


def _dagcellen(dag: GelijkgesteldeDag, *, vandaag: date) -> list[dict[str, str]]:
    naam = weekdag_datum(dag.dag)
    actie = {"tekst": "–"}
    if dag.dag > vandaag:
        actie = {
            "tekst": _("Weghalen"),
            "verborgen": naam,
            "url": reverse("termijnen:dag_verwijderen", args=[dag.pk]),
        }
    return [{"tekst": naam}, {"tekst": dag.bron}, actie]


def _kolommen(koppen: Sequence[str]) -> list[dict[str, str]]:
    return [{"label": kop} for kop in koppen]


def _rij(koppen: Sequence[str], cellen: Sequence[dict[str, str]]) -> dict[str, Any]:
    return {"cellen": [cel | {"kolom": kop} for cel, kop in zip(cellen, koppen, strict=True)]}


def _kruimels() -> Kruimels:
    return [(reverse("termijnen:overzicht"), _("Termijnen"))]


def _regels(norm: Norm) -> list[dict[str, str]]:
    """What is stored, beside what somebody typed."""
    return [
        {"label": _("Waarde"), "waarde": norm.in_woorden},
        {"label": _("Bron"), "waarde": termijnbron(norm.bron)},
        {"label": _("Geldig"), "waarde": in_woorden(norm.geldig_van, norm.geldig_tot)},
    ]


def _normformulier(
    request: Verzoek,
    code: Normcode,
    form: Any,
    *,
    titel: str,
    intussen: list[dict[str, str]] | None = None,
) -> HttpResponse:
    terug = reverse("termijnen:norm", args=[code.value])
    inhoud = {
        "form": form,
        "titel": titel,
        "kicker": code.label,
        "uitleg": _("De vorige waarde eindigt de dag ervoor en blijft in de lijst staan."),
        "knop": _("Opslaan"),
        "terug_url": terug,
        "kruimels": [*_kruimels(), (terug, code.label), ("", titel)],
        "intussen": intussen,
        "intussen_tekst": _(
            "Iemand wijzigde deze waarde ook. Wat u invulde, is bewaard. Vergelijk de versies en sla daarna op."
        ),
    }
    status = CONFLICT if intussen else ONGELDIG if form.errors else 200
    return render(request, "formulierpagina.html", inhoud, status=status)
