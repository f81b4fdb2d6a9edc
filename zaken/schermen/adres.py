"""One address for a zaak of any register, for who holds its key alone (a bericht, a link in mail)."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from gebruikers.toegang import Verzoek
from logboek import events as logboek
from zaken.models import Zaak
from zaken.register import register_van


@require_safe
def zaakadres(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the page of the zaak if the user sees it; else 404, logged the same whether it exists or not."""
    gebruiker = cast(Verzoek, request).user
    soort = Zaak.objects.zichtbaar_voor(gebruiker).filter(pk=pk).values_list("soort", flat=True).first()
    if soort is None:
        logboek.geweigerd(zaak_id=pk, door=gebruiker)
        raise Http404
    return redirect(register_van(soort).url("detail", pk))
