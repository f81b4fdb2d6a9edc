"""What goes from the page that shows the casussen to the confirmation: codes and random keys, in the page alone.

So nothing has to be kept on the server between the two. It is judged again when it comes back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from vertrouwenspersonen.services import Gegevens

from .kolommen import KOLOMMEN
from .oordeel import Eerder
from .tabel import MEESTE_RIJEN, Tabel

KOP = tuple(kolom.naam for kolom in KOLOMMEN if kolom.naam != "status")


def pak_in(casussen: Mapping[UUID, Eerder]) -> str:
    """One word per casus."""
    return " ".join(";".join((str(sleutel), *_cellen(eerder))) for sleutel, eerder in casussen.items())


def pak_uit(tekst: str) -> tuple[list[UUID], Tabel]:
    """Keys and table of what `pak_in` made. Raises `ValueError` for anything that it cannot have made."""
    woorden = tekst.split()
    rijen = [woord.split(";") for woord in woorden]
    sleutels = [UUID(cellen[0]) for cellen in rijen]
    if not 0 < len(set(sleutels)) == len(sleutels) <= MEESTE_RIJEN:
        raise ValueError("keys")
    if any(len(cellen) != len(KOP) + 1 for cellen in rijen):
        raise ValueError("cells")
    return sleutels, Tabel(KOP, tuple((nummer, tuple(cellen[1:])) for nummer, cellen in enumerate(rijen, 1)))


def _cellen(eerder: Eerder) -> list[str]:
    waarden: dict[str, Any] = {naam: getattr(eerder.gegevens, naam) for naam in Gegevens.__dataclass_fields__}
    waarden |= {naam: getattr(eerder, naam) for naam in KOP if naam not in waarden}
    return [
        kolom.soort.code(waarden[kolom.naam]) if waarden[kolom.naam] not in (None, ()) else ""
        for kolom in KOLOMMEN
        if kolom.naam in KOP
    ]
