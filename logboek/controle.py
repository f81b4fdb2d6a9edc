"""Checking the log against its seals and the anchor: pure, over what `bron` reads. Words in Dutch, for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from .anker import Ankerstand
from .bron import Regel
from .zegels import GEEN_VORIGE, OnbekendeVorm, Rij, Zegel, blad, tekst, wortel

SPELING = timedelta(minutes=10)
"""How long a transaction may take between writing an event and its end: an event older than that came too late."""
HELE_DAG = timedelta(hours=25)
"""An event with a day and no minute (casussen) carries the midnight before it."""
_DAG_SOORT = "casus_dag"
MINSTENS_JAREN = 5
"""Events of a seal that is younger are never removed lawfully, whatever the anchor says."""


class Wat(StrEnum):
    """Kinds of finding; any of them makes the check fail."""

    GEWIJZIGD = "gewijzigd"
    VERWIJDERD = "verwijderd"
    INGEVOEGD = "ingevoegd"
    VERPLAATST = "verplaatst"
    ZEGEL_ANDERS = "zegel herschreven"
    ZEGEL_WEG = "zegel verwijderd"
    NIET_VERANKERD = "niet verankerd"
    ANKER = "anker"


@dataclass(frozen=True)
class Bevinding:
    """Something that does not fit: which kind, and where in Dutch."""

    wat: Wat
    tekst: str

    def __str__(self) -> str:
        return f"{self.wat.value.upper()}: {self.tekst}"


@dataclass
class Uitslag:
    """What was checked, and what does not fit."""

    zegels: int = 0
    gebeurtenissen: int = 0
    onverzegeld: int = 0
    niet_verankerd: int = 0
    verloren: int = 0
    opgeruimd: int = 0
    """Events that were removed after their time, according to the anchor."""
    laatste: str = ""
    """The moment of the last seal."""
    bevindingen: list[Bevinding] = field(default_factory=list)

    def vond(self, wat: Wat, tekst: str) -> None:
        self.bevindingen.append(Bevinding(wat, tekst))

    @property
    def klopt(self) -> bool:
        return not self.bevindingen


@dataclass(frozen=True)
class _Grens:
    """What an event may say at least of its moment, once everything before it was sealed; texts of one form."""

    gewoon: str
    hele_dag: str

    @classmethod
    def van(cls, verzegeld_op: str) -> _Grens:
        moment = datetime.fromisoformat(verzegeld_op) - SPELING
        return cls(tekst(moment), tekst(moment - HELE_DAG))

    def is_voorbij(self, rij: Rij) -> bool:
        return (rij[1] or "") < (self.hele_dag if rij[2] == _DAG_SOORT else self.gewoon)


_GEEN_GRENS = _Grens("", "")


def controleer(
    zegels: Iterable[Zegel], regels: Iterable[Regel], losse: Iterable[Rij], anker: Ankerstand
) -> Uitslag:
    """Hold the log against its seals, the seals against each other and against the anchor.

    All three are in order. What cannot be seen: events that were removed or changed before they were sealed (about a
    minute), and events that were invented with the moment at which they were written.
    """
    uitslag = Uitslag()
    gezien: set[int] = set()
    vorig: Zegel | None = None
    grens = _GEEN_GRENS  # of the last run before the one that this seal belongs to
    for zegel, groep in _naast_elkaar(zegels, regels):
        if zegel is None:
            uitslag.vond(Wat.ZEGEL_WEG, f"regels van zegel {groep[0].zegel}, dat er niet meer is")
            continue
        if vorig and vorig.verzegeld_op != zegel.verzegeld_op:
            grens = _Grens.van(vorig.verzegeld_op)
        _keur_plaats(zegel, vorig, anker, uitslag)
        _keur_anker(zegel, anker, uitslag)
        if not groep and _is_opgeruimd(zegel, anker):
            uitslag.opgeruimd += zegel.aantal
        else:
            _keur_inhoud(zegel, groep, grens, uitslag)
        gezien.add(zegel.nummer)
        uitslag.zegels, uitslag.laatste, vorig = uitslag.zegels + 1, zegel.verzegeld_op, zegel
    _keur_rest(gezien, anker, uitslag)
    _keur_opruimingen(anker, uitslag)
    einde = _Grens.van(uitslag.laatste) if uitslag.laatste else _GEEN_GRENS
    for rij in losse:
        uitslag.onverzegeld += 1
        if einde.is_voorbij(rij):
            uitslag.vond(Wat.INGEVOEGD, f"{_naam(rij)}: van voor het laatste zegel, maar in geen enkel zegel")
    return uitslag


def _naast_elkaar(
    zegels: Iterable[Zegel], regels: Iterable[Regel]
) -> Iterator[tuple[Zegel | None, list[Regel]]]:
    """Each seal with its lines; lines whose seal is gone come with None."""
    groepen = ((nummer, list(groep)) for nummer, groep in groupby(regels, key=lambda regel: regel.zegel))
    wacht = next(groepen, None)
    for zegel in zegels:
        while wacht and wacht[0] < zegel.nummer:
            yield None, wacht[1]
            wacht = next(groepen, None)
        if wacht and wacht[0] == zegel.nummer:
            yield zegel, wacht[1]
            wacht = next(groepen, None)
        else:
            yield zegel, []
    while wacht:
        yield None, wacht[1]
        wacht = next(groepen, None)


def _keur_plaats(zegel: Zegel, vorig: Zegel | None, anker: Ankerstand, uitslag: Uitslag) -> None:
    """Its place in the chain. A gap is lawful only where the anchor says that a backup was put back."""
    na = vorig.nummer if vorig else 0
    if zegel.nummer != na + 1 and not any(v.na == na and v.tot + 1 == zegel.nummer for v in anker.verloren):
        uitslag.vond(Wat.ZEGEL_WEG, f"tussen zegel {na} en zegel {zegel.nummer} ontbreken zegels")
    if zegel.vorige != (vorig.kenmerk if vorig else GEEN_VORIGE):
        uitslag.vond(Wat.ZEGEL_ANDERS, f"zegel {zegel.nummer} sluit niet aan op het zegel ervoor")
    if vorig and zegel.verzegeld_op < vorig.verzegeld_op:
        uitslag.vond(Wat.ZEGEL_ANDERS, f"zegel {zegel.nummer} is ouder dan het zegel ervoor")


def _keur_anker(zegel: Zegel, anker: Ankerstand, uitslag: Uitslag) -> None:
    verankerd = anker.kenmerken.get(zegel.nummer)
    if verankerd is None:
        if zegel.nummer > anker.laatste:
            uitslag.niet_verankerd += 1
        else:
            uitslag.vond(Wat.NIET_VERANKERD, f"zegel {zegel.nummer} staat niet in het anker")
    elif verankerd != zegel.kenmerk:
        uitslag.vond(Wat.ZEGEL_ANDERS, f"zegel {zegel.nummer} is een ander dan in het anker staat")


def _keur_inhoud(zegel: Zegel, groep: list[Regel], grens: _Grens, uitslag: Uitslag) -> None:
    """The events of one seal: each is there and unchanged, none too many, in order."""
    waar = f"zegel {zegel.nummer}"
    uitslag.gebeurtenissen += len(groep)
    vorige_sleutel: tuple[str, str] = ("", "")
    for regel in groep:
        if regel.rij is None:
            uitslag.vond(Wat.VERWIJDERD, f"{waar}, plek {regel.plek}: gebeurtenis {regel.gebeurtenis}")
            continue
        if not _klopt(regel, regel.rij, zegel.vorm):
            uitslag.vond(Wat.GEWIJZIGD, f"{waar}, plek {regel.plek}: {_naam(regel.rij)}")
            continue
        sleutel = (regel.rij[1] or "", regel.rij[0] or "")
        if sleutel < vorige_sleutel:
            uitslag.vond(Wat.VERPLAATST, f"{waar}, plek {regel.plek}: {_naam(regel.rij)}")
        elif grens.is_voorbij(regel.rij):
            uitslag.vond(Wat.INGEVOEGD, f"{waar}, plek {regel.plek}: {_naam(regel.rij)}, later toegevoegd")
        vorige_sleutel = max(sleutel, vorige_sleutel)
    if [regel.plek for regel in groep] != list(range(zegel.aantal)):
        uitslag.vond(Wat.ZEGEL_ANDERS, f"{waar} telt {zegel.aantal} gebeurtenissen en heeft er {len(groep)}")
    elif wortel([regel.blad for regel in groep]) != zegel.wortel:
        uitslag.vond(Wat.ZEGEL_ANDERS, f"{waar}: de wortel past niet bij de regels")


def _is_opgeruimd(zegel: Zegel, anker: Ankerstand) -> bool:
    """Whether its events may be gone: kept long enough when the anchor was told. Its mark still counts."""
    return any(
        zegel.nummer <= opgeruimd.tot
        and opgeruimd.jaren >= MINSTENS_JAREN
        and na_jaren(zegel.verzegeld_op, opgeruimd.jaren) <= opgeruimd.op
        for opgeruimd in anker.opgeruimd
    )


def na_jaren(moment: str, jaren: int) -> str:
    """The same moment `jaren` later, as seals write it; 29 February becomes 1 March."""
    begin = datetime.fromisoformat(moment)
    try:
        return tekst(begin.replace(year=begin.year + jaren))
    except ValueError:
        return tekst(begin.replace(year=begin.year + jaren, month=3, day=1))


def _keur_opruimingen(anker: Ankerstand, uitslag: Uitslag) -> None:
    """A removal that claims a day after the log ends would let events of today pass for old ones."""
    einde = tekst(datetime.fromisoformat(uitslag.laatste) + HELE_DAG) if uitslag.laatste else ""
    for opgeruimd in anker.opgeruimd:
        if opgeruimd.op > einde:
            uitslag.vond(Wat.ANKER, f"een opruiming op {opgeruimd.op}, na het einde van het logboek")


def _klopt(regel: Regel, rij: Rij, vorm: int) -> bool:
    try:
        return regel.gebeurtenis == rij[0] and blad(rij, vorm=vorm) == regel.blad
    except OnbekendeVorm:
        return False


def _keur_rest(gezien: set[int], anker: Ankerstand, uitslag: Uitslag) -> None:
    """What the anchor knows and the database does not. An unreadable line hides a seal, and that is found above."""
    for nummer in sorted(anker.kenmerken.keys() - gezien):
        if any(v.na < nummer <= v.tot for v in anker.verloren):
            uitslag.verloren += 1
        else:
            uitslag.vond(Wat.ZEGEL_WEG, f"zegel {nummer} staat in het anker, maar niet in de databank")
    for nummer in anker.tegenstrijdig:
        uitslag.vond(Wat.ANKER, f"zegel {nummer} staat er twee keer in, verschillend")


def _naam(rij: Rij) -> str:
    return f"gebeurtenis {rij[0]} ({rij[2]}, {rij[1]})"
