"""The page of a team lead: who has access to the zaken of the team, once a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gebruikers.models import Gebruiker
from gebruikers.queries import leden_overzicht
from gebruikers.rollen import ZAAKROLLEN, Rol
from gebruikers.toegang import Verzoek, vereist_rol
from gebruikers.volgorde import op_naam
from zaken.register import register_van
from zaken.services.databank import NietMogelijk
from zaken.services.herziening import GeleidTeam, Lezersgroep, geleide_teams, herzie, lezers_van_team

from .actie import ONGELDIG, get_of_post, verstuurd

LATEN, BEEINDIGEN = "laten", "beeindigen"


class HerzieningForm(forms.Form):
    """Per person whether the access stays, and whether the members are right."""

    leden_kloppen = forms.ChoiceField(
        label=gettext_lazy("Kloppen de leden van dit team?"),
        help_text=gettext_lazy("Leden zien alle zaken van het team."),
        choices=[("ja", gettext_lazy("Ja")), ("nee", gettext_lazy("Nee, de beheerder moet dit aanpassen"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies of de leden kloppen.")},
    )

    def __init__(self, data: Any = None, *, groepen: Sequence[Lezersgroep]) -> None:
        super().__init__(data)
        self._groepen = groepen
        for groep in groepen:
            self.fields[self._naam(groep)] = forms.ChoiceField(
                label=_("Mag %(naam)s toegang houden?") % {"naam": groep.naam},
                choices=[(LATEN, _("Ja, toegang laten staan")), (BEEINDIGEN, _("Nee, toegang beëindigen"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Kies of %(naam)s toegang houdt.") % {"naam": groep.naam}},
            )

    @staticmethod
    def _naam(groep: Lezersgroep) -> str:
        return f"persoon_{groep.gebruiker_id}"

    def vragen(self) -> list[tuple[Lezersgroep, list[tuple[str, str]], Any]]:
        """Per person: the zaken with their addresses, and the question."""
        return [
            (
                groep,
                [(register_van(z.soort).url("detail", z.pk), z.zaaknummer) for z in groep.zaken],
                self[self._naam(groep)],
            )
            for groep in self._groepen
        ]

    @property
    def te_beeindigen(self) -> list[int]:
        """Of a valid form."""
        return [g.gebruiker_id for g in self._groepen if self.cleaned_data[self._naam(g)] == BEEINDIGEN]


@get_of_post
@vereist_rol(*(Rol(rol) for rol in sorted(ZAAKROLLEN)))
def team(request: Verzoek, pk: int) -> HttpResponse:
    """404 for everybody who does not lead the team."""
    dit = next((geleid for geleid in geleide_teams() if geleid.team_id == pk), None)
    if dit is None:
        raise Http404
    groepen = lezers_van_team(pk, lezer=request.user)
    form = HerzieningForm(verstuurd(request), groepen=groepen)
    if request.method == "POST" and form.is_valid():
        try:
            aantal = herzie(
                team_id=pk,
                beeindig=form.te_beeindigen,
                leden_kloppen=form.cleaned_data["leden_kloppen"] == "ja",
                door=request.user,
            )
        except NietMogelijk as fout:
            form.add_error(None, str(fout))
        else:
            tekst = _("De toegang van %(team)s is nagelopen.") % {"team": dit.naam}
            weg = ngettext("%(n)s toegang is beëindigd.", "%(n)s toegangen zijn beëindigd.", aantal)
            messages.success(request, f"{tekst} {weg % {'n': aantal}}" if aantal else tekst)
            return redirect("mijn_werk")
    context = {
        "team": dit,
        "is_nagelopen": dit.is_nagelopen(localdate()),
        "form": form,
        "leden": _leden(pk),
        "kruimels": [(reverse("mijn_werk"), _("Mijn werk")), ("", dit.naam)],
    }
    return render(request, "zaken/herziening/team.html", context, status=ONGELDIG if form.errors else 200)


def _leden(team_id: int) -> list[tuple[int, str, bool]]:
    """Id and name of each active member, and whether they lead the team."""
    leden = {lid.gebruiker_id: lid.is_teamleider for lid in leden_overzicht() if lid.team_id == team_id}
    actief = Gebruiker.objects.filter(pk__in=leden, is_active=True).values_list("naam", "pk")
    return [(pk, naam, leden[pk]) for naam, pk in op_naam(sorted(actief), lambda een: een[0])]


def herinneringen(gebruiker: Gebruiker) -> tuple[list[dict[str, str]], list[GeleidTeam]]:
    """For Mijn werk: what a team lead must still do this month, and all teams that they lead."""
    vandaag, teams = localdate(), geleide_teams() if gebruiker.teams else []
    laatste_dag = vandaag.replace(day=monthrange(vandaag.year, vandaag.month)[1])
    tekst = _("Loop de toegang van %(team)s na. Doe dit uiterlijk %(dag)s.")
    return [
        {
            "tekst": tekst % {"team": geleid.naam, "dag": date_format(laatste_dag, "MONTH_DAY_FORMAT")},
            "url": reverse("team_toegang", args=[geleid.team_id]),
        }
        for geleid in teams
        if not geleid.is_nagelopen(vandaag)
    ], teams
