"""Messages as rows of the shared table."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from schermen.templatetags.jid_ui import datumtijd

from .queries import Regel


def koppen() -> list[str]:
    return [_("Bericht"), _("Zaak"), _("Ontvangen"), _("Gelezen")]


def rijen(regels: list[Regel]) -> list[dict[str, Any]]:
    """One row per message; its text is the link to what it is about."""
    return [{"cellen": _cellen(regel)} for regel in regels]


def _cellen(regel: Regel) -> list[dict[str, Any]]:
    bericht, zaak, ontvangen, gelezen = koppen()
    staat: dict[str, Any] = {"badge": _("Nieuw"), "toon": "info"}
    if regel.is_gelezen:
        staat = {"tekst": _("Afgehandeld") if regel.is_afgehandeld else _("Gelezen")}
    return [
        {
            "kolom": bericht,
            "tekst": regel.soort.label,
            "url": reverse("berichten:openen", args=[regel.pk]),
            "verborgen": regel.zaaknummer,
        },
        {"kolom": zaak, "tekst": regel.zaaknummer or "-"},
        {"kolom": ontvangen, "tekst": datumtijd(regel.op)},
        {"kolom": gelezen, **staat},
    ]
