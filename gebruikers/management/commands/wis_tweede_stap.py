"""`manage.py wis_tweede_stap EMAIL`: for the beheerder whom no other beheerder can help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from gebruikers.beheer.uitnodigen import meld_wijziging
from gebruikers.models import Gebruiker, Sessie


class Command(BaseCommand):
    help = "Wist de tweede stap van een account en beëindigt de sessies. Draait als eigenaar van de databank."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Leaves the same trace as the screen, without a name: nobody is signed in on a terminal."""
        gebruiker = Gebruiker.objects.filter(email=email).first()
        if gebruiker is None:
            raise CommandError("Dit e-mailadres heeft geen account.")
        aantal, _per_soort = Authenticator.objects.filter(user=gebruiker).delete()
        Sessie.objects.filter(gebruiker=gebruiker).delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT app.noteer('tweede_factor_gewijzigd', %s, %s)",
                [str(gebruiker.pk), '{"middel": "alles", "wat": "gewist"}'],
            )
        transaction.on_commit(lambda: meld_wijziging(gebruiker, wat="gewist"))
        self.stdout.write(
            f"Gewist: {aantal} onderdelen. {gebruiker.naam} stelt bij het aanmelden een nieuwe in."
        )
