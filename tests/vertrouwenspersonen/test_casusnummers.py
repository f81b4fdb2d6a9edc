from __future__ import annotations

import re

from vertrouwenspersonen.casusnummers import ALFABET, PATROON, nieuw_casusnummer


def test_een_nummer_heeft_de_afgesproken_vorm() -> None:
    for _ in range(200):
        assert re.fullmatch(PATROON, nieuw_casusnummer())


def test_nummers_staan_niet_op_volgorde() -> None:
    nummers = [nieuw_casusnummer() for _ in range(200)]
    assert len(set(nummers)) == 200
    assert nummers != sorted(nummers)


def test_het_alfabet_heeft_geen_tekens_die_op_elkaar_lijken() -> None:
    assert not set(ALFABET) & set("0O1ILSAEUY")
