"""Key-encryption keys: the file that holds them, wrapping of data keys, and keys derived for a purpose.

Does not import Django, so that a launcher can make the key file before settings are read.

The key file holds one JSON object per line: ``{"soort": …, "id": …, "sleutel": base64 of 32 bytes}``.
``soort`` is ``hoofdsleutel`` (wraps data keys; the *last* one is current, earlier ones still unwrap) or
``afleiding`` (exactly one: root of the derived keys, apart so that rotation leaves search tokens valid).
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, NoReturn, Protocol, TypeVar, final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from zaken.versleuteling.cijfer import SLEUTELLENGTE
from zaken.versleuteling.fouten import OngeldigSleutelbestand, OntbrekendeHoofdsleutel, SleutelPastNiet

_HOOFDSLEUTEL = "hoofdsleutel"
_AFLEIDING = "afleiding"

Rij = TypeVar("Rij")


class Doel(StrEnum):
    """What a derived key is for; a key of one purpose says nothing about that of another."""

    ZOEKEN = "zoeken"
    LOGTERMEN = "logtermen"


class IngepakteSleutel(NamedTuple):
    """A data key as it is stored: 40 bytes (RFC 3394), with the id of the key that wrapped it."""

    hoofdsleutel_id: str
    ingepakt: bytes


def nieuwe_datasleutel() -> bytes:
    """A random data key of 32 bytes."""
    return os.urandom(SLEUTELLENGTE)


@final
class Hoofdsleutel:
    """A key-encryption key of 32 bytes, or the root of the derived keys; shows only its id."""

    __slots__ = ("_sleutel", "id")

    def __init__(self, *, id: str, sleutel: bytes) -> None:
        if len(sleutel) != SLEUTELLENGTE:
            raise ValueError("Een hoofdsleutel is 32 bytes lang.")
        self.id = id
        self._sleutel = sleutel

    def wikkel(self, datasleutel: bytes) -> bytes:
        """Wrap a data key of 32 bytes into 40 bytes (RFC 3394, which carries its own check)."""
        if len(datasleutel) != SLEUTELLENGTE:
            raise ValueError("Een datasleutel is 32 bytes lang.")
        return aes_key_wrap(self._sleutel, datasleutel)

    def ontwikkel(self, ingepakt: bytes) -> bytes:
        """Unwrap a data key; raises `SleutelPastNiet` when another key wrapped it or a bit changed."""
        try:
            return aes_key_unwrap(self._sleutel, ingepakt)
        except InvalidUnwrap:
            raise SleutelPastNiet(
                f"De ingepakte datasleutel past niet op hoofdsleutel {self.id}: "
                "hij is gewijzigd of met een andere hoofdsleutel ingepakt."
            ) from None

    def leid_af(self, doel: Doel) -> bytes:
        """A key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869), the same every time."""
        hkdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"jid|{doel}".encode())
        return hkdf.derive(self._sleutel)

    def __repr__(self) -> str:
        return f"<Hoofdsleutel {self.id}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Een hoofdsleutel verlaat het geheugen niet.")


class Sleutelkluis(Protocol):
    """Where key-encryption keys live; a file here, an external key service by another implementation."""

    @property
    def huidige_id(self) -> str:
        """Id of the key that wraps new data keys."""

    def wikkel(self, datasleutel: bytes) -> IngepakteSleutel:
        """Wrap a data key with the current key."""

    def ontwikkel(self, sleutel: IngepakteSleutel) -> bytes:
        """Unwrap a data key; raises `OntbrekendeHoofdsleutel` or `SleutelPastNiet`."""

    def afgeleide_sleutel(self, doel: Doel) -> bytes:
        """The 32-byte key for one purpose; survives rotation."""


class _Inhoud(NamedTuple):
    hoofdsleutels: dict[str, Hoofdsleutel]
    huidige: Hoofdsleutel
    afgeleid: dict[Doel, bytes]


@final
class Bestandskluis:
    """The keys of one key file, read once, and again when a data key names an unknown key (rotation)."""

    def __init__(self, pad: Path) -> None:
        """Raises `OngeldigSleutelbestand`, in words for the administrator."""
        self._pad = pad
        self._inhoud = _lees(pad)

    @property
    def huidige_id(self) -> str:
        return self._inhoud.huidige.id

    def wikkel(self, datasleutel: bytes) -> IngepakteSleutel:
        huidige = self._inhoud.huidige
        return IngepakteSleutel(huidige.id, huidige.wikkel(datasleutel))

    def ontwikkel(self, sleutel: IngepakteSleutel) -> bytes:
        if sleutel.hoofdsleutel_id not in self._inhoud.hoofdsleutels:
            self._inhoud = _lees(self._pad)
        hoofdsleutel = self._inhoud.hoofdsleutels.get(sleutel.hoofdsleutel_id)
        if hoofdsleutel is None:
            raise OntbrekendeHoofdsleutel(
                f"Hoofdsleutel {sleutel.hoofdsleutel_id} staat niet in {self._pad}. "
                "Zet hem terug uit de reservekopie."
            )
        return hoofdsleutel.ontwikkel(sleutel.ingepakt)

    def afgeleide_sleutel(self, doel: Doel) -> bytes:
        return self._inhoud.afgeleid[doel]

    def __repr__(self) -> str:
        return f"<Bestandskluis {self._pad}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Een kluis verlaat het geheugen niet.")


def herwikkel(
    rijen: Iterable[tuple[Rij, IngepakteSleutel]], kluis: Sleutelkluis
) -> Iterator[tuple[Rij, IngepakteSleutel]]:
    """Rotation: every row that an older key wrapped, wrapped with the current one; current rows are left out.

    `Rij` is whatever the caller finds its row back with. Content is not touched: the data keys stay the same.
    """
    for rij, sleutel in rijen:
        if sleutel.hoofdsleutel_id != kluis.huidige_id:
            yield rij, kluis.wikkel(kluis.ontwikkel(sleutel))


def maak_sleutelbestand(pad: Path) -> bool:
    """Make a key file with new keys and mode 0600, also when two processes do so at once or one is killed.

    Returns False, and changes nothing, when the file is there already: a lost key is lost content.
    """
    pad.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    tijdelijk = pad.with_name(f".{pad.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as uit:
            uit.write(_nieuwe_regel(_AFLEIDING)[1] + _nieuwe_regel(_HOOFDSLEUTEL)[1])
            uit.flush()
            os.fsync(uit.fileno())
        os.link(tijdelijk, pad)  # whole or not at all, and never over an existing file
    except FileExistsError:
        return False
    finally:
        tijdelijk.unlink(missing_ok=True)
    _bewaar_map(pad.parent)
    return True


def voeg_hoofdsleutel_toe(pad: Path) -> str:
    """Start a rotation: append a new current key and return its id; older keys stay to unwrap with.

    One appending write, so neither a crash nor a second rotation at the same time loses a key.
    """
    _lees(pad)
    id, regel = _nieuwe_regel(_HOOFDSLEUTEL)
    with os.fdopen(os.open(pad, os.O_WRONLY | os.O_APPEND), "wb", buffering=0) as uit:
        uit.write(b"\n" + regel.encode())
        os.fsync(uit.fileno())
    return id


def _nieuwe_regel(soort: str) -> tuple[str, str]:
    id = secrets.token_hex(8)
    sleutel = base64.b64encode(os.urandom(SLEUTELLENGTE)).decode()
    return id, json.dumps({"soort": soort, "id": id, "sleutel": sleutel}) + "\n"


def _bewaar_map(pad: Path) -> None:
    descriptor = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lees(pad: Path) -> _Inhoud:
    hoofdsleutels: dict[str, Hoofdsleutel] = {}
    wortels: list[Hoofdsleutel] = []
    for nummer, regel in enumerate(_lees_regels(pad), start=1):
        if not regel.strip():
            continue
        soort, sleutel = _ontleed(regel, plaats=f"Regel {nummer} van {pad}")
        if soort == _AFLEIDING:
            wortels.append(sleutel)
        elif sleutel.id in hoofdsleutels:
            raise OngeldigSleutelbestand(f"Regel {nummer} van {pad} herhaalt hoofdsleutel {sleutel.id}.")
        else:
            hoofdsleutels[sleutel.id] = sleutel
    if not hoofdsleutels:
        raise OngeldigSleutelbestand(f"In {pad} staat geen hoofdsleutel.")
    if len(wortels) != 1:
        raise OngeldigSleutelbestand(f"In {pad} hoort precies één regel van de soort afleiding te staan.")
    afgeleid = {doel: wortels[0].leid_af(doel) for doel in Doel}
    return _Inhoud(hoofdsleutels, list(hoofdsleutels.values())[-1], afgeleid)


def _lees_regels(pad: Path) -> list[str]:
    """The lines of a file that is ours alone; looks at the opened file, not at the name."""
    try:
        descriptor = os.open(pad, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise OngeldigSleutelbestand(f"Het sleutelbestand {pad} bestaat niet.") from None
    except PermissionError:
        raise OngeldigSleutelbestand(f"Het sleutelbestand {pad} is niet leesbaar voor dit proces.") from None
    try:
        _keur(os.fstat(descriptor), pad)
        with os.fdopen(descriptor, "rb", closefd=False) as bestand:
            return bestand.read().decode("ascii", errors="replace").splitlines()
    finally:
        os.close(descriptor)


def _keur(kenmerken: os.stat_result, pad: Path) -> None:
    if not stat.S_ISREG(kenmerken.st_mode):
        raise OngeldigSleutelbestand(f"Het sleutelbestand {pad} is geen gewoon bestand.")
    if kenmerken.st_uid != os.geteuid():
        raise OngeldigSleutelbestand(
            f"Het sleutelbestand {pad} is van een andere gebruiker. Maak het proces eigenaar (chown)."
        )
    if stat.S_IMODE(kenmerken.st_mode) & ~0o600:
        raise OngeldigSleutelbestand(
            f"Anderen kunnen het sleutelbestand {pad} gebruiken. Zet de rechten op 0600: chmod 600 {pad}"
        )


def _ontleed(regel: str, *, plaats: str) -> tuple[str, Hoofdsleutel]:
    """Kind and key of one line; an error names the place, never what is written there."""
    try:
        gegevens = json.loads(regel)
        soort, id, tekst = gegevens["soort"], gegevens["id"], gegevens["sleutel"]
        sleutel = base64.b64decode(tekst, validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise OngeldigSleutelbestand(f"{plaats} is geen sleutelregel.") from None
    if soort not in {_HOOFDSLEUTEL, _AFLEIDING} or not isinstance(id, str) or not 1 <= len(id) <= 64:
        raise OngeldigSleutelbestand(f"{plaats} heeft een onbekende soort of geen geldig id.")
    if len(sleutel) != SLEUTELLENGTE:
        raise OngeldigSleutelbestand(f"{plaats} bevat geen sleutel van 32 bytes.")
    return soort, Hoofdsleutel(id=id, sleutel=sleutel)
