"""The file outside the database."""

from __future__ import annotations

import stat

import pytest

from logboek.anker import Ankerfout, Bestandsanker, Verloren
from logboek.zegels import GEEN_VORIGE, Zegel

OP = "2024-12-03T13:33:00.000000Z"


def zegel(nummer: int, wortel: bytes = b"w" * 32) -> Zegel:
    return Zegel(nummer, 1, 3, wortel, GEEN_VORIGE, OP)


@pytest.fixture
def anker(tmp_path):
    anker = Bestandsanker(tmp_path / "map" / "anker")
    anker.begin(op=OP)
    return anker


def vul(anker: Bestandsanker, *zegels: Zegel) -> int:
    return anker.vul_aan(lambda na: [z for z in zegels if z.nummer > na], op=OP)


def test_alleen_de_eigenaar_van_het_proces_kan_bij_het_anker(anker):
    assert stat.S_IMODE(anker.pad.stat().st_mode) == 0o600


def test_een_zegel_komt_er_een_keer_in(anker):
    assert vul(anker, zegel(1), zegel(2)) == 2
    assert vul(anker, zegel(1), zegel(2), zegel(3)) == 1
    stand = anker.stand()
    assert (stand.laatste, stand.kenmerken) == (3, {n: zegel(n).kenmerk for n in (1, 2, 3)})


def test_wat_er_stond_blijft_staan(anker):
    vul(anker, zegel(1))
    voor = anker.pad.read_bytes()
    vul(anker, zegel(1), zegel(2))
    assert anker.pad.read_bytes().startswith(voor)


def test_een_regel_die_door_een_crash_is_afgebroken_komt_opnieuw(anker):
    vul(anker, zegel(1), zegel(2))
    anker.pad.write_bytes(anker.pad.read_bytes()[:-30])
    assert anker.stand().laatste == 1
    vul(anker, zegel(1), zegel(2))
    stand = anker.stand()
    assert (stand.laatste, stand.onleesbaar, stand.tegenstrijdig) == (2, [3], [])


def test_twee_verschillende_regels_voor_een_zegel_spreken_elkaar_tegen(anker):
    vul(anker, zegel(1))
    tweede = Bestandsanker(anker.pad.with_name("tweede"))
    tweede.begin(op=OP)
    vul(tweede, zegel(1, b"x" * 32))
    anker.pad.write_bytes(anker.pad.read_bytes() + tweede.pad.read_bytes())
    assert anker.stand().tegenstrijdig == [1]


def test_na_een_herstel_gaat_de_telling_verder_en_mist_de_databank_niets(anker):
    vul(anker, *(zegel(n) for n in range(1, 6)))
    anker.noteer_herstel(Verloren(na=3, tot=5), op=OP)
    assert (anker.stand().laatste, anker.stand().verwacht) == (5, 3)
    vul(anker, zegel(6))
    assert (anker.stand().laatste, anker.stand().verwacht) == (6, 6)


def test_een_anker_wordt_niet_twee_keer_begonnen_en_niet_geraden(anker, tmp_path):
    with pytest.raises(Ankerfout):
        anker.begin(op=OP)
    with pytest.raises(Ankerfout, match="niet te lezen"):
        Bestandsanker(tmp_path / "weg").stand()
