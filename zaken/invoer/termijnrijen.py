"""The terms of a zaak that is taken in, as rows to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from zaken.models import Termijn, Zaak
from zaken.register.regels import Termijnstand
from zaken.services.termijnen import eerste_termijn, nieuwe
from zaken.termijnen import Normen

if TYPE_CHECKING:
    from zaken.register import Register

Voldaan: TypeAlias = tuple[tuple[tuple[str, str], date], ...]
"""Per code and kenmerk the day on which a term was met."""
Termijnrijen: TypeAlias = tuple[date | None, Sequence[Sequence[Any]]]
"""The first term of a zaak, and its terms without their own key and that of the zaak."""
Termijnrekening: TypeAlias = Callable[[Any, Iterable[Normen], Voldaan], Termijnrijen]

_VELDEN = [veld.attname for veld in Termijn._meta.local_concrete_fields if veld.name not in ("id", "zaak")]


def van_register(register: Register, zaak: Zaak, voldaan: Voldaan) -> Termijnrijen:
    """By the rules of the register; asks the database for the norms of its day of receipt."""
    stand = register.regels.termijnen(zaak)
    is_gesloten = register.status_van(zaak) in register.stappen.gesloten  # its nazorg was done elsewhere
    return als_rijen(replace(stand, is_klaar=stand.is_klaar or is_gesloten), voldaan)


def als_rijen(stand: Termijnstand, voldaan: Voldaan) -> Termijnrijen:
    """Terms as rows; what stands in `voldaan` was met on that day."""
    eigen = nieuwe(
        zaak=Zaak(), berekeningen=stand.berekeningen, is_klaar=stand.is_klaar, vervalt=stand.vervalt
    )
    gedaan = dict(voldaan)
    for termijn in eigen:
        if dag := gedaan.get((termijn.code, termijn.kenmerk)):
            termijn.voldaan_op, termijn.vervallen = dag, False
    return eerste_termijn(eigen), tuple(tuple(_waarde(t, veld) for veld in _VELDEN) for t in eigen)


def _waarde(termijn: Termijn, veld: str) -> Any:
    """No file says why a moment of nazorg was not needed; an empty text is NULL."""
    return None if veld == "niet_nodig" else getattr(termijn, veld)
