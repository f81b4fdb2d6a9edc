"""The access log: which route, how it ended, how long it took; never who, never which one.

No address of a person, no query string (searches stand there), and the route instead of the path: a path
names a zaak or carries a password link. Requests under `casussen/` leave no line at all, for the minute of a
conversation is nobody's business; when one of them fails, Django's own log names the error.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # gunicorn is untyped

ONBEKEND = "onbekend"
NIET_VASTLEGGEN = ("/casussen/", "/static/")


class Toegangslog(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """One JSON line per request on the access log; the error log stays gunicorn's own, without what was asked."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """gunicorn puts sender and request line in the text of a request that it cannot read."""
        if msg.startswith("Invalid request"):
            msg, args = "Een verzoek was niet te lezen.", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Of a failed request the type of the error only: the rest may hold what a person typed or asked for."""
        if not msg.startswith("Error handling request"):
            super().exception(msg, *args, **kwargs)
            return
        soort = sys.exc_info()[0]
        naam = soort.__name__ if soort else "onbekend"
        self.error_log.error("Een verzoek mislukte buiten de toepassing: %s", naam)

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        if not self.access_log_enabled:
            return
        pad = environ.get("PATH_INFO", "")
        if not pad.startswith(NIET_VASTLEGGEN):
            self.access_log.info("%s", regel(req.method, pad, str(resp.status), request_time))


def regel(methode: str, pad: str, status: str, duur: timedelta) -> str:
    """One line; `status` as `200 OK`, `duur` in microseconds."""
    return json.dumps(
        {
            "tijd": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "logger": "toegang",
            "methode": methode,
            "route": route_van(pad),
            "status": int(status.split()[0]),
            "us": duur // timedelta(microseconds=1),
        }
    )


def route_van(pad: str) -> str:
    """The pattern that answers this path, such as `meldingen/<uuid:pk>/`; `onbekend` when nothing does."""
    from django.urls import Resolver404, resolve  # after the settings are loaded

    try:
        return resolve(pad).route or "/"
    except Resolver404:
        return ONBEKEND
