"""Outcomes of a melding that belong to a step of their own, and ways to deal with it that exclude each other. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .status import Status

if TYPE_CHECKING:
    from codelijsten.models import Code

EIGEN_STAP = {
    "ingetrokken": Status.INGETROKKEN,
    "niet_in_behandeling": Status.NIET_IN_BEHANDELING,
    "doorgeleid": Status.DOORGELEID,
}
"""Codes of the list `uitkomst_melding`, and the status in which alone they can be chosen."""

GEEN_ACTIE = "geen_actie"
DOORGELEID_NAAR = {"doorgeleid_klacht": "klacht", "doorgeleid_misstand": "misstand"}
"""Codes of the list `afdoening`, and where the melding then went (`Melding.doorgeleid_naar`)."""


def past_bij(status: str, uitkomst: str) -> bool:
    """Whether this outcome can be chosen in `status`; the database says the same (`app.melding_tegenspraken`)."""
    eigen = EIGEN_STAP.get(uitkomst)
    if eigen is None:
        return status not in EIGEN_STAP.values()
    return status == eigen


def uitkomstfout(status: str, uitkomst: Code) -> str:
    """In Dutch why not; empty when it can."""
    if past_bij(status, uitkomst.code):
        return ""
    if status in EIGEN_STAP.values():
        return _("Deze uitkomst past niet bij de status %(status)s. Maak dit leeg of kies een andere.") % {
            "status": Status(status).label
        }
    return _(
        "Deze uitkomst hoort bij een eigen stap. Kies bij de melding die stap, of kies hier een andere uitkomst."
    )


def afdoeningfout(doorgeleid_naar: str, gekozen: Collection[Code]) -> str:
    """In Dutch why these cannot stand together, or not here; empty when they can."""
    codes = {code.code for code in gekozen}
    if tegenstrijdig(codes):
        return _("Geen actie kan niet samen met iets anders. Haal Geen actie weg, of haal de rest weg.")
    if any(naar != doorgeleid_naar for code, naar in DOORGELEID_NAAR.items() if code in codes):
        return _(
            "Deze melding is niet doorgeleid. Kies bij de melding de stap Doorgeleiden, of kies hier iets anders."
        )
    return ""


def tegenstrijdig(codes: Collection[str]) -> bool:
    """No action excludes the rest."""
    return GEEN_ACTIE in codes and len(codes) > 1
