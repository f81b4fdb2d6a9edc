"""A session that cannot be kept, and why."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

from gebruikers.sessies import SessionStore

pytestmark = pytest.mark.databank


def test_een_weggevallen_databank_is_geen_verkeerde_vraag(db, monkeypatch):
    def weg(*_args, **_kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    sessie = SessionStore()
    sessie.create()
    monkeypatch.setattr(sessie.model, "save", weg)
    with pytest.raises(OperationalError):
        sessie.save()


def test_een_beeindigde_sessie_blijft_een_beeindigde_sessie(db):
    sessie = SessionStore()
    sessie.create()
    SessionStore(sessie.session_key).delete()
    with pytest.raises(UpdateError):
        sessie.save()
