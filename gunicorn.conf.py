"""The web server, for `make start` and for production alike. What must differ comes from the environment.

Sync workers with persistent database connections were measured best (docs/adr/0001-modulaire-monoliet.md);
a proxy in front takes TLS and slow clients.
"""

import gc
import os
from pathlib import Path

import gunicorn.http.wsgi

from jid.toegangslog import Toegangslog

wsgi_app = "jid.wsgi:application"
bind = os.environ.get("JID_BIND", "127.0.0.1:8000")
proc_name = "jid-web"

workers = int(os.environ.get("JID_WEB_WERKERS") or os.cpu_count() or 2)
worker_class = "sync"
preload_app = True  # the guards of production run once, before anybody is served
max_requests = 5000
max_requests_jitter = 500  # so that workers do not leave together
timeout = 30
graceful_timeout = 30
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # heartbeat files only, on memory
control_socket_disable = True

# Only what the application uses fits through. The proxy limits the body, Django the number of fields.
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190

accesslog = "-"
errorlog = "-"
loglevel = "warning"
logger_class = Toegangslog
access_log_format = "%(m)s %(s)s %(D)s"  # not used: Toegangslog writes its own line


def when_ready(_server: object) -> None:
    """What is loaded before the workers are made stays: none collects it again, so they go on sharing its memory."""
    gc.collect()
    gc.freeze()


class _Antwoord(gunicorn.http.wsgi.Response):  # type: ignore[misc]  # gunicorn is untyped
    """An answer that does not say what made it; gunicorn has no setting for this."""

    def default_headers(self) -> list[str]:
        return [kop for kop in super().default_headers() if not kop.startswith("Server:")]


gunicorn.http.wsgi.Response = _Antwoord
