"""`manage.py verwerk_teruggekomen < bericht.eml`: mail that came back, handed over by the mail server."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from post.teruggekomen import verwerk


class Command(BaseCommand):
    help = "Verwerk een teruggekomen mail (RFC 3464), gelezen van standaardinvoer."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says whether something was marked, never what was in it."""
        bekend = verwerk(sys.stdin.buffer.read())
        self.stdout.write("Genoteerd als teruggekomen." if bekend else "Geen teruggekomen mail van ons.")
