"""The paragraph with the key figures, in Dutch that is right for none, one, equal, more and fewer.

The text is part of the published figures, so it is Dutch whatever the language of the screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from zaken.termijnen.taal import dag_en_maand, voluit

from .tabellen import Rij, Tabel
from .telregels import (
    CASUSSEN,
    KLACHTEN_VERLOOP,
    MELDINGEN_HOOFDCATEGORIE,
    MELDINGEN_UITKOMST,
    MISSTANDEN,
    SIGNALEN,
    Eenheid,
)
from .telregels.klachten import AFGEDAAN
from .telregels.meldingen import NOG_LOPEND
from .telregels.overige import ADVIESVRAAG, WEL_VERMOEDEN
from .verschil import KLEINSTE_BASIS, getal, procent, procent_van
from .zinnen import hoeveel, vergelijking

ADVIESVRAGEN = Eenheid("adviesvraag", "adviesvragen")


@dataclass(frozen=True)
class Deel:
    """Some sentences of the paragraph, and the table whose numbers they say."""

    tabel: str
    tekst: str


@translation.override("nl")
def kerncijfers(tabellen: Mapping[str, Tabel], *, stand_op: date) -> tuple[Deel, ...]:
    """The paragraph in parts: meldingen, how they ended, klachten, misstanden, casussen, what breaks comparison.

    `tabellen` by id of the counting rule. A register that holds nothing yet is not spoken of, but for meldingen.
    """
    meldingen = tabellen[MELDINGEN_HOOFDCATEGORIE.id]
    delen = [
        (MELDINGEN_HOOFDCATEGORIE, _over_meldingen(meldingen, stand_op)),
        (MELDINGEN_UITKOMST, _over_uitkomst(tabellen[MELDINGEN_UITKOMST.id], stand_op)),
        (KLACHTEN_VERLOOP, _over_klachten(tabellen[KLACHTEN_VERLOOP.id], stand_op)),
        (MISSTANDEN, _over_misstanden(tabellen[MISSTANDEN.id])),
        (CASUSSEN, _over_casussen(tabellen[CASUSSEN.id])),
        (SIGNALEN, _over_signalen(tabellen[SIGNALEN.id])),
    ]
    if meldingen.verschil_totaal.aantal is not None:
        delen.append((MELDINGEN_HOOFDCATEGORIE, [breuk.tekst for breuk in meldingen.trendbreuken]))
    return tuple(Deel(regel.id, " ".join(zinnen)) for regel, zinnen in delen if zinnen)


def _over_meldingen(tabel: Tabel, stand_op: date) -> list[str]:
    aantal = tabel.totaal[tabel.jaar]
    if aantal is None:
        return [f"Over {tabel.jaar} zijn geen meldingen vastgelegd."]
    tot = f" tot en met {dag_en_maand(stand_op)}" if tabel.is_lopend else ""
    werkwoord = "was" if aantal == 1 else "waren"
    zinnen = [f"In {tabel.jaar} {werkwoord} er{tot} {hoeveel(aantal, tabel.regel.eenheid)}."]
    zinnen += _vergelijking(tabel)
    zinnen += _grootste(tabel, kop="De grootste categorie is", kop_meer="De grootste categorieën zijn")
    if memo := tabel.onder("doorgeleid"):
        is_zijn = "is" if memo == 1 else "zijn"
        doorgeleid = hoeveel(memo, tabel.regel.eenheid)
        zinnen.append(f"Daarnaast {is_zijn} {doorgeleid} doorgeleid naar een ander register.")
    return zinnen


def _over_uitkomst(tabel: Tabel, stand_op: date) -> list[str]:
    """How many of the meldingen were still going on at the end of the year; of a year that lasts, how many are."""
    totaal, lopend = tabel.totaal[tabel.jaar], tabel.aantal(NOG_LOPEND.code)
    if not totaal:
        return []
    alle = hoeveel(totaal, tabel.regel.eenheid)
    if tabel.is_lopend:
        wanneer, loopt, lopen, is_, zijn = "Nu", "loopt", "lopen", "is", "zijn"
    else:
        wanneer = f"Op {voluit(stand_op)}"
        loopt, lopen, is_, zijn = "liep", "liepen", "was", "waren"
    if lopend == 0:
        return [
            f"{wanneer} {is_} die afgerond." if totaal == 1 else f"{wanneer} {zijn} alle {alle} afgerond."
        ]
    if lopend == totaal:
        return [f"{wanneer} {loopt} die nog." if totaal == 1 else f"{wanneer} {lopen} alle {alle} nog."]
    return [f"{wanneer} {loopt if lopend == 1 else lopen} er nog {getal(lopend)}."]


def _over_klachten(tabel: Tabel, stand_op: date) -> list[str]:
    open_eind = tabel.totaal[tabel.jaar]
    ontvangen = tabel.rij("ontvangen")
    if open_eind is None or ontvangen is None:
        return []
    aantal = ontvangen.aantallen[tabel.jaar] or 0
    zinnen = [f"Defensie ontving {hoeveel(aantal, tabel.regel.eenheid)}."]
    zinnen += _vergelijking(tabel, ontvangen.aantallen)
    afgedaan = tabel.aantal(AFGEDAAN.code)
    is_zijn, was_waren = ("is" if afgedaan == 1 else "zijn"), ("was" if open_eind == 1 else "waren")
    wanneer = f"Op {dag_en_maand(stand_op)} {was_waren}"
    if tabel.is_lopend:
        wanneer = "Nu is" if open_eind == 1 else "Nu zijn"
    zinnen.append(
        f"Er {is_zijn} {hoeveel(afgedaan, tabel.regel.eenheid)} afgedaan. "
        f"{wanneer} er {getal(open_eind) if open_eind else 'geen'} open."
    )
    return zinnen


def _over_misstanden(tabel: Tabel) -> list[str]:
    aantal = tabel.totaal[tabel.jaar]
    if aantal is None:
        return []
    is_zijn = "is" if aantal == 1 else "zijn"
    zinnen = [f"Er {is_zijn} {hoeveel(aantal, tabel.regel.eenheid)} ontvangen.", *_vergelijking(tabel)]
    if aantal:
        wel = tabel.aantal(WEL_VERMOEDEN.code)
        hoeveel_wel = f"{'is' if wel == 1 else 'zijn'} er {getal(wel) if wel else 'geen'}"
        zinnen.append(f"Daarvan {hoeveel_wel} na beoordeling een vermoeden van een misstand.")
    return zinnen


def _over_signalen(tabel: Tabel) -> list[str]:
    """What was asked for advice, and what was no zaak for another reason."""
    totaal = tabel.totaal[tabel.jaar]
    if totaal is None:
        return []
    advies = tabel.aantal(ADVIESVRAAG.code)
    zinnen = [f"Er {'was' if advies == 1 else 'waren'} {hoeveel(advies, ADVIESVRAGEN)}."]
    if totaal > advies and not advies:
        hoorde = "hoorde" if totaal == 1 else "hoorden"
        zinnen.append(f"Wel {hoorde} {hoeveel(totaal, tabel.regel.eenheid)} ergens anders.")
    elif totaal > advies:
        zinnen.append(
            f"Met wat ergens anders hoort, zijn het {hoeveel(totaal, tabel.regel.eenheid)} die geen zaak werden."
        )
    return zinnen


def _over_casussen(tabel: Tabel) -> list[str]:
    aantal = tabel.totaal[tabel.jaar]
    if aantal is None:
        return []
    zinnen = [f"Vertrouwenspersonen telden {hoeveel(aantal, tabel.regel.eenheid)}."]
    zinnen += _vergelijking(tabel)
    return zinnen + _grootste(tabel, kop="Het grootste thema is", kop_meer="De grootste thema's zijn")


def _vergelijking(tabel: Tabel, aantallen: Mapping[int, int | None] | None = None) -> list[str]:
    """The change of the total, or of a row. Of a year that is not over it is said once, with the meldingen."""
    if tabel.is_lopend:
        if tabel.regel.id != MELDINGEN_HOOFDCATEGORIE.id:
            return []
        return [f"{tabel.jaar} is nog niet voorbij. Daarom vergelijken we nog niet met {tabel.jaar - 1}."]
    vorig = tabel.jaar - 1
    verschil = tabel.verschil(tabel.totaal if aantallen is None else aantallen)
    return [vergelijking(verschil, vorig, tabel.gedrukt.get(vorig))]


def _grootste(tabel: Tabel, *, kop: str, kop_meer: str) -> list[str]:
    rijen = tabel.grootste()
    if not rijen:
        return []
    aantal = rijen[0].aantallen[tabel.jaar] or 0
    if len(rijen) > 1:
        return [f"{kop_meer} {_opsomming(rijen)}: elk {hoeveel(aantal, tabel.regel.eenheid)}."]
    return [f"{kop} ‘{rijen[0].label}’: {hoeveel(aantal, tabel.regel.eenheid)}{_aandeel(tabel, aantal)}."]


def _aandeel(tabel: Tabel, aantal: int) -> str:
    totaal = tabel.totaal[tabel.jaar] or 0
    if totaal < KLEINSTE_BASIS:
        return ""
    return f" ({procent(procent_van(aantal, totaal))} van alle {tabel.regel.eenheid.meervoud})"


def _opsomming(rijen: Iterable[Rij]) -> str:
    *eerste, laatste = [f"‘{rij.label}’" for rij in rijen]
    return f"{', '.join(eerste)} en {laatste}"
