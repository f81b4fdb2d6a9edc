"""Sending a task once this transaction has committed, without depending on the broker."""

from __future__ import annotations

from celery import current_app
from django.db import transaction


def stuur_na_commit(taak: str, *argumenten: str) -> None:
    """Send the task with these ids after the commit; nothing when there is none.

    When the broker is away only the process log says so: what the task is about stands in a row, and the planner comes
    by within a minute. So nobody's request fails.
    """

    def stuur() -> None:  # a function of its own: Django names it in the log, and a partial has no name
        current_app.send_task(taak, list(argumenten))

    transaction.on_commit(stuur, robust=True)
