"""What a thief of the database holds without the key file: codes and dates, no name and no sentence."""

from __future__ import annotations

import os
import subprocess
from datetime import date

import pytest
from django.db import transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from jid.databank import programmas
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.zaken import code
from tests.hulp import meldingen as services
from tests.hulp.databank import DATABANK
from tests.hulp.wie import als, fabriek
from zaken.models import Persoon
from zaken.services import toegang
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.services.inhoud import Persoonsgegevens, annuleer, voeg_notitie_toe

pytestmark = [pytest.mark.databank, pytest.mark.pg15]
MERK = "Zeldzaammerkwoord"


@pytest.fixture
def zaaknummer(kloon):
    """A melding with the mark in every text that a service takes, committed."""
    with transaction.atomic():
        with fabriek():
            adviseur = maak_gebruiker(Rol.ADVISEUR, teams=[maak_team("intake", soort=Team.Soort.INTAKE)])
            ander = maak_gebruiker(Rol.ADVISEUR)
        with als(adviseur):
            velden = ("onderwerp", "omschrijving", "eenheid", "wens_melder", "ordemaatregel", "bevoegd_gezag")
            melding = services.registreer(
                gegevens={
                    "ontvangen_defensie": date(2024, 11, 15),
                    "hoofdcategorie": code("hoofdcategorie", "overige"),
                    **{veld: f"{MERK} {veld}" for veld in velden},
                },
                personen=[
                    Persoonsgegevens(
                        Persoon.Rol.MELDER,
                        {
                            veld: f"{MERK} {veld}"
                            for veld in ("naam", "contact", "veilig_bereikbaar", "begeleider")
                        },
                    )
                ],
                door=adviseur,
            )
            voeg_notitie_toe(zaak=melding, tekst=f"{MERK} notitie", door=adviseur)
            toegang.verleen(zaak=melding, aan=ander, reden=f"{MERK} reden", verloopt_op=None, door=adviseur)
            services.wijzig_status(
                zaak_id=melding.pk, naar="in_beoordeling", toelichting=f"{MERK} toelichting", door=adviseur
            )
            annuleer(zaak=melding, reden=f"{MERK} reden", door=adviseur)
            concept = begin_concept(soort="melding", door=adviseur)
            bewaar_concept(
                concept_id=concept.pk, velden={"tekst": f"{MERK} concept"}, volgnummer=1, door=adviseur
            )
    return melding.zaaknummer


def test_een_dump_zonder_sleutelbestand_bevat_geen_woord_van_de_inhoud(zaaknummer, kloon):
    gegevens = DATABANK.verbinding("postgres", kloon)
    dump = subprocess.run(
        [
            programmas.zoek_map() / "pg_dump",
            "-h",
            gegevens["HOST"],
            "-p",
            gegevens["PORT"],
            "-U",
            "postgres",
            kloon,
        ],
        env=os.environ | programmas.omgeving() | {"PGPASSWORD": gegevens["PASSWORD"]},
        capture_output=True,
        check=True,
    ).stdout
    assert zaaknummer.encode() in dump  # the row is there
    for vorm in (MERK, MERK.lower(), MERK.encode().hex(), MERK.encode("utf-16-le").hex()):
        assert vorm.encode() not in dump
