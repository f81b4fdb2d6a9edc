"""Screens of the second person: what waits for agreement, and one proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gebruikers import vierogen
from gebruikers.aanmelden.herbevestigen import is_onlangs_bewezen, stuur_naar_herbevestigen
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Gebruiker, Voorstel
from gebruikers.namen import Namen
from gebruikers.rollen import Rol
from gebruikers.toegang import Verzoek, vereist_rol
from schermen.templatetags.jid_ui import datumtijd

from .forms import WeigerForm

LAATSTE = 50
"""Decided proposals on the page."""
_rollen = (Rol.BEHEERDER, Rol.PRIVACY)


@require_safe
@vereist_rol(*_rollen)
def lijst(request: Verzoek) -> HttpResponse:
    """What waits for me, what I asked, and what was decided lately."""
    nu = timezone.now()
    alle = Voorstel.objects.select_related("gebruiker", "gevraagd_door", "besloten_door")
    open_ = list(alle.filter(besluit="", verloopt_op__gt=nu).order_by("gevraagd_op"))
    klaar = alle.exclude(pk__in=[voorstel.pk for voorstel in open_])[:LAATSTE]
    koppen = (_("Wat"), _("Waarover"), _("Gevraagd door"), _("Besloten door"), _("Besluit"))
    inhoud = {
        "voor_mij": [
            voorstel
            for voorstel in open_
            if voorstel.gevraagd_door_id != request.user.pk and not voorstel.gaat_over(request.user)
        ],
        "van_mij": [voorstel for voorstel in open_ if voorstel.gevraagd_door_id == request.user.pk],
        "kolommen": [{"label": kop} for kop in koppen],
        "rijen": [_rij(koppen, voorstel) for voorstel in klaar],
    }
    return render(request, "gebruikers/akkoord/lijst.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(*_rollen)
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal: what will happen, and the decision. Who decides proves to be themselves; who asked follows it."""
    door, form = cast(Verzoek, request).user, WeigerForm()
    voorstel = get_object_or_404(
        Voorstel.objects.select_related("gebruiker", "gevraagd_door", "besloten_door"), pk=pk
    )
    if voorstel.gevraagd_door_id != door.pk and not is_onlangs_bewezen(request):
        return stuur_naar_herbevestigen(request)
    if request.method == "POST":
        if (besluit := request.POST.get("besluit")) not in {"akkoord", "nee"}:
            raise BadRequest("besluit")  # what no button of ours sends decides nothing
        weigert = besluit == "nee" and voorstel.gevraagd_door_id != door.pk
        mag = voorstel.is_open(nu=timezone.now()) and not voorstel.gaat_over(door)
        form = WeigerForm(request.POST if weigert and mag else None)
        if not form.is_bound or form.is_valid():
            reden = form.cleaned_data["reden"] if form.is_bound else ""
            return _beslis(request, pk, akkoord=besluit == "akkoord", reden=reden, door=door)
    inhoud = {
        "form": form,
        "reden": vierogen.reden_van_weigeren(voorstel),
        "voorstel": voorstel,
        "is_open": voorstel.is_open(nu=timezone.now()),
        "is_eigen": voorstel.gevraagd_door_id == door.pk,
        "gaat_over_mij": voorstel.gaat_over(door),
        "let_op": _let_op(voorstel),
        "regels": _regels(voorstel),
        "staat": staat(voorstel, nu=timezone.now())[0],
        "kruimels": [(reverse("akkoord:lijst"), _("Akkoord")), ("", voorstel.get_handeling_display())],
    }
    return render(request, "gebruikers/akkoord/detail.html", inhoud, status=422 if form.errors else 200)


def _beslis(request: HttpRequest, pk: UUID, *, akkoord: bool, reden: str, door: Gebruiker) -> HttpResponse:
    """Decide, and on to what else waits; a refusal of the rules is told on the page itself."""
    try:
        besloten = vierogen.beslis(
            pk, akkoord=akkoord, reden=reden, door=door, basisadres=request.build_absolute_uri("/")
        )
    except BeheerGeweigerd as fout:
        messages.error(request, str(fout))
        return redirect("akkoord:detail", pk)
    messages.success(request, _gedaan(besloten))
    return redirect("start" if besloten.gebruiker_id == door.pk else "akkoord:lijst")


def _let_op(voorstel: Voorstel) -> str:
    """What the second person should know of the one concerned; mostly nothing."""
    if voorstel.handeling == Voorstel.Handeling.ORGANISATIEACCOUNT and voorstel.gebruiker:
        return vierogen.gevolg_van_losmaken(voorstel.gebruiker)
    return ""


def _regels(voorstel: Voorstel) -> list[dict[str, str]]:
    """What the account or the label is and will be."""
    gegevens, gebruiker = voorstel.wat, voorstel.gebruiker
    regels = []
    if voorstel.handeling == Voorstel.Handeling.CODELABEL:
        regels = _labelregels(gegevens)
        gegevens = {}
    if gebruiker:
        namen = Namen.lees([gebruiker.pk]).op(voorstel.besloten_op or timezone.now())
        regels.append({"label": _("Gebruiker"), "waarde": f"{namen[gebruiker.pk]} ({gebruiker.email})"})
    for veld, label in (
        ("naam", _("Nieuwe naam") if gebruiker else _("Naam")),
        ("email", _("Nieuw e-mailadres") if gebruiker else _("E-mailadres")),
    ):
        if waarde := gegevens.get(veld):
            regels.append({"label": label, "waarde": str(waarde)})
    if "rollen" in gegevens:
        rollen = [str(rol.label) for rol in Rol if rol in gegevens["rollen"]]
        regels.append({"label": _("Rollen"), "waarde": ", ".join(rollen) or _("Geen rol")})
    if "had" in gegevens:
        had = [str(rol.label) for rol in Rol if rol in gegevens["had"]]
        eraf = [
            str(rol.label) for rol in Rol if rol in set(gegevens["had"]) - set(gegevens.get("rollen", ()))
        ]
        regels += [
            {"label": _("Rollen toen dit werd gevraagd"), "waarde": ", ".join(had) or _("Geen rol")},
            {"label": _("Rollen die weggaan"), "waarde": ", ".join(eraf) or _("Geen rol")},
        ]
    regels += [
        {"label": _("Gevraagd door"), "waarde": voorstel.gevraagd_door.naam},
        {"label": _("Gevraagd op"), "waarde": datumtijd(voorstel.gevraagd_op)},
    ]
    if not voorstel.besluit:
        regels.append({"label": _("Verloopt op"), "waarde": datumtijd(voorstel.verloopt_op)})
    return regels


def _labelregels(gegevens: Mapping[str, Any]) -> list[dict[str, str]]:
    """The label as it was when it was asked, beside what it will be."""
    woorden = {
        _("Code"): gegevens["waarde"],
        _("Lijst en label nu"): gegevens["naam"],
        _("Nieuw label"): gegevens["label"],
        _("Label in het Engels nu"): gegevens["label_en_was"] or "–",
        _("Nieuw label in het Engels"): gegevens.get("label_en") or "–",
    }
    return [{"label": label, "waarde": str(waarde)} for label, waarde in woorden.items()]


def _rij(koppen: tuple[str, ...], voorstel: Voorstel) -> dict[str, Any]:
    woord, toon = staat(voorstel, nu=timezone.now())
    wie = voorstel.gebruiker.naam if voorstel.gebruiker else voorstel.wat.get("naam", "")
    cellen: tuple[dict[str, Any], ...] = (
        {
            "tekst": voorstel.get_handeling_display(),
            "url": reverse("akkoord:detail", args=[voorstel.pk]),
            "verborgen": wie,
        },
        {"tekst": wie},
        {"tekst": voorstel.gevraagd_door.naam},
        {"tekst": voorstel.besloten_door.naam if voorstel.besloten_door else "–"},
        {"badge": woord, "toon": toon},
    )
    return {"cellen": [{"kolom": kop, **cel} for kop, cel in zip(koppen, cellen, strict=True)]}


def staat(voorstel: Voorstel, *, nu: datetime) -> tuple[str, str]:
    """Where it stands in words, and its tone."""
    if voorstel.is_open(nu=nu):
        return _("Wacht op akkoord"), "info"
    if not voorstel.besluit:
        return _("Verlopen"), ""
    toon = "ok" if voorstel.besluit == Voorstel.Besluit.AKKOORD else "warn"
    return voorstel.get_besluit_display(), toon


def _gedaan(voorstel: Voorstel) -> str:
    match voorstel.besluit:
        case Voorstel.Besluit.AKKOORD:
            return _("U gaf akkoord. Het is gebeurd. Wie het vroeg, krijgt bericht.")
        case Voorstel.Besluit.INGETROKKEN:
            return _("Uw vraag is ingetrokken.")
        case _:
            return _("U weigerde. Er is niets gewijzigd. Wie het vroeg, krijgt bericht.")
