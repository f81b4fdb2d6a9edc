"""What the dates and choices of a misstand must agree on when some of them change (Wbk). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zaken.models import Zaak
from zaken.register.controles import ZAAKVOLGORDE, samenhangfouten, uitsluitfouten, waarde

from .afronden import buiten_stap, is_doorgezonden

if TYPE_CHECKING:
    from codelijsten.models import Code

    from .models import Bekendmaking, Misstand

GEDAAN = (
    "bevestigd_op",
    "verslag_akkoord_op",
    "bevindingen_op",
    "terugkoppeling_op",
    "navraag_benadeling_op",
    "nazorg_gedaan_op",
)
"""Dates of what has happened: never in the future, never before receipt."""

VOLGORDE = (
    *ZAAKVOLGORDE,
    *(("ontvangen_defensie", veld) for veld in GEDAAN),
    ("bevestigd_op", "bevindingen_op"),
    ("bevestigd_op", "terugkoppeling_op"),
)
"""The first never lies after the second."""

HOORT_BIJ = {"doorgezonden_aan": "uitkomst"}
"""What means nothing without the other."""

SLUIT_UIT = (("bevestigd_op", "geen_bevestiging_reden"), ("terugkoppeling_op", "geen_terugkoppeling_reden"))
"""A day, and why there is none."""


def fouten(
    misstand: Misstand, gegevens: Mapping[str, Any], gekozen: Mapping[str, Collection[Code]]
) -> dict[str, str]:
    """Dutch messages per changed field for `gegevens` laid over `misstand`; empty when they agree."""
    gevonden = samenhangfouten(misstand, gegevens, HOORT_BIJ)
    gevonden = uitsluitfouten(misstand, gegevens, SLUIT_UIT) | _uitkomstfouten(misstand, gegevens) | gevonden
    if gegevens.get("anonimiteit") == Zaak.Anonimiteit.NEE:
        gevonden["anonimiteit"] = _(
            "De identiteit van de melder is geheim volgens de wet. Kies Vertrouwelijk of Anoniem."
        )
    if {"ontvanger", "opvolger"} & gegevens.keys() and _is_dezelfde(misstand, gegevens):
        plek = "opvolger" if "opvolger" in gegevens else "ontvanger"
        gevonden[plek] = _("De ontvanger en de opvolger zijn twee verschillende personen. Kies een ander.")
    return gevonden


def _uitkomstfouten(misstand: Misstand, gegevens: Mapping[str, Any]) -> dict[str, str]:
    """The uitkomst of a step stands at that step; an authority goes with doorzenden alone."""
    gevonden: dict[str, str] = {}
    if {"uitkomst", "doorgezonden_aan"} & gegevens.keys():
        uitkomst = waarde(misstand, gegevens, "uitkomst")
        if waarde(misstand, gegevens, "doorgezonden_aan") and uitkomst and not is_doorgezonden(uitkomst):
            plek = "doorgezonden_aan" if "doorgezonden_aan" in gegevens else "uitkomst"
            gevonden[plek] = _(
                "Alleen bij de uitkomst Doorgezonden staat er een autoriteit. Maak een van de twee leeg."
            )
    if "uitkomst" in gegevens and (fout := buiten_stap(misstand.status, gegevens["uitkomst"])):
        gevonden["uitkomst"] = fout
    return gevonden


def _is_dezelfde(misstand: Misstand, gegevens: Mapping[str, Any]) -> bool:
    """Whether one person would both have received the report and follow it up."""
    ontvanger, opvolger = (_collega_id(misstand, gegevens, veld) for veld in ("ontvanger", "opvolger"))
    return ontvanger is not None and ontvanger == opvolger


def _collega_id(misstand: Misstand, gegevens: Mapping[str, Any], veld: str) -> int | None:
    if veld not in gegevens:
        pk: int | None = getattr(misstand, f"{veld}_id")
        return pk
    return gegevens[veld].pk if gegevens[veld] is not None else None


def bekendmakingfouten(
    misstand: Misstand, rij: Bekendmaking | None, gegevens: Mapping[str, Any]
) -> dict[str, str]:
    """Wbk art. 1a: who must tell by law tells the melder first, with the reasons."""
    velden = ("grond", "vooraf_bericht")
    nu = {veld: gegevens[veld] if veld in gegevens else getattr(rij, veld, None) for veld in velden}
    if nu["grond"] == "wettelijke_plicht" and not nu["vooraf_bericht"]:
        return {
            "vooraf_bericht": _(
                "Schrijf welke redenen in het bericht vooraf stonden. "
                "Kreeg de melder geen bericht vooraf? Schrijf dan waarom niet."
            )
        }
    return {}
