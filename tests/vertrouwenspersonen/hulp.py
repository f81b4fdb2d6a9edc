"""What tests of casussen share: a filled-in registration, the own casussen, and a page as text."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any
from uuid import uuid4

from django.utils import timezone

from gebruikers.models import Gebruiker
from vertrouwenspersonen.kwartalen import Kwartaal
from vertrouwenspersonen.models import Casus

Als = Callable[[Gebruiker], AbstractContextManager[Gebruiker]]
NIEUW = "/casussen/nieuw/"


def antwoorden(**anders: Any) -> dict[str, Any]:
    """A filled-in registration, as a browser sends it."""
    return {
        "sleutel": str(uuid4()),
        "kwartaal_eerste_contact": str(Kwartaal.van(timezone.localdate()).vorige()),
        "defensieonderdeel": "clas",
        "personeelscategorie": "militair",
        "rol_hulpvrager": "benadeelde",
        "hoofdthema": "pesten",
        "neventhema": ["leiderschap"],
        "aantal_contacten": "2-3",
        "acties": ["luisterend_oor", "advies"],
    } | anders


def van(vp: Gebruiker, als: Als) -> list[Casus]:
    with als(vp):
        return list(Casus.objects.zichtbaar_voor(vp).select_related("hoofdthema", "afloop"))


def tekst(antwoord: Any) -> str:
    return unescape(antwoord.content.decode())
