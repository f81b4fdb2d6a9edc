"""Casussen for tests. Call inside `with fabriek():` or as the vertrouwenspersoon."""

from __future__ import annotations

from typing import Any

from codelijsten.models import Code
from gebruikers.models import Gebruiker
from vertrouwenspersonen.models import AantalContacten, Casus


def code(lijst: str, waarde: str) -> Code:
    return Code.objects.get(lijst_id=lijst, code=waarde)


def maak_casus(vertrouwenspersoon: Gebruiker, **velden: Any) -> Casus:
    """A valid casus of `vertrouwenspersoon`, from a closed quarter unless `velden` says otherwise."""
    return maak_casussen(vertrouwenspersoon, 1, **velden)[0]


def maak_casussen(vertrouwenspersoon: Gebruiker, aantal: int, **velden: Any) -> list[Casus]:
    """`aantal` such casussen."""
    velden.setdefault("kwartaal_eerste_contact", "2024-K2")
    velden.setdefault("kwartaal_laatste_contact", velden["kwartaal_eerste_contact"])
    standaard: dict[str, Any] = {
        "aantal_contacten": AantalContacten.EEN,
        "defensieonderdeel": code("defensieonderdeel", "clas"),
        "personeelscategorie": code("personeelscategorie", "militair"),
        "rol_hulpvrager": code("rol_hulpvrager", "benadeelde"),
        "hoofdthema": code("thema", "pesten"),
        "acties": [code("casusactie", "luisterend_oor").pk],
    }
    return Casus.objects.bulk_create(
        Casus(vertrouwenspersoon=vertrouwenspersoon, **(standaard | velden)) for _ in range(aantal)
    )
