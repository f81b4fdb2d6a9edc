"""`manage.py codelijsten`: put the code lists in the database, or add what a new version brings."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from codelijsten.laden import laad


class Command(BaseCommand):
    help = "Zet de codelijsten klaar. Verandert niets wat een beheerder heeft aangepast."

    def handle(self, *args: Any, **options: Any) -> None:
        telling = laad()
        self.stdout.write(
            f"Codelijsten: {telling.lijsten} lijsten en {telling.codes} codes toegevoegd, "
            f"{telling.aangevuld} aangevuld."
        )
