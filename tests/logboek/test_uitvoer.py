"""A file from the log proves itself: also to somebody without the database."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from gebruikers.rollen import Rol
from logboek import bron
from logboek.anker import Ankerstand, Bestandsanker
from logboek.models import Gebeurtenis, Soort
from logboek.nakijken import kijk_na
from logboek.verzegelen import veranker, verzegel_rijen
from logboek.zegels import tekst
from tests.factories.gebruikers import maak_gebruiker
from tests.hulp.databank import PROJECT

pytestmark = [pytest.mark.databank, pytest.mark.django_db]
UITVOER = "logboek:uitvoer"


@pytest.fixture
def bestand(client_van, fabriek, tmp_path):
    """Eleven sealed events and one that waits, exported by an auditor; with the anchor."""
    anker = Bestandsanker(tmp_path / "anker")
    anker.begin(op=tekst(timezone.now()))
    with fabriek():
        auditor = maak_gebruiker(Rol.AUDITOR, naam="=Auditor()")
    client = client_van(auditor)
    with fabriek():
        Gebeurtenis.objects.all().delete()
        for nummer in range(11):
            Gebeurtenis.objects.create(
                soort=Soort.INGEZIEN, door_id=auditor.pk, zaak_id=uuid4(), object_id=f"=EEN({nummer})"
            )
        with connection.cursor() as cursor:
            verzegel_rijen(list(bron.losse(cursor)), laatste=None, begin=0, op=tekst(timezone.now()))
        veranker(anker, nu=timezone.now())
        Gebeurtenis.objects.create(soort=Soort.INGEZIEN, bijzonderheden={"wijze": 'afdruk; "x"'})
    antwoord = client.get(reverse(UITVOER), {"soort": "ingezien"})
    assert antwoord.headers["Content-Type"] == "text/csv; charset=utf-8"
    return antwoord.content.decode("utf-8-sig"), anker, client


def nagekeken(inhoud: str, anker: Ankerstand):
    return kijk_na(io.StringIO(inhoud, newline=""), anker)


def test_een_uitgevoerd_bestand_bewijst_zichzelf(bestand):
    inhoud, anker, _ = bestand
    uitslag = nagekeken(inhoud, anker.stand())
    assert (uitslag.gebeurtenissen, uitslag.onverzegeld, uitslag.bevindingen) == (12, 1, [])


@pytest.mark.parametrize("kolom", ["id", "tijdstip", "soort", "door_id", "zaak_id", "object_id", "bijzonderheden", "plek", "wortel", "vorige", "aantal", "verzegeld_op"])  # fmt: skip
def test_elke_verandering_in_een_regel_valt_op(bestand, kolom):
    inhoud, anker, _ = bestand
    rijen = list(csv.DictReader(io.StringIO(inhoud, newline=""), delimiter=";"))
    verzegeld = next(rij for rij in rijen if rij["zegel"])
    verzegeld[kolom] = {"plek": "0", "aantal": "12", "wortel": "00" * 32, "vorige": "11" * 32}.get(kolom, "9")
    uit = io.StringIO()
    schrijver = csv.DictWriter(uit, rijen[0], delimiter=";")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    assert len(nagekeken(uit.getvalue(), anker.stand()).bevindingen) == 1


def test_met_een_ander_anker_klopt_geen_enkele_regel(bestand):
    inhoud, anker, _ = bestand
    ander = anker.stand()
    ander.kenmerken[1] = bytes(32)
    assert len(nagekeken(inhoud, ander).bevindingen) == 11


def test_een_rekenblad_vindt_geen_formule(bestand):
    inhoud, _, _ = bestand
    cellen = [cel for rij in csv.reader(io.StringIO(inhoud, newline=""), delimiter=";") for cel in rij]
    assert [cel for cel in cellen if cel.startswith(("=", "+", "-", "@"))] == []
    assert "'=Auditor()" in cellen


def test_zonder_django_en_zonder_databank_na_te_kijken(bestand, tmp_path):
    inhoud, anker, _ = bestand
    pad = tmp_path / "uitvoer.csv"
    pad.write_text(inhoud, encoding="utf-8-sig", newline="")
    map_ = tmp_path / "kaal" / "logboek"
    map_.mkdir(parents=True)
    for naam in ("__init__", "zegels", "anker", "bron", "controle", "nakijken"):
        (map_ / f"{naam}.py").write_text((PROJECT / "logboek" / f"{naam}.py").read_text())

    def kijk(*woorden: str) -> subprocess.CompletedProcess[str]:
        opdracht = [sys.executable, "-S", "-m", "logboek.nakijken", *woorden]
        return subprocess.run(opdracht, cwd=map_.parent, capture_output=True, text=True, check=False)

    goed = kijk(str(pad), str(anker.pad))
    assert (goed.returncode, goed.stdout.splitlines()[-1]) == (0, "Alles klopt.")
    pad.write_text("gezocht".join(inhoud.rsplit("ingezien", 1)), encoding="utf-8-sig", newline="")
    assert kijk(str(pad), str(anker.pad)).returncode == 1
    assert kijk(str(pad), str(tmp_path / "weg")).returncode == 2


def test_uitvoeren_staat_in_het_logboek(bestand, fabriek):
    with fabriek():
        uitgevoerd = Gebeurtenis.objects.get(soort=Soort.LOGBOEK_GEEXPORTEERD)
    assert uitgevoerd.bijzonderheden == {"aantal": 12, "op_soort": "ingezien"}


def test_wat_te_veel_is_om_op_te_wachten_kan_op_de_achtergrond(bestand, monkeypatch):
    _, _, client = bestand
    monkeypatch.setattr("logboek.uitvoer.HOOGSTENS", 5)
    antwoord = client.get(reverse(UITVOER), {"soort": "ingezien"})
    assert antwoord.headers["Content-Type"].startswith("text/html")
    assert "Bestand maken" in antwoord.content.decode()
