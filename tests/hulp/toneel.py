"""One of everything that a page can show, with whoever may see it and whoever may not."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from codelijsten.models import Code
from gebruikers.models import Gebruiker, Lidmaatschap, Team, Voorstel
from gebruikers.rollen import Rol
from tests.factories.berichten import maak_bericht, maak_mail, maak_taak
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.factories.inlezen import maak_inlezing
from tests.factories.instellingen import maak_komende_dag, maak_komende_norm
from tests.factories.noodtoegang import maak_noodtoegang
from tests.factories.vertrouwenspersonen import maak_casus
from tests.factories.zaken import (
    code,
    maak_koppeling,
    maak_melding,
    maak_nazorgmoment,
    maak_toekenning,
    sluit_uit,
)
from tests.hulp.wie import als, fabriek
from zaken.models import Invoer, Persoon, Signaal
from zaken.services.concepten import begin_concept
from zaken.services.filters import bewaar
from zaken.services.kwalificatie import leg_signaal_vast

ONBEKEND = UUID("00000000-0000-4000-8000-000000000000")


@dataclass
class Toneel:
    """One of everything that could leak, and its owner."""

    wie: dict[str, Gebruiker] = field(default_factory=dict)
    melding: UUID = ONBEKEND
    nummer: str = ""
    persoon: UUID = ONBEKEND
    toekenning: UUID = ONBEKEND
    noodtoegang: UUID = ONBEKEND
    noodtoegang_zonder_zaak: UUID = ONBEKEND
    voorstel: UUID = ONBEKEND
    concept: UUID = ONBEKEND
    casus: UUID = ONBEKEND
    signaal: UUID = ONBEKEND
    koppeling: UUID = ONBEKEND
    casusnummer: str = ""
    filter: UUID = ONBEKEND
    team: int = 0
    code: Code | None = None
    norm: int = 0
    dag: int = 0
    bericht: UUID = ONBEKEND
    taak: UUID = ONBEKEND
    inlezing: UUID = ONBEKEND
    invoer: UUID = ONBEKEND
    mail: UUID = ONBEKEND


def bouw() -> Toneel:
    """Write it all in the current transaction; what holds a mark word must not reach anybody else."""
    t = Toneel()
    with fabriek():
        intaketeam = maak_team("intake", soort=Team.Soort.INTAKE)
        adviseurs = {
            naam: maak_gebruiker(Rol.ADVISEUR)
            for naam in ("behandelaar", "registreerder", "ander", "uitgeslotene")
        }
        rollen = {rol.value: maak_gebruiker(rol) for rol in Rol if rol not in {Rol.ADVISEUR, Rol.INTAKE}}
        t.wie = adviseurs | rollen
        t.wie["intake"] = maak_gebruiker(Rol.INTAKE, teams=[intaketeam])
        t.wie["invoer"] = maak_gebruiker(Rol.INTAKE)
        t.wie["toezicht"] = t.wie["auditor"]
        t.wie["akkoord"] = t.wie["privacy"]
        t.wie["teamleider"] = maak_gebruiker(Rol.INTAKE)
        Lidmaatschap.objects.create(team=intaketeam, gebruiker=t.wie["teamleider"], is_teamleider=True)
        t.wie["inactief"] = maak_gebruiker(Rol.ADVISEUR, is_active=False)
        t.wie["vertrouwenspersoon2"] = maak_gebruiker(Rol.VERTROUWENSPERSOON)
        t.inlezing = maak_inlezing(
            t.wie["invoer"],
            naam="Merknaam.csv",
            keuze=["externe_referentie", "bronsysteem", "ontvangen_defensie", "hoofdcategorie", "onderwerp"],
            fout="Merkwaarde",
        ).pk
        invoer = Invoer.objects.create(register="meldingen", bestand_sha256="0" * 64, aantal=1)
        melding = maak_melding(
            lezers=(t.wie["behandelaar"],),
            behandelaar=t.wie["behandelaar"],
            onderwerp="Merkwoord onderwerp",
            invoer=invoer,
        )
        t.invoer = invoer.pk
        t.toekenning = maak_toekenning(melding, t.wie["onderzoeker"]).pk
        t.koppeling = maak_koppeling(melding, maak_melding(lezers=(t.wie["behandelaar"],))).pk
        maak_toekenning(melding, t.wie["uitgeslotene"])
        sluit_uit(melding, t.wie["uitgeslotene"])
        persoon = Persoon(
            id=uuid4(), zaak=melding, rol=Persoon.Rol.MELDER, volgnummer=1, naam="Merkwoord naam"
        )
        persoon.save(force_insert=True)
        maak_nazorgmoment(melding)
        t.melding, t.nummer, t.persoon, t.team = melding.pk, melding.zaaknummer, persoon.pk, intaketeam.pk
        t.voorstel = Voorstel.objects.create(
            handeling="nieuw_account",
            gegevens=Voorstel.dicht({"email": "nieuw@demo.example", "naam": "Merkvoorstel", "rollen": []}),
            gevraagd_door=t.wie["beheerder"],
            gevraagd_op=timezone.now(),
            verloopt_op=timezone.now() + timedelta(days=6),
        ).pk
        t.noodtoegang = maak_noodtoegang(
            melding,
            t.wie["privacy"],
            geopend_op=timezone.now() - timedelta(days=2),
            gemeld_aan=(t.wie["auditor"],),
        ).pk
        t.noodtoegang_zonder_zaak = maak_noodtoegang(
            None, t.wie["auditor"], gemeld_aan=(t.wie["privacy"],)
        ).pk
        t.code = code("meldkanaal", "leidinggevende")
        t.norm, t.dag = maak_komende_norm().pk, maak_komende_dag().pk
        t.bericht = maak_bericht(t.wie["behandelaar"], melding).pk
        t.mail = maak_mail("geweigerd@demo.example", staat="mislukt", foutsoort="adres_geweigerd").pk
        t.taak = maak_taak(t.wie["auditor"]).pk
        casus = maak_casus(t.wie["vertrouwenspersoon"])
        t.casus, t.casusnummer = casus.pk, casus.casusnummer
    with als(t.wie["registreerder"]) as registreerder:
        t.concept = begin_concept(soort="melding", door=registreerder).pk
        t.signaal = leg_signaal_vast(
            soort=Signaal.Soort.ADVIESVRAAG,
            ontvangen_op=date(2024, 11, 15),
            onderwerp="Merkwoord signaal",
            reden="",
            triage={"gevaar": "nee"},
            door=registreerder,
        ).pk
    with als(t.wie["behandelaar"]) as behandelaar:
        t.filter = bewaar(
            soort="melding", naam="Merknaam filters", criteria={"jaar": ["2024"]}, team=None, door=behandelaar
        ).pk
    return t


@pytest.fixture(scope="module")
def opgebouwd(kloon: str) -> Toneel:
    """Everything once, committed in a copy of this module's own; what a test changes is rolled back."""
    with transaction.atomic():
        return bouw()


@pytest.fixture
def toneel(db: None, opgebouwd: Toneel) -> Toneel:
    return deepcopy(opgebouwd)
