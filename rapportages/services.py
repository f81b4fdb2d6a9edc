"""The figures of a year: the one place that puts source, counting rules, text and checks together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import gepubliceerd
from .bekend import bekende_jaren
from .bron import ALIAS, GETELD, Bron, RegisterBron
from .cellen import Categorie, Cel
from .controles import Bevinding, controleer
from .gepubliceerd import Gedrukt, Tegenspraak
from .klachtverloop import met_gepubliceerde_stand
from .models import GepubliceerdCijfer, Register
from .tabellen import Tabel, stel_samen
from .tekst import kerncijfers
from .telregels import MELDINGEN_VIJF_JAAR, TELREGELS, Telling, Telregel
from .vergelijken import Vergelijking, vergelijk


class JaarOnbekend(Exception):
    """The year lies in the future, or before anything was recorded."""


@dataclass(frozen=True)
class Jaarcijfers:
    """Everything that is known of one year. Every output (page, CSV, JSON, text) is rendered from this."""

    jaar: int
    stand_op: date
    """The state that is described: 31 December, or today while the year lasts."""
    vastgelegd_tot: date
    """Recorded on this day or earlier."""
    is_lopend: bool
    eerste_jaar: int
    """The first year in which a register received anything."""
    tabellen: tuple[Tabel, ...]
    tekst: str
    vergelijkingen: tuple[Vergelijking, ...]
    tegenspraken: tuple[Tegenspraak, ...]
    """Contradictions in the published series of the years that the tables show."""
    bevindingen: tuple[Bevinding, ...]

    @property
    def voorlopig(self) -> bool:
        """Figures are provisional until an edition is adopted; editions do not exist yet."""
        return True

    @property
    def klopt(self) -> bool:
        """Whether every self-check passed. Figures that fail are shown, with the failure, and never used."""
        return not self.bevindingen

    def tabel(self, id_: str) -> Tabel:
        """The table of a counting rule; KeyError when there is none."""
        for tabel in self.tabellen:
            if tabel.regel.id == id_:
                return tabel
        raise KeyError(id_)


def beschikbare_jaren(*, vandaag: date, bron: Bron | None = None) -> list[int]:
    """Years of which the registers hold meldingen, newest first; without any, this year."""
    jaren = (bron or RegisterBron()).jaren(Register.MELDINGEN)
    return [jaar for jaar in reversed(jaren) if jaar <= vandaag.year] or [vandaag.year]


def gepubliceerde_cijfers() -> list[GepubliceerdCijfer]:
    """The whole published series (some hundreds of rows), read by the figures role."""
    return list(GepubliceerdCijfer.objects.using(ALIAS).all())


def jaarcijfers(
    *,
    jaar: int,
    vandaag: date,
    vastgelegd_tot: date | None = None,
    bron: Bron | None = None,
    reeks: Iterable[GepubliceerdCijfer] | None = None,
) -> Jaarcijfers:
    """The figures of `jaar` as known on `vandaag`.

    `vastgelegd_tot` leaves out what was recorded later (default: today). `bron` and `reeks` default to the
    registers and the published series. Raises `JaarOnbekend` for a year that has not begun or that lies
    before the registers.
    """
    bron = bron or RegisterBron()
    cijfers = list(reeks) if reeks is not None else gepubliceerde_cijfers()
    met_ontvangst = {register: bron.jaren(register) for register in GETELD}
    eerste_jaar = min((jaren[0] for jaren in met_ontvangst.values() if jaren), default=vandaag.year)
    if not eerste_jaar <= jaar <= vandaag.year:
        raise JaarOnbekend(jaar)
    stand_op = min(date(jaar, 12, 31), vandaag)
    tot = vastgelegd_tot or vandaag
    is_lopend = date(jaar, 12, 31) >= vandaag
    standen = gepubliceerd.standen(cijfers, register=Register.KLACHTEN)
    eigen = _cellen(bron, jaar=jaar, stand_op=stand_op, vastgelegd_tot=tot)
    verloop = met_gepubliceerde_stand(eigen[Telling.KLACHTEN_VERLOOP], standen)
    cellen = {**eigen, Telling.KLACHTEN_VERLOOP: verloop}
    categorieen: Mapping[str | None, Sequence[Categorie]] = {
        lijst: bron.categorieen(lijst) for lijst in {regel.codelijst for regel in TELREGELS} if lijst
    }
    geannuleerd = bron.geannuleerd(vastgelegd_tot=tot)
    tabellen = tuple(
        stel_samen(
            regel,
            jaar=jaar,
            cellen=cellen[regel.telling],
            categorieen=categorieen.get(regel.codelijst, ()),
            bekende_jaren=bekende_jaren(regel, met_ontvangst=met_ontvangst, cellen=eigen),
            is_lopend=is_lopend,
            stand_op=stand_op,
            gedrukt=_gedrukt(regel, jaar, cijfers),
            geannuleerd=geannuleerd,
        )
        for regel in TELREGELS
    )
    per_id = {tabel.regel.id: tabel for tabel in tabellen}
    delen = kerncijfers(per_id, stand_op=stand_op)
    tekst = " ".join(deel.tekst for deel in delen)
    zichtbaar = set(per_id[MELDINGEN_VIJF_JAAR.id].jaren)
    return Jaarcijfers(
        jaar=jaar,
        stand_op=stand_op,
        vastgelegd_tot=tot,
        is_lopend=is_lopend,
        eerste_jaar=eerste_jaar,
        tabellen=tabellen,
        tekst=tekst,
        vergelijkingen=tuple(
            vergelijking
            for tabel in tabellen
            for vergelijking in vergelijk(tabel, cijfers, categorieen.get(tabel.regel.codelijst, ()))
        ),
        tegenspraken=tuple(
            fout for fout in gepubliceerd.tegenspraken(cijfers) if fout.totaal.jaar in zichtbaar
        ),
        bevindingen=controleer(tabellen, tekst=tekst, delen=delen, stand_op=stand_op, standen=standen),
    )


def _gedrukt(regel: Telregel, jaar: int, cijfers: Iterable[GepubliceerdCijfer]) -> dict[int, Gedrukt]:
    """Published totals of the years of a table that they are a total of."""
    if not (regel.vergelijken or regel.zelfde_totaal):
        return {}
    gevonden = {j: gepubliceerd.gedrukt(cijfers, jaar=j, register=regel.register) for j in regel.jaren(jaar)}
    return {j: gedrukt for j, gedrukt in gevonden.items() if gedrukt}


def _cellen(bron: Bron, *, jaar: int, stand_op: date, vastgelegd_tot: date) -> dict[Telling, Sequence[Cel]]:
    """Every count once, over the most years that a table asks for."""
    terug: dict[Telling, int] = {}
    for regel in TELREGELS:
        terug[regel.telling] = max(regel.terug, terug.get(regel.telling, 0))
    return {
        telling: bron.tel(
            telling, jaren=range(jaar - jaren, jaar + 1), stand_op=stand_op, vastgelegd_tot=vastgelegd_tot
        )
        for telling, jaren in terug.items()
    }
