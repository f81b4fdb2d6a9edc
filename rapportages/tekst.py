"""The paragraph with the key figures, in Dutch that is right for none, one, equal, more and fewer.

The text is part of the published figures, so it is Dutch whatever the language of the screens.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .tabellen import Rij, Tabel
from .telregels import Eenheid
from .verschil import KLEINSTE_BASIS, Verschil, getal, procent, procent_met_teken, procent_van

MAANDEN = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def kerncijfers(*, meldingen: Tabel, casussen: Tabel, stand_op: date) -> str:
    """The paragraph: meldingen, change, largest category, casussen, and what breaks the comparison."""
    zinnen = [*_over_meldingen(meldingen, stand_op), *_over_casussen(casussen)]
    if meldingen.verschil_totaal.aantal is not None:
        zinnen += [breuk.tekst for breuk in meldingen.trendbreuken]
    return " ".join(zinnen)


def _over_meldingen(tabel: Tabel, stand_op: date) -> list[str]:
    aantal = tabel.totaal[tabel.jaar]
    if aantal is None:
        return [f"Over {tabel.jaar} zijn geen meldingen vastgelegd."]
    tot = f" tot en met {stand_op.day} {MAANDEN[stand_op.month - 1]}" if tabel.is_lopend else ""
    werkwoord = "was" if aantal == 1 else "waren"
    zinnen = [f"In {tabel.jaar} {werkwoord} er{tot} {hoeveel(aantal, tabel.regel.eenheid)}."]
    zinnen += _vergelijking(tabel)
    zinnen += _grootste(tabel, kop="De grootste categorie is", kop_meer="De grootste categorieën zijn")
    if memo := tabel.memo[tabel.jaar]:
        is_zijn = "is" if memo == 1 else "zijn"
        doorgeleid = hoeveel(memo, tabel.regel.eenheid)
        zinnen.append(f"Daarnaast {is_zijn} {doorgeleid} doorgeleid naar een ander register.")
    return zinnen


def _over_casussen(tabel: Tabel) -> list[str]:
    aantal = tabel.totaal[tabel.jaar]
    if aantal is None:
        return []
    tot = " in de kwartalen die voorbij zijn" if tabel.is_lopend else ""
    zinnen = [f"Vertrouwenspersonen telden{tot} {hoeveel(aantal, tabel.regel.eenheid)}."]
    zinnen += _vergelijking(tabel)
    return zinnen + _grootste(tabel, kop="Het grootste thema is", kop_meer="De grootste thema's zijn")


def _vergelijking(tabel: Tabel) -> list[str]:
    if tabel.is_lopend:
        return [f"{tabel.jaar} is nog niet voorbij. Daarom vergelijken we nog niet met {tabel.jaar - 1}."]
    return [vergelijking(tabel.verschil_totaal, tabel.jaar - 1)]


def hoeveel(aantal: int, eenheid: Eenheid) -> str:
    """Geen meldingen, 1 melding, 627 meldingen."""
    return f"{getal(aantal) if aantal else 'geen'} {eenheid.bij(aantal)}"


def vergelijking(verschil: Verschil, vorig_jaar: int) -> str:
    """The sentence that sets a count beside that of `vorig_jaar`."""
    if verschil.aantal is None:
        return f"Hoeveel het er in {vorig_jaar} waren, is niet bekend."
    if verschil.vorig == 0:
        return f"{'Ook in' if verschil.nu == 0 else 'In'} {vorig_jaar} waren er geen."
    if verschil.aantal == 0:
        ook = f"Ook in {vorig_jaar} was het er 1."
        return ook if verschil.nu == 1 else f"Dat zijn er evenveel als in {vorig_jaar}."
    hoeveel_verschil = abs(verschil.aantal)
    return (
        f"Dat {'is' if hoeveel_verschil == 1 else 'zijn'} er {getal(hoeveel_verschil)} "
        f"{'meer' if verschil.aantal > 0 else 'minder'} dan in {vorig_jaar}{_tussen_haakjes(verschil)}."
    )


def kort(verschil: Verschil, vorig_jaar: int) -> str:
    """The same on a card: "72 meer dan in 2023 (+13,0%)"."""
    if verschil.aantal is None:
        return f"{vorig_jaar} niet bekend"
    if verschil.aantal == 0:
        return f"evenveel als in {vorig_jaar}"
    if verschil.vorig == 0:
        return f"in {vorig_jaar} geen"
    richting = "meer" if verschil.aantal > 0 else "minder"
    return f"{getal(abs(verschil.aantal))} {richting} dan in {vorig_jaar}{_tussen_haakjes(verschil)}"


def _tussen_haakjes(verschil: Verschil) -> str:
    return "" if verschil.procent is None else f" ({procent_met_teken(verschil.procent)})"


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
