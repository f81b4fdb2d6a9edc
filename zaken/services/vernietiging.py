"""The kernel of destruction: without its key nothing that a zaak says can be read again, in no copy."""

from __future__ import annotations

from uuid import UUID

from .databank import roep


def vernietig_sleutel(*, zaak_id: UUID, verklaring: UUID) -> None:
    """Destroy the data key and the search tokens of a closed or annulled zaak, and log it.

    `verklaring` is the id of the statement that says on what ground. What was encrypted stays as unreadable bytes
    (`SleutelVernietigd`); removing rows is for whoever calls this. Runs as the worker: the web role may not.
    Raises `NietMogelijk` when the zaak is open or has no key any more. Old backups of the keys expire apart.
    """
    roep("vernietig_sleutel", zaak_id, verklaring)
