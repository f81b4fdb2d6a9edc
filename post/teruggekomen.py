"""Mail that a server accepted and sent back later: a delivery status notification (RFC 3464)."""

from __future__ import annotations

import re
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from uuid import UUID

from .models import Foutsoort, Mail

_KENMERK = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@", re.IGNORECASE)
_BLIJVEND = re.compile(r"^5\.\d{1,3}\.\d{1,3}")


def verwerk(bericht: bytes) -> bool:
    """Mark the mail that came back as failed; whether this was such a notification of ours.

    Only a permanent failure (status 5.x.x) counts. Who can send a forged one makes a mail of which he knows the random
    id look failed: nothing else changes.
    """
    gelezen = BytesParser(policy=policy.default).parsebytes(bericht)
    if not isinstance(gelezen, EmailMessage) or gelezen.get_content_type() != "multipart/report":
        return False
    pk = _welke(gelezen)
    if pk is None or not _is_blijvend(gelezen):
        return False
    return bool(
        Mail.objects.filter(pk=pk, staat=Mail.Staat.VERSTUURD).update(
            staat=Mail.Staat.MISLUKT, foutsoort=Foutsoort.TERUGGEKOMEN
        )
    )


def _welke(rapport: EmailMessage) -> UUID | None:
    """The id in the Message-ID of the returned mail, whole or headers only."""
    for deel in rapport.walk():
        if deel.get_content_type() in {"message/rfc822", "text/rfc822-headers"}:
            gevonden = _KENMERK.search(deel.as_string())
            if gevonden:
                return UUID(gevonden[1])
    return None


def _is_blijvend(rapport: EmailMessage) -> bool:
    statussen = [
        str(blok.get("Status", "")).strip()
        for deel in rapport.walk()
        if deel.get_content_type() == "message/delivery-status"
        for blok in deel.get_payload()
        if isinstance(blok, Message)
    ]
    return any(_BLIJVEND.match(status) for status in statussen)
