"""`manage.py oefen_herstel BRON`: prove on a throw-away server that a backup can be put back and opened."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jid.databank import DatabankFout
from jid.reservekopie import manifest
from jid.reservekopie.fouten import Kopiefout
from jid.reservekopie.herstellen import Bron
from jid.reservekopie.oefenen import Verslag, oefen
from zaken.versleuteling.fouten import OngeldigSleutelbestand
from zaken.versleuteling.sleutels import Bestandskluis


class Command(BaseCommand):
    help = (
        "Zet een reservekopie terug op een tijdelijke server, controleert alles en ruimt op. Raakt niets aan."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bron", metavar="BRON", help="De map die backup gemaakt heeft.")
        parser.add_argument("--sleutels", metavar="MAP", help="Neem de sleutels uit deze reservekopie.")
        parser.add_argument("--werkmap", metavar="MAP", help="Waar ruimte is voor een kopie van de databank.")

    def handle(
        self, *args: Any, bron: str, sleutels: str | None, werkmap: str | None, **options: Any
    ) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped and removed
        begin = time.monotonic()
        try:
            kluis = Bestandskluis(Path(settings.SLEUTELBESTAND))
            kopie = Bron(Path(bron), sleutels=Path(sleutels) if sleutels else None, kluis=kluis)
            verslag = oefen(
                kopie, kluis=kluis, werkmap=Path(werkmap) if werkmap else None, zeg=self.stdout.write
            )
        except (Kopiefout, DatabankFout, OngeldigSleutelbestand) as fout:
            raise CommandError(f"De oefening is mislukt. {fout}") from fout
        self._toon(kopie, verslag, time.monotonic() - begin)
        if verslag.fouten:
            regels = "\n".join(f"- {fout}" for fout in verslag.fouten)
            raise CommandError(f"Op deze reservekopie kunt u niet vertrouwen:\n{regels}")
        self.stdout.write("De oefening is geslaagd. De tijdelijke server is verwijderd.")

    def _toon(self, kopie: Bron, verslag: Verslag, duur: float) -> None:
        self.stdout.write(f"Reservekopie {kopie.manifest.kenmerk} van {kopie.manifest.gemaakt_op}")
        if kopie.sleutels_van_elders:
            self.stdout.write(f"Sleutels van {kopie.sleutelmanifest.gemaakt_op}")
        for naam, waarde in (
            ("Tabellen", verslag.tabellen),
            ("Rijen, aantal en vingerafdruk gelijk", verslag.rijen),
            ("Datasleutels uitgepakt", verslag.sleutels),
            ("Teksten geopend (steekproef)", verslag.geopend),
            ("Teksten vernietigd", verslag.vernietigd),
            ("Bestanden", verslag.bestanden),
            ("Seconden", round(duur)),
        ):
            self.stdout.write(f"{naam}: {waarde}")
        for verschil in manifest.verschillen(kopie.manifest):
            self.stdout.write(f"Let op: {verschil}.")
