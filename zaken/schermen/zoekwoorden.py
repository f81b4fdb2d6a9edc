"""What somebody typed to search for, out of every address.

An address stays in the history of a browser that others may use, and a word or a person may name somebody. So the words
stand in it as one part, `zoek`: encrypted, for this user only, for a day. It is kept nowhere else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import QueryDict

from gebruikers.geheim import Doel, GeheimOnleesbaar, ontsleutel, versleutel

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

WOORDEN = ("q", "persoon")
"""The fields of a list in which somebody types freely."""
ZOEK = "zoek"
GELDIG = timedelta(days=1)


@dataclass(frozen=True)
class Lijstvraag:
    """What an address asks of a list."""

    velden: QueryDict
    """With the words: for the form, never for an address."""
    adres: QueryDict
    """The same without the words, with `zoek`: for every address that is made from it."""
    verlopen: bool = False
    """`zoek` is too old, of somebody else, or not of this application."""


def lees(vraag: QueryDict, *, gebruiker: Gebruiker, nu: datetime) -> Lijstvraag:
    """The question in an address; words that somebody typed in it themselves count for those in `zoek`."""
    zoek = vraag.get(ZOEK, "")
    if not zoek or any(vraag.get(naam) for naam in WOORDEN):
        return Lijstvraag(vraag, verberg(vraag, gebruiker=gebruiker, nu=nu))
    try:
        inhoud = json.loads(_open(zoek, gebruiker))
    except GeheimOnleesbaar:
        return Lijstvraag(vraag, vraag, verlopen=True)
    if nu.timestamp() - inhoud["op"] > GELDIG.total_seconds():
        return Lijstvraag(vraag, vraag, verlopen=True)
    velden = vraag.copy()
    for naam in WOORDEN:
        velden[naam] = inhoud.get(naam, "")
    return Lijstvraag(velden, vraag)


def verberg(vraag: QueryDict, *, gebruiker: Gebruiker, nu: datetime) -> QueryDict:
    """The same question for an address: its words together as `zoek`, without any when there are none."""
    woorden = {naam: vraag[naam] for naam in WOORDEN if vraag.get(naam)}
    adres = vraag.copy()
    for naam in (*WOORDEN, ZOEK):
        adres.pop(naam, None)
    if woorden:
        tekst = json.dumps(woorden | {"op": int(nu.timestamp())}, ensure_ascii=False, separators=(",", ":"))
        adres[ZOEK] = versleutel(tekst, doel=Doel.ZOEKVRAAG, bij=str(gebruiker.pk)).rstrip("=")
    return adres


def _open(zoek: str, gebruiker: Gebruiker) -> str:
    vulling = "=" * (-len(zoek.partition(".")[2]) % 4)  # left out of the address
    return ontsleutel(zoek + vulling, doel=Doel.ZOEKVRAAG, bij=str(gebruiker.pk))
