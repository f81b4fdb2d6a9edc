"""A session that cannot be kept, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from gebruikers.models import Sessie
from gebruikers.rollen import Rol
from gebruikers.sessies import SessionStore
from tests.factories.gebruikers import maak_gebruiker

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


def test_een_sessie_eindigt_na_een_dag_werk_ook_als_zij_nooit_stil_lag(fabriek, client_van, settings):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(wie)
    for over, status in ((timedelta(minutes=1), 200), (-timedelta(minutes=1), 302)):
        begonnen = timezone.now() - timedelta(seconds=settings.SESSIE_HOOGSTENS) + over
        with fabriek():
            Sessie.objects.filter(gebruiker=wie).update(begonnen_op=begonnen)
        assert client.get(reverse("mijn_account")).status_code == status


def test_werken_verschuift_het_begin_van_een_sessie_niet(fabriek, client_van):
    with fabriek():
        wie = maak_gebruiker(Rol.ADVISEUR)
    client = client_van(wie)
    client.get(reverse("mijn_account"))
    with fabriek():
        voor = Sessie.objects.get(gebruiker=wie)
    client.post(reverse("sessie_verlengen"))
    with fabriek():
        na = Sessie.objects.get(gebruiker=wie)
    assert na.begonnen_op == voor.begonnen_op
    assert na.expire_date > voor.expire_date
