"""`EMAIL_BACKEND`: every mail of the product goes to the outbox; nothing talks to a mail server during a request."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .services import zet_klaar


class Uitgaand(BaseEmailBackend):
    """Writes in the transaction of who sends: when that rolls back there is no mail, when it commits there is."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for bericht in email_messages:
            zet_klaar(bericht, nu=timezone.now())
        return len(email_messages)
