"""Who asks, in a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.crypto import get_random_string

from gebruikers.aanmelden.sessies import AANGEMELD_OP, BEWEZEN_OP, SessionStore
from gebruikers.context import begin, wis
from gebruikers.geheim import Doel as Doelen
from gebruikers.geheim import ontsleutel
from gebruikers.models import Gebruiker, Sessie
from tests.hulp.databank import FABRIEK
from zaken.versleuteling.sleutels import Bestandskluis, Doel


@contextmanager
def als(gebruiker: Gebruiker) -> Iterator[Gebruiker]:
    """`gebruiker` is the user of this transaction until the end of the block; roles and teams are read anew."""
    vorige = huidige()
    for naam in ("rollen", "teams", "waarnemingen"):
        gebruiker.__dict__.pop(naam, None)
    begin(gebruiker.pk)
    try:
        yield gebruiker
    finally:
        if not connection.needs_rollback:
            begin(vorige) if vorige else wis()


@contextmanager
def fabriek() -> Iterator[None]:
    """Write as the factory role, which passes row security; only test clusters have it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {FABRIEK}")
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")


def huidige() -> int | None:
    """The user of this transaction, as the database knows it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('app.gebruiker', true), '')::bigint")
        rij = cursor.fetchone()
    return rij[0] if rij else None


def sessie(gebruiker: Gebruiker) -> tuple[str, Sessie]:
    """The secret key and the unsaved row of a session in which `gebruiker` signed in just now."""
    inhoud = {
        SESSION_KEY: str(gebruiker.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: gebruiker.get_session_auth_hash(),
        BEWEZEN_OP: timezone.now().timestamp(),
        AANGEMELD_OP: timezone.now().timestamp(),
    }
    winkel = SessionStore(get_random_string(32))
    winkel._session_cache = inhoud  # else it looks in the database, which a browser test does not open
    with override_settings(AANMELDSLEUTEL="tests.hulp.wie.aanmeldsleutel"):
        return str(winkel.session_key), winkel.create_model_instance(inhoud)


def inhoud_van(rij: Sessie) -> dict[str, Any]:
    """What this session holds, from its row alone."""
    return dict(
        db.SessionStore().decode(ontsleutel(rij.session_data, doel=Doelen.SESSIE, bij=rij.session_key))
    )


def in_databank(veld: str, tekst: str) -> str:
    """A name or address of an account as the database holds it, without asking the database."""
    with override_settings(AANMELDSLEUTEL="tests.hulp.wie.aanmeldsleutel"):
        return Gebruiker.dicht(veld, tekst)


def aanmeldsleutel() -> bytes:
    """The key of sessions without asking the database, which a browser test does not open."""
    return Bestandskluis(settings.SLEUTELBESTAND).afgeleide_sleutel(Doel.AANMELDEN)


def aangemeld(gebruiker: Gebruiker) -> Client:
    """A signed-in client. One statement; `force_login` takes fourteen, and also writes the log and the account."""
    sleutel, rij = sessie(gebruiker)
    rij.save(force_insert=True)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sleutel
    return client
