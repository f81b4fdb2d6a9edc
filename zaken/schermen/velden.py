"""Form fields that follow a model field."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.timezone import localdate

from schermen.formulieren import Datumveld, Regel, Verhaal
from zaken.versleuteling.velden import VersleuteldeTekst


def tekst(model: type[models.Model], veld: str, *, rijen: int = 4, **kwargs: Any) -> Regel | Verhaal:
    """A text with the limit of the model field, of one line or more as it says; required unless it may be blank."""
    modelveld = model._meta.get_field(veld)
    if not isinstance(modelveld, VersleuteldeTekst) or modelveld.max_tekens is None:
        raise TypeError(veld)
    kwargs.setdefault("required", not modelveld.blank)
    if modelveld.eenregelig:
        return Regel(max_length=modelveld.max_tekens, **kwargs)
    return Verhaal(max_length=modelveld.max_tekens, rijen=rijen, **kwargs)


def gedaan_op(*, required: bool = False, **kwargs: Any) -> Datumveld:
    """A day that cannot lie in the future."""
    return Datumveld(uiterlijk=localdate, required=required, **kwargs)
