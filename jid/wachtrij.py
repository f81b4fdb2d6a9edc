"""The default broker: kombu's pgmq transport on the same PostgreSQL, as a role that makes nothing.

Queues are made by a migration; this transport only checks that they are there.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import pgmq

VOORVOEGSEL = "c_"


class WachtrijOntbreekt(Exception):
    """A task was sent to a queue that no migration made."""


class Channel(pgmq.Channel):
    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        if not self._has_queue(queue):  # type: ignore[no-untyped-call]  # kombu is untyped
            raise WachtrijOntbreekt(queue)


class Transport(pgmq.Transport):
    Channel = Channel
