"""What a page of the intake sends beside the answers: its numbers, its name, what it was drawn with, where it goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import BadRequest

from .concept import CONTROLEREN, VENSTER

if TYPE_CHECKING:
    from gebruikers.toegang import Verzoek
    from zaken.models import Concept

_NUMMER = re.compile(r"[0-9]{1,9}")
_VENSTER = re.compile(r"[A-Za-z0-9_-]{1,32}")


def getal(request: Verzoek, naam: str) -> int:
    """A hidden number of the page; raises `BadRequest` for what no page of ours sends."""
    tekst = request.POST.get(naam, "")
    if not _NUMMER.fullmatch(tekst):
        raise BadRequest(naam)
    return int(tekst)


def venster(request: Verzoek) -> str:
    """The name that this page got when it was drawn; raises `BadRequest` for what no page of ours sends."""
    tekst = request.POST.get("venster", "")
    if not _VENSTER.fullmatch(tekst):
        raise BadRequest("venster")
    return tekst


def geladen(request: Verzoek) -> str:
    """The fingerprints that the page was drawn with; without them every answer counts as changed here."""
    return request.POST.get("geladen", "")


def kwam_een_ander_venster_voor(request: Verzoek, concept: Concept) -> bool:
    """Somebody kept the draft since this page was drawn, and it was not this page itself."""
    is_nieuwer = getal(request, "basis") != concept.volgnummer
    return is_nieuwer and concept.inhoud.get(VENSTER) != venster(request)


def terug_naar_controle(request: Verzoek) -> bool:
    """The user came from the check page and goes back there."""
    return request.GET.get("naar") == CONTROLEREN
