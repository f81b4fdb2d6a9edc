"""`manage.py demoaccounts`: make the demo accounts that are missing, and print all of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gebruikers.demo import ACCOUNTS, zet_klaar


class Command(BaseCommand):
    help = "Maakt per rol een demo-account en toont ze. Niet in productie."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTIE:
            raise CommandError("Demo-accounts mogen niet in productie.")
        geheim = zet_klaar()
        breedte = max(len(account.email) for account in ACCOUNTS)
        self.stdout.write("Demo-accounts:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<{breedte}}  {account.rol.label}")
        self.stdout.write(f"Wachtwoord van alle demo-accounts: {geheim}")
