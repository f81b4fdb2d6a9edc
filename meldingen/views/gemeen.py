"""The first line of every view with a zaak in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.http import Http404, HttpRequest

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
            "sleutel", "team", "behandelaar", "hoofdcategorie", "defensieonderdeel", "meldkanaal", "locatiecontext", "bron",
            "coid_advies", "besluit_bg", "uitkomst",
        )
        .filter(pk=pk)
        .first()
    )
    if melding is None:
        logboek.geweigerd(zaak_id=pk, door=gebruiker)
        raise Http404
    return melding
