"""`manage.py demodata`: fictional meldingen and casussen whose counts are the published ones."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from jid.demodata.laden import laad


class Command(BaseCommand):
    help = "Zet verzonnen meldingen en casussen klaar, met de gepubliceerde aantallen. Niet in productie."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--als-leeg",
            action="store_true",
            help="Doe niets als er al zaken zijn, ook als het geen demogegevens zijn.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTIE:
            raise CommandError("Demogegevens mogen niet in productie.")
        verslag = laad(vandaag=localdate(), als_leeg=options["als_leeg"])
        if verslag is None:
            self.stdout.write("Er zijn al gegevens. Er is niets toegevoegd.")
            return
        self.stdout.write(
            f"Demogegevens: {verslag.meldingen} meldingen, {verslag.casussen} casussen "
            f"en {verslag.cijfers} gepubliceerde cijfers."
        )
