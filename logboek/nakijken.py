"""Checking a file that was exported from the log, without the database and without Django.

`python -m logboek.nakijken BESTAND ANKER` needs these files only: `zegels.py`, `anker.py`, `bron.py`, `controle.py`
and this one.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .anker import Ankerfout, Ankerstand, Bestandsanker
from .controle import Uitslag, Wat
from .zegels import KOLOMMEN, OnbekendeVorm, Rij, Zegel, blad, wortel_volgens

SCHEIDING = ";"
BEWIJSKOLOMMEN = ("zegel", "vorm", "plek", "aantal", "bewijs", "wortel", "vorige", "verzegeld_op", "kenmerk")
_LEEG_IS_NULL = {"door_id", "zaak_id"}


def uit_cel(tekst: str) -> str:
    """The text that `schermen.rekenblad.cel` was given."""
    return tekst.removeprefix("'")


def kijk_na(bestand: Iterable[str], anker: Ankerstand) -> Uitslag:
    """Hold every line against its own proof, and its seal against the anchor. Lines that were left out are not seen."""
    uitslag = Uitslag()
    zegels: set[int] = set()
    for nummer, regel in enumerate(_regels(bestand, uitslag), 2):
        uitslag.gebeurtenissen += 1
        if not regel.get("zegel"):
            uitslag.onverzegeld += 1
            continue
        try:
            zegel, bezwaar = _keur(regel, anker)
        except (KeyError, ValueError, TypeError, OnbekendeVorm):
            uitslag.vond(Wat.GEWIJZIGD, f"regel {nummer} van het bestand is niet te lezen")
            continue
        zegels.add(zegel.nummer)
        uitslag.laatste = max(uitslag.laatste, zegel.verzegeld_op)
        if bezwaar:
            uitslag.vond(bezwaar, f"regel {nummer} van het bestand, zegel {zegel.nummer}")
        uitslag.niet_verankerd += zegel.nummer not in anker.kenmerken
    uitslag.zegels = len(zegels)
    return uitslag


def _regels(bestand: Iterable[str], uitslag: Uitslag) -> Iterator[Mapping[str, str]]:
    lezer = csv.DictReader(bestand, delimiter=SCHEIDING)
    mist = {*KOLOMMEN, *BEWIJSKOLOMMEN} - {naam.lstrip("\ufeff") for naam in lezer.fieldnames or ()}
    if mist:
        uitslag.vond(Wat.GEWIJZIGD, f"kolommen ontbreken: {', '.join(sorted(mist))}")
        return
    for regel in lezer:
        yield {naam.lstrip("\ufeff"): waarde for naam, waarde in regel.items() if naam}


def _keur(regel: Mapping[str, str], anker: Ankerstand) -> tuple[Zegel, Wat | None]:
    zegel = Zegel(
        int(regel["zegel"]),
        int(regel["vorm"]),
        int(regel["aantal"]),
        bytes.fromhex(regel["wortel"]),
        bytes.fromhex(regel["vorige"]),
        regel["verzegeld_op"],
    )
    buren = [bytes.fromhex(deel) for deel in regel["bewijs"].split()]
    begin = blad(_rij(regel), vorm=zegel.vorm)
    if wortel_volgens(begin, plek=int(regel["plek"]), aantal=zegel.aantal, buren=buren) != zegel.wortel:
        return zegel, Wat.GEWIJZIGD
    if zegel.kenmerk.hex() != regel["kenmerk"]:
        return zegel, Wat.ZEGEL_ANDERS
    if anker.kenmerken.get(zegel.nummer, zegel.kenmerk) != zegel.kenmerk:
        return zegel, Wat.ZEGEL_ANDERS
    if zegel.nummer <= anker.laatste and zegel.nummer not in anker.kenmerken:
        return zegel, Wat.NIET_VERANKERD
    return zegel, None


def _rij(regel: Mapping[str, str]) -> Rij:
    cellen = {naam: uit_cel(regel[naam]) for naam in KOLOMMEN}
    return tuple(None if naam in _LEEG_IS_NULL and not cellen[naam] else cellen[naam] for naam in KOLOMMEN)


def in_woorden(uitslag: Uitslag, *, hoogstens: int) -> Iterator[str]:
    """The result as lines in Dutch, at most `hoogstens` findings."""
    yield f"{uitslag.gebeurtenissen} gebeurtenissen in {uitslag.zegels} zegels nagekeken."
    if uitslag.laatste:
        yield f"Laatste zegel: {uitslag.laatste}."
    if uitslag.onverzegeld:
        yield f"Nog niet verzegeld: {uitslag.onverzegeld}. Daarover zegt deze controle niets."
    if uitslag.niet_verankerd:
        yield f"Nog niet in het anker: {uitslag.niet_verankerd}. Een anker van later kan die wel nakijken."
    if uitslag.verloren:
        yield f"Verloren bij een teruggezette reservekopie, volgens het anker: {uitslag.verloren} zegels."
    if uitslag.opgeruimd:
        yield f"Opgeruimd na de bewaartermijn, volgens het anker: {uitslag.opgeruimd} gebeurtenissen."
    yield from map(str, uitslag.bevindingen[:hoogstens])
    if (meer := len(uitslag.bevindingen) - hoogstens) > 0:
        yield f"… en nog {meer}."
    yield "Alles klopt." if uitslag.klopt else f"{len(uitslag.bevindingen)} bevindingen."


def main(bestand: str, anker: str) -> int:
    """Exit code 0: everything fits, 1: something does not, 2: it could not be checked."""
    try:
        stand = Bestandsanker(Path(anker)).stand()
        with Path(bestand).open(encoding="utf-8-sig", newline="") as regels:
            uitslag = kijk_na(regels, stand)
    except (Ankerfout, OSError, UnicodeDecodeError) as fout:
        sys.stderr.write(f"{fout}\n")
        return 2
    sys.stdout.write("\n".join(in_woorden(uitslag, hoogstens=50)) + "\n")
    return 0 if uitslag.klopt else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Gebruik: python -m logboek.nakijken BESTAND ANKER")
    sys.exit(main(sys.argv[1], sys.argv[2]))
