"""Taking in a file from the command line, for one vertrouwenspersoon, as that vertrouwenspersoon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.utils import translation

from gebruikers.context import namens
from gebruikers.models import Gebruiker
from gebruikers.rollen import Rol

from .bestand import lees
from .keuzes import Keuzes
from .oordeel import Fout, beoordeel
from .overnemen import neem_over, zijn_nieuw


class GeenEigenaar(Exception):
    """Nobody who can own casussen has this address."""


class Afgekeurd(Exception):
    """The file holds something else than casussen; nothing was stored."""

    def __init__(self, fouten: tuple[Fout, ...]) -> None:
        super().__init__(len(fouten))
        self.fouten = fouten


@dataclass(frozen=True)
class Verslag:
    """What was stored, or with `proef` would be."""

    nieuw: int
    overgeslagen: int
    """Rows with the answers of a casus that the owner has already."""
    proef: bool


@translation.override("nl")
def importeer(inhoud: bytes, *, eigenaar: str, vandaag: date, proef: bool, ook_gelijke: bool) -> Verslag:
    """Take in all casussen of a file or none, for the vertrouwenspersoon with this address.

    Runs as the web role, under the row security of the owner. Raises `GeenTabel`, `Afgekeurd`, `GeenEigenaar`.
    """
    tabel = lees(inhoud)
    door = Gebruiker.objects.filter(email=eigenaar).first()
    if door is None:
        raise GeenEigenaar
    with namens(door):
        if not door.heeft_rol(Rol.VERTROUWENSPERSOON):
            raise GeenEigenaar
        oordeel = beoordeel(tabel, Keuzes.van_casussen(), vandaag=vandaag)
        if oordeel.fouten:
            raise Afgekeurd(oordeel.fouten)
        casussen = {uuid4(): eerder for eerder in oordeel.casussen}
        if proef:
            nieuw = len(casussen) if ook_gelijke else sum(zijn_nieuw(oordeel.casussen, door=door))
        else:
            nieuw = neem_over(casussen=casussen, door=door, vandaag=vandaag, ook_gelijke=ook_gelijke)
    return Verslag(nieuw, len(casussen) - nieuw, proef)
