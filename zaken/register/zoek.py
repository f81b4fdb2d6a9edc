"""A search for words within a tab and the filters of a list, as the search function wants it said.

The same conditions as `lijst.tab_van` and `lijst.filter_op`, which check the hits again outside: a condition that
stands only there loses hits, one that stands only here finds too few. A test compares them for every register.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Field

from zaken.models import Zaak
from zaken.zoeken import Zoekopdracht
from zaken.zoeken.personen import zaken_met
from zaken.zoeken.vraag import Zoekvraag

from .lijst import BINNENKORT, Tab, Termijnfilter, lees_nummer

if TYPE_CHECKING:
    from gebruikers.models import Gebruiker

    from . import Register


_GEEN = ""
"""No status has this value."""


def zoekopdracht(
    register: Register, gekozen: dict[str, Any], tab: Tab, gebruiker: Gebruiker, *, vandaag: date
) -> Zoekopdracht | None:
    """The search that the clean data of `Filterform` ask for; None when they ask for no words."""
    tekst = gekozen.get("q", "").strip()
    if not tekst or lees_nummer(register, tekst):
        return None
    filters = _gewoon(gekozen, tab) | _van_tab(tab, gebruiker) | _van_termijn(gekozen, vandaag=vandaag)
    filters |= _van_register(register, gekozen, tab)
    persoon = gekozen.get("persoon")
    binnen = zaken_met(persoon) if persoon else None
    return Zoekopdracht(register.soort, Zoekvraag.lees(tekst), filters, gebruiker, binnen)


def _gewoon(gekozen: dict[str, Any], tab: Tab) -> dict[str, Any]:
    ook_geannuleerd = gekozen.get("geannuleerd") and tab is not Tab.NIET_TOEGEWEZEN
    filters: dict[str, Any] = {"geannuleerd": True} if ook_geannuleerd else {}
    if jaar := gekozen.get("jaar"):
        filters |= {"van": date(jaar, 1, 1), "tot": date(jaar, 12, 31)}
    if onderdeel := gekozen.get("onderdeel"):
        filters["onderdeel"] = onderdeel.pk
    return filters


def _van_tab(tab: Tab, gebruiker: Gebruiker) -> dict[str, Any]:
    match tab:
        case Tab.MIJN:
            return {"behandelaar": gebruiker.pk}
        case Tab.TEAM:
            return {"teams": list(gebruiker.teams)}
        case Tab.NIET_TOEGEWEZEN:
            return {"behandelaar": None}
        case Tab.ALLE:
            return {}


def _van_termijn(gekozen: dict[str, Any], *, vandaag: date) -> dict[str, Any]:
    match gekozen.get("termijn"):
        case Termijnfilter.TE_LAAT:
            return {"termijn_tot": vandaag - timedelta(days=1)}
        case Termijnfilter.BINNENKORT:
            return {"termijn_van": vandaag, "termijn_tot": vandaag + BINNENKORT}
    return {}


def _statussen(register: Register, gekozen: dict[str, Any], tab: Tab) -> list[str]:
    """The statuses that will do; empty: all of them."""
    gevraagd = gekozen.get("status") or []
    if tab is not Tab.NIET_TOEGEWEZEN:
        return gevraagd
    te_behandelen = register.werk.open
    return sorted(te_behandelen.intersection(gevraagd) if gevraagd else te_behandelen) or [_GEEN]


def _van_register(register: Register, gekozen: dict[str, Any], tab: Tab) -> dict[str, Any]:
    """Columns of the zaak and of the register's own table, with the values, as text, that will do."""
    voorwaarden: dict[str, dict[str, list[str]]] = {"zaak": {}, "deel": {}}
    keuzes = [("status", _statussen(register, gekozen, tab))]
    keuzes += [
        (eigen.veld, [gekozen[eigen.naam]]) for eigen in register.lijst.filters if gekozen.get(eigen.naam)
    ]
    for naam, waarden in keuzes:
        veld = register.model._meta.get_field(naam)
        if waarden and isinstance(veld, Field) and veld.column:
            waar = "zaak" if veld.model is Zaak else "deel"
            voorwaarden[waar][veld.column] = [str(getattr(waarde, "pk", waarde)) for waarde in waarden]
    tabel = {"tabel": register.model._meta.db_table} if voorwaarden["deel"] else {}
    return {waar: deel for waar, deel in voorwaarden.items() if deel} | tabel
