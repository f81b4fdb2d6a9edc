"""Secrets at rest that hang under no zaak: of signing in (docs/adr/0015-aanmelden.md), names of filters, mail, tasks;
who the colleagues are (docs/adr/0035-namen-van-accounts.md); and what somebody searches for, in the address.

The key comes from the key file of the installation, through the setting `AANMELDSLEUTEL`: a dotted path to a function
without arguments that returns 32 bytes. This app lies below the one that keeps the keys and may not import it.
"""

from __future__ import annotations

import base64
import binascii
import logging
import os
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger("jid.geheim")

_VERSIE = "1."
_NONCE = 12
_VAST = "v1."
_BLOK = 32
"""Bytes: a name of fewer has the length of this in the database, so that its length tells little."""
ONLEESBAAR = "(onleesbaar)"
"""What a page shows where a name does not open; no field of `velden` writes it."""


class Doel(StrEnum):
    """What a value is; a value of one purpose does not open as another."""

    TWEEDE_FACTOR = "tweede factor"
    SESSIE = "sessie"
    FILTERNAAM = "naam van een filter"
    MAIL = "mail"
    TAAK = "taak"
    INLEZING = "inlezing"
    WEIGERING = "reden van een weigering"
    ZOEKVRAAG = "zoekvraag"
    NAAM = "naam van een account"
    ADRES = "e-mailadres"
    ONDERWERP = "onderwerp bij de organisatie"
    REFERENTIE = "referentie van een ander systeem"


class GeheimOnleesbaar(Exception):
    """The value was changed, belongs elsewhere, or was made with another key; never carries content."""


def versleutel(tekst: str, *, doel: Doel, bij: str = "") -> str:
    """AES-256-GCM with a random nonce, as URL-safe text; each call gives another value.

    `bij` binds it to a place, such as the key of its row: moved elsewhere it does not open.
    """
    nonce = os.urandom(_NONCE)
    inhoud = nonce + _aes().encrypt(nonce, tekst.encode(), _plaats(doel, bij))
    return _VERSIE + base64.urlsafe_b64encode(inhoud).decode()


def ontsleutel(waarde: str, *, doel: Doel, bij: str = "") -> str:
    """The text behind `waarde`; raises `GeheimOnleesbaar` for everything that `versleutel` did not make so."""
    if not waarde.startswith(_VERSIE):
        raise GeheimOnleesbaar
    try:
        inhoud = base64.urlsafe_b64decode(waarde.removeprefix(_VERSIE))
        return _aes().decrypt(inhoud[:_NONCE], inhoud[_NONCE:], _plaats(doel, bij)).decode()
    except (binascii.Error, ValueError, InvalidTag):
        raise GeheimOnleesbaar from None


def versleutel_vast(tekst: str, *, doel: Doel) -> str:
    """AES-256-SIV (RFC 5297): the same text gives the same value, so that the database can compare without knowing.

    For what must be found or unique by itself. Hexadecimal in small letters: `lower()` changes nothing. Nothing stays
    nothing.
    """
    if not tekst:
        return ""
    inhoud = tekst.encode()
    gevuld = inhoud + bytes(-len(inhoud) % _BLOK)
    return _VAST + _siv(_sleutel()).encrypt(gevuld, [doel.encode()]).hex()


def ontsleutel_vast(waarde: str, *, doel: Doel) -> str:
    """The text behind `waarde`; raises `GeheimOnleesbaar` for everything that `versleutel_vast` did not make so."""
    if not waarde:
        return ""
    if not is_vast(waarde):
        raise GeheimOnleesbaar
    try:
        inhoud = bytes.fromhex(waarde.removeprefix(_VAST))
        return _siv(_sleutel()).decrypt(inhoud, [doel.encode()]).rstrip(b"\0").decode()
    except (ValueError, InvalidTag):
        raise GeheimOnleesbaar from None


def lees_vast(waarde: str, *, doel: Doel) -> str:
    """As `ontsleutel_vast`, and `ONLEESBAAR` for what does not open: one forged row must not take every page away."""
    try:
        return ontsleutel_vast(waarde, doel=doel)
    except GeheimOnleesbaar:
        logger.error("%s: een waarde in de databank is niet te lezen", doel)
        return ONLEESBAAR


def is_vast(waarde: str) -> bool:
    """Whether a value looks as `versleutel_vast` writes it."""
    return waarde.startswith(_VAST)


def _plaats(doel: Doel, bij: str) -> bytes:
    return f"{doel}|{bij}".encode() if bij else doel.encode()


def _aes() -> AESGCM:
    return AESGCM(_sleutel())


def _sleutel() -> bytes:
    sleutel: bytes = import_string(settings.AANMELDSLEUTEL)()
    return sleutel


@lru_cache(maxsize=2)
def _siv(sleutel: bytes) -> AESSIV:
    return AESSIV(HKDFExpand(algorithm=SHA256(), length=64, info=b"jid|vast").derive(sleutel))
