"""The form of one row of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from codelijsten.models import Code
from codelijsten.velden import keuzelijsten

from .vergelijk import VergelijkForm

if TYPE_CHECKING:
    from zaken.models import Zaak, Zaakrij
    from zaken.register import Register


class RijForm(VergelijkForm):
    """Base of the forms about one row; its fields are fields of the row's model by name."""

    @classmethod
    def voor(cls, register: Register, zaak: Zaak, rij: Zaakrij | None = None, data: Any = None) -> Self:
        """For a new row, or for one that exists; a code that was chosen before and closed since can stay."""
        begin = cls.beginwaarden(rij) if rij else {}
        ook = [waarde.pk for waarde in begin.values() if isinstance(waarde, Code)]
        keuzes = keuzelijsten(cls.lijsten(), op=zaak.ontvangen_defensie, ook=ook)
        if rij is None and data is not None:  # nothing to compare with yet: every question is asked
            data = data.copy()
            data.pop("velden", None)
        return cls(data, begin=begin, keuzes=keuzes, register=register)

    @classmethod
    def beginwaarden(cls, rij: Zaakrij) -> dict[str, Any]:
        """What the fields hold now."""
        return {naam: getattr(rij, naam) for naam in cls.base_fields}
