"""Background work: named jobs, published on commit, idempotent, delegating to services."""

from __future__ import annotations

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jid.settings")

TRANSPORT_ALIASES["jidpgmq"] = "jid.wachtrij:Transport"
app = Celery("jid")
app.set_default()  # in every thread, also those of the worker and of tests
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
