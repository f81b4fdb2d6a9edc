"""`manage.py jaarcijfers`: the figures of a year, on the screen or in a file."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from logboek.models import Gebeurtenis
from rapportages import services
from rapportages.controles import Bevinding
from tests.rapportages.conftest import Cijferdatabank, als_fabriek

pytestmark = pytest.mark.databank


def test_het_commando_eindigt_met_een_fout_als_een_controle_niet_slaagt(
    databank: Cijferdatabank, monkeypatch: pytest.MonkeyPatch
) -> None:
    fout = Bevinding("meldingen_vijf_jaar", "De rijen zijn samen 371, het totaal is 271. Herstel dit eerst.")
    monkeypatch.setattr(services, "controleer", lambda *args, **opties: (fout,))
    uit = StringIO()

    with pytest.raises(CommandError, match=r"(?s)Deze cijfers kloppen niet\..*het totaal is 271") as gevangen:
        call_command("jaarcijfers", "2024", "--formaat", "json", stdout=uit)

    assert gevangen.value.returncode == 3
    assert json.loads(uit.getvalue())["bevindingen"] == [fout.tekst]


def test_het_commando_geeft_de_json_van_een_jaar(databank: Cijferdatabank) -> None:
    uit = StringIO()
    call_command("jaarcijfers", "2023", "--formaat", "json", stdout=uit)

    als_json = json.loads(uit.getvalue())
    assert (als_json["jaar"], als_json["stand_op"], als_json["voorlopig"]) == (2023, "2023-12-31", True)
    assert als_json["tabellen"][0]["totaal"]["2023"] == 2
    assert als_json["tekst"].startswith("In 2023 waren er 2 meldingen.")


@pytest.mark.parametrize("formaat", ["json", "csv", "tekst"])
def test_een_uitvoer_van_het_commando_staat_in_het_logboek(databank: Cijferdatabank, formaat: str) -> None:
    call_command("jaarcijfers", "2024", "--formaat", formaat, stdout=StringIO())

    with als_fabriek():
        laatste = Gebeurtenis.objects.filter(soort="geexporteerd").order_by("tijdstip").last()
    assert laatste is not None
    assert laatste.bijzonderheden == {"wat": "jaarcijfers", "jaar": 2024, "formaat": formaat}


def test_het_commando_schrijft_een_werkboek_en_vraagt_daarvoor_een_bestand(
    databank: Cijferdatabank, tmp_path: Path
) -> None:
    pad = tmp_path / "jaarcijfers.xlsx"
    call_command("jaarcijfers", "2024", "--formaat", "xlsx", "--bestand", str(pad), stdout=StringIO())

    assert pad.read_bytes().startswith(b"PK")
    with pytest.raises(CommandError, match="Noem bij xlsx het bestand"):
        call_command("jaarcijfers", "2024", "--formaat", "xlsx", stdout=StringIO())


def test_het_commando_noemt_de_jaren_die_er_wel_zijn(databank: Cijferdatabank) -> None:
    with pytest.raises(CommandError, match=r"geen cijfers van 1999\. Wel van: 2024, 2023"):
        call_command("jaarcijfers", "1999", stdout=StringIO())
