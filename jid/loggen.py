"""Logging without content: one JSON line an event, where it happened, never what somebody typed.

An exception is logged as its type and its places in the code: its message may hold what a person wrote.
"""

from __future__ import annotations

import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger


def zonder_inhoud(_logger: WrappedLogger, _naam: str, gebeurtenis: EventDict) -> EventDict:
    """Replace exception and stack by type and places; drop what a library hangs on a record."""
    uitzondering = gebeurtenis.pop("exc_info", None)
    gebeurtenis.pop("stack_info", None)
    if isinstance(uitzondering, tuple) and uitzondering[0] is not None:
        soort, _waarde, spoor = uitzondering
        gebeurtenis["fout"] = f"{soort.__module__}.{soort.__qualname__}"
        gebeurtenis["plaatsen"] = [
            f"{frame.filename.rsplit('/', 2)[-2]}/{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(spoor)[-12:]
        ]
    return gebeurtenis


def zonder_waarden(_logger: WrappedLogger, _naam: str, gebeurtenis: EventDict) -> EventDict:
    """Of a log line of a library keep the fixed text; its arguments may be values (SQL, forms, addresses, jobs).

    Django's security log puts the whole message in the fixed text: a strange host name, a field. Its kind is in the
    name of the logger. Of a job its name is kept, not what it was given nor what its exception said.
    """
    record = gebeurtenis.get("_record")
    waarden = gebeurtenis.pop("positional_args", ())
    if record is None or record.name.startswith("jid"):
        return gebeurtenis
    if record.name.startswith("django.security."):
        gebeurtenis["event"] = "Geweigerd verzoek"
    elif waarden:
        gebeurtenis["event"] = str(record.msg)
        if isinstance(waarden, dict) and "name" in waarden and record.name.startswith("celery."):
            gebeurtenis["taak"] = str(waarden["name"])
    return gebeurtenis


_VOORAF: list[Any] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="tijd"),
]

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _VOORAF,
            "pass_foreign_args": True,
            "processors": [
                zonder_waarden,
                zonder_inhoud,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"uit": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["uit"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.db.backends": {"level": "CRITICAL", "propagate": False},  # statements hold values
    },
}
