"""Can this process do its work? Asked by the starter, the container and the load balancer; anonymous."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.db import Error as Databankfout
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from kombu.exceptions import OperationalError as Wachtrijfout

from jid.celery import app
from zaken.versleuteling.fouten import OngeldigSleutelbestand
from zaken.versleuteling.kluis import eis_sleutels

GEDULD = 2.0
"""Seconds that the broker gets to answer."""
PGMQ = "jidpgmq://"


def wat_ontbreekt() -> str:
    """A code word for the first thing that is not there; empty when this process can work.

    `databank`, `migraties`, `sleutels` or `wachtrij`: enough to know where to look, nothing about the inside.
    """
    try:
        if verwachte_migraties() - _toegepaste_migraties():
            return "migraties"
        if not _sleutels_passen():
            return "sleutels"
        return "" if _wachtrij_bereikbaar() else "wachtrij"
    except Databankfout:
        return "databank"


@lru_cache(maxsize=1)
def verwachte_migraties() -> frozenset[tuple[str, str]]:
    """Every migration that this code knows, read from disk once per process."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _toegepaste_migraties() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.django_migrations') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _sleutels_passen() -> bool:
    try:
        eis_sleutels()
    except OngeldigSleutelbestand:
        return False
    return True


def _wachtrij_bereikbaar() -> bool:
    """A queue in PostgreSQL is a table beside the others; RabbitMQ is asked for a connection."""
    if settings.CELERY_BROKER_URL.startswith(PGMQ):
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('pgmq.q_c_celery') IS NOT NULL")
            return bool(cursor.fetchone()[0])
    with app.connection_for_write(connect_timeout=GEDULD) as verbinding:
        try:
            verbinding.ensure_connection(max_retries=1, interval_start=0, timeout=GEDULD)
        except (Wachtrijfout, OSError):
            return False
    return True
