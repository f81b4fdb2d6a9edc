"""From the text of one cell to a value, or `Ongeldig` with what is allowed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext_noop as _

from codelijsten.models import Code
from inlezen.fouten import Ongeldig, Zin, zin
from zaken.models import Zaak

from .codes import Codeboek, genormaliseerd, schrijfwijzen

EERSTE_JAAR = 1990
"""Nothing older is taken in; an earlier year is a typing error."""
SCHEIDING = "|"
"""Between the values of a column that may hold more than one."""

_JA_NEE = dict.fromkeys(("ja", "j", "1", "waar", "true"), True) | dict.fromkeys(
    ("nee", "n", "0", "onwaar", "false"), False
)
_JAAR_EERST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})").fullmatch
_DAG_EERST = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4})").fullmatch
_DATUMVORM = zin(_("jjjj-mm-dd, d-m-jjjj of d/m/jjjj"))
_VOORVALVORM = zin(
    _("datum (%(vorm)s), maand (jjjj-mm of m-jjjj), jaar (jjjj), onbekend of leeg; niet in de toekomst"),
    vorm=_DATUMVORM,
)
_JA_OF_NEE = zin(_("ja of nee"))


@dataclass(frozen=True)
class Omgeving:
    """What reading may look at beside the text; `op` is the day of receipt, None when that is wrong."""

    codes: Codeboek
    vandaag: date
    op: date | None = None


@dataclass(frozen=True)
class Voorvaldatum:
    """A day of which perhaps only month or year is known; `dag` is then the first or the last day of it."""

    dag: date
    precisie: Zaak.Precisie


class Soort(Protocol):
    """How the cells of a column are read."""

    @property
    def uitleg(self) -> Zin:
        """What is allowed, for people."""

    def lees(self, tekst: str, omgeving: Omgeving) -> Any:
        """The value of a trimmed, not empty text. Raises `Ongeldig`."""


@dataclass(frozen=True)
class Tekst:
    """Text, kept as it stands: nothing in it is carried out or rewritten."""

    max_tekens: int
    eenregelig: bool = False

    @property
    def uitleg(self) -> Zin:
        if self.eenregelig:
            return zin(_("tekst, hoogstens %(n)s tekens, één regel"), n=self.max_tekens)
        return zin(_("tekst, hoogstens %(n)s tekens"), n=self.max_tekens)

    def lees(self, tekst: str, omgeving: Omgeving) -> str:
        if len(tekst) > self.max_tekens or (self.eenregelig and len(tekst.splitlines()) > 1):
            raise Ongeldig(self.uitleg)
        return tekst


@dataclass(frozen=True)
class Datum:
    """A whole date; by default not in the future."""

    mag_toekomst: bool = False

    @property
    def uitleg(self) -> Zin:
        if self.mag_toekomst:
            return zin(_("datum (%(vorm)s)"), vorm=_DATUMVORM)
        return zin(_("datum (%(vorm)s), niet in de toekomst"), vorm=_DATUMVORM)

    def lees(self, tekst: str, omgeving: Omgeving) -> date:
        dag = datum(tekst)
        if dag is None or dag.year < EERSTE_JAAR or (dag > omgeving.vandaag and not self.mag_toekomst):
            raise Ongeldig(zin(_("%(wat)s, vanaf %(jaar)s"), wat=self.uitleg, jaar=EERSTE_JAAR))
        return dag


@dataclass(frozen=True)
class Voorval:
    """A date, month or year of what happened; `eind` says which day stands for a month or a year."""

    eind: bool
    uitleg: Zin = _VOORVALVORM

    def lees(self, tekst: str, omgeving: Omgeving) -> Voorvaldatum | None:
        if genormaliseerd(tekst) == "onbekend":
            return None
        gelezen = self._lees(tekst)
        if gelezen is None or gelezen.dag.year < EERSTE_JAAR:
            raise Ongeldig(self.uitleg)
        if gelezen.dag > omgeving.vandaag:
            if gelezen.precisie == Zaak.Precisie.DAG or not self.eind:
                raise Ongeldig(self.uitleg)
            return Voorvaldatum(omgeving.vandaag, gelezen.precisie)  # the month or year that is still running
        return gelezen

    def _lees(self, tekst: str) -> Voorvaldatum | None:
        if dag := datum(tekst):
            return Voorvaldatum(dag, Zaak.Precisie.DAG)
        if delen := re.fullmatch(r"([0-9]{4})[-/]([0-9]{1,2})", tekst):
            jaar, maand = int(delen[1]), int(delen[2])
        elif delen := re.fullmatch(r"([0-9]{1,2})[-/]([0-9]{4})", tekst):
            jaar, maand = int(delen[2]), int(delen[1])
        elif re.fullmatch(r"[0-9]{4}", tekst) and int(tekst) >= EERSTE_JAAR:
            jaar = int(tekst)
            return Voorvaldatum(date(jaar, 12, 31) if self.eind else date(jaar, 1, 1), Zaak.Precisie.JAAR)
        else:
            return None
        if not (1 <= maand <= 12 and jaar >= EERSTE_JAAR):
            return None
        laatste = calendar.monthrange(jaar, maand)[1] if self.eind else 1
        return Voorvaldatum(date(jaar, maand, laatste), Zaak.Precisie.MAAND)


@dataclass(frozen=True)
class Getal:
    """A whole number from 0."""

    hoogste: int

    @property
    def uitleg(self) -> Zin:
        return zin(_("heel getal van 0 tot en met %(hoogste)s"), hoogste=self.hoogste)

    def lees(self, tekst: str, omgeving: Omgeving) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", tekst) or int(tekst) > self.hoogste:
            raise Ongeldig(self.uitleg)
        return int(tekst)


@dataclass(frozen=True)
class JaNee:
    """Yes or no."""

    uitleg: Zin = _JA_OF_NEE

    def lees(self, tekst: str, omgeving: Omgeving) -> bool:
        try:
            return _JA_NEE[genormaliseerd(tekst)]
        except KeyError:
            raise Ongeldig(self.uitleg) from None


@dataclass(frozen=True)
class Keuze:
    """One of the fixed values that code branches on."""

    keuzes: type[TextChoices]

    @property
    def uitleg(self) -> Zin:
        return zin(_("%(codes)s (of het label)"), codes=", ".join(self.keuzes.values))

    def lees(self, tekst: str, omgeving: Omgeving) -> str:
        try:
            return vormen(self.keuzes)[genormaliseerd(tekst)]
        except KeyError:
            raise Ongeldig(self.uitleg) from None


@dataclass(frozen=True)
class Codekeuze:
    """One row of a code list, valid on the day of receipt."""

    lijst: str

    @property
    def uitleg(self) -> Zin:
        return zin(_("code of label van de lijst %(lijst)s"), lijst=self.lijst)

    def lees(self, tekst: str, omgeving: Omgeving) -> Code:
        return omgeving.codes.zoek(self.lijst, tekst, op=omgeving.op)


@dataclass(frozen=True)
class Codekeuzes:
    """Rows of a code list, each once."""

    lijst: str

    @property
    def uitleg(self) -> Zin:
        return zin(
            _("codes of labels van de lijst %(lijst)s, met %(teken)s ertussen"),
            lijst=self.lijst,
            teken=SCHEIDING,
        )

    def lees(self, tekst: str, omgeving: Omgeving) -> list[Code]:
        delen = (deel.strip() for deel in tekst.split(SCHEIDING))
        codes = [omgeving.codes.zoek(self.lijst, deel, op=omgeving.op) for deel in delen if deel]
        return list({code.pk: code for code in codes}.values())


def datum(tekst: str) -> date | None:
    """The day that a text names, year first or day first; None when it names none."""
    if delen := _JAAR_EERST(tekst):
        jaar, maand, dag = map(int, delen.groups())
    elif delen := _DAG_EERST(tekst):
        dag, maand, jaar = int(delen[1]), int(delen[3]), int(delen[4])
    else:
        return None
    try:
        return date(jaar, maand, dag)
    except ValueError:
        return None


@lru_cache
def vormen(keuzes: type[TextChoices]) -> Mapping[str, str]:
    """Every way to write a fixed value, with the value; labels as files have them, in Dutch whoever asks."""
    with translation.override("nl"):
        return _vormen(keuzes)


def _vormen(keuzes: type[TextChoices]) -> dict[str, str]:
    return {vorm: waarde for waarde, label in keuzes.choices for vorm in schrijfwijzen(waarde, str(label))}
