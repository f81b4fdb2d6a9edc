"""`manage.py verstuur_post`: deliver what waits now, also without a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from post.services import verstuur_wachtende


class Command(BaseCommand):
    help = "Verstuur de mail die klaarstaat. Handig als er geen worker draait."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{verstuur_wachtende(nu=timezone.now())} verstuurd.")
