"""The living page of the components: each with its states, drawn by the templates themselves. Not in production.

The words here reach no user, so they are not translated; the components translate their own.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from . import gegevens, pagina
from .soorten import TOESTANDEN, Component, Proefform, Voorbeeld

COMPONENTEN: dict[str, Component] = dict(sorted((pagina.COMPONENTEN | gegevens.COMPONENTEN).items()))


@require_safe
def componenten(request: HttpRequest) -> HttpResponse:
    """Every component and every kind of field; 404 in production."""
    if settings.PRODUCTIE:
        raise Http404
    delen = [
        {
            "naam": naam,
            "waarvoor": component.waarvoor,
            "voorbeelden": [
                (voorbeeld.titel, teken(naam, voorbeeld, nummer))
                for nummer, voorbeeld in enumerate(component.voorbeelden, start=1)
            ],
            "toestanden": [(staat, component.toestanden.get(staat, "")) for staat in TOESTANDEN],
        }
        for naam, component in COMPONENTEN.items()
    ]
    formulieren = [
        ("leeg", Proefform(prefix="leeg")),
        ("met fouten", Proefform({}, prefix="fout")),
    ]
    return render(request, "jid/componenten.html", {"delen": delen, "formulieren": formulieren})


def teken(naam: str, voorbeeld: Voorbeeld, nummer: int) -> SafeString:
    """One example, drawn by its own template; ids, landmarks and headings made fit for a page with many of them."""
    inhoud = voorbeeld.inhoud() if callable(voorbeeld.inhoud) else voorbeeld.inhoud
    html = voorbeeld.om.format(render_to_string(f"componenten/{naam}.html", dict(inhoud)))
    achter = f"-{naam}-{nummer}"

    def eigen(treffer: re.Match[str]) -> str:
        ids = " ".join(f"{deel}{achter}" for deel in treffer[2].split())
        return f'{treffer[1]}="{ids}"'

    html = re.sub(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"', eigen, html)
    html = re.sub(r'href="#([^"]+)"', rf'href="#\1{achter}"', html)
    html = re.sub(r'aria-label="([^"]+)"', rf'aria-label="\1 ({naam} {nummer})"', html)
    html = re.sub(r"<(/?)h[12]\b", r"<\1h4", html)
    html = html.replace("<dialog ", "<dialog open ").replace(' hidden data-url="', ' data-url="')
    return mark_safe(html)  # noqa: S308  # rendered by our own templates from the constants above
