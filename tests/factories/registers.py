"""A zaak of any register. A new register adds its factory here, and the tests of the kit cover it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.klachten import maak_klacht, maak_onderdeel
from tests.factories.misstanden import maak_benadeling, maak_misstand
from tests.factories.onderzoeken import maak_onderzoek, maak_onderzoeker
from tests.factories.zaken import maak_melding
from zaken.models import Zaak

MAKERS: dict[str, Callable[..., Any]] = {
    Zaak.Soort.MELDING: maak_melding,
    Zaak.Soort.KLACHT: maak_klacht,
    Zaak.Soort.MISSTAND: maak_misstand,
    Zaak.Soort.ONDERZOEK: maak_onderzoek,
}
"""Each takes `team`, `lezers` and fields of its zaak by name (see `maak_melding`); call inside `with fabriek():`."""

RIJMAKERS: dict[str, Callable[[Any], Any]] = {
    Zaak.Soort.KLACHT: maak_onderdeel,
    Zaak.Soort.MISSTAND: maak_benadeling,
    Zaak.Soort.ONDERZOEK: maak_onderzoeker,
}
"""Each makes a row of the first kind in `Register.rijen` under a zaak."""


def maak_rij(zaak: Any) -> Any:
    """A row of the first kind that the register of `zaak` has; `KeyError` when it has none."""
    return RIJMAKERS[zaak.soort](zaak)


def maak_zaak(soort: str, **velden: Any) -> Any:
    """A zaak of this kind; `KeyError` for a register that has no factory yet."""
    return MAKERS[soort](**velden)
