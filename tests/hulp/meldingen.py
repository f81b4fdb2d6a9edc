"""The services of the kernel for a melding, as a view calls them today; and the melding as it stands now."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.utils.timezone import localdate

from meldingen.models import Melding
from meldingen.register import REGISTER
from zaken.services import registratie, status, wijzigen
from zaken.services.wijzigen import VersieConflict

Fabriek = Callable[[], AbstractContextManager[None]]
__all__ = ["VersieConflict", "registreer", "vers", "wijzig", "wijzig_status"]


def registreer(*, gegevens: dict[str, Any], **meer: Any) -> Melding:
    """On the day of receipt, where a test puts that in the future."""
    vandaag = max(localdate(), gegevens["ontvangen_defensie"])
    return registratie.registreer(**{"register": REGISTER, "gegevens": gegevens, "vandaag": vandaag, **meer})


def wijzig(**gegevens: Any) -> Melding:
    return wijzigen.wijzig(**{"register": REGISTER, "vandaag": localdate(), **gegevens})


def wijzig_status(**gegevens: Any) -> Melding:
    return status.wijzig_status(**{"register": REGISTER, "vandaag": localdate(), **gegevens})


def vers(melding: Melding, fabriek: Fabriek) -> Melding:
    """As it stands now, whoever may see it."""
    with fabriek():
        meldingen = Melding.objects.zonder_toegangsfilter(reden="test").select_related("sleutel")
        return meldingen.get(pk=melding.pk)
