"""Self-checks: what must hold before anybody uses a figure. Each says in words what is wrong.

They run on every computation; the pages show what failed above the figures, and the command ends with an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .tabellen import ZONDER_CATEGORIE, Tabel
from .tekst import Deel
from .telregels import KLACHTEN_AFGEDAAN, KLACHTEN_TERMIJN, KLACHTEN_VERLOOP
from .telregels.klachten import AFGEDAAN, OPEN_BEGIN, OPEN_TE_LAAT
from .verschil import getal, procent, procent_van

GETAL = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?%?")


@dataclass(frozen=True)
class Bevinding:
    """A check that failed: which table, and what to repair."""

    tabel: str
    tekst: str


def controleer(
    tabellen: Sequence[Tabel],
    *,
    tekst: str,
    stand_op: date,
    delen: Sequence[Deel] = (),
    standen: Mapping[int, int] | None = None,
) -> tuple[Bevinding, ...]:
    """Every failed check; empty when all is well.

    `delen`: the text in parts, each held against its own table only. `standen`: published klachten that were open at
    the end of a year.
    """
    return (
        *[bevinding for tabel in tabellen for bevinding in _rijen_zijn_totaal(tabel)],
        *[bevinding for tabel in tabellen for bevinding in _alles_ingedeeld(tabel)],
        *_zelfde_totaal(tabellen),
        *_klachten_sluiten_aan(tabellen, standen or {}),
        *_tekst_klopt(tekst, tabellen, stand_op),
        *_delen_kloppen(delen, tabellen, stand_op),
    )


def _rijen_zijn_totaal(tabel: Tabel) -> Iterable[Bevinding]:
    """For table 11 this is the balance: what was there, came and went is what is left."""
    if not tabel.regel.optellend:
        return
    for jaar in tabel.jaren:
        totaal, som = tabel.totaal[jaar], tabel.som(jaar)
        if totaal is not None and som != totaal:
            yield Bevinding(
                tabel.regel.id,
                _(
                    "%(titel)s, %(jaar)s: de rijen zijn samen %(som)s, het totaal is %(totaal)s. Herstel dit eerst."
                )
                % {"titel": _(tabel.regel.titel), "jaar": jaar, "som": getal(som), "totaal": getal(totaal)},
            )


def _alles_ingedeeld(tabel: Tabel) -> Iterable[Bevinding]:
    rij = tabel.rij(ZONDER_CATEGORIE)
    if rij and (aantal := rij.aantallen[tabel.jaar]):
        zin = ngettext(
            "%(titel)s, %(jaar)s: %(aantal)s %(wat)s heeft nog geen rij.",
            "%(titel)s, %(jaar)s: %(aantal)s %(wat)s hebben nog geen rij.",
            aantal,
        )
        waarden = {
            "titel": _(tabel.regel.titel),
            "jaar": tabel.jaar,
            "aantal": getal(aantal),
            "wat": _(tabel.regel.eenheid.bij(aantal)),
        }
        yield Bevinding(tabel.regel.id, zin % waarden)


def _zelfde_totaal(tabellen: Sequence[Tabel]) -> Iterable[Bevinding]:
    """Tables that count the same units print one total for one year: 2, 6 and 7 that of table 1."""
    for nummer, tabel in enumerate(tabellen):
        for ander in tabellen[nummer + 1 :]:
            if tabel.regel.zelfde_totaal is None or ander.regel.zelfde_totaal != tabel.regel.zelfde_totaal:
                continue
            for jaar in sorted(set(tabel.jaren) & set(ander.jaren)):
                if tabel.totaal[jaar] != ander.totaal[jaar]:
                    yield Bevinding(
                        ander.regel.id,
                        _("%(jaar)s: ‘%(een)s’ en ‘%(ander)s’ hebben een ander totaal. Herstel dit eerst.")
                        % {"jaar": jaar, "een": _(tabel.regel.titel), "ander": _(ander.regel.titel)},
                    )


def _klachten_sluiten_aan(tabellen: Sequence[Tabel], standen: Mapping[int, int]) -> Iterable[Bevinding]:
    """Table 11 goes on where the year before ended, and its three parts tell of the same klachten."""
    per_id = {tabel.regel.id: tabel for tabel in tabellen}
    if (verloop := per_id.get(KLACHTEN_VERLOOP.id)) is None:
        return
    begin, afgedaan = verloop.rij(OPEN_BEGIN.code), verloop.rij(AFGEDAAN.code)
    for jaar in verloop.jaren:
        vorig = standen.get(jaar - 1, verloop.totaal.get(jaar - 1))
        nu = begin.aantallen[jaar] if begin else None
        if vorig is not None and nu is not None and nu != vorig:
            yield Bevinding(
                verloop.regel.id,
                _(
                    "%(titel)s: op 1 januari %(jaar)s zijn er %(nu)s open, op 31 december %(vorig_jaar)s waren het "
                    "er %(vorig)s. Herstel dit eerst."
                )
                % {
                    "titel": _(verloop.regel.titel),
                    "jaar": jaar,
                    "nu": getal(nu),
                    "vorig_jaar": jaar - 1,
                    "vorig": getal(vorig),
                },
            )
    for regel, ook in ((KLACHTEN_AFGEDAAN, None), (KLACHTEN_TERMIJN, OPEN_TE_LAAT.code)):
        if (deel := per_id.get(regel.id)) is None:
            continue
        extra = deel.rij(ook) if ook else None
        for jaar in deel.jaren:
            totaal, eraf = deel.totaal[jaar], (extra.aantallen[jaar] or 0) if extra else 0
            verwacht = afgedaan.aantallen[jaar] if afgedaan else None
            if totaal is not None and verwacht is not None and totaal - eraf != verwacht:
                yield Bevinding(
                    regel.id,
                    _(
                        "%(titel)s, %(jaar)s: hier zijn %(hier)s klachten afgedaan, in ‘%(verloop)s’ %(daar)s. "
                        "Herstel dit eerst."
                    )
                    % {
                        "titel": _(regel.titel),
                        "jaar": jaar,
                        "hier": getal(totaal - eraf),
                        "verloop": _(verloop.regel.titel),
                        "daar": getal(verwacht),
                    },
                )


def _tekst_klopt(tekst: str, tabellen: Sequence[Tabel], stand_op: date) -> Iterable[Bevinding]:
    """Every number in the paragraph stands in a table, or follows from two numbers that do."""
    bekend = {getal(waarde) for waarde in _getallen(tabellen)} | _percentages(tabellen) | {str(stand_op.day)}
    bekend |= {str(jaar) for tabel in tabellen for jaar in (*tabel.jaren, tabel.jaar - 1)}
    los = tekst
    for zin in {breuk.tekst for tabel in tabellen for breuk in tabel.trendbreuken}:
        los = los.replace(zin, "")
    los = re.sub(r"‘[^’]*’", "", los)
    for gevonden in sorted(set(GETAL.findall(los)) - bekend):
        zin = _("De tekst noemt %(getal)s. Dat getal staat in geen tabel. Herstel dit eerst.")
        if len(tabellen) == 1:
            zin = _("De tekst noemt %(getal)s. Dat getal staat in ‘%(titel)s’ niet. Herstel dit eerst.")
        yield Bevinding("tekst", zin % {"getal": gevonden, "titel": _(tabellen[0].regel.titel)})


def _delen_kloppen(delen: Sequence[Deel], tabellen: Sequence[Tabel], stand_op: date) -> Iterable[Bevinding]:
    per_id = {tabel.regel.id: tabel for tabel in tabellen}
    for deel in delen:
        yield from _tekst_klopt(deel.tekst, [per_id[deel.tabel]], stand_op)


def _getallen(tabellen: Sequence[Tabel]) -> set[int]:
    uit: set[int] = set()
    for tabel in tabellen:
        eronder = [rij.aantallen for rij in tabel.memo]
        for aantallen in (*(rij.aantallen for rij in tabel.rijen), tabel.totaal, *eronder):
            uit |= {abs(waarde) for waarde in aantallen.values() if waarde is not None}
        uit |= {gedrukt.aantal for gedrukt in tabel.gedrukt.values()}
        verschillen = [tabel.verschil_totaal, *(tabel.verschil(rij.aantallen) for rij in tabel.rijen)]
        uit |= {abs(verschil.aantal or 0) for verschil in verschillen}
    return uit


def _percentages(tabellen: Sequence[Tabel]) -> set[str]:
    uit: set[str] = set()
    for tabel in tabellen:
        verschillen = [tabel.verschil_totaal, *(tabel.verschil(rij.aantallen) for rij in tabel.rijen)]
        uit |= {procent(abs(v.procent)) for v in verschillen if v.procent is not None}
        if totaal := tabel.totaal[tabel.jaar]:
            uit |= {procent(procent_van(rij.aantallen[tabel.jaar] or 0, totaal)) for rij in tabel.rijen}
    return uit
