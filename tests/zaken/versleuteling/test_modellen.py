"""The row with a wrapped data key, and the kluis of the installation."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

import zaken.versleuteling.kluis as kluismodule
from zaken.models import Datasleutel
from zaken.versleuteling.fouten import (
    OngeldigSleutelbestand,
    OntbrekendeHoofdsleutel,
    SleutelPastNiet,
    SleutelVernietigd,
)
from zaken.versleuteling.kluis import kluis
from zaken.versleuteling.modellen import uitgepakt
from zaken.versleuteling.sleutels import Bestandskluis, herwikkel, maak_sleutelbestand, voeg_hoofdsleutel_toe


@pytest.fixture(autouse=True)
def pad(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key file of its own, and a database that takes every key file for its own."""
    settings.SLEUTELBESTAND = tmp_path / "hoofdsleutels"
    maak_sleutelbestand(settings.SLEUTELBESTAND)
    monkeypatch.setattr(kluismodule, "keur", lambda proef, vastgelegd: None)
    monkeypatch.setattr(kluismodule, "vastgelegd", list)
    kluismodule._open.cache_clear()
    return tmp_path / "hoofdsleutels"


def test_een_nieuwe_rij_pakt_haar_sleutel_uit_en_bewaart_hem_niet_klaar() -> None:
    rij = Datasleutel.nieuw()
    sleutel = rij.uitgepakt()
    assert len(sleutel) == 32
    assert len(bytes(rij.ingepakt)) == 40
    assert rij.hoofdsleutel_id == kluis().huidige_id
    assert sleutel not in b"".join(w for w in vars(rij).values() if isinstance(w, bytes))
    assert uitgepakt(rij) == sleutel


def test_elke_rij_heeft_een_eigen_sleutel() -> None:
    assert len({Datasleutel.nieuw().uitgepakt() for _ in range(100)}) == 100


def test_geen_rij_meer_is_vernietigd() -> None:
    with pytest.raises(SleutelVernietigd, match="vernietigd"):
        uitgepakt(None)


def test_wisselen_van_hoofdsleutel_laat_de_datasleutel_gelijk(pad: Path) -> None:
    rij = Datasleutel.nieuw()
    sleutel = rij.uitgepakt()
    nieuw_id = voeg_hoofdsleutel_toe(pad)
    [(terug, nieuw)] = herwikkel([(rij, rij.als_ingepakt)], Bestandskluis(pad))
    terug.hoofdsleutel_id, terug.ingepakt = nieuw
    assert terug.hoofdsleutel_id == nieuw_id
    assert terug.uitgepakt() == sleutel


def test_een_rij_uit_een_andere_installatie_pakt_niet_uit(tmp_path: Path, settings: Settings) -> None:
    rij = Datasleutel.nieuw()
    settings.SLEUTELBESTAND = tmp_path / "ander"
    maak_sleutelbestand(settings.SLEUTELBESTAND)
    with pytest.raises(OntbrekendeHoofdsleutel, match="staat niet in"):
        rij.uitgepakt()
    rij.hoofdsleutel_id = kluis().huidige_id
    with pytest.raises(SleutelPastNiet):
        rij.uitgepakt()


def test_zonder_sleutelbestand_begint_er_niets(tmp_path: Path, settings: Settings) -> None:
    settings.SLEUTELBESTAND = tmp_path / "weg"
    with pytest.raises(OngeldigSleutelbestand, match="bestaat niet"):
        Datasleutel.nieuw()


def test_de_kluis_opent_het_bestand_een_keer(pad: Path) -> None:
    eerste = kluis()
    pad.unlink()
    assert kluis() is eerste


def test_een_verdwenen_bestand_pakt_niets_nieuws_in_en_leest_wel(pad: Path) -> None:
    rij = Datasleutel.nieuw()
    sleutel = rij.uitgepakt()
    pad.unlink()
    with pytest.raises(OngeldigSleutelbestand, match="bestaat niet"):
        Datasleutel.nieuw()
    assert rij.uitgepakt() == sleutel


def test_een_draaiend_proces_pakt_meteen_in_met_de_nieuwe_hoofdsleutel(pad: Path) -> None:
    Datasleutel.nieuw()
    nieuw_id = voeg_hoofdsleutel_toe(pad)
    assert Datasleutel.nieuw().hoofdsleutel_id == nieuw_id
