"""How a zaak reads in a list and at the head of its page: tone of the badge, words of the term."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from codelijsten.taal import is_engels
from zaken.termijnen import engels

if TYPE_CHECKING:
    from . import Register

SPOED = timedelta(days=5)


@dataclass(frozen=True)
class Termijnregel:
    """A date in words: `wanneer`, with `staat` late, soon or empty."""

    wanneer: str
    datum: date
    staat: str
    is_vandaag: bool = False


def toon(register: Register, zaak: Any) -> str:
    """Badge tone of a zaak of this register; empty is neutral. Never the only carrier: the label says it too."""
    return "danger" if zaak.is_geannuleerd else register.tonen.get(zaak.status, "")


def termijnregel(datum: date | None, *, vandaag: date) -> Termijnregel | None:
    """None when there is no date to work towards."""
    if datum is None:
        return None
    staat = "late" if datum < vandaag else "soon" if datum <= vandaag + SPOED else ""
    return Termijnregel(_wanneer((datum - vandaag).days), datum, staat, datum == vandaag)


def _wanneer(over: int) -> str:
    """How far away a day is, in days from now."""
    n = {"n": number_format(abs(over), force_grouping=True)}
    if over == 0:
        return _("Vandaag")
    if over == 1:
        return _("Morgen")
    if over > 1:
        return ngettext("Nog %(n)s dag", "Nog %(n)s dagen", over) % n
    return ngettext("%(n)s dag te laat", "%(n)s dagen te laat", -over) % n


TERMIJNNAMEN = (
    gettext_noop("Ontvangst bevestigen"),
    gettext_noop("Bericht: niet in behandeling"),
    gettext_noop("Oordeel over de klacht"),
    gettext_noop("Klager kan naar de ombudsman"),
    gettext_noop("Terugkoppeling aan de melder"),
    gettext_noop("Bevindingen klaar"),
    gettext_noop("Rapport van het onderzoek"),
    gettext_noop("Uiterste datum tuchtbeschuldiging"),
)
"""What `zaken.termijnen` calls its terms; stored in Dutch."""


def waarom(opgeslagen: str) -> str:
    """The stored explanation of a term in the language of the screen."""
    return engels.waarom(opgeslagen) if is_engels() else opgeslagen


def termijnbron(opgeslagen: str) -> str:
    """The stored source of a term in the language of the screen."""
    return engels.bron(opgeslagen) if is_engels() else opgeslagen


def termijnnaam(opgeslagen: str) -> str:
    """The stored name of a term in the language of the screen."""
    if nazorg := re.fullmatch(r"Nazorg na (\d+) maand(?:en)?", opgeslagen):
        n = int(nazorg[1])
        return ngettext("Nazorg na %(n)s maand", "Nazorg na %(n)s maanden", n) % {"n": n}
    return _(opgeslagen) if opgeslagen in TERMIJNNAMEN else opgeslagen
