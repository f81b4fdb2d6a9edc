"""Which column of a file is which known column: proposed by name, remembered per user and set of headers. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from .soorten import Doelkolom


def vorm(naam: str) -> str:
    """A name as people mean it: no capitals, accents, spaces or signs."""
    ontleed = unicodedata.normalize("NFKD", naam).casefold()
    return re.sub(r"[\W_]+", "", "".join(teken for teken in ontleed if not unicodedata.combining(teken)))


def voorstel(kop: Sequence[str], kolommen: Iterable[Doelkolom]) -> list[str]:
    """Per header the name of the column that it names, each once; nothing where none does."""
    namen: dict[str, str] = {}
    alle = list(kolommen)
    for kolom in alle:
        namen.setdefault(vorm(kolom.naam), kolom.naam)
    for kolom in alle:
        for ander in (*kolom.andere, kolom.label):
            namen.setdefault(vorm(ander), kolom.naam)
    uit: list[str] = []
    for naam in kop:
        gevonden = namen.get(vorm(naam), "")
        uit.append("" if gevonden in uit else gevonden)
    return uit


def onthouden(
    kop: Sequence[str], per_kop: Mapping[str, str], kolommen: Iterable[Doelkolom]
) -> list[str] | None:
    """What was chosen for these headers before; None when a column of then is not known any more."""
    bekend = {kolom.naam for kolom in kolommen} | {""}
    if any(naam not in per_kop or per_kop[naam] not in bekend for naam in kop):
        return None
    return [per_kop[naam] for naam in kop]


def ontbrekend(gekozen: Iterable[str], kolommen: Iterable[Doelkolom]) -> list[Doelkolom]:
    """The columns that must be there and are not."""
    er = set(gekozen)
    return [kolom for kolom in kolommen if kolom.verplicht and kolom.naam not in er]


def merk(kop: Iterable[str]) -> str:
    """A hash of the set of headers, whatever their order."""
    return hashlib.sha256(json.dumps(sorted(set(kop))).encode()).hexdigest()
