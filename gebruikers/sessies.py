"""Sessions in the database (`SESSION_ENGINE`), with a lost connection called by its name."""

from __future__ import annotations

import time

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

BEWEZEN_OP = "bewezen_op"
"""Key of the session: when its user last proved to be who they are, in seconds since 1970."""


class SessionStore(db.SessionStore):
    """Django calls every failed save "the session was deleted", which the user reads as a request that is wrong (400).

    When the database went away in the middle of a request it is ours to answer: `OperationalError`, so 500.
    """

    def cycle_key(self) -> None:
        """A new key for the same session, which Django gives at every sign-in: the first proof."""
        super().cycle_key()
        self[BEWEZEN_OP] = time.time()

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as fout:
            if isinstance(fout.__context__, OperationalError):
                raise fout.__context__ from None
            raise
