"""A file on its way to zaken: somebody of the intake, and what a browser and a worker do with the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from achtergrond import uitvoeren
from achtergrond.models import Taakopdracht
from gebruikers.models import Gebruiker, Lidmaatschap, Team
from gebruikers.rollen import Rol
from inlezen.models import Inlezing
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.opdracht import als_rol
from tests.hulp.wie import aangemeld, fabriek
from zaken.models import Zaak

MERK = "Zeldzaammerkwoord"
KOP = "Ref nr;Systeem;Datum ontvangst;hoofdcategorie;Onderwerp;Melder"


@dataclass
class Toneel:
    """A committed database, somebody who brings files and is in no team, and a client that is signed in."""

    databank: str
    intake: Gebruiker
    client: Client
    team: Team
    """The desk for meldingen, and who leads it."""
    leider: Gebruiker

    def breng(self, tekst: str, *, soort: str = "meldingen", naam: str = "zaken.csv") -> Any:
        bestand = SimpleUploadedFile(naam, tekst.encode())
        return self.client.post(reverse("inlezen:lijst"), {"soort": soort, "bestand": bestand})

    def kies(self, pk: UUID, *keuzes: str) -> object:
        velden = {f"kolom_{nummer}": keuze for nummer, keuze in enumerate(keuzes)}
        return self.client.post(reverse("inlezen:kolommen", args=[pk]), velden)

    def werk(self, pk: UUID) -> bool:
        with als_rol("worker", self.databank):
            return uitvoeren.voer_uit(opdracht_id=pk, klok=timezone.now)

    def lees_in(self, inlezing: Inlezing, **velden: str) -> Taakopdracht:
        self.client.post(reverse("inlezen:lees_in", args=[inlezing.pk]), velden)
        return self.nu(inlezing).opdracht

    def nu(self, inlezing: Inlezing) -> Inlezing:
        with transaction.atomic(), fabriek():
            return Inlezing.objects.select_related("opdracht").get(pk=inlezing.pk)

    def nieuwste(self) -> Inlezing:
        with transaction.atomic(), fabriek():
            return Inlezing.objects.filter(eigenaar=self.intake).latest("gebracht_op")

    def zaken(self, *referenties: str) -> list[str]:
        with transaction.atomic(), fabriek():
            gevonden = Zaak._base_manager.filter(externe_referentie__in=referenties)
            return sorted(gevonden.values_list("externe_referentie", flat=True))

    def pagina(self, inlezing: Inlezing, vraag: str = "") -> str:
        antwoord = self.client.get(reverse("inlezen:inlezing", args=[inlezing.pk]) + vraag)
        assert antwoord.status_code == 200
        return antwoord.content.decode()


@pytest.fixture
def toneel(kloon: str, monkeypatch: pytest.MonkeyPatch) -> Toneel:
    monkeypatch.setattr("celery.current_app.send_task", lambda *a, **k: None)
    with transaction.atomic(), fabriek():
        team = Team.objects.filter(soort=Team.Soort.INTAKE, is_actief=True).order_by("id").first()
        team = team or Team.objects.create(code="intake", naam="Team intake", soort=Team.Soort.INTAKE)
        leider, intake = maak_gebruiker(Rol.INTAKE), maak_gebruiker(Rol.INTAKE)
        Lidmaatschap.objects.filter(team=team).update(is_teamleider=False)  # of a test before
        Lidmaatschap.objects.create(team=team, gebruiker=leider, is_teamleider=True)
    return Toneel(kloon, intake, aangemeld(intake), team, leider)


def rijen(*referenties: str, **anders: str) -> str:
    velden = {"systeem": "mvv", "dag": "15-11-2024", "categorie": "Ongewenste omgangsvormen", **anders}
    return "\n".join(
        [KOP, *(f"{ref};{velden['systeem']};{velden['dag']};{velden['categorie']};Regel {ref};{MERK}" for ref in referenties)]
    )  # fmt: skip


KEUZES = ("externe_referentie", "bronsysteem", "ontvangen_defensie", "hoofdcategorie", "onderwerp", "-")


def gebracht(toneel: Toneel, tekst: str) -> Inlezing:
    """A file whose columns are chosen."""
    toneel.breng(tekst)
    inlezing = toneel.nieuwste()
    if not inlezing.kolommen:
        toneel.kies(inlezing.pk, *KEUZES)
    return toneel.nu(inlezing)
