"""`manage.py roteer_sleutels`: wrap every data key with a new key, or go on with that; then take the old one away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from zaken.services import sleutelbeheer
from zaken.services.sleutelbeheer import SleutelbeheerGeweigerd, Wisseling
from zaken.versleuteling.fouten import Versleutelingsfout


class Command(BaseCommand):
    help = (
        "Vervangt de hoofdsleutel. De toepassing kan blijven draaien; na een onderbreking: opnieuw uitvoeren."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--ruim-op",
            action="store_true",
            help="Haal oude hoofdsleutels weg, nadat alles met de nieuwe is ingepakt.",
        )
        parser.add_argument(
            "--bundel",
            type=int,
            default=sleutelbeheer.BUNDEL,
            metavar="AANTAL",
            help="Zoveel datasleutels per keer (standaard %(default)s).",
        )

    def handle(self, *args: Any, ruim_op: bool, bundel: int, **options: Any) -> None:
        if bundel < 1:
            raise CommandError("--bundel is minstens 1.")
        pad = Path(settings.SLEUTELBESTAND)
        try:
            if ruim_op:
                self._ruim_op(pad)
            else:
                self._roteer(pad, bundel)
        except (SleutelbeheerGeweigerd, Versleutelingsfout) as fout:
            raise CommandError(str(fout)) from fout

    def _roteer(self, pad: Path, bundel: int) -> None:
        wisseling = sleutelbeheer.roteer(pad=pad, meld=self._meld, bundel=bundel)
        self.stdout.write(
            f"Klaar: {wisseling.herwikkeld} datasleutels zijn ingepakt met hoofdsleutel {wisseling.hoofdsleutel_id}."
        )
        if wisseling.beschadigd:
            namen = "\n".join(f"- {pk}" for pk in sorted(wisseling.beschadigd))
            raise CommandError(
                f"{len(wisseling.beschadigd)} datasleutels passen niet op hun hoofdsleutel en zijn niet aangeraakt. "
                f"Zet deze rijen van zaken_datasleutel terug uit een reservekopie:\n{namen}"
            )
        self.stdout.write(
            f"Maak nu een kopie van {pad}. De oude hoofdsleutel staat er nog in: voer daarna "
            "roteer_sleutels --ruim-op uit. Bewaar een kopie van het oude bestand zo lang als u reservekopieën "
            "van voor vandaag wilt kunnen terugzetten."
        )

    def _meld(self, wisseling: Wisseling) -> None:
        if not wisseling.herwikkeld:
            begin = "Nieuwe hoofdsleutel" if wisseling.nieuw else "Verder met hoofdsleutel"
            self.stdout.write(
                f"{begin} {wisseling.hoofdsleutel_id}: {wisseling.totaal} datasleutels te gaan."
            )
            return
        # new ones may have come under the older key meanwhile
        totaal = max(wisseling.totaal, wisseling.herwikkeld)
        self.stdout.write(f"{wisseling.herwikkeld} van {totaal} ({100 * wisseling.herwikkeld // totaal} %)")
        self.stdout.flush()

    def _ruim_op(self, pad: Path) -> None:
        weg = sleutelbeheer.ruim_op(pad=pad)
        if not weg:
            self.stdout.write("Er is maar een hoofdsleutel. Er is niets opgeruimd.")
            return
        self.stdout.write(
            f"Opgeruimd: {', '.join(weg)}. Maak een kopie van {pad}. Start processen die een eigen kopie van het "
            "bestand hebben (containers) opnieuw."
        )
