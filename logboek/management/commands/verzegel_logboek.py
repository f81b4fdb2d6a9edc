"""`manage.py verzegel_logboek`: seal now, and what sealing needs after a backup was put back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from logboek.anker import Ankerfout
from logboek.verzegelen import ga_verder_na_herstel, standaardanker, veranker, verzegel
from logboek.zegels import tekst


class Command(BaseCommand):
    """Seals what is waiting. The worker does the same every half minute."""

    help = "Verzegelt wat er in het logboek wacht."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--na-herstel",
            action="store_true",
            help="er is een reservekopie teruggezet; meld dat in het anker",
        )
        parser.add_argument(
            "--nieuw-anker", action="store_true", help="het oude anker is verloren; begin een nieuw"
        )

    def handle(self, *, na_herstel: bool, nieuw_anker: bool, **_: Any) -> None:
        anker, nu = standaardanker(), timezone.now()
        try:
            if nieuw_anker:
                anker.begin(op=tekst(nu))
                veranker(anker, nu=nu)
                self.stdout.write("Nieuw anker begonnen. Wat voor dit moment is herschreven, toont het niet.")
            if na_herstel:
                verloren = ga_verder_na_herstel(nu=nu, anker=anker)
                self.stdout.write(
                    f"Gemeld: zegels {verloren.na + 1} tot en met {verloren.tot} zijn verloren."
                    if verloren
                    else "Er is niets verloren: de databank heeft elk zegel dat in het anker staat."
                )
            aantal = verzegel(nu=nu, anker=anker, volledig=True)
        except Ankerfout as fout:
            raise CommandError(str(fout), returncode=2) from fout
        self.stdout.write(f"{aantal} gebeurtenissen verzegeld.")
