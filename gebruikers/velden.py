"""A column whose text the database holds encrypted and can still compare: who the colleagues are.

The same text is the same value (`geheim.versleutel_vast`), so a unique constraint, a foreign comparison and the checked
functions of schema `app` work on it without the key. Nothing else does: the database cannot sort by it or look inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, final

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, In, IsNull
from django.utils.functional import cached_property

from .geheim import ONLEESBAAR, Doel, GeheimOnleesbaar, lees_vast, versleutel_vast


@final
class Kolom(Col):
    """The column in a query: fine to select and compare, refused where a query sorts by its name."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FieldError(f"{self.target} is encrypted: it cannot be sorted by or computed with.")


class _Kaal:
    """A lookup on the bare column: a question that the database can answer."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        kaal = Col(lhs.alias, lhs.target, lhs.output_field) if isinstance(lhs, Kolom) else lhs
        super().__init__(kaal, rhs)  # type: ignore[call-arg]  # a mixin of lookups


class _Gelijk(_Kaal, Exact):
    pass


class _EenVan(_Kaal, In):
    pass


class IsLeeg(_Kaal, IsNull):
    """``isnull`` on the bare column."""


VRAGEN = {lookup.lookup_name: lookup for lookup in (_Gelijk, _EenVan, IsLeeg)}
"""What can be asked of such a column: an encrypted text has no beginning, and no capitals."""


if TYPE_CHECKING:
    _Tekst = models.TextField[str, str]
else:
    _Tekst = models.TextField  # generic for the type checker only


class VasteTekst(_Tekst):
    """Text that is encrypted the same way each time. Sort it with `volgorde.op_naam`."""

    def __init__(self, *args: Any, doel: Doel, **kwargs: Any) -> None:
        self.doel = Doel(doel)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        naam, pad, args, kwargs = super().deconstruct()
        return naam, pad, args, kwargs | {"doel": self.doel.value}

    def get_prep_value(self, value: Any) -> Any:
        """What goes to the database: of a row that is saved, and of a value that is looked for."""
        tekst = super().get_prep_value(value)
        return tekst if tekst is None else versleutel_vast(self.gewoon(str(tekst)), doel=self.doel)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Raises `GeheimOnleesbaar` for what did not open: written back, it would be gone."""
        if value == ONLEESBAAR:
            raise GeheimOnleesbaar
        return super().get_db_prep_save(value, connection)

    def from_db_value(self, waarde: str | None, *_: Any) -> str | None:
        """The text; `ONLEESBAAR` for what was made with another key, or forged."""
        return None if waarde is None else lees_vast(waarde, doel=self.doel)

    def gewoon(self, tekst: str) -> str:
        """The one way in which a text is written."""
        return tekst

    def get_lookup(self, lookup_name: str) -> Any:
        """One of `VRAGEN`; raises `FieldError` for any other."""
        if lookup_name not in VRAGEN:
            raise FieldError(f"{self} is encrypted: the database cannot answer `{lookup_name}`.")
        return VRAGEN[lookup_name]

    def get_col(self, alias: str, output_field: Any = None) -> Col:
        """As `Field.get_col`."""
        return Kolom(alias, self, output_field)

    @cached_property
    def cached_col(self) -> Col:
        """As `Field.cached_col`."""
        return Kolom(self.model._meta.db_table, self)


class Mailadres(VasteTekst):
    """An e-mail address, in small letters: people type it as they like."""

    def gewoon(self, tekst: str) -> str:
        """Capitals say nothing in an address."""
        return tekst.lower()
