"""Handing over and substitution: for a beheerder, and for who leads a team of both. Numbers, never a zaak."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gebruikers.models import Gebruiker
from gebruikers.queries import LopendeWaarneming, Toewijsbaar, aantal_zonder_lezer, waarnemingen
from gebruikers.rollen import ZAAKROLLEN, Rol
from gebruikers.toegang import Verzoek, vereist_herbevestiging, vereist_rol
from schermen.formulieren import Datumveld
from zaken.models import Waarneming
from zaken.services import overdracht as diensten
from zaken.services.databank import NietMogelijk
from zaken.services.overdracht import Overdrachtsreden

from .actie import ONGELDIG, get_of_post, verstuurd
from .toegangsforms import Gebruikerkeuze, gebruiker_met

WIE_MAG = tuple(Rol(rol) for rol in sorted({Rol.BEHEERDER} | ZAAKROLLEN))
"""Whether somebody leads a team of both, `opvolgers` says."""


def _over_een_jaar() -> date:
    return localdate() + timedelta(days=364)


class Overdrachtform(forms.Form):
    """To whom, and why."""

    toon_niet_verplicht = False

    aan = Gebruikerkeuze(
        label=gettext_lazy("Wie neemt de zaken over?"),
        error_messages={"required": gettext_lazy("Kies wie de zaken overneemt.")},
    )
    reden = forms.ChoiceField(
        label=gettext_lazy("Waarom?"),
        choices=Overdrachtsreden.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waarom.")},
    )

    def __init__(self, data: Any = None, *, collegas: Iterable[Toewijsbaar]) -> None:
        super().__init__(data)
        self.fields["aan"].kies_uit(collegas)  # type: ignore[attr-defined]  # our own field


class Lezerform(forms.Form):
    """Who gets what nobody reads."""

    toon_niet_verplicht = False

    aan = Gebruikerkeuze(
        label=gettext_lazy("Wie krijgt de zaken?"),
        help_text=gettext_lazy("Is een zaak verzegeld, dan moet het iemand buiten COID zijn."),
        error_messages={"required": gettext_lazy("Kies wie de zaken krijgt.")},
    )

    def __init__(self, data: Any = None, *, collegas: Iterable[Toewijsbaar]) -> None:
        super().__init__(data)
        self.fields["aan"].kies_uit(collegas)  # type: ignore[attr-defined]  # our own field


class Waarneemform(forms.Form):
    """Who, until when, and why."""

    toon_niet_verplicht = False

    waarnemer = Gebruikerkeuze(
        label=gettext_lazy("Wie neemt waar?"),
        error_messages={"required": gettext_lazy("Kies wie waarneemt.")},
    )
    tot_en_met = Datumveld(
        label=gettext_lazy("Tot en met welke dag?"),
        help_text=gettext_lazy(
            "Daarna stopt de toegang vanzelf. U kunt de waarneming ook eerder beëindigen."
        ),
        vanaf=localdate,
        uiterlijk=_over_een_jaar,
    )
    reden = forms.ChoiceField(
        label=gettext_lazy("Waarom?"),
        choices=Waarneming.Reden.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Kies waarom.")},
    )

    def __init__(self, data: Any = None, *, collegas: Iterable[Toewijsbaar]) -> None:
        super().__init__(data)
        self.fields["waarnemer"].kies_uit(collegas)  # type: ignore[attr-defined]  # our own field

    @property
    def verloopt_op(self) -> datetime:
        """The midnight after the last day."""
        dag: date = self.cleaned_data["tot_en_met"]
        return make_aware(datetime.combine(dag + timedelta(days=1), time.min))


@get_of_post
@vereist_rol(*WIE_MAG)
@vereist_herbevestiging
def overdragen(request: Verzoek, pk: int) -> HttpResponse:
    """All zaken of somebody who leaves, to one colleague."""
    van, collegas = _van_wie(request, pk)
    form = Overdrachtform(verstuurd(request), collegas=collegas)
    if request.method == "POST" and form.is_valid():
        aan, reden = gebruiker_met(form.cleaned_data["aan"]), Overdrachtsreden(form.cleaned_data["reden"])
        try:
            over = diensten.draag_over(van=van, aan=aan, reden=reden, door=request.user)
        except NietMogelijk as fout:
            form.add_error("aan", str(fout))
        else:
            gelukt = ngettext(
                "%(n)s zaak van %(van)s is nu van %(aan)s.",
                "%(n)s zaken van %(van)s zijn nu van %(aan)s.",
                over,
            )
            melden = messages.success if over else messages.warning
            melden(request, gelukt % {"n": over, "van": van, "aan": aan})
            return redirect(_terug(request, van))
    return _pagina(request, van, form, collegas, titel=_("Zaken overdragen"), sjabloon="overdragen")


@get_of_post
@vereist_rol(Rol.BEHEERDER)
@vereist_herbevestiging
def zonder_lezer(request: Verzoek) -> HttpResponse:
    """Zaken that nobody holds and nobody can read: a beheerder gives them to somebody, unseen."""
    collegas, aantal = diensten.opvolgers(None), aantal_zonder_lezer()
    form = Lezerform(verstuurd(request), collegas=collegas)
    if request.method == "POST" and form.is_valid():
        aan = gebruiker_met(form.cleaned_data["aan"])
        try:
            gegeven = diensten.geef_lezer(aan=aan, door=request.user)
        except NietMogelijk as fout:
            form.add_error("aan", str(fout))
        else:
            gelukt = ngettext(
                "%(aan)s heeft %(n)s zaak gekregen.", "%(aan)s heeft %(n)s zaken gekregen.", gegeven
            )
            melden = messages.success if gegeven else messages.warning
            melden(request, gelukt % {"n": gegeven, "aan": aan})
            return redirect("beheer:start")
    titel, terug = _("Zaken die niemand kan lezen"), reverse("beheer:start")
    context = {
        "titel": titel,
        "form": form,
        "aantal": aantal,
        "is_er_iemand": bool(collegas and aantal),
        "terug_url": terug,
        "kruimels": [(terug, _("Te doen")), ("", titel)],
    }
    status = ONGELDIG if form.errors else 200
    return render(request, "zaken/overdracht/zonder_lezer.html", context, status=status)


@get_of_post
@vereist_rol(*WIE_MAG)
@vereist_herbevestiging
def waarneming(request: Verzoek, pk: int) -> HttpResponse:
    """A substitute until a day, for somebody who is away."""
    voor, collegas = _van_wie(request, pk)
    form = Waarneemform(verstuurd(request), collegas=collegas)
    if request.method == "POST" and form.is_valid():
        waarnemer = gebruiker_met(form.cleaned_data["waarnemer"])
        try:
            diensten.stel_waarneming_in(
                voor=voor,
                waarnemer=waarnemer,
                reden=Waarneming.Reden(form.cleaned_data["reden"]),
                verloopt_op=form.verloopt_op,
                door=request.user,
            )
        except NietMogelijk as fout:
            form.add_error("waarnemer", str(fout))
        else:
            gelukt = _("%(waarnemer)s neemt nu waar voor %(voor)s.")
            messages.success(request, gelukt % {"waarnemer": waarnemer, "voor": voor})
            return redirect(_terug(request, voor))
    return _pagina(request, voor, form, collegas, titel=_("Waarneming regelen"), sjabloon="waarneming")


@require_POST
@vereist_rol(*WIE_MAG)
def waarneming_beeindigen(request: Verzoek, pk: int) -> HttpResponse:
    """Back at work: the substitute loses access at once."""
    if all(een.voor_id != pk for een in waarnemingen()):
        raise Http404
    try:
        diensten.beeindig_waarneming(voor=gebruiker_met(pk), door=request.user)
    except NietMogelijk as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, _("De waarneming is beëindigd."))
    return redirect(_terug(request, gebruiker_met(pk)))


def _van_wie(request: Verzoek, pk: int) -> tuple[Gebruiker, list[Toewijsbaar]]:
    """404 for who may not hand over what this person has, the same as for somebody who does not exist."""
    van = get_object_or_404(Gebruiker, pk=pk)
    collegas = diensten.opvolgers(van)
    if not collegas and not request.user.heeft_rol(Rol.BEHEERDER):
        raise Http404
    return van, collegas


def _gaat_erover(request: Verzoek, een: LopendeWaarneming) -> bool:
    """A substitution for everything is ended by either of the two, or a beheerder."""
    return request.user.pk in {een.voor_id, een.waarnemer_id} or request.user.heeft_rol(Rol.BEHEERDER)


def _terug(request: Verzoek, wie: Gebruiker) -> str:
    if request.user.heeft_rol(Rol.BEHEERDER):
        return reverse("beheer:gebruiker", args=[wie.pk])
    return reverse("mijn_werk")


def _pagina(
    request: Verzoek, wie: Gebruiker, form: Any, collegas: list[Toewijsbaar], *, titel: str, sjabloon: str
) -> HttpResponse:
    terug, stand = _terug(request, wie), diensten.stand(wie)
    lopend = next((een for een in waarnemingen() if een.voor_id == wie.pk), None)
    context = {
        "titel": titel,
        "wie": wie,
        "form": form,
        "is_er_iemand": bool(collegas),
        "is_teamleider": not request.user.heeft_rol(Rol.BEHEERDER),
        "stand": stand,
        "is_leeg": stand is not None and not (stand.behandelt or stand.enige_lezer),
        "lopend": lopend,
        "blijft": lopend and lopend.teams is None and not _gaat_erover(request, lopend),
        "terug_url": terug,
        "kruimels": [(terug, str(wie) if wie.pk != request.user.pk else _("Mijn werk")), ("", titel)],
    }
    status = ONGELDIG if form.errors else 200
    return render(request, f"zaken/overdracht/{sjabloon}.html", context, status=status)
