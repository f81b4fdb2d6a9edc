"""Reading dates that people type: three boxes, or a whole date pasted into one of them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import formats
from django.utils.translation import gettext as _

MAANDNAMEN = {
    naam: nummer
    for nummer, namen in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for naam in namen.split()
}
_HELE_DATUM = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2}|[a-z]{3,9}\.?)[-/. ]+([0-9]{4})", re.IGNORECASE)
_ISO_DATUM = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class DatumInvoer(NamedTuple):
    """What was typed in the three boxes, unchanged."""

    dag: str = ""
    maand: str = ""
    jaar: str = ""

    @property
    def is_leeg(self) -> bool:
        """True when nothing was typed but blanks."""
        return not any(deel.strip() for deel in self)

    def verdeeld(self) -> DatumInvoer:
        """The same input with blanks removed; a whole date in one box is spread over the three."""
        schoon = DatumInvoer(*(" ".join(deel.split()) for deel in self))
        gevuld = [deel for deel in schoon if deel]
        if len(gevuld) != 1:
            return schoon
        if gevonden := _ISO_DATUM.fullmatch(gevuld[0]):
            jaar, maand, dag = gevonden.groups()
            return DatumInvoer(dag, maand, jaar)
        if gevonden := _HELE_DATUM.fullmatch(gevuld[0]):
            return DatumInvoer(*gevonden.groups())
        return schoon


class DatumOngeldig(ValueError):
    """The input is no date; the message is meant for the user, `delen` names the boxes that are wrong."""

    def __init__(self, melding: str, *, code: str, delen: tuple[str, ...]) -> None:
        super().__init__(melding)
        self.melding = melding
        self.code = code
        self.delen = delen


@dataclass(frozen=True)
class DeelDatum:
    """A date known to the day, the month or the year; raises `ValueError` when it cannot exist."""

    jaar: int
    maand: int | None = None
    dag: int | None = None

    def __post_init__(self) -> None:
        if self.dag is not None and self.maand is None:
            raise ValueError("a day needs a month")
        date(self.jaar, self.maand or 1, self.dag or 1)

    @classmethod
    def uit_datum(cls, datum: date) -> DeelDatum:
        """The partial date that is known to the day."""
        return cls(datum.year, datum.month, datum.day)

    @property
    def van(self) -> date:
        """The first day it can be."""
        return date(self.jaar, self.maand or 1, self.dag or 1)

    @property
    def tot(self) -> date:
        """The last day it can be (included)."""
        maand = self.maand or 12
        return date(self.jaar, maand, self.dag or calendar.monthrange(self.jaar, maand)[1])

    @property
    def nauwkeurigheid(self) -> str:
        """`dag`, `maand` or `jaar`."""
        if self.dag is not None:
            return "dag"
        return "jaar" if self.maand is None else "maand"

    def tekst(self) -> str:
        """27 maart 2024, maart 2024 or 2024, in the active language."""
        if self.dag is not None:
            return formats.date_format(self.van, "DATE_FORMAT")
        if self.maand is not None:
            return formats.date_format(self.van, "YEAR_MONTH_FORMAT")
        return str(self.jaar)

    def __str__(self) -> str:
        return self.tekst()


def lees_datum(invoer: DatumInvoer) -> date:
    """The date that was typed; raises `DatumOngeldig` with a message for the user."""
    delen = invoer.verdeeld()
    if ontbrekend := tuple(naam for naam, deel in zip(DatumInvoer._fields, delen, strict=True) if not deel):
        raise _onvolledig(ontbrekend)
    jaar, maand, dag = _jaar(delen.jaar), _maand(delen.maand), _dag(delen.dag)
    try:
        return date(jaar, maand, dag)
    except ValueError as fout:
        raise _bestaat_niet(("dag",)) from fout


def lees_deeldatum(invoer: DatumInvoer) -> DeelDatum:
    """The partial date that was typed: year, month and year, or all three; raises `DatumOngeldig`."""
    delen = invoer.verdeeld()
    if not delen.jaar:
        raise _onvolledig(("maand", "jaar") if delen.dag and not delen.maand else ("jaar",))
    if delen.dag and not delen.maand:
        raise _onvolledig(("maand",))
    jaar = _jaar(delen.jaar)
    maand = _maand(delen.maand) if delen.maand else None
    dag = _dag(delen.dag) if delen.dag else None
    try:
        return DeelDatum(jaar, maand, dag)
    except ValueError as fout:
        raise _bestaat_niet(("dag",)) from fout


def _jaar(tekst: str) -> int:
    if re.fullmatch(r"[0-9]{1,3}", tekst):
        raise DatumOngeldig(
            _("Vul het jaar in met 4 cijfers, bijvoorbeeld 2024."), code="jaar_vier_cijfers", delen=("jaar",)
        )
    if not re.fullmatch(r"[0-9]{4}", tekst) or int(tekst) == 0:
        raise _bestaat_niet(("jaar",))
    return int(tekst)


def _maand(tekst: str) -> int:
    if re.fullmatch(r"[0-9]{1,2}", tekst) and 1 <= int(tekst) <= 12:
        return int(tekst)
    naam = tekst.casefold().rstrip(".")
    if naam not in MAANDNAMEN:
        raise _bestaat_niet(("maand",))
    return MAANDNAMEN[naam]


def _dag(tekst: str) -> int:
    if re.fullmatch(r"[0-9]{1,2}", tekst) and 1 <= int(tekst) <= 31:
        return int(tekst)
    raise _bestaat_niet(("dag",))


def _bestaat_niet(delen: tuple[str, ...]) -> DatumOngeldig:
    return DatumOngeldig(
        _("Vul een datum in die bestaat, bijvoorbeeld 27 3 2024."), code="bestaat_niet", delen=delen
    )


def _onvolledig(delen: tuple[str, ...]) -> DatumOngeldig:
    namen = {"dag": _("de dag"), "maand": _("de maand"), "jaar": _("het jaar")}
    opsomming = _(" en ").join(namen[deel] for deel in delen)
    return DatumOngeldig(_("Vul ook %(delen)s in.") % {"delen": opsomming}, code="onvolledig", delen=delen)
