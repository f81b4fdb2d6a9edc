"""The screens of a vertrouwenspersoon. For everybody else these pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.generic import TemplateView

from codelijsten.velden import keuzelijsten
from gebruikers.rollen import Rol
from gebruikers.toegang import RolVereistMixin, Verzoek, vereist_rol
from logboek import events as logboek
from schermen.sleutel import met_sleutel, sleutel_van

from . import codes, queries, services
from .forms import CasusForm, SluitForm, WijzigForm
from .kwartalen import Kwartaal
from .lijst import Lijst
from .models import Casus
from .status import OngeldigeOvergang, Status

alleen_vertrouwenspersoon = vereist_rol(Rol.VERTROUWENSPERSOON)


def een_eigen_casus(
    view: Callable[[Verzoek, Casus], HttpResponse],
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """For a step on one own casus: 404 for any other, and back to the casus when another window was first."""

    @alleen_vertrouwenspersoon
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def bewaakt(request: Verzoek, pk: UUID) -> HttpResponse:
        casus = get_object_or_404(queries.met_codes(request.user), pk=pk)
        try:
            return view(request, casus)
        except Casus.DoesNotExist as fout:
            raise Http404 from fout
        except OngeldigeOvergang:
            messages.info(request, _("Dat kan niet meer. Hieronder ziet u hoe de casus er nu voor staat."))
            return redirect("casussen:detail", pk)

    return bewaakt


class CasusLijst(RolVereistMixin, TemplateView):
    """The landing page: the own casussen, open ones first, and which of them may be closed."""

    vereiste_rollen = (Rol.VERTROUWENSPERSOON,)
    template_name = "vertrouwenspersonen/lijst.html"
    http_method_names = ["get", "head"]
    request: Verzoek

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        logboek.casus_dag(door=self.request.user)
        try:
            lijst = Lijst.uit_adres(self.request.GET, door=self.request.user, vandaag=timezone.localdate())
        except ValueError as fout:
            raise Http404 from fout
        return super().get_context_data(lijst=lijst, **kwargs)


@alleen_vertrouwenspersoon
@require_http_methods(["GET", "POST"])
def nieuw(request: Verzoek) -> HttpResponse:
    return _vastleggen(request, voortzetting=False)


@alleen_vertrouwenspersoon
@require_http_methods(["GET", "POST"])
def voortzetting(request: Verzoek) -> HttpResponse:
    """Register a track that a colleague began; it is not counted again."""
    return _vastleggen(request, voortzetting=True)


def _status(form: BaseForm) -> int:
    return 422 if form.errors else 200


def _vastleggen(request: Verzoek, *, voortzetting: bool) -> HttpResponse:
    """Ask and store. The key stands in the address, so that *Back* leads to the casus and not to a second one."""
    logboek.casus_dag(door=request.user)  # when the form opens, so not in the transaction of the first casus
    sleutel = sleutel_van(request)
    if request.method == "GET":
        if sleutel is None:
            return redirect(met_sleutel(request))
        if Casus.objects.zichtbaar_voor(request.user).filter(pk=sleutel).exists():
            messages.info(request, _("U legde deze casus al vast. Wijzig hem als dat nodig is."))
            return redirect("casussen:detail", sleutel)
    vandaag = timezone.localdate()
    form = CasusForm(
        request.POST if request.method == "POST" else None,
        keuzes=keuzelijsten(codes.BIJ_REGISTRATIE, op=vandaag),
        vandaag=vandaag,
        initial={
            "sleutel": sleutel,
            "kwartaal_eerste_contact": str(Kwartaal.van(vandaag)),
            "defensieonderdeel": queries.gewoonlijk_onderdeel(request.user),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            casus = services.registreer(
                casus_id=form.cleaned_data["sleutel"],
                gegevens=form.gegevens,
                door=request.user,
                vandaag=vandaag,
                voortzetting=voortzetting,
            )
        except ValidationError as fout:
            form.add_error(None, fout)
        except services.AlOpgeslagen as fout:
            messages.warning(request, _("U legde deze casus al vast. Wijzig hem hier als dat nodig is."))
            return redirect("casussen:wijzig", fout.casus.pk)
        else:
            return redirect("casussen:opgeslagen", casus.pk)
    titel = _("Casus van een collega voortzetten") if voortzetting else _("Casus vastleggen")
    context = {"form": form, "voortzetting": voortzetting, "titel": titel, "kruimels": _kruimels(titel)}
    return render(request, "vertrouwenspersonen/nieuw.html", context, status=_status(form))


@alleen_vertrouwenspersoon
@require_GET
def opgeslagen(request: Verzoek, pk: UUID) -> HttpResponse:
    """The confirmation after registering, with the way to the next one."""
    casus = get_object_or_404(queries.met_codes(request.user), pk=pk)
    context = {"casus": casus, "kruimels": _kruimels(_("Opgeslagen"))}
    return render(request, "vertrouwenspersonen/opgeslagen.html", context)


@alleen_vertrouwenspersoon
@require_GET
def detail(request: Verzoek, pk: UUID) -> HttpResponse:
    casus = get_object_or_404(queries.met_codes(request.user), pk=pk)
    logboek.casus_dag(door=request.user)
    context = {
        "casus": casus,
        "toon": "info" if casus.is_open else "",
        "kruimels": _kruimels(casus.casusnummer),
        "regels": queries.in_woorden(casus),
        "stelt_sluiten_voor": casus.stelt_sluiten_voor(vandaag=timezone.localdate()),
    }
    return render(request, "vertrouwenspersonen/detail.html", context)


@een_eigen_casus
def wijzig(request: Verzoek, casus: Casus) -> HttpResponse:
    services.eis_open(casus)
    vandaag = timezone.localdate()
    keuzes = keuzelijsten(codes.BIJ_REGISTRATIE, op=vandaag, ook=casus.code_ids)
    form = WijzigForm(
        request.POST if request.method == "POST" else None, casus=casus, keuzes=keuzes, vandaag=vandaag
    )
    intussen = None
    if request.method == "POST" and form.is_valid():
        try:
            services.wijzig(**form.wijziging, casus_id=casus.pk, door=request.user, vandaag=vandaag)
        except ValidationError as fout:
            form.add_error(None, fout)
        except services.TussentijdsGewijzigd as fout:
            form.vergelijk_met(fout.casus.kenmerk)
            intussen = queries.in_woorden(fout.casus)
        else:
            messages.success(request, _("De casus is gewijzigd."))
            return redirect("casussen:detail", casus.pk)
    context = {"form": form, "intussen": intussen} | _over(casus, _("Wijzigen"))
    return render(
        request, "vertrouwenspersonen/wijzig.html", context, status=409 if intussen else _status(form)
    )


@een_eigen_casus
def sluit(request: Verzoek, casus: Casus) -> HttpResponse:
    services.eis_overgang(casus, Status.GESLOTEN)
    keuzes = keuzelijsten(codes.BIJ_SLUITEN, op=timezone.localdate(), ook=casus.code_ids)
    form = SluitForm(request.POST if request.method == "POST" else None, casus=casus, keuzes=keuzes)
    if request.method == "POST" and form.is_valid():
        try:
            services.sluit(**form.cleaned_data, casus_id=casus.pk, door=request.user)
        except ValidationError as fout:
            form.add_error(None, fout)
        else:
            messages.success(request, _("De casus is gesloten."))
            return redirect("casussen:detail", casus.pk)
    context = {"form": form} | _over(casus, _("Sluiten"))
    return render(request, "vertrouwenspersonen/sluit.html", context, status=_status(form))


@een_eigen_casus
def heropen(request: Verzoek, casus: Casus) -> HttpResponse:
    services.eis_overgang(casus, Status.OPEN)
    if request.method == "POST":
        services.heropen(casus_id=casus.pk, door=request.user)
        messages.success(request, _("De casus is weer open."))
        return redirect("casussen:detail", casus.pk)
    return render(request, "vertrouwenspersonen/heropen.html", _over(casus, _("Heropenen")))


@een_eigen_casus
def verwijder(request: Verzoek, casus: Casus) -> HttpResponse:
    """Undo a registration by mistake, after asking."""
    if request.method == "POST":
        services.verwijder(casus_id=casus.pk, door=request.user)
        messages.success(request, _("De casus is verwijderd."))
        return redirect("casussen:lijst")
    return render(request, "vertrouwenspersonen/verwijder.html", _over(casus, _("Verwijderen")))


def _over(casus: Casus, stap: str) -> dict[str, Any]:
    """What every step on one casus shows: the casus, and the way back."""
    terug = (reverse("casussen:detail", args=[casus.pk]), casus.casusnummer)
    return {"casus": casus, "kruimels": _kruimels(stap, terug)}


def _kruimels(pagina: str, *tussen: tuple[str, str]) -> list[tuple[str, str]]:
    return [(reverse("casussen:lijst"), _("Mijn casussen")), *tussen, ("", pagina)]
