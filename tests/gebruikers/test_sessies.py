"""A session that cannot be kept, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone, translation

from gebruikers.aanmelden.apparaten import in_schermtaal
from gebruikers.aanmelden.sessies import SessionStore
from gebruikers.models import Sessie
from gebruikers.rollen import Rol
from gebruikers.services import beeindig_sessies_van
from logboek.models import Gebeurtenis
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


def test_een_beheerder_logt_een_ander_overal_uit_en_het_account_blijft_open(fabriek, client_van):
    with fabriek():
        wie, beheerder, ander = (maak_gebruiker(rol) for rol in (Rol.ADVISEUR, Rol.BEHEERDER, Rol.ADVISEUR))
    een, twee, scherm, vreemd = client_van(wie), client_van(wie), client_van(beheerder), client_van(ander)
    adres = reverse("beheer:gebruiker_uitloggen", args=[wie.pk])
    assert vreemd.post(adres).status_code == 404
    assert "is op 2 plekken uitgelogd." in scherm.post(adres, follow=True).text
    for client, status in ((een, 302), (twee, 302), (vreemd, 200), (client_van(wie), 200)):
        assert client.get(reverse("mijn_account")).status_code == status
    with fabriek():
        (gebeurtenis,) = Gebeurtenis.objects.filter(soort="sessies_beeindigd")
    assert (gebeurtenis.door_id, gebeurtenis.object_id) == (beheerder.pk, str(wie.pk))
    assert gebeurtenis.bijzonderheden == {"aantal": 2}


def test_de_databank_logt_alleen_voor_een_beheerder_een_ander_uit(fabriek, als):
    with fabriek():
        wie, ander = maak_gebruiker(Rol.ADVISEUR), maak_gebruiker(Rol.PRIVACY)
    with als(ander), pytest.raises(PermissionDenied):
        beeindig_sessies_van(gebruiker=wie, door=ander)


@pytest.mark.parametrize(("bewaard", "taal", "woorden"), [
    ("Chrome op Linux", "en", "Chrome on Linux"), ("Chrome on Linux", "nl", "Chrome op Linux"),
    ("Firefox", "en", "Firefox"), ("", "nl", "Onbekende browser"),
])  # fmt: skip
def test_een_apparaat_staat_er_in_de_taal_van_het_scherm(bewaard, taal, woorden):
    with translation.override(taal):
        assert in_schermtaal(bewaard) == woorden
