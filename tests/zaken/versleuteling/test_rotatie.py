"""Rotation: a real process killed halfway with a writer at work, resumed, and the old key taken away."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from gebruikers.models import Team
from gebruikers.rollen import Rol
from tests.factories.gebruikers import maak_gebruiker, maak_team
from tests.hulp.databank import DATABANK, PROJECT
from tests.hulp.opdracht import als_rol, geef_opdracht
from tests.hulp.wie import fabriek
from zaken.services.sleutelbeheer import roteer
from zaken.versleuteling.sleutels import (
    Bestandskluis,
    IngepakteSleutel,
    maak_sleutelbestand,
    nieuwe_datasleutel,
    voeg_hoofdsleutel_toe,
)

pytestmark = pytest.mark.databank
AANTAL = 4_000
SCHRIJVER = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "jid.settings"
import django; django.setup()
from datetime import date
from gebruikers.models import Gebruiker
from gebruikers.context import namens
from zaken.models import Concept, Zaak
from zaken.services.concepten import begin_concept, bewaar_concept
from zaken.services.registratie import open_zaak
wie = Gebruiker.objects.get(pk=int(sys.argv[1]))
n = 0
while n <= 10 or not os.path.exists(sys.argv[2]):
    n += 1
    tekst = f"Kwikstaartje {os.getpid()} {n}"
    with namens(wie):
        concept = begin_concept(soort=Zaak.Soort.MELDING, door=wie)
    with namens(wie):
        bewaar_concept(concept_id=concept.pk, velden={"tekst": tekst}, volgnummer=1, door=wie)
    with namens(wie):
        assert Concept.objects.van(wie).get(pk=concept.pk).inhoud["tekst"] == tekst
        zaak = open_zaak(soort=Zaak.Soort.MELDING, ontvangen_defensie=date(2024, 5, 1), onderwerp=tekst, door=wie)
    with namens(wie):
        terug = Zaak.objects.zichtbaar_voor(wie).get(pk=zaak.pk)
        assert terug.onderwerp == tekst
        terug.omschrijving = tekst
        terug.save(update_fields=["omschrijving"])
    if n == 1:
        print("begonnen", flush=True)
print(n)
"""


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    """The key file of the test run, copied: these tests change it."""
    kopie = tmp_path / "hoofdsleutels"
    shutil.copy2(settings.SLEUTELBESTAND, kopie)
    return kopie


@pytest.fixture
def vol(kloon: str, pad: Path) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A database with many data keys, and a superuser who looks at it."""
    kluis = Bestandskluis(Path(settings.SLEUTELBESTAND))
    with DATABANK.als_superuser(kloon) as superuser:
        superuser.execute("TRUNCATE zaken_datasleutel CASCADE")
        superuser.execute("DELETE FROM zaken_sleutelversie")
        for id, controle in (*kluis.proef.hoofdsleutels.items(), kluis.proef.afleiding):
            soort = "hoofdsleutel" if id in kluis.proef.hoofdsleutels else "afleiding"
            superuser.execute("INSERT INTO zaken_sleutelversie (id, soort, controle, status) VALUES (%s, %s, %s, 'in_gebruik')",
                              [id, soort, controle])  # fmt: skip
        with (
            superuser.cursor() as cursor,
            cursor.copy("COPY zaken_datasleutel (id, ingepakt, hoofdsleutel_id) FROM STDIN") as kopie,
        ):
            for _ in range(AANTAL):
                sleutel = kluis.wikkel(nieuwe_datasleutel())
                kopie.write_row((uuid4(), sleutel.ingepakt, sleutel.hoofdsleutel_id))
        yield superuser


def _omgeving(kloon: str, pad: Path, rol: str) -> dict[str, str]:
    return os.environ | {"JID_DATABASE": kloon, "JID_SLEUTELBESTAND": str(pad), "JID_ROL": rol}


def _beheer(kloon: str, pad: Path, *woorden: str) -> subprocess.CompletedProcess[str]:
    return geef_opdracht(kloon, *woorden, SLEUTELBESTAND=pad)


def _dood_halverwege(kloon: str, pad: Path, na: int) -> None:
    """Start a rotation in small batches and kill it once it has done `na` keys."""
    proces = subprocess.Popen(
        [sys.executable, "manage.py", "roteer_sleutels", "--skip-checks", "--bundel", "20"],
        cwd=PROJECT, env=_omgeving(kloon, pad, "eigenaar"), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert proces.stdout is not None
    for regel in proces.stdout:
        if (gedaan := re.match(r"(\d+) van", regel)) and int(gedaan[1]) >= na:
            break
    proces.send_signal(signal.SIGKILL)
    proces.wait(20)
    proces.stdout.close()


def _verdeling(superuser: psycopg.Connection[tuple[object, ...]]) -> dict[str, int]:
    rijen = superuser.execute("SELECT hoofdsleutel_id, count(*) FROM zaken_datasleutel GROUP BY 1").fetchall()
    return {str(id): int(str(aantal)) for id, aantal in rijen}


def _open_alles(superuser: psycopg.Connection[tuple[object, ...]], pad: Path) -> int:
    """Every data key opens with this file; gives their number."""
    kluis = Bestandskluis(pad)
    rijen = superuser.execute("SELECT hoofdsleutel_id, ingepakt FROM zaken_datasleutel").fetchall()
    return len({kluis.ontwikkel(IngepakteSleutel(str(id), bytes(b))) for id, b in rijen})  # type: ignore[arg-type]  # rows of psycopg


def test_een_wisseling_overleeft_kill_9_terwijl_anderen_schrijven(kloon, pad, vol, tmp_path):
    with transaction.atomic(), fabriek():
        maak_team("intake", soort=Team.Soort.INTAKE)
        wie = maak_gebruiker(Rol.ADVISEUR)
    oud = Bestandskluis(pad).huidige_id
    voor = {bytes(i) for (i,) in vol.execute("SELECT ingepakt FROM zaken_datasleutel").fetchall()}
    stop = tmp_path / "stop"
    schrijver = subprocess.Popen(
        [sys.executable, "-c", SCHRIJVER, str(wie.pk), str(stop)],
        cwd=PROJECT, env=_omgeving(kloon, pad, "web"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert schrijver.stdout is not None
    assert schrijver.stdout.readline() == "begonnen\n"
    _dood_halverwege(kloon, pad, 500)
    half = _verdeling(vol)
    assert set(half) == {oud, Bestandskluis(pad).huidige_id}
    assert min(half.values()) > 500
    geweigerd = _beheer(kloon, pad, "roteer_sleutels", "--ruim-op")
    assert geweigerd.returncode == 1
    assert "is nog nodig voor" in geweigerd.stderr

    klaar = _beheer(kloon, pad, "roteer_sleutels")
    stop.touch()
    geschreven, fouten = schrijver.communicate(timeout=60)
    assert klaar.returncode == 0, klaar.stderr
    assert f"Verder met hoofdsleutel {Bestandskluis(pad).huidige_id}" in klaar.stdout
    assert (schrijver.returncode, int(geschreven) > 10) == (0, True), fouten

    nieuw = Bestandskluis(pad).huidige_id
    assert nieuw != oud
    assert _verdeling(vol) == {nieuw: _open_alles(vol, pad)}
    assert not voor & {bytes(i) for (i,) in vol.execute("SELECT ingepakt FROM zaken_datasleutel").fetchall()}
    opgeruimd = _beheer(kloon, pad, "roteer_sleutels", "--ruim-op")
    assert opgeruimd.returncode == 0, opgeruimd.stderr
    assert list(Bestandskluis(pad).proef.hoofdsleutels) == [nieuw]
    assert _open_alles(vol, pad) > AANTAL
    assert _beheer(kloon, pad, "sleutels").stdout.endswith("hoort bij deze databank.\n")
    [(aantal,)] = vol.execute(
        "SELECT count(*) FROM logboek_gebeurtenis WHERE soort = 'sleutels_geroteerd'"
    ).fetchall()
    assert aantal == 1


def test_een_oude_kopie_van_het_sleutelbestand_wordt_na_een_wisseling_geweigerd(kloon, pad, vol, tmp_path):
    oude_kopie = tmp_path / "oud"
    shutil.copy2(pad, oude_kopie)
    assert _beheer(kloon, pad, "roteer_sleutels").returncode == 0
    for opdracht in (["sleutels"], ["roteer_sleutels"], ["roteer_sleutels", "--ruim-op"]):
        geweigerd = _beheer(kloon, oude_kopie, *opdracht)
        assert geweigerd.returncode == 1
        assert "ontbreekt in" in geweigerd.stderr
        assert "Er wordt niets geschreven" in geweigerd.stderr
    assert oude_kopie.read_text().count("hoofdsleutel") == 1


def test_een_met_de_hand_toegevoegde_sleutel_wordt_bij_het_wisselen_vastgelegd(kloon, pad, vol):
    nieuw = voeg_hoofdsleutel_toe(pad)
    assert "is niet bekend in deze databank" in _beheer(kloon, pad, "sleutels").stderr
    assert _beheer(kloon, pad, "roteer_sleutels").returncode == 0
    assert _verdeling(vol) == {nieuw: AANTAL}


def test_een_beschadigde_datasleutel_houdt_de_rest_niet_tegen_en_wordt_genoemd(kloon, pad, vol):
    [(stuk,)] = vol.execute(
        "UPDATE zaken_datasleutel SET ingepakt = decode(repeat('00', 40), 'hex')"
        " WHERE id = (SELECT id FROM zaken_datasleutel LIMIT 1) RETURNING id"
    ).fetchall()
    klaar = _beheer(kloon, pad, "roteer_sleutels")
    assert klaar.returncode == 1
    assert "1 datasleutels passen niet op hun hoofdsleutel" in klaar.stderr
    assert f"- {stuk}" in klaar.stderr
    assert _verdeling(vol)[Bestandskluis(pad).huidige_id] == AANTAL - 1
    assert _beheer(kloon, pad, "roteer_sleutels", "--ruim-op").returncode == 1


def test_twee_wisselingen_tegelijk_gaan_na_elkaar(kloon, pad, vol):
    def wissel(_nummer: int) -> int:
        try:
            return roteer(pad=pad, meld=lambda _: None).herwikkeld
        finally:
            connection.close()

    with als_rol("eigenaar", kloon), ThreadPoolExecutor(2) as draden:
        assert min(draden.map(wissel, range(2))) > 0
    assert _verdeling(vol) == {Bestandskluis(pad).huidige_id: AANTAL}
    assert _open_alles(vol, pad) == AANTAL


def test_een_lege_databank_neemt_een_ander_sleutelbestand_aan_en_een_volle_niet(kloon, pad, vol, tmp_path):
    ander = tmp_path / "ander"
    maak_sleutelbestand(ander)
    assert "bevat al versleutelde gegevens" in _beheer(kloon, ander, "sleutels", "--leg-vast").stderr
    vol.execute("TRUNCATE zaken_datasleutel CASCADE")
    assert _beheer(kloon, ander, "sleutels", "--leg-vast").returncode == 0
    assert _beheer(kloon, ander, "sleutels").returncode == 0
