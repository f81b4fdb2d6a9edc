"""Background work: named jobs, published on commit, idempotent, delegating to services."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jid.settings")

TRANSPORT_ALIASES["jidpgmq"] = "jid.wachtrij:Transport"
app = Celery("jid")
app.set_default()  # in every thread, also those of the worker and of tests
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _eis_passende_sleutels(**_: Any) -> None:
    """A worker on the wrong key file would seal, count and remind. Celery logs any error here but this one."""
    from jid.controles import stop_zonder_passende_sleutels  # reads accounts, so after the apps are loaded

    stop_zonder_passende_sleutels()


for begint in (worker_init, beat_init):
    begint.connect(_eis_passende_sleutels)
