"""Reading code lists."""

from __future__ import annotations

from datetime import date

from .models import Code, CodeQuerySet


def keuzes(lijst: str, *, op: date) -> CodeQuerySet:
    """Rows of `lijst` that are valid on `op`, in their printed order."""
    return Code.objects.van(lijst).geldig_op(op)
