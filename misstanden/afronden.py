"""Which uitkomst of a misstand goes with which step. Pure; the database says the same (`app.misstand_tegenspraken`)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import Misstand
from .status import Status

EIGEN_STAP: dict[str, Status] = {
    Misstand.Uitkomst.INGETROKKEN: Status.INGETROKKEN,
    Misstand.Uitkomst.GEEN_VERMOEDEN: Status.GEHERKWALIFICEERD,
}
"""An uitkomst that a step sets, and the status in which alone it stands."""


def buiten_stap(status: str, uitkomst: str) -> str:
    """In Dutch why `uitkomst` cannot be chosen by hand in `status`; empty when it can."""
    if EIGEN_STAP.get(uitkomst, status) == status and (
        status not in EIGEN_STAP.values() or uitkomst in EIGEN_STAP
    ):
        return ""
    if status in EIGEN_STAP.values():
        return _("De status is %(status)s. Dan verandert de uitkomst niet meer.") % {
            "status": Status(status).label
        }
    if uitkomst == Misstand.Uitkomst.INGETROKKEN:
        return _("Kies bij het vermoeden de stap Melder trekt het in. Die vult dit in.")
    return _("Kies bij het vermoeden de stap Herkwalificeren. Die vult dit in.")


def is_doorgezonden(uitkomst: str) -> bool:
    """Whether an authority goes with this uitkomst."""
    return uitkomst == Misstand.Uitkomst.DOORGEZONDEN
