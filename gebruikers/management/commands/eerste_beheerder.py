"""`manage.py eerste_beheerder EMAIL NAAM ADRES`: the one account that no beheerder can invite.

The first of an installation, or the one without whom four eyes cannot go on (docs/toegang.md).
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import URLValidator, validate_email
from django.db import connection, transaction

from gebruikers.beheer.uitnodigen import toegangslink
from gebruikers.models import Gebruiker, Roltoekenning, Vierogenstand
from gebruikers.rollen import Rol


class Command(BaseCommand):
    help = (
        "Maakt op een nieuwe installatie de eerste beheerder en toont de link om te beginnen. "
        "Ook als er niemand meer is die akkoord kan geven."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("naam", metavar="NAAM")
        parser.add_argument("adres", metavar="ADRES", help="Adres van de installatie: https://naam")

    def handle(self, *args: Any, email: str, naam: str, adres: str, **options: Any) -> None:
        try:
            validate_email(email)
            URLValidator(schemes=["http", "https"])(adres)
        except ValidationError as fout:
            raise CommandError(" ".join(fout.messages)) from fout
        gebruiker = self._maak(email.lower(), naam)
        link = toegangslink(gebruiker, basisadres=adres)
        self.stdout.write(f"{gebruiker.naam} is beheerder. Begin op:\n{link}")

    @transaction.atomic
    def _maak(self, email: str, naam: str) -> Gebruiker:
        """Runs as the owner, whom no row security and no check of `app.maak_gebruiker` binds: so only when it must."""
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE gebruikers_roltoekenning IN EXCLUSIVE MODE")
            kan_nog = not Vierogenstand.objects.filter(niemand_sinds__isnull=False).exists()
            if (
                kan_nog
                and Roltoekenning.objects.filter(rol=Rol.BEHEERDER, gebruiker__is_active=True).exists()
            ):
                raise CommandError(
                    "Er is al een beheerder. Die nodigt de anderen uit, in het scherm Gebruikers."
                )
            if Gebruiker.objects.filter(email=email).exists():
                raise CommandError("Dit e-mailadres heeft al een account.")
            gebruiker = Gebruiker(email=email, naam=naam)
            gebruiker.set_unusable_password()
            gebruiker.save(force_insert=True)
            Roltoekenning.objects.create(gebruiker=gebruiker, rol=Rol.BEHEERDER)
            bijzonderheden = '{"van": [], "rollen": ["beheerder"]}'
            cursor.execute("SELECT app.noteer('gebruiker_uitgenodigd', %s, '{}')", [str(gebruiker.pk)])
            cursor.execute(
                "SELECT app.noteer('rollen_gewijzigd', %s, %s)", [str(gebruiker.pk), bijzonderheden]
            )
        return gebruiker
