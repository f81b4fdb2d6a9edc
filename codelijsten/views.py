"""Screens of the beheerder for code lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gebruikers.fouten import BeheerGeweigerd
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from schermen.perioden import in_woorden

from . import services
from .forms import CodeForm, NieuweCodeForm, SluitForm
from .models import Code, Codelijst

GEVRAAGD = gettext_lazy(
    "Het label is gevraagd. Het wijzigt zodra een andere beheerder of een privacy officer akkoord is. "
    "Wat u verder wijzigde, is opgeslagen."
)
Kruimels = list[tuple[str, str]]


@require_safe
@vereist_rol(Rol.BEHEERDER)
def lijst(request: Verzoek) -> HttpResponse:
    """All lists."""
    koppen = (_("Codelijst"), _("Geldige codes"), _("Gesloten codes"))
    gesloten = Q(codes__geldig_tot__lt=timezone.localdate())
    lijsten = Codelijst.objects.annotate(alle=Count("codes"), gesloten=Count("codes", filter=gesloten))
    inhoud = {
        "kolommen": [{"label": kop, "getal": kop != koppen[0]} for kop in koppen],
        "rijen": [
            {
                "cellen": [
                    {
                        "kolom": koppen[0],
                        "tekst": regel.opschrift,
                        "sub": regel.schermuitleg,
                        "url": reverse("codelijsten:detail", args=[regel.pk]),
                    },
                    {"kolom": koppen[1], "tekst": str(regel.alle - regel.gesloten), "getal": True},
                    {"kolom": koppen[2], "tekst": str(regel.gesloten), "getal": True},
                ]
            }
            for regel in lijsten.order_by("naam")
        ],
    }
    return render(request, "codelijsten/lijst.html", inhoud)


@require_safe
@vereist_rol(Rol.BEHEERDER)
def detail(request: Verzoek, lijst: str) -> HttpResponse:
    """The codes of one list with their validity."""
    deze = get_object_or_404(Codelijst, pk=lijst)
    codes = list(deze.codes.select_related("opvolger", "bovenliggend"))
    koppen = [_("Label"), _("In het Engels"), _("Code"), _("Geldig"), _("Staat")]
    if any(code.bovenliggend_id for code in codes):
        koppen.insert(3, _("Hoort bij"))
    inhoud = {
        "lijst": deze,
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": [_rij(code, koppen, vandaag=timezone.localdate()) for code in codes],
        "kruimels": [*_kruimels(), ("", deze.opschrift)],
    }
    return render(request, "codelijsten/detail.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def nieuw(request: Verzoek, lijst: str) -> HttpResponse:
    """A code at the end of a list."""
    deze = get_object_or_404(Codelijst, pk=lijst)
    form = NieuweCodeForm(request.POST or None, lijst=deze)
    if request.method == "POST" and form.is_valid():
        try:
            code = services.voeg_toe(lijst=deze, **form.cleaned_data, door=request.user)
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, _("De code %(label)s is toegevoegd.") % {"label": code.opschrift})
            return redirect("codelijsten:detail", deze.pk)
    return _formulier(request, deze, form, titel=_("Nieuwe code"), knop=_("Code toevoegen"))


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def wijzigen(request: Verzoek, lijst: str, pk: int) -> HttpResponse:
    """Label, explanation, validity and successor of a code."""
    code = get_object_or_404(Code.objects.select_related("lijst"), pk=pk, lijst=lijst)
    begin = {veld: getattr(code, veld) for veld in services.WIJZIGBAAR}
    form = CodeForm(request.POST or None, code=code, initial=begin)
    intussen = None
    if request.method == "POST" and form.is_valid():
        try:
            voorstel = services.wijzig(code_id=pk, **form.cleaned_data, door=request.user)
        except ValidationError as fout:
            form.add_error(None, fout)
        except services.TussentijdsGewijzigd as fout:
            form.vergelijk_met(fout.code.kenmerk)
            intussen = _regels(fout.code)
        except BeheerGeweigerd as fout:
            form.add_error("label", str(fout))
        else:
            if voorstel:
                messages.success(request, GEVRAAGD)
                return redirect("akkoord:detail", voorstel.pk)
            messages.success(request, _("De code is gewijzigd."))
            return redirect("codelijsten:detail", lijst)
    return _formulier(
        request, code.lijst, form, titel=code.opschrift, knop=_("Opslaan"), code=code, intussen=intussen
    )


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def sluiten(request: Verzoek, lijst: str, pk: int) -> HttpResponse:
    """Say until when a code can be chosen."""
    code = get_object_or_404(Code.objects.select_related("lijst"), pk=pk, lijst=lijst)
    form = SluitForm(request.POST or None, code=code, initial={"geldig_tot": timezone.localdate()})
    intussen = None
    if request.method == "POST" and form.is_valid():
        try:
            services.sluit(code_id=pk, **form.cleaned_data, door=request.user)
        except ValidationError as fout:
            form.add_error(None, fout)
        except services.TussentijdsGewijzigd as fout:
            form.vergelijk_met(fout.code.kenmerk)
            intussen = _regels(fout.code)
        else:
            messages.success(request, _("De code %(label)s is gesloten.") % {"label": code.opschrift})
            return redirect("codelijsten:detail", lijst)
    uitleg = _("Zaken en casussen met deze code houden hem. Een code verdwijnt nooit.")
    titel = _("Code %(label)s sluiten") % {"label": code.opschrift}
    knop = _("Code sluiten")
    return _formulier(request, code.lijst, form, titel=titel, knop=knop, uitleg=uitleg, intussen=intussen)


def _regels(code: Code) -> list[dict[str, str]]:
    """What is stored, beside what somebody typed."""
    woorden = {
        _("Label"): code.label,
        _("Toelichting"): code.toelichting,
        _("Label in het Engels"): code.label_en,
        _("Toelichting in het Engels"): code.toelichting_en,
        _("Geldig"): in_woorden(code.geldig_van, code.geldig_tot),
        _("Opvolger"): code.opvolger.opschrift if code.opvolger else "",
    }
    return [{"label": label, "waarde": waarde} for label, waarde in woorden.items()]


def _staat(code: Code, *, vandaag: date) -> tuple[str, str]:
    if code.geldig_tot and code.geldig_tot < vandaag:
        return _("Gesloten"), ""
    if code.geldig_van and code.geldig_van > vandaag:
        return _("Nog niet geldig"), "info"
    return _("Geldig"), "ok"


def _rij(code: Code, koppen: list[str], *, vandaag: date) -> dict[str, Any]:
    woord, toon = _staat(code, vandaag=vandaag)
    opvolging = _("Opvolger: %(label)s") % {"label": code.opvolger.opschrift} if code.opvolger else ""
    cellen = [
        {
            "tekst": code.label,
            "sub": code.schermtoelichting,
            "url": reverse("codelijsten:wijzigen", args=[code.lijst_id, code.pk]),
        },
        {"tekst": code.label_en or "–"},
        {"tekst": code.code},
        {"tekst": in_woorden(code.geldig_van, code.geldig_tot), "sub": opvolging},
        {"badge": woord, "toon": toon},
    ]
    if len(koppen) > len(cellen):
        cellen.insert(3, {"tekst": code.bovenliggend.opschrift if code.bovenliggend else "–"})
    return {"cellen": [cel | {"kolom": kop} for cel, kop in zip(cellen, koppen, strict=True)]}


def _kruimels() -> Kruimels:
    return [(reverse("codelijsten:lijst"), _("Codelijsten"))]


def _formulier(request: Verzoek, lijst: Codelijst, form: Any, *, titel: str, **inhoud: Any) -> HttpResponse:
    terug = reverse("codelijsten:detail", args=[lijst.pk])
    kruimels = [*_kruimels(), (terug, lijst.opschrift), ("", titel)]
    inhoud |= {
        "form": form,
        "titel": titel,
        "kicker": lijst.opschrift,
        "terug_url": terug,
        "kruimels": kruimels,
        "intussen_tekst": _(
            "Iemand wijzigde deze code ook. Wat u invulde, is bewaard. Vergelijk de versies en sla daarna op."
        ),
    }
    status = 409 if inhoud.get("intussen") else 422 if form.errors else 200
    return render(request, "codelijsten/formulier.html", inhoud, status=status)
