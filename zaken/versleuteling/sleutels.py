"""Key-encryption keys: the file that holds them, wrapping of data keys, and keys derived for a purpose.

Does not import Django, so that a launcher can make the key file before settings are read.

The key file holds one JSON object per line: ``{"soort": …, "id": …, "sleutel": base64 of 32 bytes}``.
``soort`` is ``hoofdsleutel`` (wraps data keys; the *last* one is current, earlier ones still unwrap) or
``afleiding`` (exactly one: root of the derived keys, apart so that rotation leaves search tokens valid).
Which of them belong to a database, that database says itself: see `zaken.versleuteling.keuring`.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
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
    PERSONEN = "personen"
    RESERVEKOPIE = "reservekopie"
    AANMELDEN = "aanmelden"


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
        return self._afgeleid(doel)

    @property
    def controle(self) -> bytes:
        """A known value of 32 bytes: equal for equal keys, and says nothing about the key. Not secret."""
        return self._afgeleid("controle")

    def als_regel(self, soort: str) -> str:
        """The line of a key file that holds this key; the only way out of memory."""
        sleutel = base64.b64encode(self._sleutel).decode()
        return json.dumps({"soort": soort, "id": self.id, "sleutel": sleutel}) + "\n"

    def _afgeleid(self, doel: str) -> bytes:
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


class Sleutelproef(NamedTuple):
    """What can be said about the keys of a file without showing them: ids and known values."""

    pad: Path
    hoofdsleutels: dict[str, bytes]
    """Known value by id, the current one last."""
    afleiding: tuple[str, bytes]

    @property
    def huidige_id(self) -> str:
        return list(self.hoofdsleutels)[-1]


class _Inhoud(NamedTuple):
    hoofdsleutels: dict[str, Hoofdsleutel]
    huidige: Hoofdsleutel
    afgeleid: dict[Doel, bytes]
    wortel: Hoofdsleutel
    stand: tuple[int, ...]
    """Which file this was read from, as the file system knows it; another stand is another content."""


@final
class Bestandskluis:
    """The keys of one key file; read again when the file changed or a data key names an unknown key.

    `keur` judges the keys before they are used, at every reading, and raises when they are not the right ones:
    a file that does not fit the database never wraps a key.
    """

    def __init__(self, pad: Path, *, keur: Callable[[Sleutelproef], None] | None = None) -> None:
        """Raises `OngeldigSleutelbestand`, in words for the administrator."""
        self._pad = pad
        self._keur = keur
        self._lees_opnieuw()

    @property
    def huidige_id(self) -> str:
        return self._inhoud.huidige.id

    @property
    def proef(self) -> Sleutelproef:
        """Ids and known values of the keys."""
        return _proef(self._pad, self._inhoud)

    def wikkel(self, datasleutel: bytes) -> IngepakteSleutel:
        """Wrap with the newest key that the file holds now; raises `OngeldigSleutelbestand` without it."""
        if _stand(self._pad) != self._inhoud.stand:
            self._lees_opnieuw()
        huidige = self._inhoud.huidige
        return IngepakteSleutel(huidige.id, huidige.wikkel(datasleutel))

    def ontwikkel(self, sleutel: IngepakteSleutel) -> bytes:
        if sleutel.hoofdsleutel_id not in self._inhoud.hoofdsleutels:
            self._lees_opnieuw()
        hoofdsleutel = self._inhoud.hoofdsleutels.get(sleutel.hoofdsleutel_id)
        if hoofdsleutel is None:
            raise OntbrekendeHoofdsleutel(
                f"Hoofdsleutel {sleutel.hoofdsleutel_id} staat niet in {self._pad}. "
                "Zet hem terug uit de reservekopie."
            )
        return hoofdsleutel.ontwikkel(sleutel.ingepakt)

    def afgeleide_sleutel(self, doel: Doel) -> bytes:
        return self._inhoud.afgeleid[doel]

    def _lees_opnieuw(self) -> None:
        inhoud = _lees(self._pad)
        if self._keur is not None:
            self._keur(_proef(self._pad, inhoud))
        self._inhoud = inhoud

    def __repr__(self) -> str:
        return f"<Bestandskluis {self._pad}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("Een kluis verlaat het geheugen niet.")


def herwikkel(
    rijen: Iterable[tuple[Rij, IngepakteSleutel]], kluis: Sleutelkluis, *, beschadigd: set[Rij] | None = None
) -> Iterator[tuple[Rij, IngepakteSleutel]]:
    """Rotation: every row that an older key wrapped, wrapped with the current one; current rows are left out.

    `Rij` is whatever the caller finds its row back with. Content is not touched: the data keys stay the same.
    A row that its key does not open raises `SleutelPastNiet`, or is added to `beschadigd` and left out.
    """
    for rij, sleutel in rijen:
        if sleutel.hoofdsleutel_id == kluis.huidige_id:
            continue
        try:
            datasleutel = kluis.ontwikkel(sleutel)
        except SleutelPastNiet:
            if beschadigd is None:
                raise
            beschadigd.add(rij)
        else:
            yield rij, kluis.wikkel(datasleutel)


def maak_sleutelbestand(pad: Path) -> bool:
    """Make a key file with new keys and mode 0600, also when two processes do so at once or one is killed.

    Returns False, and changes nothing, when the file is there already: a lost key is lost content.
    """
    pad.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    regels = nieuwe_hoofdsleutel().als_regel(_AFLEIDING) + nieuwe_hoofdsleutel().als_regel(_HOOFDSLEUTEL)
    tijdelijk = _schrijf_naast(pad, regels)
    try:
        os.link(tijdelijk, pad)  # whole or not at all, and never over an existing file
    except FileExistsError:
        return False
    finally:
        tijdelijk.unlink(missing_ok=True)
    _bewaar_map(pad.parent)
    return True


def nieuwe_hoofdsleutel() -> Hoofdsleutel:
    """A random key-encryption key under a random id."""
    return Hoofdsleutel(id=secrets.token_hex(8), sleutel=os.urandom(SLEUTELLENGTE))


def voeg_hoofdsleutel_toe(pad: Path, nieuw: Hoofdsleutel | None = None) -> str:
    """Append a new current key and return its id; older keys stay to unwrap with.

    One appending write, so neither a crash nor a second rotation at the same time loses a key.
    """
    _lees(pad)
    nieuw = nieuw or nieuwe_hoofdsleutel()
    with os.fdopen(os.open(pad, os.O_WRONLY | os.O_APPEND), "wb", buffering=0) as uit:
        uit.write(b"\n" + nieuw.als_regel(_HOOFDSLEUTEL).encode())
        os.fsync(uit.fileno())
    return nieuw.id


def verwijder_hoofdsleutels(pad: Path, ids: Collection[str]) -> None:
    """Take older keys out of the file, in one replacement; the current key is refused (`ValueError`).

    Raises `OSError` where the file cannot be replaced (mounted by itself, or a read-only place).
    """
    inhoud = _lees(pad)
    if inhoud.huidige.id in ids:
        raise ValueError("De huidige hoofdsleutel gaat niet weg.")
    blijft = [sleutel for id, sleutel in inhoud.hoofdsleutels.items() if id not in ids]
    regels = [inhoud.wortel.als_regel(_AFLEIDING), *(sleutel.als_regel(_HOOFDSLEUTEL) for sleutel in blijft)]
    doel = pad.resolve()  # a link stays a link
    tijdelijk = _schrijf_naast(doel, "".join(regels))
    try:
        tijdelijk.replace(doel)
    finally:
        tijdelijk.unlink(missing_ok=True)
    _bewaar_map(doel.parent)


def _schrijf_naast(pad: Path, tekst: str) -> Path:
    """A whole, saved, private file beside `pad`, to be moved or linked into its place."""
    tijdelijk = pad.with_name(f".{pad.name}.{secrets.token_hex(8)}")
    descriptor = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as uit:
        uit.write(tekst)
        uit.flush()
        os.fsync(uit.fileno())
    return tijdelijk


def _bewaar_map(pad: Path) -> None:
    descriptor = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _proef(pad: Path, inhoud: _Inhoud) -> Sleutelproef:
    hoofdsleutels = {id: sleutel.controle for id, sleutel in inhoud.hoofdsleutels.items()}
    return Sleutelproef(pad, hoofdsleutels, (inhoud.wortel.id, inhoud.wortel.controle))


def _stand(pad: Path) -> tuple[int, ...] | None:
    try:
        return _stand_van(pad.stat())
    except OSError:
        return None  # reading it says in words what is wrong


def _stand_van(kenmerken: os.stat_result) -> tuple[int, ...]:
    return (
        kenmerken.st_dev,
        kenmerken.st_ino,
        kenmerken.st_size,
        kenmerken.st_mtime_ns,
        kenmerken.st_ctime_ns,
    )


def _lees(pad: Path) -> _Inhoud:
    hoofdsleutels: dict[str, Hoofdsleutel] = {}
    wortels: list[Hoofdsleutel] = []
    stand, regels = _lees_regels(pad)
    for nummer, regel in enumerate(regels, start=1):
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
    return _Inhoud(hoofdsleutels, list(hoofdsleutels.values())[-1], afgeleid, wortels[0], stand)


def _lees_regels(pad: Path) -> tuple[tuple[int, ...], list[str]]:
    """Stand and lines of a file that is ours alone; looks at the opened file, not at the name."""
    try:
        descriptor = os.open(pad, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise OngeldigSleutelbestand(f"Het sleutelbestand {pad} bestaat niet.") from None
    except PermissionError:
        raise OngeldigSleutelbestand(f"Het sleutelbestand {pad} is niet leesbaar voor dit proces.") from None
    try:
        kenmerken = os.fstat(descriptor)  # before reading: what is added meanwhile makes another stand
        _keur(kenmerken, pad)
        with os.fdopen(descriptor, "rb", closefd=False) as bestand:
            regels = bestand.read().decode("ascii", errors="replace").splitlines()
        return _stand_van(kenmerken), regels
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
