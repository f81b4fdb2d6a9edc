"""`manage.py jaarcijfers 2024 [--formaat json|csv|tekst] [--vastgelegd-tot 2025-01-31]`."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from logboek import events as logboek
from rapportages import uitvoer
from rapportages.services import JaarOnbekend, beschikbare_jaren, jaarcijfers


def _dag(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise ArgumentTypeError(f"{tekst!r} is geen datum; schrijf jjjj-mm-dd") from fout


class Command(BaseCommand):
    help = "Toont de jaarcijfers van een jaar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("jaar", type=int)
        parser.add_argument("--formaat", choices=["json", "csv", "tekst"], default="tekst")
        parser.add_argument(
            "--vastgelegd-tot", type=_dag, help="Laat weg wat na deze dag is vastgelegd (jjjj-mm-dd)."
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        vandaag = timezone.localdate()
        try:
            cijfers = jaarcijfers(
                jaar=opties["jaar"], vandaag=vandaag, vastgelegd_tot=opties["vastgelegd_tot"]
            )
        except JaarOnbekend as fout:
            jaren = ", ".join(map(str, beschikbare_jaren(vandaag=vandaag)))
            raise CommandError(f"Er zijn geen cijfers van {opties['jaar']}. Wel van: {jaren}.") from fout
        formaat = opties["formaat"]
        logboek.geexporteerd(wat="jaarcijfers", door=None, jaar=cijfers.jaar, formaat=formaat)
        if formaat == "json":
            self.stdout.write(json.dumps(uitvoer.als_json(cijfers), ensure_ascii=False, indent=2))
        elif formaat == "csv":
            self.stdout.write(uitvoer.als_csv(cijfers), ending="")
        else:
            self.stdout.write(uitvoer.als_tekst(cijfers), ending="")
