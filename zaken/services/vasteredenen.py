"""Reasons that the application gives by itself: stored in Dutch, read in the language of the screen."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

ALS_BEHANDELAAR = gettext_noop("Toegewezen als behandelaar")
ZELF_OPGEPAKT = gettext_noop("Zelf opgepakt")
GEREGISTREERD = gettext_noop("Geregistreerd")
"""Of who registered a zaak, and of who took one to another register: only who sees both may know that it was."""
_ALLE = frozenset({ALS_BEHANDELAAR, ZELF_OPGEPAKT, GEREGISTREERD})
_VROEGER = {"Doorgeleid uit een ander register": gettext_noop("Overgedragen")}
"""What was stored once and says too much."""


def op_scherm(reden: str) -> str:
    """What somebody typed stays as it is."""
    reden = _VROEGER.get(reden, reden)
    return gettext(reden) if reden in _ALLE or reden in _VROEGER.values() else reden
