"""A zaak of any register. A new register adds its factory here, and the tests of the kit cover it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factories.zaken import maak_melding
from zaken.models import Zaak

MAKERS: dict[str, Callable[..., Any]] = {
    Zaak.Soort.MELDING: maak_melding,
}
"""Each takes `team`, `lezers` and fields of its zaak by name (see `maak_melding`); call inside `with fabriek():`."""


def maak_zaak(soort: str, **velden: Any) -> Any:
    """A zaak of this kind; `KeyError` for a register that has no factory yet."""
    return MAKERS[soort](**velden)
