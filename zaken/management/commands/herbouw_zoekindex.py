"""`manage.py herbouw_zoekindex`: make search tokens anew from the texts. Goes on where a stopped one was."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zaken.services import herbouw
from zaken.services.herbouw import Herbouw

TUSSENPOOS = 10.0
"""Seconds between two lines of progress."""


class Command(BaseCommand):
    help = (
        "Herbouwt de zoekindex van zaken die nog niet aan de beurt waren. "
        "Stopt u hem, dan gaat dezelfde opdracht later verder. Iedereen kan doorwerken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--alles", action="store_true", help="Begin opnieuw: herbouw ook wat al gedaan is."
        )

    def handle(self, *args: Any, alles: bool, **options: Any) -> None:
        if alles:
            herbouw.nieuwe_ronde()
        totaal = herbouw.te_doen()
        begin = vorige = time.monotonic()

        def toon(stand: Herbouw) -> None:
            nonlocal vorige
            nu = time.monotonic()
            if nu - vorige < TUSSENPOOS:
                return
            vorige = nu
            gedaan = stand.herbouwd + stand.beschadigd
            rest = (nu - begin) / gedaan * max(totaal - gedaan, 0)
            self.stdout.write(f"{gedaan} van {totaal} zaken, nog ongeveer {rest / 60:.0f} minuten")

        stand = herbouw.herbouw(toon)
        self.stdout.write(f"Klaar: {stand.herbouwd} zaken herbouwd.")
        if stand.beschadigd:
            self.stdout.write(
                f"{stand.beschadigd} zaken konden niet worden gelezen; hun zoekwoorden zijn niet veranderd."
            )
