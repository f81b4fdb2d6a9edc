"""Numbers of casussen: random, so that a number says nothing about when or in which order it was given."""

from __future__ import annotations

import secrets

ALFABET = "23456789CDFGHJKMNPQRTVWXZ"
"""No look-alikes (no 0, O, 1, I or L; 5 without S) and no vowels, so no words."""
PATROON = rf"^C-[{ALFABET}]{{4}}-[{ALFABET}]{{4}}$"


def nieuw_casusnummer() -> str:
    """A number such as `C-7K3M-9QXD`: 25^8, about 150 billion, of them."""
    tekens = "".join(secrets.choice(ALFABET) for _ in range(8))
    return f"C-{tekens[:4]}-{tekens[4:]}"
