"""What came in from one file, for who reads those zaken: the page of a bericht to the team that got them."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Max, Min, Value
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from gebruikers.toegang import Verzoek
from schermen.templatetags.jid_ui import getal
from zaken.models import Invoer, Zaak
from zaken.register import register_van
from zaken.toegang import rollen_van


@require_safe
def ingelezen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Per year how many of its zaken the user sees now, and their numbers; 404 when they see none."""
    gebruiker = cast(Verzoek, request).user
    gezien = Zaak.objects.zichtbaar_voor(gebruiker).filter(invoer_id=pk)
    jaren = list(
        gezien.values("soort", jaar=_deel(2))
        .annotate(aantal=Count("pk"), eerste=Min(_deel(3)), laatste=Max(_deel(3)))
        .order_by("jaar")
    )
    if not jaren:
        raise Http404
    invoer = Invoer.objects.get(pk=pk)
    register = register_van(jaren[0]["soort"])
    letter = register.lijst.letter
    heeft_lijst = bool(gebruiker.rollen & rollen_van(register.soort))
    return render(
        request,
        "zaken/ingelezen.html",
        {
            "invoer": invoer,
            "naam": register.namen.meervoud,
            "aantal": getal(sum(jaar["aantal"] for jaar in jaren)),
            "regels": [
                {
                    "label": str(jaar["jaar"]),
                    "waarde": ngettext(
                        "1 zaak: %(eerste)s",
                        "%(aantal)s zaken: %(eerste)s tot en met %(laatste)s",
                        jaar["aantal"],
                    )
                    % {
                        "aantal": getal(jaar["aantal"]),
                        "eerste": f"{letter}-{jaar['jaar']}-{jaar['eerste']:05}",
                        "laatste": f"{letter}-{jaar['jaar']}-{jaar['laatste']:05}",
                    },
                }
                for jaar in jaren
            ],
            "lijst_url": register.url("lijst") if heeft_lijst else "",
        },
    )


def _deel(nummer: int) -> Cast:
    """The year (2) or the number (3) of a zaaknummer."""
    deel = Func(F("zaaknummer"), Value("-"), Value(nummer), function="split_part")
    return Cast(deel, IntegerField())
