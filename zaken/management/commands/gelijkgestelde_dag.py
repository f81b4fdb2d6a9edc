"""`manage.py gelijkgestelde_dag DAG --bron BRON`: equate a day that is past with a holiday (docs/termijnen.md).

A beheerder adds days from today on; one of the past changes which klachten of earlier years were in time.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from zaken.services.instellingen import voeg_voorbije_dag_toe


class Command(BaseCommand):
    help = "Stelt een dag gelijk met een feestdag, ook een die voorbij is: de cijfers van toen tellen er meteen mee."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("dag", metavar="JJJJ-MM-DD", type=date.fromisoformat)
        parser.add_argument("--bron", required=True, help="Het koninklijk besluit, met datum of nummer.")

    def handle(self, *args: Any, dag: date, bron: str, **options: Any) -> None:
        try:
            voeg_voorbije_dag_toe(dag=dag, bron=bron)
        except ValidationError as fout:
            raise CommandError(" ".join(fout.messages)) from fout
        self.stdout.write(f"{dag:%d-%m-%Y} telt als feestdag. Het staat in het logboek.")
