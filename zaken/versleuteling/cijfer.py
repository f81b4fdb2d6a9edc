"""The cipher for one value of one field: AES-256-GCM, bound to the place where the value is stored.

Layout, format version 1: ``0x01 | nonce (12 bytes) | ciphertext | tag (16 bytes)``.
The associated data ``table|pk|field|version`` is not stored; it is rebuilt on reading, so a value that was
copied to another row, field or table does not open.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zaken.versleuteling.fouten import OntsleutelingMislukt

FORMAATVERSIE = 1
SLEUTELLENGTE = 32
"""Length of a data key in bytes."""
NONCELENGTE = 12
TOESLAG = 1 + NONCELENGTE + 16
"""Bytes that a stored value is longer than its text in UTF-8."""


def versleutel(sleutel: bytes, tekst: str, *, tabel: str, pk: str, veld: str) -> bytes:
    """Encrypt `tekst` with a 32-byte data key; each call gives other bytes.

    Raises `ValueError` when the text is not valid Unicode (a lone surrogate) or the place is ambiguous.
    """
    plaats = _plaats(tabel, pk, veld, FORMAATVERSIE)
    nonce = os.urandom(NONCELENGTE)
    try:
        klaar = tekst.encode()
    except UnicodeEncodeError:
        klaar = None  # raised below, outside this block: the codec's error holds the text
    if klaar is None:
        raise ValueError("Deze tekst bevat een teken dat niet bestaat.")
    return bytes([FORMAATVERSIE]) + nonce + _aes(sleutel).encrypt(nonce, klaar, plaats)


def ontsleutel(sleutel: bytes, cijfertekst: bytes, *, tabel: str, pk: str, veld: str) -> str:
    """The text behind `cijfertekst`, when key and place are those it was made with.

    Raises `OntsleutelingMislukt`, without content, in every other case.
    """
    if len(cijfertekst) < TOESLAG:
        raise OntsleutelingMislukt("Dit gegeven is te kort om versleuteld te zijn.")
    if cijfertekst[0] != FORMAATVERSIE:
        raise OntsleutelingMislukt("Dit gegeven heeft een onbekende formaatversie.")
    plaats = _plaats(tabel, pk, veld, FORMAATVERSIE)
    nonce, inhoud = cijfertekst[1 : 1 + NONCELENGTE], cijfertekst[1 + NONCELENGTE :]
    try:
        return _aes(sleutel).decrypt(nonce, inhoud, plaats).decode()
    except InvalidTag:
        raise OntsleutelingMislukt(
            f"Het veld {veld} in {tabel} is niet te ontsleutelen: "
            "het is gewijzigd of verplaatst, of hoort bij een andere sleutel."
        ) from None


def _aes(sleutel: bytes) -> AESGCM:
    if len(sleutel) != SLEUTELLENGTE:
        raise ValueError("Een datasleutel is 32 bytes lang.")
    return AESGCM(sleutel)


def _plaats(tabel: str, pk: str, veld: str, versie: int) -> bytes:
    delen = (tabel, pk, veld)
    if not all(delen) or any("|" in deel for deel in delen):
        raise ValueError("Tabel, sleutel en veld zijn verplicht en bevatten geen verticale streep.")
    return f"{tabel}|{pk}|{veld}|{versie}".encode()
