"""Bringing a file step by step: the file, its columns, a look at every row, the import. Somebody else's is a 404."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from achtergrond.services import TaakGeweigerd
from gebruikers.begrenzing import te_veel_bestanden
from gebruikers.toegang import Verzoek, vereist_herbevestiging_voor_bestand
from logboek import events as logboek
from schermen.rekenblad import csv_regels

from . import services, weergave
from .forms import BestandForm, InleesForm, KolommenForm
from .fouten import Invoerfout
from .lezen import lees
from .models import Inlezing
from .ontvangst import neemt_bestand
from .soorten import Invoersoort, soort_van, soorten_voor

ONGELDIG = 422
HOOGSTENS = 50
_get_of_post = require_http_methods(["GET", "HEAD", "POST"])


@neemt_bestand
@_get_of_post
def lijst(request: HttpRequest) -> HttpResponse:
    """Bring a file; below it what was brought before."""
    verzoek = cast(Verzoek, request)
    if not (soorten := soorten_voor(verzoek.user)):
        raise Http404
    belet = {soort.code: soort.belet(verzoek.user, "") for soort in soorten}
    mag = [soort for soort in soorten if not belet[soort.code]]
    form = BestandForm(soorten=mag)
    if request.method == "POST":
        if teveel := te_veel_bestanden(request):
            return teveel
        form = BestandForm(request.POST, request.FILES, soorten=mag)
        if form.is_valid() and (gebracht := _breng(verzoek, form)) is not None:
            return redirect("inlezen:inlezing", gebracht.pk)
    eigen = (
        Inlezing.objects.filter(eigenaar=verzoek.user)
        .select_related("opdracht")
        .order_by("-gebracht_op", "pk")
    )
    inhoud = {
        "form": form,
        "mag": bool(mag),
        "ontvangers": weergave.ontvangers(soorten, belet),
        "kolommen": [{"label": kop} for kop in weergave.koppen()],
        "rijen": weergave.rijen(list(eigen[:HOOGSTENS])),
    }
    return render(request, "inlezen/lijst.html", inhoud, status=ONGELDIG if form.errors else 200)


def _breng(request: Verzoek, form: BestandForm) -> Inlezing | None:
    """The file, kept; None after telling the form what is wrong with it."""
    nu, bestand = timezone.now(), form.gekozen
    try:
        services.eis_plek(request.user)
        return services.breng(
            soort=soort_van(form.cleaned_data["soort"]),
            gelezen=lees(bestand.name or "", bestand.read()),
            door=request.user,
            nu=nu,
            vandaag=timezone.localdate(nu),
        )
    except Invoerfout as fout:
        for zin in weergave.fouten_in_zinnen(fout):
            form.add_error("bestand", zin)
    except services.NietNu as fout:
        form.add_error(None, str(fout))
    return None


@_get_of_post
def kolommen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which column is what; remembered for the next file with the same headers."""
    verzoek = cast(Verzoek, request)
    deze, soort = _eigen(verzoek, pk)
    if deze.klaar_op is not None or services.is_bezig(deze):
        return redirect("inlezen:inlezing", pk)
    feiten = deze.feiten
    form = KolommenForm(
        request.POST if request.method == "POST" else None,
        kop=feiten.kop,
        voorbeelden=weergave.voorbeelden(deze),
        kolommen=soort.kolommen(),
        begin=services.voorgestelde_kolommen(deze, verzoek.user),
        is_gekozen=bool(deze.kolommen),
    )
    if form.is_bound and form.is_valid():
        try:
            services.kies_kolommen(
                inlezing_id=pk, kolommen=form.gekozen, door=verzoek.user, vandaag=timezone.localdate()
            )
        except services.NietZelf as fout:
            form.add_error(None, str(fout))
        except services.NietNu as fout:
            messages.error(request, str(fout))
        if form.is_valid():
            return redirect("inlezen:inlezing", pk)
    inhoud = {
        "form": form,
        "inlezing": deze,
        "bestandsnaam": feiten.naam,
        "soort": soort,
        "kolommen": soort.kolommen(),
    }
    return render(request, "inlezen/kolommen.html", inhoud, status=ONGELDIG if form.errors else 200)


@require_safe
def inlezing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the file is now: columns to choose, rows to look at, being taken in, or done."""
    verzoek = cast(Verzoek, request)
    deze, soort = _eigen(verzoek, pk)
    if deze.klaar_op is not None:
        return render(request, "inlezen/klaar.html", weergave.klaar(deze, soort))
    if deze.opdracht is not None and services.is_bezig(deze):
        return render(request, "inlezen/bezig.html", weergave.bezig(deze, deze.opdracht, soort))
    if not deze.kolommen:
        return redirect("inlezen:kolommen", pk)
    return _voorbeeld(verzoek, deze, soort, InleesForm(soort=soort, door=verzoek.user))


@require_POST
def lees_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the import."""
    verzoek = cast(Verzoek, request)
    deze, soort = _eigen(verzoek, pk)
    form = InleesForm(request.POST, soort=soort, door=verzoek.user)
    if form.is_valid():
        try:
            services.lees_in(inlezing_id=pk, bestemming=form.gekozen, door=verzoek.user, nu=timezone.now())
        except services.NietZelf as fout:
            form.add_error(None, str(fout))
        except (services.NietNu, TaakGeweigerd) as fout:
            messages.error(request, str(fout))
    if form.errors and deze.klaar_op is None and deze.kolommen and not services.is_bezig(deze):
        return _voorbeeld(verzoek, deze, soort, form, status=ONGELDIG)
    return redirect("inlezen:inlezing", pk)


@_get_of_post
def gooi_weg(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then throw the file away."""
    verzoek = cast(Verzoek, request)
    deze, _soort = _eigen(verzoek, pk)
    if request.method == "POST":
        try:
            services.gooi_weg(inlezing_id=pk, door=verzoek.user)
        except services.NietNu as fout:
            messages.error(request, str(fout))
            return redirect("inlezen:inlezing", pk)
        messages.success(request, _("Het bestand is weggegooid. Er is niets ingelezen."))
        return redirect("inlezen:lijst")
    if deze.klaar_op is not None or services.is_bezig(deze):
        return redirect("inlezen:inlezing", pk)
    return render(request, "inlezen/weggooien.html", {"inlezing": deze, "bestandsnaam": deze.feiten.naam})


@require_safe
@vereist_herbevestiging_voor_bestand
def fouten(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The faults as a file for a spreadsheet; it holds what was in the cells, so the log notes it."""
    verzoek = cast(Verzoek, request)
    deze, soort = _eigen(verzoek, pk)
    if not deze.fouten:
        raise Http404
    regels = weergave.foutenbestand(deze, soort)
    logboek.geexporteerd(wat="invoerfouten", door=verzoek.user, register=soort.code, aantal=len(regels) - 1)
    antwoord = HttpResponse("\ufeff" + "".join(csv_regels(regels)), content_type="text/csv; charset=utf-8")
    antwoord["Content-Disposition"] = f'attachment; filename="fouten-{soort.code}.csv"'
    return antwoord


def _voorbeeld(
    request: Verzoek, deze: Inlezing, soort: Invoersoort, form: InleesForm, *, status: int = 200
) -> HttpResponse:
    inhoud: dict[str, Any] = weergave.voorbeeld(
        deze,
        soort,
        alleen=request.GET.get("alleen", ""),
        bladzijde=request.GET.get("bladzijde", ""),
        vandaag=timezone.localdate(),
        belet=soort.belet(request.user, ""),
    )
    return render(request, "inlezen/voorbeeld.html", {**inhoud, "form": form}, status=status)


def _eigen(request: Verzoek, pk: UUID) -> tuple[Inlezing, Invoersoort]:
    """The own file, of a kind that its owner may still bring."""
    deze = get_object_or_404(Inlezing.objects.select_related("opdracht"), pk=pk, eigenaar=request.user)
    soort = soort_van(deze.soort)
    if not request.user.rollen & soort.rollen:
        raise Http404
    return deze, soort
