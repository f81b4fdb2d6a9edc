"""The published series: where it contradicts itself, and which row goes with which code."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .cellen import Categorie
from .models import OPTELLEND, GepubliceerdCijfer, Register, Uitsplitsing

LABELS_VAN_TOEN: Mapping[str, str] = {
    "misbruik positie en belangenverstrengeling": "positie",
    "oneigenlijk gebruik van dienstmiddelen overschrijding interne regels": "dienstmiddelen_interne_regels",
}
"""Printed labels (normalised) that differ from the label of their code."""


@dataclass(frozen=True)
class Tegenspraak:
    """A printed total that the printed rows, or another source, contradict. Kept and shown, never used."""

    totaal: GepubliceerdCijfer
    som: int | None
    """Sum of the rows; None when there are no rows and only totals differ."""
    wel_juist: tuple[GepubliceerdCijfer, ...]
    """Other printed totals of the same year that agree with the rows."""

    @property
    def tekst(self) -> str:
        """What a reader must know, in one or two sentences."""
        gedrukt = self.totaal
        wat = {"bron": gedrukt.bron, "jaar": gedrukt.jaar, "totaal": gedrukt.aantal}
        if self.som is None:
            zin = _(
                "%(bron)s noemt voor %(jaar)s het totaal %(totaal)s. Een andere bron noemt een ander totaal."
            )
            return zin % wat
        zin = _("%(bron)s drukt voor %(jaar)s het totaal %(totaal)s af. De rijen zijn samen %(som)s.")
        juist = _("%(bron)s noemt %(totaal)s: dat klopt met de rijen.")
        return " ".join(
            [
                zin % {**wat, "som": self.som},
                *(juist % {"bron": ander.bron, "totaal": ander.aantal} for ander in self.wel_juist),
            ]
        )


def tegenspraken(cijfers: Iterable[GepubliceerdCijfer]) -> tuple[Tegenspraak, ...]:
    """Every printed total that does not stand up, by year. Estimates (circa) are not held against rows."""
    groepen: dict[tuple[int, str], list[GepubliceerdCijfer]] = defaultdict(list)
    for cijfer in cijfers:
        groepen[cijfer.jaar, cijfer.register].append(cijfer)
    return tuple(gevonden for sleutel in sorted(groepen) for gevonden in _in_groep(groepen[sleutel]))


def totalen(
    cijfers: Iterable[GepubliceerdCijfer], *, jaar: int, register: Register
) -> list[GepubliceerdCijfer]:
    """The printed totals of a year that nothing contradicts. More than one: sources that each stand up."""
    van_jaar = [cijfer for cijfer in cijfers if cijfer.jaar == jaar and cijfer.register == register]
    onjuist = [fout.totaal for fout in _in_groep(van_jaar)]
    return [c for c in van_jaar if c.uitsplitsing == Uitsplitsing.TOTAAL_GEDRUKT and c not in onjuist]


@dataclass(frozen=True)
class Gedrukt:
    """A published total of a year that was not counted; it stands beside the counts and is never one of them."""

    aantal: int
    is_circa: bool


def gedrukt(cijfers: Iterable[GepubliceerdCijfer], *, jaar: int, register: Register) -> Gedrukt | None:
    """What was printed as the total of a year; None when nothing was, or sources that stand up do not agree."""
    gevonden = {Gedrukt(c.aantal, c.is_circa) for c in totalen(cijfers, jaar=jaar, register=register)}
    return gevonden.pop() if len(gevonden) == 1 else None


def standen(cijfers: Iterable[GepubliceerdCijfer], *, register: Register) -> dict[int, int]:
    """What a year ended with, as published: per year; the last source that was read in holds. No estimates."""
    return {
        cijfer.jaar: cijfer.aantal
        for cijfer in cijfers
        if cijfer.register == register and cijfer.uitsplitsing == Uitsplitsing.STAND and not cijfer.is_circa
    }


def code_bij(label: str, categorieen: Sequence[Categorie]) -> str | None:
    """The code that a printed label stands for; None when no code has it."""
    gezocht = _genormaliseerd(label)
    if gezocht in LABELS_VAN_TOEN:
        return LABELS_VAN_TOEN[gezocht]
    return next((c.code for c in categorieen if _genormaliseerd(c.label) == gezocht), None)


def _in_groep(cijfers: Sequence[GepubliceerdCijfer]) -> list[Tegenspraak]:
    """Contradictions within one year of one register."""
    sommen: dict[tuple[str, str], int] = defaultdict(int)
    for cijfer in cijfers:
        if cijfer.uitsplitsing in OPTELLEND:
            sommen[cijfer.bron, cijfer.uitsplitsing] += cijfer.aantal
    gedrukt = [c for c in cijfers if c.uitsplitsing == Uitsplitsing.TOTAAL_GEDRUKT and not c.is_circa]
    if sommen:
        juist = tuple(c for c in gedrukt if c.aantal in _sommen_voor(c, sommen))
        return [Tegenspraak(c, _sommen_voor(c, sommen)[0], juist) for c in gedrukt if c not in juist]
    if len({c.aantal for c in gedrukt}) > 1 and len({c.label for c in gedrukt}) == 1:
        return [Tegenspraak(c, None, ()) for c in gedrukt]
    return []


def _sommen_voor(cijfer: GepubliceerdCijfer, sommen: Mapping[tuple[str, str], int]) -> list[int]:
    """Sums a printed total must agree with: of its own source's rows, else of any source that prints rows."""
    return [som for (bron, _), som in sommen.items() if bron == cijfer.bron] or list(sommen.values())


def _genormaliseerd(label: str) -> str:
    zonder_accent = "".join(t for t in unicodedata.normalize("NFKD", label) if not unicodedata.combining(t))
    return " ".join(re.findall(r"[a-z0-9]+", zonder_accent.casefold()))
