"""Exact look-up of a person: keyed hashes (a blind index) of a whole name, an e-mail address or a number.

Whoever knows a name exactly, in any order and spelling of capitals and accents, finds the zaken that hold it. Parts of
a name find nothing, and nothing can be listed. Who may: `zaken.toegang.mag_personen_zoeken`.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from zaken.services.databank import roep
from zaken.versleuteling.fouten import SleutelVernietigd
from zaken.versleuteling.kluis import kluis
from zaken.versleuteling.sleutels import Doel

from .woordtokens import woorden

if TYPE_CHECKING:
    from zaken.models import Persoon

MIN_CIJFERS = 5
"""A shorter number is part of an address, not of a person."""

_IN_ADRES = r"[^\s@<>()\[\],;:\"']"
_EMAIL = re.compile(rf"(?<!{_IN_ADRES}){_IN_ADRES}+@{_IN_ADRES}+")
"""Begins where a word begins: tried at every letter, a long text without an @ would take the square of its length."""
_NUMMER = re.compile(r"\+?\d[\d\s().\-/]*\d")
_LAND = "31"
_NUMMER_MET_LAND = 11


def kenmerken(naam: str, contact: str) -> set[str]:
    """What somebody can be found by: the name, and each address and number in the contact data; normalised."""
    gevonden = {f"naam|{' '.join(sorted(woorden(naam)))}"} if woorden(naam) else set()
    return gevonden | {f"email|{adres}" for adres in adressen(contact)} | set(_nummers(contact))


def kenmerk(term: str) -> str:
    """The one feature that a search term asks for; empty when there is nothing in it."""
    if gevonden := adressen(term):
        return f"email|{gevonden[0]}"
    if not any(teken.isalpha() for teken in term):
        return next(_nummers(term), "")
    return f"naam|{' '.join(sorted(woorden(term)))}" if woorden(term) else ""


def tokens_van(persoon: Persoon) -> list[int]:
    """The stored hashes of one person, rising; none when the key of the zaak was destroyed."""
    try:
        return sorted(_token(een) for een in kenmerken(persoon.naam, persoon.contact))
    except SleutelVernietigd:
        return []


def werk_bij(persoon: Persoon) -> None:
    """Index one person in a zaak that the current user sees; after the name or the contact data were written."""
    roep("zet_persoontokens", persoon.pk, tokens_van(persoon))


def zaken_met(term: str) -> list[UUID]:
    """The zaken that the current user sees with this person in them; none for a role that may not ask."""
    if not (gezocht := kenmerk(term)):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.zoek_personen(%s::bigint[])", [[_token(gezocht)]])
        return [rij[0] for rij in cursor.fetchall()]


def logterm(term: str) -> str:
    """The term as a keyed hash for the log: the same person is recognised there, nobody can be read back."""
    sleutel = kluis().afgeleide_sleutel(Doel.LOGTERMEN)
    return hmac.digest(sleutel, f"persoon|{kenmerk(term)}".encode(), "sha256")[:8].hex()


def adressen(tekst: str) -> list[str]:
    """The e-mail addresses in a text, normalised, in their order."""
    return [adres.strip(".").casefold() for adres in _EMAIL.findall(tekst)]


def _nummers(tekst: str) -> Iterator[str]:
    """Telephone and personnel numbers: digits only, a Dutch country code written as 0."""
    for gevonden in _NUMMER.findall(_EMAIL.sub(" ", tekst)):
        cijfers = re.sub(r"\D", "", gevonden.replace("(0)", "")).removeprefix("00")
        if cijfers.startswith(_LAND) and len(cijfers) == _NUMMER_MET_LAND:
            cijfers = f"0{cijfers.removeprefix(_LAND)}"
        if len(cijfers) >= MIN_CIJFERS:
            yield f"nummer|{cijfers}"


def _token(tekst: str) -> int:
    sleutel = kluis().afgeleide_sleutel(Doel.PERSONEN)
    return int.from_bytes(hmac.digest(sleutel, tekst.encode(), "sha256")[:8], "big", signed=True)
