"""The kluis of this installation, from the setting `SLEUTELBESTAND`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from zaken.versleuteling.sleutels import Bestandskluis, Sleutelkluis


def kluis() -> Sleutelkluis:
    """The kluis; opened once per process. Raises `OngeldigSleutelbestand` in words for the administrator."""
    return _open(Path(settings.SLEUTELBESTAND))


@lru_cache(maxsize=2)
def _open(pad: Path) -> Bestandskluis:
    return Bestandskluis(pad)
