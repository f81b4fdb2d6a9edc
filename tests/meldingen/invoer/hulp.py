"""Files to take in, and the worker role to do it with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connections

from inlezen.fouten import Fout, Invoerfout
from meldingen.register import REGISTER
from tests.hulp.databank import DATABANK
from zaken.invoer.inlezen import Verslag, importeer
from zaken.services.databank import NietMogelijk

VANDAAG = date(2025, 3, 1)
GOED: Mapping[str, str] = {
    "externe_referentie": "A-1",
    "bronsysteem": "mvv",
    "ontvangen_defensie": "2024-11-15",
    "hoofdcategorie": "omgangsvormen",
    "onderwerp": "Opmerkingen tijdens een oefening",
}


def tekst(rijen: Sequence[Mapping[str, str]], *, teken: str = ";", kop: Sequence[str] | None = None) -> str:
    """The rows as CSV text under one header."""
    namen = list(kop or {naam: None for een in rijen for naam in een})
    uit = io.StringIO()
    schrijver = csv.DictWriter(uit, namen, delimiter=teken)
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return uit.getvalue()


def bestand(map_: Path, *rijen: Mapping[str, str], teken: str = ";", codering: str = "utf-8") -> Path:
    pad = map_ / "meldingen.csv"
    pad.write_bytes(tekst(rijen, teken=teken).encode(codering))
    return pad


def rij(**anders: str) -> dict[str, str]:
    return dict(GOED) | anders


def lees_in(pad: Path, *, team: str = "", proef: bool = False) -> Verslag:
    return importeer(REGISTER, pad, vandaag=VANDAAG, team=team, proef=proef)


def fouten(pad: Path) -> list[Fout]:
    """What is wrong with a file; there is no intake team, so a file without faults stops after the check."""
    try:
        lees_in(pad)
    except Invoerfout as fout:
        return fout.fouten
    except NietMogelijk:
        return []
    raise AssertionError("read in without a team")


@contextmanager
def als_worker() -> Iterator[None]:
    """The default connection signs in as the worker role, on the same database."""
    verbinding = connections["default"]
    was = dict(verbinding.settings_dict)
    verbinding.close()
    verbinding.settings_dict.update(DATABANK.verbinding("jid_worker", was["NAME"]))
    try:
        yield
    finally:
        verbinding.close()
        verbinding.settings_dict.update(was)
