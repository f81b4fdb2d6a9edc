"""`manage.py herstel BRON`: put a backup back, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from jid.databank import DatabankFout
from jid.reservekopie import herstellen, manifest
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.herstellen import Bron
from jid.reservekopie.verbinding import Verbinding
from zaken.versleuteling.fouten import OngeldigSleutelbestand
from zaken.versleuteling.sleutels import Bestandskluis


class Command(BaseCommand):
    help = "Zet een reservekopie terug in een lege databank. Mislukt er iets, dan blijft alles zoals het was."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bron", metavar="BRON", help="De map die backup gemaakt heeft.")
        parser.add_argument(
            "--sleutels",
            metavar="MAP",
            help="Neem de sleutels uit deze (nieuwere) reservekopie: wat sindsdien vernietigd is, blijft vernietigd.",
        )
        parser.add_argument(
            "--vervang", action="store_true", help="Verwijder wat er in de databank staat. Dat is daarna weg."
        )

    def handle(self, *args: Any, bron: str, sleutels: str | None, vervang: bool, **options: Any) -> None:
        try:
            kopie = Bron(
                Path(bron),
                sleutels=Path(sleutels) if sleutels else None,
                kluis=Bestandskluis(Path(settings.SLEUTELBESTAND)),
            )
            verbinding = Verbinding.van(connections["default"].get_connection_params())
            connections.close_all()
            bestandsmap = herstellen.eis_lege_bestandsmap(kopie)
            herstellen.zet_terug(
                kopie, verbinding=verbinding, vervang=vervang, noteer=True, zeg=self.stdout.write
            )
            if bestandsmap is not None:
                aantal = herstellen.zet_bestanden_terug(kopie, bestandsmap)
                self.stdout.write(f"{aantal} bestanden teruggezet in {bestandsmap}.")
        except (Kopiefout, DatabankFout, OngeldigSleutelbestand) as fout:
            raise CommandError(str(fout)) from fout
        for verschil in manifest.verschillen(kopie.manifest):
            self.stdout.write(f"Let op: {verschil}.")
        self.stdout.write(
            f"Klaar: de reservekopie van {kopie.manifest.gemaakt_op} staat er, en alle aantallen en vingerafdrukken "
            "kloppen. Iedereen moet zich opnieuw aanmelden."
        )
