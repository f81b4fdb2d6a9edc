"""One value of one field: opens with its own key on its own place, and nowhere else."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaken.versleuteling.cijfer import TOESLAG, ontsleutel, versleutel
from zaken.versleuteling.fouten import OntsleutelingMislukt

SLEUTEL = bytes(range(32))
PK = "0b6cf1a2-6a3c-4d0e-9d69-5f3b0a9e7c11"
PLAATS = {"tabel": "zaken_zaak", "pk": PK, "veld": "onderwerp"}


@given(tekst=st.text(), sleutel=st.binary(min_size=32, max_size=32), pk=st.uuids())
def test_elke_tekst_komt_heel_terug(tekst: str, sleutel: bytes, pk: uuid.UUID) -> None:
    plaats = PLAATS | {"pk": str(pk)}
    assert ontsleutel(sleutel, versleutel(sleutel, tekst, **plaats), **plaats) == tekst


@given(tekst=st.text(min_size=4))
def test_de_klare_tekst_staat_niet_in_het_cijfer(tekst: str) -> None:
    cijfer = versleutel(SLEUTEL, tekst, **PLAATS)
    assert tekst.encode() not in cijfer
    assert len(cijfer) == len(tekst.encode()) + TOESLAG


def test_dezelfde_tekst_geeft_steeds_andere_bytes() -> None:
    assert len({versleutel(SLEUTEL, "Gesprek gevoerd", **PLAATS) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "elders",
    [
        {"tabel": "zaken_notitie"},
        {"pk": "0b6cf1a2-6a3c-4d0e-9d69-5f3b0a9e7c12"},
        {"veld": "omschrijving"},
    ],
)
def test_een_verplaatst_gegeven_gaat_niet_open(elders: dict[str, str]) -> None:
    cijfer = versleutel(SLEUTEL, "Gesprek gevoerd", **PLAATS)
    with pytest.raises(OntsleutelingMislukt, match="gewijzigd of verplaatst"):
        ontsleutel(SLEUTEL, cijfer, **(PLAATS | elders))


def test_een_andere_formaatversie_wordt_geweigerd() -> None:
    cijfer = versleutel(SLEUTEL, "Gesprek gevoerd", **PLAATS)
    with pytest.raises(OntsleutelingMislukt, match="onbekende formaatversie"):
        ontsleutel(SLEUTEL, b"\x02" + cijfer[1:], **PLAATS)


def test_een_andere_sleutel_faalt_in_woorden_zonder_inhoud() -> None:
    cijfer = versleutel(SLEUTEL, "Gesprek gevoerd", **PLAATS)
    with pytest.raises(OntsleutelingMislukt, match="hoort bij een andere sleutel") as fout:
        ontsleutel(bytes(32), cijfer, **PLAATS)
    assert fout.value.__cause__ is None
    assert PK not in str(fout.value)


@given(tekst=st.text(), plek=st.integers(min_value=0), bit=st.integers(min_value=0, max_value=7))
def test_elke_gewijzigde_bit_wordt_gezien(tekst: str, plek: int, bit: int) -> None:
    cijfer = bytearray(versleutel(SLEUTEL, tekst, **PLAATS))
    cijfer[plek % len(cijfer)] ^= 1 << bit
    with pytest.raises(OntsleutelingMislukt):
        ontsleutel(SLEUTEL, bytes(cijfer), **PLAATS)


@given(lengte=st.integers(min_value=0, max_value=TOESLAG + 4))
def test_een_afgekapt_gegeven_gaat_niet_open(lengte: int) -> None:
    cijfer = versleutel(SLEUTEL, "Gesprek", **PLAATS)
    with pytest.raises(OntsleutelingMislukt):
        ontsleutel(SLEUTEL, cijfer[:lengte], **PLAATS)


@pytest.mark.parametrize("plaats", [{"tabel": ""}, {"pk": ""}, {"veld": ""}, {"tabel": "zaken|zaak"}])
def test_een_dubbelzinnige_plaats_wordt_geweigerd(plaats: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="verticale streep"):
        versleutel(SLEUTEL, "Gesprek", **(PLAATS | plaats))


def test_een_sleutel_van_verkeerde_lengte_wordt_geweigerd() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        versleutel(bytes(16), "Gesprek", **PLAATS)


def test_een_los_surrogaat_faalt_zonder_de_tekst_mee_te_dragen() -> None:
    with pytest.raises(ValueError, match="teken dat niet bestaat") as fout:
        versleutel(SLEUTEL, "Gesprek \ud800", **PLAATS)
    assert fout.value.__context__ is None
    assert "Gesprek" not in repr(fout.value)
