"""Screens of the beheerder for teams and who is in them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gebruikers import services
from gebruikers.aanmelden.herbevestigen import is_onlangs_bewezen, stuur_naar_herbevestigen
from gebruikers.fouten import BeheerGeweigerd
from gebruikers.models import Gebruiker, Team
from gebruikers.rollen import ZAAKROLLEN, Rol
from gebruikers.toegang import Verzoek, vereist_rol
from gebruikers.volgorde import op_naam

from .forms import LidForm, TeamForm, TeamWijzigForm
from .overzicht import Beheerbeeld


@require_safe
@vereist_rol(Rol.BEHEERDER)
def lijst(request: Verzoek) -> HttpResponse:
    """All teams, open ones first."""
    beeld = Beheerbeeld.lees()
    koppen = (_("Team"), _("Soort"), _("Leden"), _("Staat"))
    teams = Team.objects.order_by("-is_actief", Lower("naam"))
    inhoud = {
        "kolommen": [{"label": kop, "getal": kop == koppen[2]} for kop in koppen],
        "rijen": [_rij(team, len(beeld.leden_van(team.pk)), koppen) for team in teams],
    }
    return render(request, "gebruikers/teams.html", inhoud)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def nieuw(request: Verzoek) -> HttpResponse:
    """A new team."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            team = services.maak_team(**form.cleaned_data, door=request.user)
        except BeheerGeweigerd as fout:
            fout.zet_bij(form)
        else:
            messages.success(request, _("Het team is gemaakt. Zet er nu leden in."))
            return redirect("beheer:team", team.pk)
    inhoud = {
        "form": form,
        "titel": _("Nieuw team"),
        "terug_url": reverse("beheer:teams"),
        "kruimels": [(reverse("beheer:teams"), _("Teams")), ("", _("Nieuw team"))],
    }
    return render(request, "formulierpagina.html", inhoud, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def detail(request: Verzoek, pk: int) -> HttpResponse:
    """Who is in the team; a post adds a member, who sees all its zaken: it asks for a proof, and keeps the choice."""
    team = get_object_or_404(Team, pk=pk)
    beeld = Beheerbeeld.lees()
    leden = beeld.leden_van(pk)
    kandidaten = [kandidaat for kandidaat in _kandidaten(beeld, request.user) if kandidaat.pk not in leden]
    form = LidForm(request.POST or None, initial=request.GET.dict(), kandidaten=kandidaten)
    if request.method == "POST" and form.is_valid():
        if not is_onlangs_bewezen(request):
            gekozen = {naam: waarde for naam, waarde in form.cleaned_data.items() if waarde}
            doel = f"{reverse('beheer:team', args=[pk])}?{urlencode(gekozen)}"
            return stuur_naar_herbevestigen(request, doel=doel)
        lid = get_object_or_404(Gebruiker, pk=form.cleaned_data["gebruiker"])
        try:
            services.zet_lidmaatschap(
                team=team, gebruiker=lid, is_teamleider=form.cleaned_data["is_teamleider"], door=request.user
            )
        except BeheerGeweigerd as fout:
            fout.zet_bij(form)
        else:
            messages.success(request, _("%(naam)s is lid van het team.") % {"naam": lid.naam})
            return redirect("beheer:team", pk)
    namen = Gebruiker.objects.in_bulk(leden)
    inhoud = {
        "team": team,
        "form": form,
        "kandidaten": kandidaten,
        "leden": op_naam(((namen[id_], lid) for id_, lid in leden.items()), lambda paar: paar[0].naam),
        "kruimels": [(reverse("beheer:teams"), _("Teams")), ("", team.naam)],
    }
    return render(request, "gebruikers/team.html", inhoud, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def wijzigen(request: Verzoek, pk: int) -> HttpResponse:
    """Name and state of a team. Opening a closed one again, for members and zaken, asks for a proof first."""
    team = get_object_or_404(Team, pk=pk)
    if not team.is_actief and not is_onlangs_bewezen(request):
        return stuur_naar_herbevestigen(request)
    nu = {"naam": team.naam, "is_actief": team.is_actief}
    form = TeamWijzigForm(request.POST if request.method == "POST" else None, initial=nu)
    if request.method == "POST" and form.is_valid():
        try:
            services.wijzig_team(team=team, **form.cleaned_data, door=request.user)
        except BeheerGeweigerd as fout:
            fout.zet_bij(form)
        else:
            messages.success(request, _("Het team is gewijzigd."))
            return redirect("beheer:team", pk)
    terug = reverse("beheer:team", args=[pk])
    inhoud = {
        "form": form,
        "titel": _("Team wijzigen"),
        "kicker": team.naam,
        "terug_url": terug,
        "kruimels": [(reverse("beheer:teams"), _("Teams")), (terug, team.naam), ("", _("Team wijzigen"))],
    }
    return render(request, "formulierpagina.html", inhoud, status=422 if form.errors else 200)


@require_POST
@vereist_rol(Rol.BEHEERDER)
def zet_teamleider(request: Verzoek, pk: int, gebruiker_pk: int) -> HttpResponse:
    """Make a member lead the team, which asks for a proof, or no longer (`is_teamleider` = 1 or 0)."""
    team, lid = get_object_or_404(Team, pk=pk), get_object_or_404(Gebruiker, pk=gebruiker_pk)
    if (leidt := request.POST.get("is_teamleider")) not in {"0", "1"}:
        raise BadRequest("is_teamleider")
    if leidt == "1" and not is_onlangs_bewezen(request):
        return stuur_naar_herbevestigen(request, doel=reverse("beheer:team", args=[pk]))
    try:
        services.zet_lidmaatschap(
            team=team,
            gebruiker=lid,
            is_teamleider=leidt == "1",
            door=request.user,
        )
    except BeheerGeweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _("De teamleiding is gewijzigd."))
    return redirect("beheer:team", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist_rol(Rol.BEHEERDER)
def lid_af(request: Verzoek, pk: int, gebruiker_pk: int) -> HttpResponse:
    """Ask, then take somebody out of the team."""
    team, lid = get_object_or_404(Team, pk=pk), get_object_or_404(Gebruiker, pk=gebruiker_pk)
    leden = Beheerbeeld.lees().leden_van(pk)
    if request.method == "POST":
        try:
            services.beeindig_lidmaatschap(team=team, gebruiker=lid, door=request.user)
        except BeheerGeweigerd as fout:
            messages.error(request, str(fout))
        else:
            messages.success(request, _("%(naam)s is niet meer lid van het team.") % {"naam": lid.naam})
        return redirect("beheer:team", pk)
    gevolgen = [_("%(naam)s ziet de zaken van dit team niet meer.") % {"naam": lid.naam}]
    if set(leden) <= {lid.pk}:
        gevolgen.append(
            _("Dit is het laatste lid. Heeft het team zaken die niemand anders ziet? Dan kan dit niet.")
        )
    terug = reverse("beheer:team", args=[pk])
    titel = _("Lid uit het team halen")
    inhoud: dict[str, Any] = {
        "titel": titel,
        "kicker": team.naam,
        "gevolgen": gevolgen,
        "knop": _("Uit het team halen"),
        "gevaar": True,
        "terug_url": terug,
        "kruimels": [(reverse("beheer:teams"), _("Teams")), (terug, team.naam), ("", titel)],
    }
    return render(request, "bevestigpagina.html", inhoud)


def _kandidaten(beeld: Beheerbeeld, door: Gebruiker) -> list[Gebruiker]:
    """Active colleagues with a zaakrol, never the beheerder himself."""
    met_zaakrol = [pk for pk, rollen in beeld.rollen.items() if rollen & ZAAKROLLEN and pk != door.pk]
    return op_naam(Gebruiker.objects.filter(pk__in=met_zaakrol, is_active=True).order_by("pk"))


def _rij(team: Team, leden: int, koppen: tuple[str, ...]) -> dict[str, Any]:
    naam, soort, aantal, staat = koppen
    return {
        "cellen": [
            {"kolom": naam, "tekst": team.naam, "url": reverse("beheer:team", args=[team.pk])},
            {"kolom": soort, "tekst": team.get_soort_display()},
            {"kolom": aantal, "tekst": str(leden), "getal": True},
            {
                "kolom": staat,
                "badge": _("Actief") if team.is_actief else _("Gesloten"),
                "toon": "ok" if team.is_actief else "",
            },
        ]
    }
