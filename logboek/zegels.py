"""What a seal is made of: pure functions over rows of text, the same for sealing, checking and an exported file.

Form 1 (`docs/logboek-verzegeling.md`, with test vectors):

- An event is seven texts or NULLs in the order of `KOLOMMEN`. Each becomes `<bytes in UTF-8>:<text>;`, NULL becomes
  `-;`, behind the number of the form. A leaf is SHA-256 over 0x00 and that.
- A node is SHA-256 over 0x01, left, right; a node without a neighbour goes up as it is (the tree of RFC 6962).
- The mark (`kenmerk`) of a seal is SHA-256 over 0x02 and its number, form, count, root, the mark of the seal before
  it, and its moment, written the same way. So the mark of the last seal stands for the whole log up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

VORM = 1
KOLOMMEN = ("id", "tijdstip", "soort", "door_id", "zaak_id", "object_id", "bijzonderheden")
"""Every column of `logboek_gebeurtenis`, in the order of the hash; a test compares them with the table."""
GEEN_VORIGE = bytes(32)
"""What the first seal calls the seal before it."""

Rij = Sequence[str | None]


def tekst(moment: datetime) -> str:
    """A moment as seals write it: UTC with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Zegel:
    """A seal as numbers and bytes; `verzegeld_op` as text, in UTC with microseconds."""

    nummer: int
    vorm: int
    aantal: int
    wortel: bytes
    vorige: bytes
    verzegeld_op: str

    @property
    def kenmerk(self) -> bytes:
        """The 32 bytes that the anchor keeps."""
        delen = (
            str(self.nummer),
            str(self.vorm),
            str(self.aantal),
            self.wortel.hex(),
            self.vorige.hex(),
            self.verzegeld_op,
        )
        return sha256(b"\x02" + _aaneen(delen)).digest()


class OnbekendeVorm(Exception):
    """A seal of a form that this version does not know."""


def blad(rij: Rij, *, vorm: int = VORM) -> bytes:
    """The leaf of one event: its columns as text, in the order of `KOLOMMEN`."""
    if vorm != VORM:
        raise OnbekendeVorm(str(vorm))
    return sha256(b"\x00" + _aaneen((str(vorm), *rij))).digest()


def wortel(bladen: Sequence[bytes]) -> bytes:
    """The root over at least one leaf."""
    if not bladen:
        raise ValueError("a batch holds at least one event")
    laag = list(bladen)
    while len(laag) > 1:
        laag = _hoger(laag)
    return laag[0]


def bewijs(bladen: Sequence[bytes], plek: int) -> list[bytes]:
    """The neighbours that lead from the leaf at `plek` to the root, from below."""
    return bewijzen(bladen, [plek])[plek]


def bewijzen(bladen: Sequence[bytes], plekken: Iterable[int]) -> dict[int, list[bytes]]:
    """`bewijs` for several places of one batch, with the tree built once."""
    lagen = [list(bladen)]
    while len(lagen[-1]) > 1:
        lagen.append(_hoger(lagen[-1]))
    return {plek: _pad(lagen, plek) for plek in plekken}


def _pad(lagen: list[list[bytes]], plek: int) -> list[bytes]:
    buren = []
    for laag in lagen[:-1]:
        if (buur := plek ^ 1) < len(laag):
            buren.append(laag[buur])
        plek //= 2
    return buren


def wortel_volgens(blad: bytes, *, plek: int, aantal: int, buren: Sequence[bytes]) -> bytes | None:
    """The root that a proof leads to; None for a proof that does not fit `plek` and `aantal`."""
    if not 0 <= plek < aantal:
        return None
    rest, knoop, breedte = list(buren), blad, aantal
    while breedte > 1:
        if (buur := plek ^ 1) < breedte:
            if not rest:
                return None
            ander = rest.pop(0)
            knoop = _knoop(knoop, ander) if buur > plek else _knoop(ander, knoop)
        plek //= 2
        breedte = (breedte + 1) // 2
    return None if rest else knoop


def _hoger(laag: list[bytes]) -> list[bytes]:
    paren = [_knoop(laag[i], laag[i + 1]) for i in range(0, len(laag) - 1, 2)]
    return paren + laag[-1:] if len(laag) % 2 else paren


def _knoop(links: bytes, rechts: bytes) -> bytes:
    return sha256(b"\x01" + links + rechts).digest()


def _aaneen(delen: Iterable[str | None]) -> bytes:
    """Texts one after another such that no two lists of texts give the same bytes."""
    stukken = []
    for deel in delen:
        if deel is None:
            stukken.append(b"-;")
        else:
            tekst = deel.encode()
            stukken.append(b"%d:%b;" % (len(tekst), tekst))
    return b"".join(stukken)
