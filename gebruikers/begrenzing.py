"""Keys of the shared counters of sign-in attempts (`CACHES`), without the addresses they are about."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def sleutel(key: str, key_prefix: str, version: int) -> str:
    """`KEY_FUNCTION`: a keyed hash, because a plain key would hold the IP address of a user."""
    return salted_hmac(
        "gebruikers.begrenzing", f"{key_prefix}:{version}:{key}", algorithm="sha256"
    ).hexdigest()
