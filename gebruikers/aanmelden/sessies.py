"""Sessions in the database (`SESSION_ENGINE`): whose they are is a column, what they hold is encrypted.

The row carries a hash of the key, so that who reads the table or a dump of it holds no session. Django's asynchronous
methods are not adapted; this application is served by synchronous workers.
"""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.db.models import Q
from django.utils import timezone

from gebruikers.geheim import Doel, GeheimOnleesbaar, ontsleutel, versleutel
from gebruikers.models import Sessie

BEWEZEN_OP = "bewezen_op"
"""Key of the session: when its user last proved to be who they are, in seconds since 1970."""
AANGEMELD_OP = "aangemeld_op"
"""Key of the session: when its user signed in, in seconds since 1970."""
APPARAAT = "apparaat"
"""Key of the session: browser and system, in words for its user."""
TWEEDE_STAP = "tweede_stap"
"""Key of the session: its user proved more than a password, otherwise than by the second step of signing in."""


SLEUTELHASH = re.compile(r"[0-9a-f]{40}")
"""What `sleutelhash` gives."""


def sleutelhash(sleutel: str) -> str:
    """What the row of a session is found by."""
    return hashlib.blake2s(sleutel.encode(), digest_size=20).hexdigest()


class SessionStore(db.SessionStore):
    """As Django's, with the three differences above, a longest life, and a lost connection called by its name.

    However busy it is, a session ends `SESSIE_HOOGSTENS` seconds after its user signed in.
    """

    model: type[Sessie]  # type: ignore[assignment]  # Django's abstract model brings its own columns

    @classmethod
    def get_model_class(cls) -> Any:
        return Sessie

    def exists(self, session_key: str) -> bool:
        return super().exists(sleutelhash(session_key))

    def delete(self, session_key: str | None = None) -> None:
        sleutel = session_key or self.session_key
        if sleutel:
            self.model.objects.filter(session_key=sleutelhash(sleutel)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with the columns that its user and the beheerder end sessions by."""
        wie, sinds = data.get(SESSION_KEY), data.get(AANGEMELD_OP)
        return self.model(
            session_key=sleutelhash(self._get_or_create_session_key()),  # type: ignore[attr-defined]  # not in the stubs
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            gebruiker_id=int(wie) if wie else None,
            begonnen_op=datetime.fromtimestamp(sinds, tz=UTC) if sinds else None,
            apparaat=data.get(APPARAAT, ""),
        )

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Bound to its row: what another session holds does not open here, whoever moved it."""
        return versleutel(super().encode(session_dict), doel=Doel.SESSIE, bij=self._plek())

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Empty when it cannot be read, as Django does: its user signs in again."""
        try:
            return super().decode(ontsleutel(str(session_data), doel=Doel.SESSIE, bij=self._plek()))
        except GeheimOnleesbaar:
            logging.getLogger("django.security.SuspiciousSession").warning("Session data corrupted")
            return {}

    def _plek(self) -> str:
        return sleutelhash(str(self._get_or_create_session_key()))  # type: ignore[attr-defined]  # not in the stubs

    def save(self, must_create: bool = False) -> None:
        """Django calls every failed save "the session was deleted", which the user reads as a wrong request (400).

        When the database went away in the middle of a request it is ours to answer: `OperationalError`, so 500.
        """
        try:
            super().save(must_create)
        except UpdateError as fout:
            if isinstance(fout.__context__, OperationalError):
                raise fout.__context__ from None
            raise

    def _get_session_from_db(self) -> Sessie | None:
        rij = None
        if self.session_key:
            nu = timezone.now()
            te_oud = Q(begonnen_op__lte=nu - timedelta(seconds=settings.SESSIE_HOOGSTENS))
            te_oud |= Q(gebruiker__isnull=False, begonnen_op=None)  # not signed in by `AccountAdapter`
            rij = (
                self.model.objects.filter(session_key=sleutelhash(self.session_key), expire_date__gt=nu)
                .exclude(te_oud)
                .first()
            )
        if rij is None:
            self._session_key = None
        return rij
