"""What is wrong with a file, row by row."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.translation import gettext

BEWAARD = 1_000
"""Faults kept in memory; later ones are only counted."""
LANGSTE_WAARDE = 200
"""Characters of a wrong value that are kept with its fault."""
HELE_RIJ = "(alle)"
"""The column of a fault that is no single cell's."""
TONEN = 60
"""Characters of a wrong value that a message repeats."""


Deel: TypeAlias = "str | int | Zin"


@dataclass(frozen=True)
class Zin:
    """What is allowed, in the language of whoever reads it, also when it was kept: made by `zin`."""

    tekst: str
    delen: tuple[tuple[str, Deel], ...] = ()

    def __str__(self) -> str:
        gezegd = gettext(self.tekst)
        return gezegd % {naam: str(deel) for naam, deel in self.delen} if self.delen else gezegd

    def als_json(self) -> list[Any]:
        """Only what JSON can hold; `uit_json` reads it back as an equal one."""
        delen = [[naam, deel.als_json() if isinstance(deel, Zin) else deel] for naam, deel in self.delen]
        return [self.tekst, delen]

    @classmethod
    def uit_json(cls, inhoud: list[Any]) -> Zin:
        tekst, delen = inhoud
        gelezen = ((naam, cls.uit_json(deel) if isinstance(deel, list) else deel) for naam, deel in delen)
        return cls(tekst, tuple(gelezen))


def zin(tekst: str, **delen: Deel) -> Zin:
    """A text of the catalogue (`gettext_noop`), or plain text, which reads the same in every language.

    `delen` is what stands at its places; a part may be a `Zin` itself.
    """
    return Zin(tekst, tuple(delen.items()))


@dataclass(frozen=True)
class Fout:
    """One thing to repair. `rij` is the row as a spreadsheet numbers it: the header is row 1."""

    rij: int
    kolom: str
    waarde: str
    toegestaan: Zin

    def als_json(self) -> list[Any]:
        """Only what JSON can hold, its value short."""
        return [self.rij, self.kolom, ingekort(self.waarde, LANGSTE_WAARDE), self.toegestaan.als_json()]

    @classmethod
    def uit_json(cls, inhoud: list[Any]) -> Fout:
        rij, kolom, waarde, toegestaan = inhoud
        return cls(rij, kolom, waarde, Zin.uit_json(toegestaan))

    def __str__(self) -> str:
        plek = f"rij {self.rij}, kolom {self.kolom}"
        return f"{plek}: ‘{toonbaar(self.waarde)}’ kan niet. Toegestaan: {self.toegestaan}"


class Invoerfout(Exception):
    """The file cannot be taken in; nothing of it was. `aantal` counts all faults, `fouten` has the first."""

    def __init__(self, fouten: list[Fout], aantal: int | None = None) -> None:
        super().__init__("\n".join(str(fout) for fout in fouten[:3]))
        self.fouten = fouten
        self.aantal = len(fouten) if aantal is None else aantal


class Ongeldig(Exception):
    """One value cannot be; `toegestaan` says what can."""

    def __init__(self, toegestaan: Zin) -> None:
        super().__init__(toegestaan)
        self.toegestaan = toegestaan


@dataclass
class Foutenlijst:
    """Collects faults, so that a file of many wrong rows does not fill the memory."""

    fouten: list[Fout] = field(default_factory=list)
    aantal: int = 0

    def voeg_toe(self, rij: int, kolom: str, waarde: str, toegestaan: Zin) -> None:
        """Count a fault, and keep it while there are few."""
        self.aantal += 1
        if len(self.fouten) < BEWAARD:
            self.fouten.append(Fout(rij, kolom, ingekort(waarde, LANGSTE_WAARDE), toegestaan))

    def eis_geen(self) -> None:
        """Raise `Invoerfout` when there was any, in the order of the file."""
        if self.aantal:
            raise Invoerfout(sorted(self.fouten, key=lambda fout: fout.rij), self.aantal)


def toonbaar(waarde: str) -> str:
    """`waarde` for a terminal: short, and nothing in it that a terminal obeys or hides."""
    return "".join(teken if _is_zichtbaar(teken) else "�" for teken in ingekort(waarde, TONEN))


def ingekort(waarde: str, lengte: int) -> str:
    """The first `lengte` characters, and a mark when there were more."""
    return waarde[:lengte] + ("…" if len(waarde) > lengte else "")


def _is_zichtbaar(teken: str) -> bool:
    return teken == " " or unicodedata.category(teken)[0] not in "CZ"
