"""Secrets at rest that hang under no zaak: of signing in (docs/adr/0015-aanmelden.md), names of filters, mail, tasks;
and what somebody searches for, in the address.

The key comes from the key file of the installation, through the setting `AANMELDSLEUTEL`: a dotted path to a function
without arguments that returns 32 bytes. This app lies below the one that keeps the keys and may not import it.
"""

from __future__ import annotations

import base64
import binascii
import os
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.module_loading import import_string

_VERSIE = "1."
_NONCE = 12


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


def _plaats(doel: Doel, bij: str) -> bytes:
    return f"{doel}|{bij}".encode() if bij else doel.encode()


def _aes() -> AESGCM:
    return AESGCM(import_string(settings.AANMELDSLEUTEL)())
