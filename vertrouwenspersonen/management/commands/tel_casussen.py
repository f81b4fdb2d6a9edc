"""`manage.py tel_casussen [JAAR | --nieuw]`: count what is due, or one year again; the log holds every count."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from vertrouwenspersonen.tellen import Uitkomst, tel, tel_nieuwe_jaren, tel_opnieuw


class Command(BaseCommand):
    help = "Telt casussen voor de jaarcijfers: wat aan de beurt is, of een jaar opnieuw."

    def add_arguments(self, parser: CommandParser) -> None:
        wat = parser.add_mutually_exclusive_group()
        wat.add_argument("jaar", type=int, nargs="?", help="Tel dit jaar opnieuw. Het logboek vermeldt dat.")
        wat.add_argument(
            "--nieuw",
            action="store_true",
            help="Tel ook jaren waarvan nog nooit een casus is geteld, met 5 casussen of meer.",
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        jaar: int | None = opties["jaar"]
        if jaar is None:
            jaren = (tel_nieuwe_jaren if opties["nieuw"] else tel)(vandaag=localdate())
            self.stdout.write(f"Geteld: {', '.join(map(str, jaren)) or 'niets, alles was al geteld'}.")
            return
        match tel_opnieuw(jaar=jaar, vandaag=localdate()):
            case Uitkomst.GETELD:
                self.stdout.write(f"{jaar} is opnieuw geteld. Dat staat in het logboek.")
            case Uitkomst.TE_WEINIG:
                raise CommandError(
                    f"{jaar} is niet opnieuw geteld. Er zijn minder dan 5 casussen anders: het verschil met het oude "
                    "aantal zou over die casussen gaan."
                )
            case Uitkomst.NOG_NIET:
                raise CommandError(
                    f"{jaar} is nog niet geteld. Dat gebeurt vanzelf op 1 februari na dat jaar, of met "
                    "manage.py tel_casussen zonder jaar."
                )
