"""What the coördinator of the vertrouwenspersonen sees: counts of all of Defensie, and when to ask for more.

Pure but for `lees`. A casus is never in it, nor a vertrouwenspersoon, a defensieonderdeel or part of a year: two counts
of the same year would show by their difference what came in between, and a casus is of one year only.
A year is counted at fixed moments, so what is recorded or corrected after January moves nothing: docs/adr/0030.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .bekend import geteld_op_vaste_momenten
from .bron import Bron, RegisterBron
from .cellen import Categorie, Cel
from .models import Register
from .telregels import Telling

DREMPEL = 5
"""What counts fewer than this, and is not 0, is not shown: our own choice."""
JAREN = 5
NAVRAAG = timedelta(days=31)
"""How long after its end conversations of a quarter may not be recorded yet; a year is shown only after it."""


@dataclass(frozen=True)
class Thema:
    """A row of the themes: 0, or enough that nobody stands out."""

    categorie: Categorie
    aantal: int


@dataclass(frozen=True)
class Jaar:
    """Casussen with their first conversation in this year. `aantal` None: not shown."""

    jaar: int
    aantal: int | None
    themas: tuple[Thema, ...]
    """Empty when one of them counts too few: leaving out that one alone would show it by subtraction."""


@dataclass(frozen=True)
class Kwartaaleinde:
    """A quarter and its last day."""

    jaar: int
    nummer: int
    einde: date


def lees(*, vandaag: date, bron: Bron | None = None) -> tuple[Jaar, ...]:
    """The last years that are over and counted, the newest first; none before the first casus.

    A constant number of queries.
    """
    bron = bron or RegisterBron()
    laatste = laatste_jaar(vandaag=vandaag)
    jaren = range(laatste - JAREN + 1, laatste + 1)
    cellen = bron.tel(Telling.CASUSSEN, jaren=jaren, stand_op=date(laatste, 12, 31), vastgelegd_tot=vandaag)
    geteld = geteld_op_vaste_momenten(cellen, bron.jaren(Register.CASUSSEN))
    return stand(cellen, bron.categorieen("thema"), jaren=sorted(geteld))


def eerste_telling(jaar: int) -> date:
    """The day on which a whole year is counted for the first time."""
    return date(jaar, 12, 31) + NAVRAAG + timedelta(days=1)


def laatste_jaar(*, vandaag: date) -> int:
    """The last year that is shown: over, and what was late is recorded."""
    vorig = vandaag.year - 1
    return vorig if vandaag >= eerste_telling(vorig) else vorig - 1


def stand(cellen: Iterable[Cel], themas: Sequence[Categorie], *, jaren: Sequence[int]) -> tuple[Jaar, ...]:
    """The years as they may be shown."""
    geteld: Counter[tuple[int, str]] = Counter()
    for cel in cellen:
        geteld[cel.jaar, cel.code] += cel.aantal
    return tuple(
        _jaar(
            {code: n for (van, code), n in geteld.items() if van == jaar},
            themas,
            jaar=jaar,
        )
        for jaar in reversed(jaren)
    )


def _jaar(per_code: dict[str, int], themas: Sequence[Categorie], *, jaar: int) -> Jaar:
    totaal = sum(per_code.values())
    bekend = {thema.code for thema in themas}
    mag = all(n == 0 or n >= DREMPEL for n in per_code.values()) and per_code.keys() <= bekend
    rijen = [
        Thema(thema, per_code.get(thema.code, 0))
        for thema in themas
        if thema.bestond_in(jaar) or per_code.get(thema.code)
    ]
    return Jaar(
        jaar=jaar,
        aantal=totaal if totaal == 0 or totaal >= DREMPEL else None,
        themas=tuple(sorted(rijen, key=lambda rij: -rij.aantal)) if mag and len(per_code) > 1 else (),
    )


def kwartaal_voorbij(*, vandaag: date) -> Kwartaaleinde:
    """The last quarter that is over."""
    begin = date(vandaag.year, (vandaag.month - 1) // 3 * 3 + 1, 1)
    einde = begin - timedelta(days=1)
    return Kwartaaleinde(einde.year, einde.month // 3, einde)


def kwartaal_nu(*, vandaag: date) -> Kwartaaleinde:
    """The quarter that runs."""
    nummer = (vandaag.month - 1) // 3 + 1
    volgende = date(vandaag.year + 1, 1, 1) if nummer == 4 else date(vandaag.year, nummer * 3 + 1, 1)
    return Kwartaaleinde(vandaag.year, nummer, volgende - timedelta(days=1))


def is_navraag(*, vandaag: date) -> bool:
    """Whether the last quarter ended so shortly ago that asking after it makes sense."""
    return vandaag - kwartaal_voorbij(vandaag=vandaag).einde <= NAVRAAG
