"""`manage.py controleer_logboek [--anker BESTAND]`: whether the log is what was sealed. Exit code 0, 1 or 2."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from logboek import bron, events, nakijken
from logboek.anker import Ankerfout, Bestandsanker
from logboek.controle import Uitslag, controleer

HOOGSTENS = 50
"""Findings that are printed; the rest is counted."""


class Command(BaseCommand):
    """0: everything fits. 1: something does not. 2: it could not be checked."""

    help = "Controleert of het logboek is wat er verzegeld is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anker", type=Path, default=settings.ANKER, help="het bestand met de kenmerken")
        parser.add_argument(
            "--uitvoer", type=argparse.FileType(), help="kijk een bestand na dat uit het logboek is gehaald"
        )

    def handle(self, *, anker: Path, uitvoer: Any, **_: Any) -> None:
        try:
            stand = Bestandsanker(anker).stand()
        except Ankerfout as fout:
            raise CommandError(str(fout), returncode=2) from fout
        if uitvoer is not None:
            self._meld(nakijken.kijk_na(uitvoer, stand))
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            with (
                connection.chunked_cursor() as zegels,
                connection.chunked_cursor() as regels,
                connection.chunked_cursor() as losse,
            ):
                uitslag = controleer(bron.zegels(zegels), bron.regels(regels), bron.losse(losse), stand)
        events.logboek_gecontroleerd(zegels=uitslag.zegels, bevindingen=len(uitslag.bevindingen))
        self._meld(uitslag)

    def _meld(self, uitslag: Uitslag) -> None:
        for regel in nakijken.in_woorden(uitslag, hoogstens=HOOGSTENS):
            self.stdout.write(regel)
        if not uitslag.klopt:
            raise CommandError("Het logboek klopt niet.", returncode=1)
