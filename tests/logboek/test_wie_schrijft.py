"""Who writes which event: what the code of a role writes, the database takes from that role, and nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from gebruikers.rollen import Rol
from logboek.models import NIET_GESCHREVEN, Soort
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.databank import DATABANK

pytestmark = [pytest.mark.databank, pytest.mark.pg15, pytest.mark.django_db]
PROJECT = Path(__file__).resolve().parents[2]
WORKER = {
    "inlezen/services.py": {"bestand_weggegooid"},  # the rest of it is the web's
    "inlezen/taak.py": {"bestand_weggegooid"},
    "logboek/achtergrond_uitvoer.py": {"logboek_geexporteerd"},
    "logboek/management/commands/controleer_logboek.py": {"logboek_gecontroleerd"},
    "rapportages/invoer/cijfers.py": {"geimporteerd"},
    "zaken/invoer/inlezen.py": {"geimporteerd"},
}
"""Modules of named jobs, with the events that they write there."""
EIGENAAR = {
    "jid/demodata/laden.py",
    "jid/management/commands/backup.py",
    "logboek/opruimen.py",
    "zaken/services/sleutelbeheer.py",
}
"""Of commands that sign in as the owner, whom no policy binds."""
OOK_WEB = {"inlezen/services.py"}
INVOEGEN = (
    "INSERT INTO logboek_gebeurtenis (id, tijdstip, soort, door_id, object_id, bijzonderheden)"
    " VALUES (gen_random_uuid(), now(), %s, app.uid(), '', '{}')"
)


def _soorten() -> dict[str, set[str]]:
    """Function of `logboek.events` → the kinds that it writes."""
    boom = ast.parse((PROJECT / "logboek/events.py").read_text())
    functies = {deel.name: deel for deel in boom.body if isinstance(deel, ast.FunctionDef)}
    genoemd = {
        naam: {
            Soort[deel.attr].value
            for deel in ast.walk(functie)
            if isinstance(deel, ast.Attribute) and getattr(deel.value, "id", "") == "Soort"
        }
        for naam, functie in functies.items()
    }
    genoemd["lijst_afgedrukt"] |= genoemd["geexporteerd"]  # which it calls
    return {naam: kinds for naam, kinds in genoemd.items() if kinds}


def _aanroepen() -> Iterator[tuple[str, str]]:
    """Each file of an app with an event function that it calls."""
    for app in apps.get_app_configs():
        if Path(app.path).parent != PROJECT:
            continue
        for pad in Path(app.path).rglob("*.py"):
            bestand = str(pad.relative_to(PROJECT))
            if bestand != "logboek/events.py" and "migrations" not in pad.parts:
                for naam in re.findall(r"\b(?:events|logboek)\.([a-z_]+)\(", pad.read_text()):
                    yield bestand, naam


@pytest.fixture(scope="module")
def van_code() -> dict[str, set[str]]:
    """Role → the kinds that its code writes through `logboek.events`."""
    soorten = _soorten()
    gevonden: dict[str, set[str]] = {"web": set(), "worker": set(), "eigenaar": set()}
    for bestand, naam in _aanroepen():
        kinds = soorten.get(naam, set())
        if bestand in WORKER:
            gevonden["worker"] |= kinds & WORKER[bestand]
        if bestand in EIGENAAR:
            gevonden["eigenaar"] |= kinds
        elif bestand not in WORKER or bestand in OOK_WEB:
            gevonden["web"] |= kinds
    return gevonden


def test_de_webrol_schrijft_precies_wat_haar_code_schrijft(van_code, als, fabriek):
    with fabriek():
        gebruiker = maak_gebruiker(Rol.AUDITOR)
    mag = set()
    with als(gebruiker), connection.cursor() as cursor:
        for soort in Soort.values:
            try:
                with transaction.atomic():
                    cursor.execute(INVOEGEN, [soort])
                mag.add(soort)
            except ProgrammingError:  # the policy; another refusal fails the test
                continue
    assert mag == van_code["web"]


def test_de_worker_schrijft_precies_wat_zijn_taken_schrijven_en_nooit_bij_een_zaak(van_code):
    toegang = DATABANK.verbinding("jid_worker", connection.settings_dict["NAME"])
    bij_een_zaak = INVOEGEN.replace("app.uid(), ''", "app.uid(), gen_random_uuid(), ''").replace(
        "door_id, object_id", "door_id, zaak_id, object_id"
    )
    mag = {INVOEGEN: set(), bij_een_zaak: set()}
    with psycopg.connect(
        host=toegang["HOST"], port=toegang["PORT"], dbname=toegang["NAME"], user=toegang["USER"], password=toegang["PASSWORD"],
    ) as conn:  # fmt: skip
        for opdracht, toegestaan in mag.items():
            for soort in Soort.values:
                try:
                    with conn.transaction(force_rollback=True):
                        conn.execute(opdracht, [soort])
                    toegestaan.add(soort)
                except psycopg.errors.InsufficientPrivilege:
                    continue
    assert mag == {INVOEGEN: van_code["worker"], bij_een_zaak: set()}


def test_elke_soort_wordt_ergens_geschreven_of_staat_niet_in_het_filter(van_code):
    """By the code, by a function of the database, or where a backup is put back."""
    bronnen = [*(PROJECT / "docs/databank").glob("*.sql"), PROJECT / "jid/reservekopie/herstellen.py"]
    sql = "\n".join(bron.read_text() for bron in bronnen)
    van_databank = {
        soort
        for opdracht in re.findall(r"(?:noteer|noteer_zaak|_log_zaak|VALUES) ?\(([^;]*?);", sql)
        for soort in re.findall(r"'([a-z_]+)'", opdracht)
        if soort in Soort.values
    }
    geschreven = set().union(*van_code.values(), van_databank)
    assert set(Soort.values) - geschreven == {soort.value for soort in NIET_GESCHREVEN}
    assert not geschreven & {soort.value for soort in NIET_GESCHREVEN}
