"""The mathematics of a seal: what is hashed, and that nothing else fits it."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from logboek.zegels import (
    GEEN_VORIGE,
    KOLOMMEN,
    OnbekendeVorm,
    Zegel,
    bewijzen,
    blad,
    wortel,
    wortel_volgens,
)

RIJ = (
    "00000000-0000-4000-8000-000000000001",
    "2024-12-03T13:32:00.000000Z",
    "status_gewijzigd",
    "7",
    None,
    "",
    '{"naar": "in_beoordeling"}',
)
rijen = st.lists(st.none() | st.text(max_size=6), min_size=7, max_size=7).map(tuple)


def test_vorm_1_blijft_zoals_zij_beschreven_is():
    """The vectors of docs/logboek-verzegeling.md: who changes the form gives it a new number."""
    een, twee = blad(RIJ), blad((*RIJ[:4], RIJ[0], *RIJ[5:]))
    assert een.hex() == "4335242ab8f58f4a2253387c39ea355ee4c9c6ead22a98fe3a2c60bf882f1cd5"
    zegel = Zegel(1, 1, 3, wortel([een, twee, een]), GEEN_VORIGE, "2024-12-03T13:33:00.000000Z")
    assert zegel.wortel.hex() == "c08045ac96bad0841195b6cc85a38638053eac4044a0ddfd8b7fe55dbba97770"
    assert zegel.kenmerk.hex() == "b1320bc9c222454b00c057b513d45550e22224c7b8b11e5df83cd280a093af1c"


def test_een_onbekende_vorm_wordt_niet_geraden():
    with pytest.raises(OnbekendeVorm):
        blad(RIJ, vorm=2)


@given(rijen, rijen)
def test_twee_verschillende_gebeurtenissen_hebben_nooit_hetzelfde_blad(een, ander):
    assert (blad(een) == blad(ander)) == (een == ander)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70, unique=True), st.data())
def test_een_bewijs_past_bij_een_plek_en_een_blad_en_verder_nergens(bladen, data):
    plek = data.draw(st.integers(0, len(bladen) - 1))
    buren = bewijzen(bladen, [plek])[plek]
    top = wortel(bladen)
    assert wortel_volgens(bladen[plek], plek=plek, aantal=len(bladen), buren=buren) == top
    for ander in range(len(bladen)):
        if ander != plek:
            assert wortel_volgens(bladen[ander], plek=plek, aantal=len(bladen), buren=buren) != top
            assert wortel_volgens(bladen[plek], plek=ander, aantal=len(bladen), buren=buren) != top
    assert wortel_volgens(bladen[plek], plek=plek, aantal=len(bladen), buren=[*buren, bytes(32)]) is None


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=40, unique=True), st.data())
def test_een_andere_volgorde_of_een_blad_minder_geeft_een_andere_wortel(bladen, data):
    anders = data.draw(st.permutations(bladen))
    assert (wortel(anders) == wortel(bladen)) == (list(anders) == bladen)
    weg = data.draw(st.integers(0, len(bladen) - 1))
    assert wortel(bladen[:weg] + bladen[weg + 1 :]) != wortel(bladen)


@pytest.mark.databank
@pytest.mark.django_db
def test_elke_kolom_van_het_logboek_telt_mee():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'logboek_gebeurtenis'::regclass"
            " AND attnum > 0 AND NOT attisdropped"
        )
        assert {naam for (naam,) in cursor.fetchall()} == set(KOLOMMEN)
