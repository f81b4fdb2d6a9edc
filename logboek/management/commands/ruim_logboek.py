"""`manage.py ruim_logboek [--jaren N] [--uitvoeren --archivaris E-MAIL]`: what the log has kept long enough."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol
from logboek.anker import Ankerfout
from logboek.controle import MINSTENS_JAREN
from logboek.opruimen import BEWAARJAREN, is_nagekeken, maak_plan, ruim_op
from logboek.verzegelen import standaardanker


class Command(BaseCommand):
    """Says what would go; removes it only with `--uitvoeren` and the archivaris who confirmed the ground."""

    help = "Ruimt gebeurtenissen op die lang genoeg bewaard zijn. Zonder --uitvoeren gebeurt er niets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--jaren", type=int, default=BEWAARJAREN, help="hoelang het logboek bewaard blijft"
        )
        parser.add_argument("--uitvoeren", action="store_true", help="doe het ook")
        parser.add_argument("--archivaris", default="", help="e-mailadres van wie de bewaargrond bevestigde")

    def handle(self, *, jaren: int, uitvoeren: bool, archivaris: str, **_: Any) -> None:
        if jaren < MINSTENS_JAREN:
            raise CommandError(f"Korter dan {MINSTENS_JAREN} jaar bewaren kan niet.")
        nu = timezone.now()
        plan = maak_plan(nu=nu, jaren=jaren)
        if not plan.gebeurtenissen or not plan.oudste or not plan.nieuwste:
            self.stdout.write(f"Niets is langer dan {jaren} jaar geleden verzegeld.")
            return
        self.stdout.write(
            f"{plan.gebeurtenissen} gebeurtenissen tot en met zegel {plan.tot}, van {plan.oudste:%d-%m-%Y} "
            f"tot en met {plan.nieuwste:%d-%m-%Y}."
        )
        if not uitvoeren:
            self.stdout.write("Er is niets verwijderd. Doe het met --uitvoeren --archivaris E-MAIL.")
            return
        wie = self._archivaris(archivaris)
        if not is_nagekeken(nu=nu):
            raise CommandError(
                "Draai eerst manage.py controleer_logboek: die mag niets vinden, hoogstens een week geleden."
            )
        try:
            aantal = ruim_op(plan, nu=nu, anker=standaardanker(), archivaris=wie.pk)
        except Ankerfout as fout:
            raise CommandError(str(fout), returncode=2) from fout
        self.stdout.write(f"{aantal} gebeurtenissen verwijderd. De zegels en het anker blijven.")

    def _archivaris(self, email: str) -> Gebruiker:
        gevonden = Gebruiker.objects.filter(
            email=email, is_active=True, roltoekenningen__rol=Rol.ARCHIVARIS
        ).first()
        if gevonden is None:
            raise CommandError("Noem met --archivaris het e-mailadres van een archivaris die dit bevestigde.")
        return gevonden
