"""Search tokens: what the database may know of the words in an encrypted text.

A text becomes the set of its Dutch word stems, each as a keyed hash of 64 bits. A search term goes the same
way: equal stems give equal tokens, and nothing else can be compared. Without the key (`Doel.ZOEKEN`) nobody
can try tokens against a dictionary; with it they can, so tokens are destroyed together with the content.

Stemming takes some 0.1 ms a word, so what it gave is remembered; but no word of a text stays in the memory of a
process: remembered are keyed hashes of a word and of its stem, as the database holds them (`_geheugen`).

Stems are stored data: a change in `stam`, `STOPWOORDEN` or the stemmer needs new tokens for every text.
`tests/zaken/test_zoektokens.py` holds a golden list that fails on such a change.
"""

from __future__ import annotations

import hmac
import os
import re
import threading
import unicodedata
from collections.abc import Iterable

from snowballstemmer.dutch_stemmer import DutchStemmer

MIN_LENGTE = 2
"""Shorter words (in characters) are not searchable."""

_WOORD = re.compile(r"[^\W_]+")

STOPWOORDEN = frozenset(
    _WOORD.findall(
        """
        aan al alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een eens
        en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je
        kan kon kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons
        ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren was wat wel werd wezen wie
        wil worden wordt zal ze zelf zich zij zijn zo zonder zou
        """
    )
)

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_stemmer = DutchStemmer()  # by class: `snowballstemmer.stemmer()` may pick another implementation
_slot = threading.Lock()  # the stemmer keeps its word in itself
_geheugen: dict[bytes, int] = {}
"""Keyed hash of a word → the token of its stem under that key."""
_HOOGSTENS = 65_536
VLUCHTIG = os.urandom(32)
"""A key made at the start and never stored, to compare texts with a question; forked workers share it."""


def tokens(tekst: str, sleutel: bytes) -> list[int]:
    """The search tokens of a text: unique, rising, each fits a PostgreSQL bigint.

    Empty when the text holds no searchable word; a caller that searches must then answer "nothing found".
    """
    gevonden = {token_van(woord, sleutel) for woord in set(woorden(tekst))}
    return sorted(token for token in gevonden if token is not None)


def token_van(woord: str, sleutel: bytes) -> int | None:
    """The token of a word of `woorden`; None for what is too short or a stop word."""
    if len(woord) < MIN_LENGTE or woord in STOPWOORDEN:
        return None
    kenmerk = hmac.digest(sleutel, b"\0" + woord.encode(), "sha256")[:16]
    if (token := _geheugen.get(kenmerk)) is None:
        token = _token(zoekstam(woord), sleutel)
        if len(_geheugen) >= _HOOGSTENS:
            _geheugen.clear()
        _geheugen[kenmerk] = token
    return token


def tokens_van(stammen_: Iterable[str], sleutel: bytes) -> list[int]:
    """As `tokens`, of stems."""
    return sorted({_token(stam_, sleutel) for stam_ in stammen_})


def stammen(tekst: str) -> set[str]:
    """The stems of the searchable words: lower case, without accents, stop words left out."""
    return {stam_ for woord in woorden(tekst) if (stam_ := zoekstam(woord))}


def woorden(tekst: str) -> list[str]:
    """All words in their order, as they are compared: lower case, without accents."""
    return _WOORD.findall(zonder_accenten(tekst))


def zoekstam(woord: str) -> str:
    """The stem by which a word of `woorden` is found; empty for what is too short or a stop word."""
    if len(woord) < MIN_LENGTE or woord in STOPWOORDEN:
        return ""
    return woord if woord.isdigit() else stam(woord)


def stam(woord: str) -> str:
    """The stem of one lower-case word without accents."""
    with _slot:
        try:
            return str(_stemmer.stemWord(woord))
        finally:
            _stemmer.set_current("")


def zonder_accenten(tekst: str) -> str:
    """A text as its words are compared: lower case, without accents."""
    if tekst.isascii():
        return tekst.lower()
    ontleed = unicodedata.normalize("NFKD", tekst).casefold().translate(_LETTERS)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


def _token(stam_: str, sleutel: bytes) -> int:
    return int.from_bytes(hmac.digest(sleutel, stam_.encode(), "sha256")[:8], "big", signed=True)
