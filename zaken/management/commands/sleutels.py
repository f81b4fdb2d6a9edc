"""`manage.py sleutels`: do key file and database fit, and which key wraps how much? Exit code 1 when not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zaken.services import sleutelbeheer
from zaken.services.sleutelbeheer import SleutelbeheerGeweigerd
from zaken.versleuteling.fouten import Versleutelingsfout
from zaken.versleuteling.keuring import keur
from zaken.versleuteling.kluis import vastgelegd
from zaken.versleuteling.sleutels import Bestandskluis


class Command(BaseCommand):
    help = "Toont of het sleutelbestand bij de databank past. Leest alleen, behalve met --leg-vast."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--leg-vast",
            action="store_true",
            help="Neem dit sleutelbestand aan voor een databank die nog niets versleutelds bevat.",
        )

    def handle(self, *args: Any, leg_vast: bool, **options: Any) -> None:
        pad = Path(settings.SLEUTELBESTAND)
        try:
            if leg_vast:
                self.stdout.write(f"Vastgelegd: hoofdsleutel {sleutelbeheer.leg_vast(pad=pad)}.")
            self._toon(pad)
        except (SleutelbeheerGeweigerd, Versleutelingsfout) as fout:
            raise CommandError(str(fout)) from fout

    def _toon(self, pad: Path) -> None:
        proef = Bestandskluis(pad).proef
        bekend = {rij.id for rij in vastgelegd()}
        aantallen = sleutelbeheer.aantal_per_hoofdsleutel()
        for id in proef.hoofdsleutels | dict.fromkeys(aantallen):
            kenmerken = [f"{aantallen.get(id, 0)} datasleutels"]
            kenmerken += ["huidige"] if id == proef.huidige_id else []
            kenmerken += [] if id in bekend else ["niet in gebruik in deze databank"]
            kenmerken += [] if id in proef.hoofdsleutels else ["ONTBREEKT in het sleutelbestand"]
            self.stdout.write(f"{id}: {', '.join(kenmerken)}")
        keur(proef, vastgelegd())
        self.stdout.write(f"{pad} hoort bij deze databank.")
