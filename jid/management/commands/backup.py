"""`manage.py backup DOEL`: database, keys apart, files and a manifest, all of one moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from jid.databank import DatabankFout
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.maken import maak
from jid.reservekopie.verbinding import Verbinding
from logboek import events as logboek
from zaken.versleuteling.fouten import OngeldigSleutelbestand


class Command(BaseCommand):
    help = "Maakt een reservekopie in een nieuwe map. De toepassing kan blijven draaien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("doel", metavar="DOEL", help="Een map die nog niet bestaat.")
        parser.add_argument(
            "--alleen-sleutels",
            action="store_true",
            help="Alleen datasleutels en zoektokens: klein, om vaak te maken en kort te bewaren.",
        )

    def handle(self, *args: Any, doel: str, alleen_sleutels: bool, **options: Any) -> None:
        pad = Path(doel).absolute()
        try:
            manifest = maak(
                pad,
                verbinding=Verbinding.van(connection.get_connection_params()),
                sleutelbestand=Path(settings.SLEUTELBESTAND),
                nu=timezone.now(),
                alleen_sleutels=alleen_sleutels,
                zeg=self.stdout.write,
            )
        except (Kopiefout, DatabankFout, OngeldigSleutelbestand) as fout:
            raise CommandError(str(fout)) from fout
        logboek.backup_gemaakt(kenmerk=manifest.kenmerk)
        for naam, deel in manifest.delen.items():
            self.stdout.write(f"{naam}: {deel['bytes']} bytes, SHA-256 {deel['sha256']}")
        rijen = sum(telling[0] for telling in manifest.tabellen.values())
        self.stdout.write(
            f"Klaar: {rijen} rijen in {len(manifest.tabellen)} tabellen, in {pad}. Bewaar sleutels.dump apart en "
            "korter, en het sleutelbestand op een derde plaats: dat zit er niet in."
        )
