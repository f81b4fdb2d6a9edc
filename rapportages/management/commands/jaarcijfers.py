"""`manage.py jaarcijfers 2024 [--formaat json|csv|tekst|xlsx] [--bestand PAD] [--vastgelegd-tot 2025-01-31]`."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from logboek import events as logboek
from rapportages import uitvoer, werkboek
from rapportages.services import Jaarcijfers, JaarOnbekend, beschikbare_jaren, jaarcijfers

KLOPT_NIET = 3
"""Exit code when the figures were written but a self-check failed."""


def _dag(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError as fout:
        raise ArgumentTypeError(f"{tekst!r} is geen datum; schrijf jjjj-mm-dd") from fout


class Command(BaseCommand):
    help = "Toont de jaarcijfers van een jaar."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("jaar", type=int)
        parser.add_argument("--formaat", choices=["json", "csv", "tekst", "xlsx"], default="tekst")
        parser.add_argument("--bestand", type=Path, help="Schrijft naar dit bestand; nodig bij xlsx.")
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
        formaat, bestand = opties["formaat"], opties["bestand"]
        if formaat == "xlsx" and bestand is None:
            raise CommandError("Noem bij xlsx het bestand: --bestand jaarcijfers.xlsx")
        logboek.geexporteerd(wat="jaarcijfers", door=None, jaar=cijfers.jaar, formaat=formaat)
        if bestand is None:
            self.stdout.write(_als_tekst(cijfers, formaat), ending="")
        elif formaat == "xlsx":
            bestand.write_bytes(werkboek.als_xlsx(cijfers))
        else:
            bestand.write_text(_als_tekst(cijfers, formaat), encoding="utf-8")
        if not cijfers.klopt:
            fouten = "\n".join(f"- {bevinding.tekst}" for bevinding in cijfers.bevindingen)
            raise CommandError(
                f"Deze cijfers kloppen niet. Gebruik ze niet.\n{fouten}", returncode=KLOPT_NIET
            )


def _als_tekst(cijfers: Jaarcijfers, formaat: str) -> str:
    if formaat == "json":
        return json.dumps(uitvoer.als_json(cijfers), ensure_ascii=False, indent=2) + "\n"
    return uitvoer.als_csv(cijfers) if formaat == "csv" else uitvoer.als_tekst(cijfers)
