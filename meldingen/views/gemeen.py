"""The first line of every view with a zaak in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gebruikers.rollen import MELDINGROLLEN
from logboek import events as logboek
from meldingen.models import Melding

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker


def huidige(request: HttpRequest) -> Gebruiker:
    """The signed-in user; `LoginRequiredMiddleware` has seen to it."""
    return cast("Gebruiker", request.user)


def haal_melding(request: HttpRequest, pk: UUID) -> Melding:
    """The melding if the user sees it; else 404, logged the same whether it exists or not."""
    gebruiker = huidige(request)
    melding: Melding | None = (
        Melding.objects.zichtbaar_voor(gebruiker)
        .select_related(
            "sleutel",
            "team",
            "behandelaar",
            "hoofdcategorie",
            "defensieonderdeel",
            "meldkanaal",
            "locatiecontext",
            "bron",
            "coid_advies",
            "besluit_bg",
            "uitkomst",
            "invoer",
            "aangemaakt_door",
            "geannuleerd_door",
            "samengevoegd_met",
        )
        .filter(pk=pk)
        .first()
    )
    if melding is None:
        logboek.geweigerd(zaak_id=pk, door=gebruiker)
        raise Http404
    return melding


def terug_naar(request: HttpRequest, melding: Melding, tekst: str) -> HttpResponse:
    """To the melding with a message; to the list when the user just lost sight of it."""
    gebruiker = huidige(request)
    if Melding.objects.zichtbaar_voor(gebruiker).filter(pk=melding.pk).exists():
        messages.success(request, tekst)
        return redirect("meldingen:detail", melding.pk)
    messages.success(request, _("%(tekst)s U ziet de melding nu niet meer.") % {"tekst": tekst})
    return redirect(lijstadres(gebruiker))


def lijstadres(gebruiker: Gebruiker) -> str:
    """Where the user's meldingen stand: the list for who has it, else Mijn werk."""
    return reverse("meldingen:lijst" if gebruiker.rollen & MELDINGROLLEN else "mijn_werk")


def kruimels(request: HttpRequest, melding: Melding, pagina: str = "") -> list[tuple[str, str]]:
    """List, melding, this page."""
    begin = [(lijstadres(huidige(request)), _("Meldingen"))]
    zelf = (reverse("meldingen:detail", args=[melding.pk]), melding.zaaknummer)
    return [*begin, zelf, ("", pagina)] if pagina else [*begin, zelf]
