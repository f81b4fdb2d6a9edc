"""Codes as a telephone makes them (RFC 6238)."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def totp(geheim: str, *, later: int = 0) -> str:
    """The code of six digits now, or `later` steps of half a minute on."""
    stap = struct.pack(">Q", int(time.time()) // 30 + later)
    som = hmac.new(base64.b32decode(geheim), stap, "sha1").digest()
    plek = som[-1] & 15
    return f"{(struct.unpack('>I', som[plek : plek + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def wacht_op_volle_stap() -> None:
    """Not in the last seconds of a step: a code made now must still hold when it arrives."""
    rest = 30 - time.time() % 30
    if rest < 4:
        time.sleep(rest)
