"""The first and the last line of every view with a zaak in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from logboek import events as logboek
from zaken.toegang import heeft_noodrol, rollen_van

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker
    from gebruikers.toegang import Verzoek
    from zaken.models import Zaak
    from zaken.register import Register

RELATIES = (
    "sleutel",
    "team",
    "behandelaar",
    "defensieonderdeel",
    "meldkanaal",
    "locatiecontext",
    "invoer",
    "aangemaakt_door",
    "geannuleerd_door",
    "samengevoegd_met",
)
"""What the page of every zaak shows of others."""


def haal_zaak(request: Verzoek, register: Register, pk: UUID) -> Zaak:
    """The zaak as its register's model if the user sees it; else 404, logged the same whether it exists or not."""
    zaken = register.model.objects.zichtbaar_voor(request.user)
    try:  # `first` would order by a key that is unique already: a third of what making this SQL costs
        zaak: Zaak = zaken.select_related(*RELATIES, *register.detail.relaties).get(pk=pk)
    except register.model.DoesNotExist:
        logboek.geweigerd(zaak_id=pk, door=request.user)
        raise Http404 from None
    return zaak


def terug_naar(request: Verzoek, register: Register, zaak: Zaak, tekst: str) -> HttpResponse:
    """To the zaak with a message; to the list when the user just lost sight of it."""
    if register.model.objects.zichtbaar_voor(request.user).filter(pk=zaak.pk).exists():
        messages.success(request, tekst)
        return redirect(register.url("detail", zaak.pk))
    messages.success(
        request,
        _("%(tekst)s U ziet %(de_zaak)s nu niet meer.")
        % {"tekst": tekst, "de_zaak": register.namen.met_lidwoord},
    )
    return redirect(lijstadres(request.user, register))


def lijstadres(gebruiker: Gebruiker, register: Register) -> str:
    """Where the user's zaken of this register stand: the list for who has it, else Mijn werk or Noodtoegang."""
    if heeft_noodrol(gebruiker):
        return reverse("noodtoegang:lijst")
    return register.url("lijst") if gebruiker.rollen & rollen_van(register.soort) else reverse("mijn_werk")


def lijstkruimel(gebruiker: Gebruiker, register: Register) -> tuple[str, str]:
    """The first crumb: `lijstadres`, called as the page there is."""
    adres = lijstadres(gebruiker, register)
    if heeft_noodrol(gebruiker):
        return adres, _("Noodtoegang")
    return adres, str(register.namen.meervoud) if adres == register.url("lijst") else _("Mijn werk")


def kruimels(request: Verzoek, register: Register, zaak: Zaak, pagina: str = "") -> list[tuple[str, str]]:
    """List, zaak, this page."""
    begin = [lijstkruimel(request.user, register)]
    zelf = (register.url("detail", zaak.pk), zaak.zaaknummer)
    return [*begin, zelf, ("", pagina)] if pagina else [*begin, zelf]
