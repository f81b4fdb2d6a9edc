"""Reasons that the application gives by itself: stored in Dutch, read in the language of the screen."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

ALS_BEHANDELAAR = gettext_noop("Toegewezen als behandelaar")
ZELF_OPGEPAKT = gettext_noop("Zelf opgepakt")
UIT_EEN_ANDER_REGISTER = gettext_noop("Doorgeleid uit een ander register")
_ALLE = frozenset({ALS_BEHANDELAAR, ZELF_OPGEPAKT, UIT_EEN_ANDER_REGISTER})


def op_scherm(reden: str) -> str:
    """What somebody typed stays as it is."""
    return gettext(reden) if reden in _ALLE else reden
