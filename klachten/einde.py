"""In which one way a klacht ends: with an oordeel, or without one on a single ground. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .models import Klacht
from .oordelen import DEELS, GEGROND
from .status import Status

VELDEN = (
    "oordeel",
    "afsluitgrond",
    "niet_in_behandeling_grond",
    "niet_in_behandeling_bericht_op",
    "doorgezonden_naar",
)
"""Fields that each say that the klacht ended, and how."""

KENNELIJK_ONGEGROND = "kennelijk_ongegrond"
_EIGEN_STAP: dict[str, set[str]] = {
    Klacht.Afsluitgrond.INGETROKKEN: {Status.INGETROKKEN},
    Klacht.Afsluitgrond.NIET_IN_BEHANDELING: {Status.NIET_IN_BEHANDELING, Status.GESLOTEN},
}
"""Grounds that a step sets: the statuses in which they can stand."""


def dubbel(waarden: Mapping[str, Any]) -> dict[str, str]:
    """Dutch messages per field of `VELDEN` that names a second way; empty when there is at most one.

    `waarden`: what the fields hold; one that is absent is empty. The database says the same (`app.klacht_een_einde`).
    """
    grond = waarden.get("afsluitgrond") or ""
    gevonden: dict[str, str] = {}
    if waarden.get("oordeel"):
        tekst = _("De klacht heeft een oordeel. Maak dit leeg, of maak eerst het oordeel leeg.")
        gevonden = {veld: tekst for veld in VELDEN[1:] if waarden.get(veld)}
    niet_in_behandeling = VELDEN[2:4]
    if grond not in ("", Klacht.Afsluitgrond.NIET_IN_BEHANDELING) or waarden.get("doorgezonden_naar"):
        tekst = _("De klacht eindigde op een andere manier. Maak dit leeg.")
        gevonden = {veld: tekst for veld in niet_in_behandeling if waarden.get(veld)} | gevonden
    if waarden.get("doorgezonden_naar") and grond not in ("", Klacht.Afsluitgrond.DOORGEZONDEN):
        tekst = _("De klacht is niet doorgezonden. Maak dit leeg.")
        gevonden.setdefault("doorgezonden_naar", tekst)
    return gevonden


def buiten_stap(status: str, afsluitgrond: str) -> str:
    """In Dutch why `afsluitgrond` cannot be chosen by hand in `status`; empty when it can."""
    if status == Status.INGETROKKEN and afsluitgrond != Klacht.Afsluitgrond.INGETROKKEN:
        return _("De klacht is ingetrokken. Kies Ingetrokken.")
    if status == Status.NIET_IN_BEHANDELING and afsluitgrond != Klacht.Afsluitgrond.NIET_IN_BEHANDELING:
        return _("De klacht is niet in behandeling genomen. Kies Niet in behandeling genomen.")
    if status in _EIGEN_STAP.get(afsluitgrond, {status}):
        return ""
    if afsluitgrond == Klacht.Afsluitgrond.INGETROKKEN:
        return _("Kies bij de klacht de stap Klacht is ingetrokken. Die vult dit in.")
    return _("Kies bij de klacht de stap Niet in behandeling nemen. Die vult dit in.")


def zonder_horen(oordeel: str, afgezien: str) -> str:
    """In Dutch why `oordeel` cannot be when hearing was given up on `afgezien` (Awb 9:10); empty when it can."""
    if afgezien == KENNELIJK_ONGEGROND and oordeel in {GEGROND, DEELS}:
        return _(
            "De klager is niet gehoord, omdat de klacht kennelijk ongegrond is. Dit oordeel past daar niet bij."
        )
    return ""
