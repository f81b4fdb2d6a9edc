"""Noodtoegang: what waits for me, opening one, the zaak that it opens, and one noodtoegang with its review."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gebruikers import vierogen
from gebruikers.rollen import NOODROLLEN, Rol
from gebruikers.toegang import Verzoek, vereist_herbevestiging, vereist_rol
from logboek.stand import stand as logboekstand
from schermen.templatetags.jid_ui import datum, datumtijd, getal, tijd
from zaken.models import Noodtoegang
from zaken.register import register_van
from zaken.services import noodtoegang as services
from zaken.services.databank import NietMogelijk

from .forms import NoodtoegangForm, OordeelForm

PER_PAGINA = 50
GEWOON = 1
"""Hours that the form proposes: no longer than somebody asks for."""
_rollen = sorted(NOODROLLEN)


@require_safe
@vereist_rol(*_rollen)
def lijst(request: Verzoek) -> HttpResponse:
    """What must I do now; what runs; and every noodtoegang there was, per year."""
    nu = timezone.now()
    jaren = services.per_jaar()
    gekozen = _jaar(request.GET.get("jaar", ""), [stand.jaar for stand in jaren])
    gevonden = services.alle()
    if gekozen:
        gevonden = gevonden.filter(geopend_op__year=gekozen)
    koppen = _koppen()
    inhoud = {
        "te_beoordelen": list(services.te_beoordelen(door=request.user, nu=nu)),
        "lopend": list(services.lopend(nu=nu)),
        "niet_terecht": list(services.niet_terecht(nu=nu)[:PER_PAGINA]),
        "akkoorden": vierogen.wacht_op(request.user, nu=nu),
        "stand": logboekstand(nu=nu) if request.user.heeft_rol(Rol.AUDITOR) else None,
        "jaren": [_jaarkaart(stand) for stand in jaren],
        "gekozen": gekozen,
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": [_rij(koppen, noodtoegang, nu=nu) for noodtoegang in gevonden[:PER_PAGINA]],
        "meer": max(gevonden.count() - PER_PAGINA, 0),
        "grens": PER_PAGINA,
    }
    return render(request, "zaken/noodtoegang/lijst.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(*_rollen)
@vereist_herbevestiging
def nieuw(request: HttpRequest) -> HttpResponse:
    """Ask zaaknummer, reason and hours; then a noodtoegang opens, whatever the number is."""
    door = cast(Verzoek, request).user
    hoogstens = services.hoogstens_uren()
    begin = {"zaaknummer": request.GET.get("zaak", "")[:20], "uren": min(GEWOON, hoogstens)}
    form = NoodtoegangForm(request.POST or None, hoogstens=hoogstens, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            geopend = services.open_noodtoegang(**form.cleaned_data, door=door)
        except NietMogelijk as fout:
            form.add_error("zaaknummer", str(fout))
        else:
            messages.success(
                request,
                _("Uw noodtoegang loopt tot %(tot)s. De andere toezichthouders weten ervan.")
                % {"tot": _tot(geopend.tot)},
            )
            return redirect("noodtoegang:detail", geopend.pk)
    inhoud = {"form": form, "kruimels": _kruimels(_("Zaak openen"))}
    return render(request, "zaken/noodtoegang/nieuw.html", inhoud, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(*_rollen)
def detail(request: Verzoek, pk: UUID) -> HttpResponse:
    """One noodtoegang: who, why, what was read; and the review, for somebody else."""
    nu = timezone.now()
    deze = get_object_or_404(services.alle().select_related("sleutel", "beeindigd_door"), pk=pk)
    loopt = deze.loopt(nu=nu)
    mag_beoordelen = not loopt and deze.beoordeeld_op is None and deze.gebruiker_id != request.user.pk
    form = OordeelForm(request.POST if request.method == "POST" else None) if mag_beoordelen else None
    if request.method == "POST":
        if form is None:
            messages.error(request, _("Deze noodtoegang kunt u nu niet beoordelen."))
            return redirect("noodtoegang:detail", pk)
        if form.is_valid():
            return _beoordeel(request, deze, form)
    inhoud = {
        "deze": deze,
        "loopt": loopt,
        "is_zelf": deze.gebruiker_id == request.user.pk,
        "gelezen": [{"moment": datumtijd(op), "wat": wat} for op, wat in services.gelezen(deze)],
        "form": form,
        "kruimels": _kruimels(deze.zaaknummer),
    }
    return render(
        request, "zaken/noodtoegang/detail.html", inhoud, status=422 if form and form.errors else 200
    )


@require_safe
@vereist_rol(*_rollen)
def zaak(request: Verzoek, pk: UUID) -> HttpResponse:
    """To the zaak that the own running noodtoegang opens; or that there is none, for the price of having opened it."""
    deze = services.eigen_lopende(pk=pk, lezer=request.user, nu=timezone.now())
    if deze is None:
        raise Http404
    if geopend := services.zaak_van(deze):
        return redirect(register_van(geopend.soort).url("detail", geopend.pk))
    inhoud = {"deze": deze, "kruimels": _kruimels(deze.zaaknummer)}
    return render(request, "zaken/noodtoegang/geen_zaak.html", inhoud, status=404)


@require_POST
@vereist_rol(*_rollen)
def beeindigen(request: Verzoek, pk: UUID) -> HttpResponse:
    """End it before its time."""
    deze = get_object_or_404(services.alle(), pk=pk)
    try:
        services.beeindig(noodtoegang=deze.pk, door=request.user)
    except NietMogelijk as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _("De noodtoegang tot %(zaak)s is beëindigd.") % {"zaak": deze.zaaknummer})
    return redirect("noodtoegang:detail", pk)


def _beoordeel(request: Verzoek, deze: Noodtoegang, form: OordeelForm) -> HttpResponse:
    try:
        services.beoordeel(
            noodtoegang=deze,
            oordeel=Noodtoegang.Oordeel(form.cleaned_data["oordeel"]),
            toelichting=form.cleaned_data["toelichting"].strip(),
            door=request.user,
        )
    except NietMogelijk as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _("Uw oordeel is opgeslagen."))
    return redirect("noodtoegang:detail", deze.pk)


def _koppen() -> tuple[str, ...]:
    return _("Zaak"), _("Wie"), _("Geopend"), _("Tot"), _("Staat")


def _rij(koppen: tuple[str, ...], deze: Noodtoegang, *, nu: datetime) -> dict[str, Any]:
    staat, toon = _staat(deze, nu=nu)
    cellen: tuple[dict[str, Any], ...] = (
        {"tekst": deze.zaaknummer, "url": reverse("noodtoegang:detail", args=[deze.pk])},
        {"tekst": deze.gebruiker.naam},
        {"tekst": datumtijd(deze.geopend_op)},
        {"tekst": datumtijd(deze.beeindigd_op or deze.tot)},
        {"badge": staat, "toon": toon},
    )
    return {"cellen": [{"kolom": kop, **cel} for kop, cel in zip(koppen, cellen, strict=True)]}


def _staat(deze: Noodtoegang, *, nu: datetime) -> tuple[str, str]:
    if deze.loopt(nu=nu):
        return _("Loopt nu"), "warn"
    if deze.beoordeeld_op is None:
        return _("Nog te beoordelen"), "info"
    if deze.oordeel == Noodtoegang.Oordeel.NIET_TERECHT:
        return _("Niet terecht"), "danger"
    return _("Terecht"), "ok"


def _jaarkaart(stand: services.Jaarstand) -> dict[str, str]:
    return {
        "label": str(stand.jaar),
        "aantal": getal(stand.aantal),
        "sub": _("waarvan %(aantal)s niet terecht") % {"aantal": getal(stand.niet_terecht)},
        "url": f"?jaar={stand.jaar}#alle",
    }


def _jaar(tekst: str, jaren: list[int]) -> int | None:
    return next((jaar for jaar in jaren if str(jaar) == tekst), None)


def _tot(moment: datetime) -> str:
    """The hour; with the day when that is not today."""
    if timezone.localdate(moment) == timezone.localdate():
        return tijd(moment)
    return f"{datum(moment)} {tijd(moment)}"


def _kruimels(titel: str) -> list[tuple[str, str]]:
    return [(reverse("noodtoegang:lijst"), _("Noodtoegang")), ("", titel)]
