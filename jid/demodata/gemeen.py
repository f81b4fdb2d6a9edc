"""What the fictional zaken that go through the services share."""

from __future__ import annotations

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from zaken.models import Zaak

NAAM = "Voorbeeldpersoon"


def code(lijst: str, waarde: str) -> Code:
    """The row of a code list; `Code.DoesNotExist` when there is none."""
    return Code.objects.get(lijst_id=lijst, code=waarde)


def versie(zaak: Zaak, door: Gebruiker) -> int:
    """What a change of `zaak` must name as the version that it begins from."""
    nu: int = Zaak.objects.zichtbaar_voor(door).values_list("versie", flat=True).get(pk=zaak.pk)
    return nu
