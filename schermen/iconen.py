"""Outline icons from the vendored sprite `iconen.svg`, inlined: no image requests, no inline style."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SPRITE = Path(__file__).with_name("iconen.svg")


class OnbekendIcoon(LookupError):
    """The sprite holds no icon of that name; add it to `frontend/iconen.txt` and run `vendor.mjs`."""


@cache
def _symbolen() -> dict[str, SafeString]:
    bron = SPRITE.read_text(encoding="utf-8")
    # The sprite is our own committed file, so its markup is trusted.
    return {
        naam: mark_safe(inhoud)  # noqa: S308  # our own vendored SVG
        for naam, inhoud in re.findall(r'<symbol id="([a-z0-9-]+)">(.*?)</symbol>', bron)
    }


def namen() -> frozenset[str]:
    """The names of all icons that the sprite holds."""
    return frozenset(_symbolen())


def svg(naam: str, *, label: str = "", klasse: str = "") -> SafeString:
    """Inline SVG of one icon: hidden from screen readers, unless `label` says what it means.

    Raises `OnbekendIcoon` for a name that the sprite does not hold.
    """
    if not label:
        return _verborgen(naam, klasse)
    return _teken(naam, klasse, format_html('role="img" aria-label="{}"', label))


@lru_cache(maxsize=512)
def _verborgen(naam: str, klasse: str) -> SafeString:
    """Drawn once per process: a list shows the same icon in every row."""
    return _teken(naam, klasse, mark_safe('aria-hidden="true" focusable="false"'))


def _teken(naam: str, klasse: str, betekenis: SafeString) -> SafeString:
    try:
        inhoud = _symbolen()[naam]
    except KeyError as fout:
        raise OnbekendIcoon(naam) from fout
    return format_html(
        '<svg class="app-icon{}" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f" {klasse}" if klasse else "",
        betekenis,
        inhoud,
    )
