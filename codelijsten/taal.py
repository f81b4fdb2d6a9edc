"""Which of two texts a screen shows. Lists are kept in Dutch; the English beside it may be empty."""

from __future__ import annotations

from django.utils.translation import get_language


def in_schermtaal(nederlands: str, engels: str) -> str:
    """The English on an English screen when there is any, else the Dutch. Files and stored texts take the Dutch."""
    return engels if engels and is_engels() else nederlands


def is_engels() -> bool:
    """Whether the screen is in English."""
    return (get_language() or "").startswith("en")
