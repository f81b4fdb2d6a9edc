"""Key-encryption keys: the file, wrapping, rotation, derived keys; nothing shows key material."""

from __future__ import annotations

import base64
import copy
import json
import os
import pickle
import stat
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from zaken.versleuteling.fouten import OngeldigSleutelbestand, OntbrekendeHoofdsleutel, SleutelPastNiet
from zaken.versleuteling.sleutels import (
    Bestandskluis,
    Doel,
    Hoofdsleutel,
    IngepakteSleutel,
    herwikkel,
    maak_sleutelbestand,
    nieuwe_datasleutel,
    voeg_hoofdsleutel_toe,
)


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    pad = tmp_path / "sleutels" / "hoofdsleutels"
    assert maak_sleutelbestand(pad)
    return pad


def _regel(soort: str, id: str, sleutel: bytes = bytes(32)) -> str:
    return json.dumps({"soort": soort, "id": id, "sleutel": base64.b64encode(sleutel).decode()})


AFLEIDING = _regel("afleiding", "a")
HOOFDSLEUTEL = _regel("hoofdsleutel", "h")


def _schrijf(pad: Path, *regels: str) -> Path:
    pad.touch(0o600)
    pad.write_text("\n".join(regels))
    return pad


# Wrapping


def test_inpakken_volgt_het_voorbeeld_van_rfc_3394() -> None:
    hoofdsleutel = Hoofdsleutel(id="rfc", sleutel=bytes(range(32)))
    datasleutel = bytes.fromhex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F")
    ingepakt = "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21"
    assert hoofdsleutel.wikkel(datasleutel) == bytes.fromhex(ingepakt)
    assert hoofdsleutel.ontwikkel(bytes.fromhex(ingepakt)) == datasleutel


def test_een_andere_hoofdsleutel_pakt_niet_uit_en_zegt_dat() -> None:
    ingepakt = Hoofdsleutel(id="een", sleutel=bytes(32)).wikkel(nieuwe_datasleutel())
    with pytest.raises(SleutelPastNiet, match="past niet op hoofdsleutel twee"):
        Hoofdsleutel(id="twee", sleutel=bytes(31) + b"\x01").ontwikkel(ingepakt)


@pytest.mark.parametrize(
    "schade", [lambda b: b[:-8], lambda b: b[:-1], lambda b: b"", lambda b: b[1:] + b[:1]]
)
def test_een_beschadigde_datasleutel_pakt_niet_uit(schade) -> None:  # type: ignore[no-untyped-def]  # lambdas
    hoofdsleutel = Hoofdsleutel(id="een", sleutel=bytes(range(32)))
    with pytest.raises(SleutelPastNiet):
        hoofdsleutel.ontwikkel(schade(hoofdsleutel.wikkel(nieuwe_datasleutel())))


def test_datasleutels_zijn_32_bytes_en_steeds_anders() -> None:
    sleutels = {nieuwe_datasleutel() for _ in range(1_000)}
    assert len(sleutels) == 1_000
    assert {len(sleutel) for sleutel in sleutels} == {32}


@pytest.mark.parametrize("lengte", [0, 16, 31, 33])
def test_alleen_sleutels_van_32_bytes_doen_mee(lengte: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Hoofdsleutel(id="kort", sleutel=bytes(lengte))
    with pytest.raises(ValueError, match="32 bytes"):
        Hoofdsleutel(id="goed", sleutel=bytes(32)).wikkel(bytes(lengte))


# The file


def test_een_nieuw_bestand_is_alleen_voor_de_eigenaar(pad: Path) -> None:
    assert stat.S_IMODE(pad.stat().st_mode) == 0o600
    assert stat.S_IMODE(pad.parent.stat().st_mode) == 0o700
    assert [naam.name for naam in pad.parent.iterdir()] == [pad.name]


def test_een_ruime_umask_maakt_het_bestand_niet_leesbaar(tmp_path: Path) -> None:
    oud = os.umask(0)
    try:
        maak_sleutelbestand(tmp_path / "hoofdsleutels")
    finally:
        os.umask(oud)
    assert stat.S_IMODE((tmp_path / "hoofdsleutels").stat().st_mode) == 0o600


def test_een_bestaand_bestand_blijft_zoals_het_is(pad: Path) -> None:
    voor = pad.read_bytes()
    assert not maak_sleutelbestand(pad)
    assert pad.read_bytes() == voor
    assert [naam.name for naam in pad.parent.iterdir()] == [pad.name]


def test_wie_tegelijk_een_bestand_maakt_krijgt_samen_een_bestand(tmp_path: Path) -> None:
    pad = tmp_path / "hoofdsleutels"
    with ThreadPoolExecutor(8) as pool:
        gemaakt = list(pool.map(lambda _: maak_sleutelbestand(pad), range(8)))
    assert sorted(gemaakt) == [False] * 7 + [True]
    assert Bestandskluis(pad).huidige_id


@pytest.mark.parametrize("rechten", [0o640, 0o604, 0o660, 0o644, 0o620, 0o610, 0o700, 0o777])
def test_een_bestand_dat_anderen_kunnen_gebruiken_wordt_geweigerd(pad: Path, rechten: int) -> None:
    pad.chmod(rechten)
    with pytest.raises(OngeldigSleutelbestand, match="chmod 600"):
        Bestandskluis(pad)


def test_een_alleen_leesbaar_bestand_is_goed(pad: Path) -> None:
    pad.chmod(0o400)
    assert Bestandskluis(pad).huidige_id


def test_een_bestand_van_een_ander_wordt_geweigerd(pad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: pad.stat().st_uid + 1)
    with pytest.raises(OngeldigSleutelbestand, match="van een andere gebruiker"):
        Bestandskluis(pad)


def test_een_verwijzing_geldt_als_het_bestand_zelf(pad: Path) -> None:
    (pad.parent / "verwijzing").symlink_to(pad)
    assert Bestandskluis(pad.parent / "verwijzing").huidige_id
    pad.chmod(0o644)
    with pytest.raises(OngeldigSleutelbestand, match="chmod 600"):
        Bestandskluis(pad.parent / "verwijzing")


def test_een_ontbrekend_bestand_wordt_gemeld(tmp_path: Path) -> None:
    with pytest.raises(OngeldigSleutelbestand, match="bestaat niet"):
        Bestandskluis(tmp_path / "weg")


def test_een_map_of_pijp_is_geen_sleutelbestand(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp", 0o600)
    for pad in (tmp_path, tmp_path / "pijp"):
        with pytest.raises(OngeldigSleutelbestand, match="geen gewoon bestand"):
            Bestandskluis(pad)


@pytest.mark.parametrize(
    ("regels", "melding"),
    [
        ([], "geen hoofdsleutel"),
        ([AFLEIDING], "geen hoofdsleutel"),
        ([HOOFDSLEUTEL], "precies één regel van de soort afleiding"),
        ([AFLEIDING, AFLEIDING, HOOFDSLEUTEL], "precies één regel van de soort afleiding"),
        ([AFLEIDING, HOOFDSLEUTEL, HOOFDSLEUTEL], "Regel 3 .* herhaalt hoofdsleutel h"),
        ([AFLEIDING, "GEHEIM"], "Regel 2 .* is geen sleutelregel"),
        ([AFLEIDING, '["GEHEIM"]'], "Regel 2 .* is geen sleutelregel"),
        ([AFLEIDING, '{"soort": "hoofdsleutel", "id": "x", "sleutel": "GEHEIM!"}'], "Regel 2"),
        ([AFLEIDING, '{"soort": "hoofdsleutel", "id": "x", "sleutel": 7}'], "Regel 2"),
        ([AFLEIDING, _regel("hoofdsleutel", "kort", b"GEHEIM")], "geen sleutel van 32 bytes"),
        ([AFLEIDING, _regel("onbekend", "x")], "onbekende soort"),
        ([AFLEIDING, _regel("hoofdsleutel", "")], "geen geldig id"),
        ([AFLEIDING, "é"], "Regel 2"),
    ],
)
def test_een_onjuist_bestand_wordt_in_woorden_geweigerd(
    tmp_path: Path, regels: list[str], melding: str
) -> None:
    with pytest.raises(OngeldigSleutelbestand, match=melding) as fout:
        Bestandskluis(_schrijf(tmp_path / "hoofdsleutels", *regels))
    assert "GEHEIM" not in "".join(traceback.format_exception(fout.value)).split("OngeldigSleutelbestand")[-1]
    assert fout.value.__suppress_context__ or fout.value.__context__ is None


def test_een_eigen_regeleinde_minder_of_meer_maakt_niet_uit(tmp_path: Path) -> None:
    pad = _schrijf(tmp_path / "hoofdsleutels", AFLEIDING, "", HOOFDSLEUTEL, "", "")
    assert Bestandskluis(pad).huidige_id == "h"


# Rotation


def test_na_wisselen_pakt_de_nieuwe_in_en_de_oude_nog_uit(pad: Path) -> None:
    datasleutel = nieuwe_datasleutel()
    oud = Bestandskluis(pad).wikkel(datasleutel)
    nieuw_id = voeg_hoofdsleutel_toe(pad)
    kluis = Bestandskluis(pad)
    assert kluis.huidige_id == nieuw_id != oud.hoofdsleutel_id
    assert kluis.wikkel(datasleutel).hoofdsleutel_id == nieuw_id
    assert kluis.ontwikkel(oud) == datasleutel


def test_een_draaiend_proces_leert_een_nieuwe_hoofdsleutel_vanzelf(pad: Path) -> None:
    draaiend = Bestandskluis(pad)
    datasleutel = nieuwe_datasleutel()
    voeg_hoofdsleutel_toe(pad)
    assert draaiend.ontwikkel(Bestandskluis(pad).wikkel(datasleutel)) == datasleutel


def test_een_regel_zonder_regeleinde_overleeft_wisselen(tmp_path: Path) -> None:
    pad = _schrijf(tmp_path / "hoofdsleutels", AFLEIDING, HOOFDSLEUTEL)
    oud = Bestandskluis(pad).wikkel(bytes(32))
    voeg_hoofdsleutel_toe(pad)
    assert Bestandskluis(pad).ontwikkel(oud) == bytes(32)


def test_tegelijk_wisselen_verliest_geen_sleutel(pad: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: voeg_hoofdsleutel_toe(pad), range(8)))
    assert len(set(ids)) == 8
    tekst = pad.read_text()
    assert all(id in tekst for id in ids)
    assert Bestandskluis(pad).huidige_id in ids


def test_herwikkelen_pakt_alleen_oude_rijen_opnieuw_in(pad: Path) -> None:
    kluis = Bestandskluis(pad)
    datasleutels = {nummer: nieuwe_datasleutel() for nummer in range(50)}
    oude = [(nummer, kluis.wikkel(sleutel)) for nummer, sleutel in datasleutels.items()]
    nieuw_id = voeg_hoofdsleutel_toe(pad)
    kluis = Bestandskluis(pad)
    al_nieuw = (99, kluis.wikkel(nieuwe_datasleutel()))

    nieuwe = list(herwikkel([*oude, al_nieuw], kluis))

    assert [rij for rij, _ in nieuwe] == list(range(50))
    assert {sleutel.hoofdsleutel_id for _, sleutel in nieuwe} == {nieuw_id}
    assert {rij: kluis.ontwikkel(sleutel) for rij, sleutel in nieuwe} == datasleutels
    assert list(herwikkel(nieuwe, kluis)) == []


def test_een_weggehaalde_hoofdsleutel_wordt_genoemd(pad: Path) -> None:
    with pytest.raises(OntbrekendeHoofdsleutel, match=r"Hoofdsleutel weg staat niet in .* reservekopie"):
        Bestandskluis(pad).ontwikkel(IngepakteSleutel("weg", bytes(40)))


# Derived keys


def test_afgeleide_sleutels_verschillen_per_doel_en_bestand(tmp_path: Path) -> None:
    kluizen = []
    for naam in ("een", "twee"):
        maak_sleutelbestand(tmp_path / naam)
        kluizen.append(Bestandskluis(tmp_path / naam))
    sleutels = [kluis.afgeleide_sleutel(doel) for kluis in kluizen for doel in Doel]
    assert len(set(sleutels)) == 2 * len(Doel)
    assert {len(sleutel) for sleutel in sleutels} == {32}


def test_wisselen_laat_de_afgeleide_sleutels_gelijk(pad: Path) -> None:
    voor = Bestandskluis(pad).afgeleide_sleutel(Doel.ZOEKEN)
    voeg_hoofdsleutel_toe(pad)
    assert Bestandskluis(pad).afgeleide_sleutel(Doel.ZOEKEN) == voor


def test_de_afleiding_is_hkdf_sha_256_en_ligt_vast() -> None:
    wortel = Hoofdsleutel(id="a", sleutel=bytes(range(32)))
    assert (
        wortel.leid_af(Doel.ZOEKEN).hex()
        == "2932177ff09e756798f6cf8dd72a4f76f036421645057f88bce14cb09a61b925"
    )
    assert (
        wortel.leid_af(Doel.LOGTERMEN).hex()
        == "7e5925bfe10cbac5a547aa3843d82d07d8f9c7705f8ba104b0226d0b7b91fd27"
    )


# Nothing shows


def test_geen_weergave_toont_sleutelmateriaal(pad: Path) -> None:
    regels = [json.loads(regel) for regel in pad.read_text().splitlines()]
    kluis = Bestandskluis(pad)
    hoofdsleutel = Hoofdsleutel(id="h", sleutel=b"GEHEIM__" * 4)
    for tekst in (repr(kluis), str(kluis), f"{kluis}", repr(hoofdsleutel), str(hoofdsleutel)):
        assert "GEHEIM" not in tekst
        assert not any(regel["sleutel"] in tekst for regel in regels)


def test_sleutels_worden_niet_gekopieerd_of_bewaard(pad: Path) -> None:
    for geheim in (Hoofdsleutel(id="h", sleutel=bytes(32)), Bestandskluis(pad)):
        for bewaar in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError, match="verlaat het geheugen niet"):
                bewaar(geheim)
