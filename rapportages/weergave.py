"""From figures to the plain values that the page templates take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from codelijsten.taal import in_schermtaal
from schermen.templatetags.jid_ui import datum

from .casusstand import Jaar, Kwartaaleinde, eerste_telling
from .services import Jaarcijfers
from .tabellen import Rij, Tabel
from .telregels import (
    CASUSSEN,
    KLACHTEN_VERLOOP,
    MELDINGEN_HOOFDCATEGORIE,
    MELDINGEN_VIJF_JAAR,
    MISSTANDEN,
)
from .telregels.klachten import ONTVANGEN
from .vergelijken import Vergelijking, Vergelijkregel
from .verschil import KLEINSTE_BASIS, Verschil, procent_van
from .zinnen import (
    cel_niet_geteld,
    getal,
    hoeveel,
    in_aantal,
    in_verhouding,
    kort,
    label,
    let_op,
    met_teken,
    procent,
    standen,
    vergelijking,
    vertaald,
)


@dataclass(frozen=True)
class Cijferrij:
    """A row of a figures table: cells as text, empty where the row did not exist."""

    label: str
    cellen: tuple[str, ...]
    verschil: str
    """In number; empty when there is nothing to compare."""
    verhouding: str
    """In percent, or "was 0"."""


def overzicht(cijfers: Jaarcijfers) -> dict[str, Any]:
    """Everything that `rapportages/overzicht.html` shows, in plain values."""
    eerste, vijf = (cijfers.tabel(regel.id) for regel in (MELDINGEN_HOOFDCATEGORIE, MELDINGEN_VIJF_JAAR))
    return {
        "is_leeg": all(tabel.totaal[tabel.jaar] is None for tabel in cijfers.tabellen),
        "is_vertaald": not (get_language() or "nl").startswith("nl"),
        "kaarten": list(_kaarten(cijfers)),
        "kolommen": _kolommen(vijf),
        "kolommen_zin": _kolommenzin(vijf),
        "kolommen_beschrijving": _kolommenbeschrijving(vijf),
        "balken": _balken(eerste),
        "balken_zin": _balkenzin(eerste),
        "vijf_jaar": _vijf_jaar(vijf),
        "tabellen": [
            _tabel(tabel) | {"wordt_geteld_op": _wordt_geteld_op(tabel, cijfers.vastgelegd_tot)}
            for tabel in cijfers.tabellen
            if not tabel.regel.alleen_totaal
        ],
        "totalen": list(_totalen(cijfers)),
        "per_rij": [_per_rij(v) for v in cijfers.vergelijkingen if any(not r.is_totaal for r in v.regels)],
    }


def _kaarten(cijfers: Jaarcijfers) -> Iterator[dict[str, str]]:
    meldingen, klachten, misstanden, casussen = (
        cijfers.tabel(regel.id)
        for regel in (MELDINGEN_HOOFDCATEGORIE, KLACHTEN_VERLOOP, MISSTANDEN, CASUSSEN)
    )
    yield from _kaart_als_bekend(_("Meldingen"), meldingen, meldingen.totaal)
    if grootste := meldingen.grootste():
        aantal = grootste[0].aantallen[meldingen.jaar] or 0
        totaal = meldingen.totaal[meldingen.jaar] or 0
        aandeel = _("%(deel)s van %(geheel)s meldingen") % {"deel": getal(aantal), "geheel": getal(totaal)}
        if totaal >= KLEINSTE_BASIS:
            aandeel = _("%(procent)s van alle meldingen") % {"procent": procent(procent_van(aantal, totaal))}
        yield {
            "label": " / ".join(label(rij) for rij in grootste),
            "waarde": getal(aantal),
            "toelichting": aandeel,
            "icoon": "chart-bar",
        }
    if doorgeleid := meldingen.onder("doorgeleid"):
        yield {
            "label": _("Doorgeleid"),
            "waarde": getal(doorgeleid),
            "toelichting": _("niet in het totaal van de meldingen"),
            "icoon": "arrow-right",
        }
    if ontvangen := klachten.rij(ONTVANGEN.code):
        yield from _kaart_als_bekend(_("Klachten ontvangen"), klachten, ontvangen.aantallen)
    yield from _kaart_als_bekend(_("Vermoedens van misstanden"), misstanden, misstanden.totaal)
    yield from _kaart_als_bekend(_("Casussen"), casussen, casussen.totaal)


def _kaart_als_bekend(
    label: str, tabel: Tabel, aantallen: Mapping[int, int | None]
) -> Iterator[dict[str, str]]:
    if aantallen[tabel.jaar] is not None:
        yield _aantalkaart(label, tabel, aantallen)


def _aantalkaart(
    label: str, tabel: Tabel, aantallen: Mapping[int, int | None] | None = None
) -> dict[str, str]:
    """A card with the total, or with a row, and the change from the year before."""
    waarden = tabel.totaal if aantallen is None else aantallen
    verschil = tabel.verschil(waarden)
    return {
        "label": label,
        "waarde": getal(waarden[tabel.jaar] or 0),
        "toelichting": _("tot en met %(dag)s; het jaar is nog niet voorbij") % {"dag": datum(tabel.stand_op)}
        if tabel.is_lopend
        else kort(verschil, tabel.jaar - 1, tabel.gedrukt.get(tabel.jaar - 1)),
        "icoon": _richting(verschil),
    }


def _richting(verschil: Verschil) -> str:
    if not verschil.aantal:
        return "equal" if verschil.aantal == 0 else "info-circle"
    return "trending-up" if verschil.aantal > 0 else "trending-down"


def _bekend(tabel: Tabel) -> list[tuple[int, int]]:
    return [(jaar, aantal) for jaar in tabel.jaren if (aantal := tabel.totaal[jaar]) is not None]


def _kolommen(tabel: Tabel) -> list[dict[str, Any]]:
    """Years of which the register knows the number; a mark stands before the first year after a break."""
    breuken = {breuk.breuk_voor for breuk in tabel.trendbreuken}
    rijen = [
        {"label": str(jaar), "waarde": aantal, "breuk": jaar in breuken} for jaar, aantal in _bekend(tabel)
    ]
    if rijen:
        rijen[0]["breuk"] = False
    return rijen


def _kolommenzin(tabel: Tabel) -> str:
    aantal = tabel.totaal[tabel.jaar]
    if aantal is None:
        return _("Over %(jaar)s zijn geen meldingen vastgelegd.") % {"jaar": tabel.jaar}
    zin = ngettext("In %(jaar)s was er %(wat)s.", "In %(jaar)s waren er %(wat)s.", aantal) % {
        "jaar": tabel.jaar,
        "wat": hoeveel(aantal, tabel.regel.eenheid),
    }
    vorig = tabel.jaar - 1
    vergeleken = vergelijking(tabel.verschil_totaal, vorig, tabel.gedrukt.get(vorig))
    return zin if tabel.is_lopend else f"{zin} {vergeleken}"


def _kolommenbeschrijving(tabel: Tabel) -> str:
    return ", ".join(f"{jaar}: {getal(aantal)}" for jaar, aantal in _bekend(tabel)) + "."


def _balken(tabel: Tabel) -> list[dict[str, Any]]:
    """Rows of the year itself, from many to few."""
    rijen = [
        {"label": label(rij), "waarde": aantal}
        for rij in tabel.rijen
        if (aantal := rij.aantallen[tabel.jaar]) is not None
    ]
    return sorted(rijen, key=lambda rij: -rij["waarde"])


def _balkenzin(tabel: Tabel) -> str:
    grootste = tabel.grootste()
    if tabel.totaal[tabel.jaar] is None:
        return _("Over %(jaar)s zijn geen meldingen vastgelegd.") % {"jaar": tabel.jaar}
    if not grootste:
        return _("In %(jaar)s waren er geen meldingen.") % {"jaar": tabel.jaar}
    if len(grootste) == 1:
        return _("%(categorie)s: de grootste categorie.") % {"categorie": label(grootste[0])}
    return _("%(aantal)s categorieën zijn samen de grootste.") % {"aantal": len(grootste)}


def _vijf_jaar(tabel: Tabel) -> dict[str, Any]:
    """Table 2 stands on its side: a row per year, the newest first, with the change from the year before."""
    rijen = []
    for jaar in reversed(tabel.jaren):
        verschil = tabel.verschil(tabel.totaal, jaar=jaar)
        rijen.append(
            Cijferrij(
                str(jaar),
                (_cel(tabel, tabel.totaalrij, jaar) or _("onbekend"),),
                in_aantal(verschil),
                in_verhouding(verschil),
            )
        )
    return _uitleg(tabel) | {"rijen": rijen}


def _tabel(tabel: Tabel) -> dict[str, Any]:
    return _uitleg(tabel) | {
        "jaren": tabel.jaren,
        "is_onbekend": tabel.totaal[tabel.jaar] is None,
        "op_vaste_momenten": tabel.regel.op_vaste_momenten,
        "rijen": [_rij(tabel, rij) for rij in tabel.rijen],
        "totaal": _rij(tabel, tabel.totaalrij),
        "onbekende_jaren": [jaar for jaar in tabel.jaren if tabel.totaal[jaar] is None],
        "heeft_leeg": any(
            rij.aantallen[jaar] is None and tabel.totaal[jaar] is not None
            for rij in tabel.rijen
            for jaar in tabel.jaren
        ),
    }


def _wordt_geteld_op(tabel: Tabel, vandaag: date) -> date | None:
    """When a year that is counted as a whole will be; None once that day has come."""
    dag = eerste_telling(tabel.jaar)
    return dag if tabel.regel.op_vaste_momenten and vandaag < dag else None


def _uitleg(tabel: Tabel) -> dict[str, Any]:
    regel = tabel.regel
    return {
        "id": regel.id,
        "titel": vertaald(regel.titel),
        "rijkop": vertaald(regel.rijkop),
        "standen": standen(tabel),
        "definitie": vertaald(regel.definitie),
        "populatie": vertaald(regel.populatie),
        "bereik": vertaald(regel.bereik),
        "eenheid": vertaald(regel.eenheid.enkelvoud),
        "eenheden": vertaald(regel.eenheid.meervoud),
        "telregel": {"id": regel.id, "versie": regel.versie},
        "trendbreuken": [
            *(vertaald(breuk.tekst) for breuk in tabel.trendbreuken),
            *let_op(tabel),
        ],
        "eronder": [{"label": vertaald(wat), "aantal": getal(aantal)} for wat, aantal in tabel.eronder()],
    }


def _cel(tabel: Tabel, rij: Rij, jaar: int) -> str:
    """The count; of a year that was not counted what was printed, if that is known."""
    if (aantal := rij.aantallen[jaar]) is not None:
        return getal(aantal)
    gedrukt = tabel.gedrukt.get(jaar) if rij.code == tabel.gedrukt_bij else None
    return cel_niet_geteld(gedrukt) if gedrukt else ""


def _rij(tabel: Tabel, rij: Rij) -> Cijferrij:
    cellen = tuple(_cel(tabel, rij, jaar) for jaar in tabel.jaren)
    verschil = tabel.verschil(rij.aantallen)
    return Cijferrij(label(rij), cellen, in_aantal(verschil), in_verhouding(verschil))


def _totalen(cijfers: Jaarcijfers) -> Iterator[Mapping[str, Any]]:
    """Printed totals beside counted ones: five years of meldingen, then the other registers."""
    for vergelijking_ in cijfers.vergelijkingen:
        if vergelijking_.tabel == MELDINGEN_HOOFDCATEGORIE.id:
            continue
        for regel in vergelijking_.regels:
            if regel.is_totaal:
                yield {
                    "jaar": vergelijking_.jaar,
                    "wat": vertaald(cijfers.tabel(vergelijking_.tabel).regel.eenheid.meervoud),
                    "bron": vergelijking_.bron,
                    **_vergelijkcellen(regel),
                }


def _per_rij(vergelijking_: Vergelijking) -> dict[str, Any]:
    return {
        "jaar": vergelijking_.jaar,
        "bron": vergelijking_.bron,
        "rijen": [{"label": regel.label, **_vergelijkcellen(regel)} for regel in vergelijking_.regels],
    }


def _vergelijkcellen(regel: Vergelijkregel) -> dict[str, Any]:
    gepubliceerd = getal(regel.gepubliceerd)
    return {
        "gepubliceerd": _("circa %(aantal)s") % {"aantal": gepubliceerd} if regel.is_circa else gepubliceerd,
        "geteld": _("onbekend") if regel.geteld is None else getal(regel.geteld),
        "verschil": _verschilcel(regel),
        "is_tegengesproken": regel.is_tegengesproken,
        "is_totaal": regel.is_totaal,
    }


def _verschilcel(regel: Vergelijkregel) -> str:
    """Empty for what is not compared."""
    if regel.verschil is None:
        return ""
    return met_teken(regel.verschil) if regel.verschil else _("gelijk")


def casussen(jaren: Sequence[Jaar], *, voorbij: Kwartaaleinde, nu: Kwartaaleinde) -> dict[str, Any]:
    """What `rapportages/casussen.html` shows the coördinator, in plain values."""
    koppen = (_("Jaar"), _("Casussen"))
    met_themas = next((jaar for jaar in jaren if jaar.themas), None)
    return {
        "voorbij": _kwartaal(voorbij),
        "nu": _kwartaal(nu),
        "einde_nu": nu.einde,
        "kolommen": [{"label": kop, "getal": kop == koppen[1]} for kop in koppen],
        "rijen": [
            {
                "cellen": [
                    {"kolom": koppen[0], "tekst": str(jaar.jaar)},
                    {
                        "kolom": koppen[1],
                        "tekst": "x" if jaar.aantal is None else getal(jaar.aantal),
                        "getal": True,
                    },
                ]
            }
            for jaar in jaren
        ],
        "heeft_x": any(jaar.aantal is None for jaar in jaren),
        "themajaar": met_themas.jaar if met_themas else None,
        "themas": [
            {"label": in_schermtaal(rij.categorie.label, rij.categorie.label_en), "waarde": rij.aantal}
            for rij in met_themas.themas
        ]
        if met_themas
        else [],
    }


def _kwartaal(kwartaal: Kwartaaleinde) -> str:
    return _("%(nummer)se kwartaal van %(jaar)s") % {"nummer": kwartaal.nummer, "jaar": kwartaal.jaar}
