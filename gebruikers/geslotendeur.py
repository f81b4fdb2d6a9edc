"""The closed door: a queryset that refuses to run until its model has said for whom.

A register derives its queryset from `GeslotenQuerySet` and opens it in one place,
`zichtbaar_voor(gebruiker)`, by `self._geopend().filter(…)`. Everything else raises
`GeenToegangsfilter` before a statement leaves for the database: `.all()`, `count()`,
`get_object_or_404(Model)`, `a | b`, `union()`, `update()`, `delete()`, a closed queryset as subquery
or in `Exists()`, at whatever depth. Inserting is open, for it shows nothing.

What stays open, for Django offers no hook there: `raw()`, `extra()`, joins that start at another
model (`Other.objects.values("zaak__…")`), and `_base_manager` (forward keys, `refresh_from_db()`)
unless the model says `base_manager_name = "objects"`. With that set, `save()` of an instance still
works: it updates one row by its key; refreshing needs `refresh_from_db(from_queryset=…)`, and
reading a deferred field raises. Row level security is the second wall behind all of this.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models.expressions import Exists
from django.db.models.lookups import Exact
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.where import AND, WhereNode

_M = TypeVar("_M", bound=models.Model)


class GeenToegangsfilter(Exception):
    """A query on a closed model ran without saying for whom."""

    def __init__(self, model: type[models.Model] | None) -> None:
        naam = model._meta.label if model else "?"
        super().__init__(f"{naam}: vraag rijen op met zichtbaar_voor(gebruiker).")


class GeslotenQuery(Query):
    """Refuses to compile until it was opened. The flag is its own, never inherited from a query around it."""

    open: bool = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> SQLCompiler:
        """Every SELECT of Django passes here, subqueries and combined queries too.

        Raises `GeenToegangsfilter` unless this query was opened, or is empty by `none()` and shows nothing.
        """
        if not (self.open or self._is_leeg()):
            raise GeenToegangsfilter(self.model)
        compiler: SQLCompiler = super().get_compiler(*args, **kwargs)
        return compiler

    def combine(self, rhs: Query, connector: str) -> None:
        """`a & b`, `a | b`, `a ^ b`: open only when both were."""
        self.open = self.open and isinstance(rhs, GeslotenQuery) and rhs.open
        super().combine(rhs, connector)

    def split_exclude(self, *args: Any, **kwargs: Any) -> tuple[WhereNode, Iterable[str]]:
        """`exclude()` over a to-many relation builds an inner query of this class, correlated to this one.

        Only that query is opened. It lives nowhere but in this condition, so it shows nothing that this query
        does not; a closed queryset that the caller passed as a value keeps its own, closed, flag.
        """
        voorwaarde, joins = super().split_exclude(*args, **kwargs)
        eerste = voorwaarde.children[0]
        bestaat = eerste.lhs if isinstance(eerste, Exact) else None
        if not (isinstance(bestaat, Exists) and isinstance(bestaat.query, GeslotenQuery)):
            raise TypeError("Django changed split_exclude(): look at GeslotenQuery again.")
        bestaat.query.open = True
        return voorwaarde, joins

    def _is_leeg(self) -> bool:
        """Whether this is `none()`: an empty branch of an OR does not make a query empty."""
        return self.is_empty() and self.where.connector == AND and not self.where.negated


class GeslotenQuerySet(models.QuerySet[_M]):
    """Base of the querysets of zaken and casussen. A subclass opens it and says for whom."""

    query: Query

    def __init__(
        self,
        model: type[_M] | None = None,
        query: Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        # Copying a queryset calls the class without a model; that copy receives its query afterwards
        if query is None and model is not None:
            query = GeslotenQuery(model)
        super().__init__(model, query, using, hints)

    def update(self, **kwargs: Any) -> int:
        """As Django's; raises `GeenToegangsfilter` when closed: an UPDATE skips the query's own check."""
        self._eis_open()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]  # Django reads it so that templates cannot call this

    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's; raises `GeenToegangsfilter` when closed."""
        self._eis_open()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]  # see update
    delete.queryset_only = True  # type: ignore[attr-defined]  # no delete() on the manager

    def _raw_delete(self, using: str | None) -> int:
        self._eis_open()
        aantal: int = super()._raw_delete(using)
        return aantal

    _raw_delete.alters_data = True  # type: ignore[attr-defined]  # see update

    def _update(self, values: Any) -> int:
        """`Model.save()` of a row somebody already holds: one row by its key, or an opened queryset."""
        if not self._is_op_sleutel():
            self._eis_open()
        aantal: int = super()._update(values)  # type: ignore[misc]  # not in the stubs
        return aantal

    _update.alters_data = True  # type: ignore[attr-defined]  # see update
    _update.queryset_only = False  # type: ignore[attr-defined]  # save() calls it on a manager

    def _geopend(self) -> Self:
        """A copy that may run. Only for the methods of a register's own queryset."""
        qs = self.all()
        if not isinstance(qs.query, GeslotenQuery):
            raise TypeError("A closed queryset carries a GeslotenQuery.")
        qs.query.open = True
        return qs

    def _eis_open(self) -> None:
        if not (isinstance(self.query, GeslotenQuery) and self.query.open):
            raise GeenToegangsfilter(self.model)

    def _is_op_sleutel(self) -> bool:
        """Whether the only condition is `pk = value`."""
        waar = self.query.where
        if len(waar.children) != 1 or waar.negated or not isinstance(waar.children[0], Exact):
            return False
        vergelijking = waar.children[0]
        op_sleutel = getattr(vergelijking.lhs, "target", None) == self.model._meta.pk
        return op_sleutel and not hasattr(vergelijking.rhs, "resolve_expression")
